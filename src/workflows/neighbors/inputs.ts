import type { ChemistryPool } from '../../chemistry/pool.js';
import { describeMolecules, type MoleculeTable } from '../../dataset/molecule-table.js';
import { type LoadedTable, loadTable, requireMolecules } from '../../dataset/molecules.js';
import { resolveInput } from '../../dataset/registry.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { findColumn } from '../../tables/columns.js';
import { shownInput } from '../../tables/table.js';
import { type Shard, shardRows } from './shard.js';
import type { NeighborsOptions, SideOptions } from './types.js';

type Role = 'query' | 'reference';

interface LoadedSide extends LoadedTable {
  readonly role: Role;
  /** Input as the user named it. */
  readonly path: string;
  readonly idColumn: number | undefined;
}

/** The query file or the reference file, and the molecules of those of its rows that take part. */
export interface Side extends LoadedSide, Pick<MoleculeTable, 'set' | 'fingerprints'> {
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
  job: Job,
): Promise<{ query: Side; reference: Side }> {
  const { query, reference, queryTable = {}, referenceTable = {} } = options;
  if (query === '-' && reference === '-') {
    throw new TanimarkError(
      'usage',
      'query and reference cannot both be standard input; give one of them as a file',
    );
  }
  const all = { index: 1, of: 1 };
  const queries = await load('query', query, queryTable, pool, job);
  if (query === reference && JSON.stringify(queryTable) === JSON.stringify(referenceTable)) {
    const both = await describe(queries, all, pool, job);
    const [first, end] = shardRows(shard, both.end);
    return { query: { ...both, first, end }, reference: both };
  }
  // Both tables before any molecule, so that what is wrong with one is known early.
  const references = await load('reference', reference, referenceTable, pool, job);
  return {
    query: await describe(queries, shard, pool, job),
    reference: await describe(references, all, pool, job),
  };
}

async function load(
  role: Role,
  path: string,
  options: SideOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<LoadedSide> {
  return explained(role, path, async () => {
    const loaded = await loadTable(resolveInput(path).path, options, pool, job);
    return { ...loaded, role, path, idColumn: findColumn(loaded.table, 'id', options.id) };
  });
}

async function describe(
  loaded: LoadedSide,
  shard: Shard,
  pool: ChemistryPool,
  job: Job,
): Promise<Side> {
  const { table } = loaded;
  const [first, end] = shardRows(shard, table.rows.length);
  const [rows, lines] = [table.rows.slice(first, end), table.lines.slice(first, end)];
  const problems = table.problems?.slice(first, end);
  const files = table.files?.map((file) => ({ ...file, first: file.first - first }));
  const part = { ...loaded, table: { ...table, rows, lines, problems, files } };
  const { set, fingerprints } = await describeMolecules(part, pool, job, {
    id: loaded.idColumn === undefined ? undefined : table.columns[loaded.idColumn],
    part: { first, of: table.rows.length },
  });
  // A part of the queries may happen to hold invalid rows alone.
  if (shard.of === 1) {
    await explained(loaded.role, loaded.path, async () => requireMolecules(part, set));
  }
  const invalid = set.invalid.map((record) => ({ ...record, row: record.row + first }));
  return { ...loaded, set: { ...set, invalid }, fingerprints, first, end, base: first };
}

/**
 * --smiles and --id are for both files, and what is right for one may be missing in the other: says
 * what names the columns of this one.
 */
async function explained<T>(role: Role, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TanimarkError && ['column', 'structure'].includes(error.code))) {
      throw error;
    }
    const text = `${error.message} (${optionName(`${role}Smiles`)} and ${optionName(`${role}Id`)} name columns of ${shownInput(path)} only)`;
    throw new TanimarkError(error.code, text, { cause: error });
  }
}
