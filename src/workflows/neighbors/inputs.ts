import { type LoadedTable, loadTable, requireMolecules } from '../../chemistry/molecules.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { findColumn } from '../../tables/columns.js';
import { shownInput } from '../../tables/table.js';
import type { Task } from '../../task.js';
import { describeMolecules, type MoleculeTable, resolveInput } from '../dataset.js';
import { type Shard, shardRows } from './shard.js';
import type { NeighborsOptions, SideOptions } from './types.js';

/** The query file or the reference file, and the molecules of those of its rows that take part. */
export interface Side extends LoadedTable, Pick<MoleculeTable, 'set' | 'fingerprints'> {
  /** What the user called it. */
  readonly path: string;
  readonly idColumn: number | undefined;
  /** The rows that take part, `[first, end)`. */
  readonly first: number;
  readonly end: number;
  /** The row that is record 0 of `set`. */
  readonly base: number;
}

/**
 * Reads both files; one that is both is read once.
 *
 * @throws TanimarkError (file, table, column, structure), also where no reference is valid, or,
 *   with all queries at hand, no query
 */
export async function readSides(
  options: NeighborsOptions,
  shard: Shard,
  pool: ChemistryPool,
  task: Task,
): Promise<{ query: Side; reference: Side }> {
  const { query, reference, queryTable = {}, referenceTable = {} } = options;
  if (query === '-' && reference === '-') {
    throw new TanimarkError(
      'usage',
      'query and reference cannot both be standard input; give one of them as a file',
    );
  }
  const all = { index: 1, of: 1 };
  const references = await readSide('reference', reference, referenceTable, all, pool, task);
  const same = query === reference && JSON.stringify(queryTable) === JSON.stringify(referenceTable);
  if (same) {
    const [first, end] = shardRows(shard, references.end);
    return { query: { ...references, first, end }, reference: references };
  }
  const queries = await readSide('query', query, queryTable, shard, pool, task);
  return { query: queries, reference: references };
}

async function readSide(
  role: 'query' | 'reference',
  input: string,
  options: SideOptions,
  shard: Shard,
  pool: ChemistryPool,
  task: Task,
): Promise<Side> {
  try {
    const { table, smilesColumn } = await loadTable(resolveInput(input).path, options, pool, task);
    const idColumn = findColumn(table, 'id', options.id);
    const [first, end] = shardRows(shard, table.rows.length);
    const part = {
      table: {
        ...table,
        rows: table.rows.slice(first, end),
        lines: table.lines.slice(first, end),
      },
      smilesColumn,
    };
    const { set, fingerprints } = await describeMolecules(part, pool, task);
    // A part of the queries may happen to hold invalid rows alone.
    if (shard.of === 1) requireMolecules(part, set);
    const invalid = set.invalid.map((record) => ({ ...record, row: record.row + first }));
    return {
      table,
      smilesColumn,
      path: input,
      idColumn,
      set: { ...set, invalid },
      fingerprints,
      first,
      end,
      base: first,
    };
  } catch (error) {
    if (!(error instanceof TanimarkError && ['column', 'structure'].includes(error.code))) {
      throw error;
    }
    // --smiles and --id are for both files, and what is right for one may be missing in the other.
    throw new TanimarkError(
      error.code,
      `${error.message} (--${role}-smiles and --${role}-id are for ${shownInput(input)} alone)`,
      { cause: error },
    );
  }
}
