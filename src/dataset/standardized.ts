import type { ChemistryPool } from '../chemistry/pool.js';
import { standardize } from '../chemistry/standardize/index.js';
import type { StandardizeLevel } from '../chemistry/standardize/levels.js';
import type { Job } from '../job.js';
import { optionValue } from '../spelling.js';
import { plural } from '../text.js';
import { type LoadedTable, structureOf } from './molecules.js';

/** The same table with its structures at a level; its cells stay as they are. */
export async function standardizeTable(
  loaded: LoadedTable,
  level: StandardizeLevel,
  pool: ChemistryPool,
  job: Job,
): Promise<LoadedTable> {
  if (level === 'none') return loaded;
  const cells = loaded.table.rows.map((_, r) => structureOf(loaded, r));
  const { smiles, canonical, problems: own } = await standardize(cells, level, pool, job);
  const problems = own.map((problem, r) => loaded.structures?.problems[r] ?? problem);
  const valid = [...smiles.keys()].filter((r) => smiles[r] !== '');
  const count = (texts: readonly string[]) => new Set(valid.map((r) => texts[r])).size;
  const changed = valid.filter((r) => smiles[r] !== canonical[r]).length;
  const merged = count(canonical) - count(smiles);
  return { ...loaded, structures: { level, smiles, problems, changed, merged } };
}

/** Notes on standardized structures. */
export function standardizeNotes({ structures }: LoadedTable): string[] {
  if (!structures || structures.level === 'none') return [];
  const { level, changed, merged } = structures;
  const joined =
    merged === 0
      ? ''
      : ` and merges ${plural(merged, 'molecule')} with ${merged === 1 ? 'another one' : 'others'}`;
  return [
    `${optionValue('standardize', String(level))} changes the structure of ${plural(changed, 'row')}${joined}`,
  ];
}
