import { blockReader } from '../../chemistry/blocks.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { problemsOf } from '../../chemistry/structure-column.js';
import type { Job } from '../../job.js';
import { numberIn } from '../../tables/columns.js';
import { readTable } from '../../tables/read.js';
import type { Table } from '../../tables/table.js';
import { formatOfInput, type ScoreOptions } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';
import { namedNumbers } from './named-numbers.js';
import { withProbabilityColumns } from './probability-cells.js';

/** The table of predictions; the test table itself when truths and predictions are one file. */
export async function predictionTable(
  options: ScoreOptions,
  test: TestSet,
  pool: ChemistryPool,
  job: Job,
): Promise<Table | null> {
  const { predictions, split, truth } = options;
  if (predictions === undefined) return null;
  const alone = split === undefined && truth === undefined;
  if (test.table.path === predictions && (predictions !== '-' || alone)) return test.table.table;
  const table = await readTable(predictions, {
    header: options.header,
    delimiter: options.delimiter,
    inputFormat: formatOfInput(options, predictions),
    job,
    blocks: blockReader(pool, job),
    structures: async (cells) => {
      const problems = await problemsOf(cells, pool);
      // A first line of numbers alone is data, too.
      const numbers = cells.every((cell) => !Number.isNaN(numberIn(cell)));
      return problems.map((p) => p === null || numbers);
    },
  });
  const named = namedNumbers(table, test, options);
  return options.task === 'multiclass' ? withProbabilityColumns(named, options.label) : named;
}
