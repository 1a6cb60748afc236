import type { Reporter } from './reporter.js';

/** Tables for papers. */
export const latex: Reporter = {
  name: 'latex',
  title: 'LaTeX',
  endings: ['.tex'],
  renderers: {
    score: async () => {
      const { scoreLatex } = await import('../score/latex.js');
      return (summary) => scoreLatex([[null, summary]]);
    },
    suite: async () => {
      const { scoreLatex } = await import('../score/latex.js');
      return ({ suite }) => scoreLatex(suite.map((task) => [task.name, task]));
    },
    bench: async () => (await import('../bench/latex.js')).benchLatex,
  },
};
