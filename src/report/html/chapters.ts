/**
 * The kinds of results that a page can show, each with what makes its chapter. To add one, write its folder and put it
 * here; it is loaded when it is called.
 */
export const htmlChapters = {
  split: async () => (await import('./split/chapter.js')).splitChapter,
  series: async () => (await import('./series/chapter.js')).seriesChapter,
  audit: async () => (await import('./audit/chapter.js')).auditChapter,
  score: async () => (await import('./score/chapter.js')).scoreChapter,
  suite: async () => (await import('./score/suite-chapter.js')).suiteChapter,
  compare: async () => (await import('./compare/chapter.js')).compareChapter,
  'compare-cv': async () => (await import('./compare-cv/chapter.js')).cvChapter,
  check: async () => (await import('./check/chapter.js')).checkChapter,
  neighbors: async () => (await import('./neighbors/chapter.js')).neighborsChapter,
};

export type HtmlResult = keyof typeof htmlChapters;
