import type { Job } from '../../job.js';
import { plural } from '../../text.js';
import { type LoadedTable, structureOf } from '../molecules.js';
import type { ChemistryPool } from '../pool.js';
import { standardize } from './index.js';
import type { StandardizeLevel } from './levels.js';

/** The structures of a table's rows at a level, which stand for what its cells say. */
export interface StandardStructures {
  readonly level: StandardizeLevel;
  /** SMILES of each row; empty where there is a problem. */
  readonly smiles: readonly string[];
  readonly problems: readonly (string | null)[];
  /** How many rows have another structure now, and how many molecules became one with another. */
  readonly changed: number;
  readonly merged: number;
}

/** The same table with its structures at a level; its cells stay as they are. */
export async function standardizeTable(
  loaded: LoadedTable,
  level: StandardizeLevel,
  pool: ChemistryPool,
  job: Job,
): Promise<LoadedTable> {
  if (level === 'none') return loaded;
  const cells = loaded.table.rows.map((_, r) => structureOf(loaded, r));
  const { smiles, canonical, problems } = await standardize(cells, level, pool, job);
  const valid = [...smiles.keys()].filter((r) => smiles[r] !== '');
  const count = (texts: readonly string[]) => new Set(valid.map((r) => texts[r])).size;
  const changed = valid.filter((r) => smiles[r] !== canonical[r]).length;
  const merged = count(canonical) - count(smiles);
  return { ...loaded, structures: { level, smiles, problems, changed, merged } };
}

/** What is to be said of standardized structures. */
export function standardizeNotes({ structures }: LoadedTable): string[] {
  if (!structures) return [];
  const { level, changed, merged } = structures;
  const joined =
    merged === 0
      ? ''
      : ` and joins ${plural(merged, 'molecule')} to ${merged === 1 ? 'another' : 'others'}`;
  return [`--standardize ${level} changes the structure of ${plural(changed, 'row')}${joined}`];
}
