import type { ScoreSummary } from '../../workflows/score/types.js';
import type { Reporter } from './reporter.js';

/** Every number in long form, a row each. */
export const csv: Reporter = {
  name: 'csv',
  title: 'CSV',
  endings: ['.csv'],
  isData: true,
  renderers: {
    score: async () => {
      const { scoreCsv } = await import('../score/rows.js');
      return (summary) => scoreCsv([[nameOfPredictions(summary), summary]]);
    },
    suite: async () => {
      const { scoreCsv } = await import('../score/rows.js');
      return ({ suite }) => scoreCsv(suite.map((task) => [task.name, task]));
    },
    compare: async () => (await import('../compare/rows.js')).comparisonCsv,
    bench: async () => (await import('../bench/rows.js')).benchCsv,
  },
};

/** The name of one result among others: its prediction file. */
function nameOfPredictions({ inputs }: ScoreSummary): string {
  return inputs.find(({ role }) => role === 'predictions')?.path ?? '';
}
