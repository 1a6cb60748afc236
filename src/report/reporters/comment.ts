import type { Reporter } from './reporter.js';

/** Markdown with a mark by which the comment of an earlier run is found. */
export const comment: Reporter = {
  name: 'comment',
  title: 'Markdown for a comment that each run replaces',
  endings: [],
  renderers: {
    check: async () => {
      const { checkComment } = await import('../check/comment.js');
      return (summary) => checkComment(summary);
    },
  },
};
