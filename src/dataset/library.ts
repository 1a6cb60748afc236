import type { ChemistryPool } from '../chemistry/pool.js';
import type { Job } from '../job.js';
import { fingerprintsOf } from '../similarity/compared.js';
import type { FingerprintMatrix } from '../similarity/fingerprints.js';
import { findNearest } from '../similarity/nearest.js';
import type { Nearest } from '../similarity/search.js';
import type { Table } from '../tables/table.js';
import { invalidRows, type MoleculeTableOptions, readMoleculeTable } from './molecule-table.js';

/** A library: molecules that a model is to be used on. */
export interface LibrarySimilarity {
  readonly table: Table;
  /** Distinct molecules. */
  readonly count: number;
  /** The nearest reference of each molecule. */
  readonly nearest: Nearest;
  readonly warnings: string[];
}

/**
 * Reads a library and finds the nearest reference of each of its molecules.
 *
 * @param path of a table; labels are not read
 * @param references fingerprints of training molecules
 * @throws TanimarkError
 */
export async function librarySimilarity(
  path: string,
  reading: Pick<MoleculeTableOptions, 'header' | 'standardize' | 'multiple'>,
  references: FingerprintMatrix,
  pool: ChemistryPool,
  job: Job,
): Promise<LibrarySimilarity> {
  const data = await readMoleculeTable(path, { ...reading, label: null }, pool, job);
  const { table, set } = data;
  const fingerprints = fingerprintsOf(data.compared);
  job.progress.start('finding neighbors of the library', set.count, 'molecules');
  const nearest = await findNearest(fingerprints, references, job);
  job.progress.finish();
  return { table, count: set.count, nearest, warnings: invalidRows(data) };
}
