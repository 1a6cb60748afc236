import type { Reporter } from './reporter.js';

/** Markdown with a mark by which the comment of an earlier run is found. */
export const comment: Reporter = {
  name: 'comment',
  title: 'Markdown for a pull-request comment; each run replaces the comment of the last one',
  endings: [],
  renderers: {
    check: async () => {
      const { checkComment } = await import('../check/comment.js');
      return (summary) => checkComment(summary);
    },
  },
};
