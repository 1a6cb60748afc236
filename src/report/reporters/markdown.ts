import type { Reporter } from './reporter.js';

/** For pull requests and documents. */
export const markdown: Reporter = {
  name: 'markdown',
  title: 'Markdown',
  endings: ['.md'],
  renderers: {
    score: async () => {
      const { scoreMarkdown } = await import('../score/markdown.js');
      return (summary) => scoreMarkdown(summary);
    },
    suite: async () => {
      const { scoreMarkdown } = await import('../score/markdown.js');
      return ({ suite }) => suite.map((task) => scoreMarkdown(task, task.name)).join('\n');
    },
    compare: async () => (await import('../compare/markdown.js')).comparisonMarkdown,
    'compare-cv': async () => (await import('../compare-cv/markdown.js')).cvComparisonMarkdown,
    bench: async () => (await import('../bench/markdown.js')).benchMarkdown,
    check: async () => {
      const { checkMarkdown } = await import('../check/markdown.js');
      return (summary) => checkMarkdown(summary);
    },
  },
};
