import type { ChemistryPool } from '../../chemistry/pool.js';
import type { InvalidShare } from '../../dataset/invalid-share.js';
import { canonicalSmiles } from '../../dataset/molecules.js';
import type { Job } from '../../job.js';
import type { Table } from '../../tables/table.js';
import type { ScoreOptions } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';
import { smilesColumn } from './match.js';

/**
 * How many structures of a prediction file cannot be read; null where it has none, or is the file of the test set.
 * Structures that a test row has, in the same words, are known to be valid.
 */
export async function invalidPredictions(
  table: Table | null,
  options: ScoreOptions,
  test: TestSet,
  pool: ChemistryPool,
  job: Job,
): Promise<InvalidShare | null> {
  const column =
    table === null || table === test.table.table
      ? undefined
      : await smilesColumn(table, options, pool);
  if (table === null || column === undefined) return null;
  const own = test.table;
  const valid = new Set(
    Array.from(test.records, (r) => own.table.rows[r][own.smilesColumn].trim()),
  );
  const cells = table.rows.map((row) => {
    const cell = row[column].trim();
    return own.texts.get(cell) ?? cell;
  });
  const unknown = [...new Set(cells)].filter((cell) => !valid.has(cell));
  const canonical = await canonicalSmiles(unknown, pool, job);
  const broken = new Set(unknown.filter((_, k) => canonical[k] === ''));
  const rows = cells.flatMap((cell, r) => (broken.has(cell) ? [r] : []));
  const [first] = rows;
  return {
    name: table.name,
    what: 'SMILES',
    column: table.columns[column],
    rows: cells.length,
    invalid: rows.length,
    first: first === undefined ? null : { row: first + 1, smiles: cells[first] },
  };
}
