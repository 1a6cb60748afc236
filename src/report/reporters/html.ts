import type { ChapterOf } from '../html/context.js';
import type { Renderer } from '../results.js';
import type { Reporter } from './reporter.js';

/**
 * The kinds of results that a page can show, each with what makes its chapter. To add one, write its folder and put it
 * here; it is loaded when it is called.
 */
export const htmlChapters = {
  split: async () => (await import('../html/split/chapter.js')).splitChapter,
  'repeated-folds': async () =>
    (await import('../html/repeated-folds/chapter.js')).repeatedFoldsChapter,
  series: async () => (await import('../html/series/chapter.js')).seriesChapter,
  audit: async () => (await import('../html/audit/chapter.js')).auditChapter,
  'pair-audit': async () => (await import('../html/pair-audit/chapter.js')).pairAuditChapter,
  score: async () => (await import('../html/score/chapter.js')).scoreChapter,
  suite: async () => (await import('../html/score/suite-chapter.js')).suiteChapter,
  compare: async () => (await import('../html/compare/chapter.js')).compareChapter,
  'compare-cv': async () => (await import('../html/compare-cv/chapter.js')).cvChapter,
  bench: async () => (await import('../html/bench/chapter.js')).benchChapter,
  check: async () => (await import('../html/check/chapter.js')).checkChapter,
  expect: async () => (await import('../html/expect/chapter.js')).expectChapter,
  neighbors: async () => (await import('../html/neighbors/chapter.js')).neighborsChapter,
};

export type HtmlResult = keyof typeof htmlChapters;

/** A page for people, in one file that needs no network and no script. */
export const html: Reporter = {
  name: 'html',
  title: 'HTML',
  endings: ['.html'],
  renderers: Object.fromEntries(
    (Object.keys(htmlChapters) as HtmlResult[]).map((name) => [name, async () => pageOf(name)]),
  ),
};

async function pageOf<Name extends HtmlResult>(name: Name): Promise<Renderer<Name>> {
  const { resultPage } = await import('../html/index.js');
  const kind: ChapterOf<never> = await htmlChapters[name]();
  return (result, style) => resultPage(kind, result as never, style.page);
}
