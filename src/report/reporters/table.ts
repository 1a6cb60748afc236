import type { Reporter } from './reporter.js';

/** Tables and sentences for people. */
export const table: Reporter = {
  name: 'table',
  title: 'text',
  endings: ['.txt'],
  renderers: {
    split: async () => (await import('../split/terminal.js')).renderSplit,
    series: async () => (await import('../split/series.js')).renderSeries,
    audit: async () => (await import('../audit/terminal.js')).renderAudit,
    score: async () => (await import('../score/terminal.js')).renderScore,
    suite: async () => (await import('../score/suite.js')).renderSuite,
    compare: async () => (await import('../compare/terminal.js')).renderComparison,
    'compare-cv': async () => (await import('../compare-cv/terminal.js')).renderCvComparison,
    check: async () => (await import('../check/terminal.js')).renderCheck,
    neighbors: async () => (await import('../neighbors/terminal.js')).renderNeighbors,
    verify: async () => (await import('../verify/terminal.js')).renderVerify,
    describe: async () => (await import('../verify/terminal.js')).renderDescribed,
    demo: async () => (await import('../demo/terminal.js')).renderDemo,
  },
};
