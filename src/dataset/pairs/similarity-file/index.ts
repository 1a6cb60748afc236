import { TanimarkError } from '../../../errors.js';
import type { Job } from '../../../job.js';
import { optionValue } from '../../../spelling.js';
import { readTables } from '../../../tables/read-parts.js';
import { clusterFile } from './clusters.js';
import { readSimilarityArchive } from './npz.js';
import { squareFile } from './square.js';
import type { SimilarityFile } from './types.js';

/**
 * Reads what the user says about the similarities of partners:
 *
 * - a square table: ids in the first row and in the first column, in the same order, and numbers from 0 to 1;
 * - a `.npz` file of NumPy with such a matrix and its ids;
 * - a table of two columns, ids and clusters: partners of one cluster have a similarity of 1, others 0.
 *
 * @param ids of the partners that are looked for
 * @throws TanimarkError (file, table) where it is none of them
 */
export async function readSimilarityFile(
  input: string,
  ids: ReadonlySet<string>,
  job: Job,
): Promise<SimilarityFile> {
  const wrong = (what: string) =>
    new TanimarkError('table', `${optionValue('targetSimilarity', input)}: ${what}`, {
      option: 'targetSimilarity',
    });
  if (/\.npz$/i.test(input)) return readSimilarityArchive(input, wrong, job);
  const table = await readTables(input, {
    job,
    header: true,
    structures: async (cells) => cells.map(() => false),
  });
  const isSquare = table.columns.length === table.rows.length + 1;
  if (table.columns.length === 2 && !isSquare) return clusterFile(input, table, ids, wrong);
  return squareFile(input, table, wrong, job);
}
