import type { ChemistryPool } from '../../chemistry/pool.js';
import { type LoadedTable, loadTable, requireMolecules } from '../../dataset/molecules.js';
import { loadTableStream, TableStream } from '../../dataset/table-stream.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { findColumn } from '../../tables/columns.js';
import { shownInput, type Table } from '../../tables/table.js';
import {
  type Described,
  described,
  type Queries,
  StreamedQueries,
  wholeQueries,
} from './queries.js';
import { type Shard, shardRows } from './shard.js';
import type { NeighborsOptions, SideOptions } from './types.js';

type Role = 'query' | 'reference';

/** An input before its rows are looked at. */
interface Named {
  readonly role: Role;
  /** Input as the user named it. */
  readonly path: string;
  readonly idColumn: number | undefined;
}

type LoadedSide = LoadedTable & Named;

/** A query file of many rows. */
interface OpenedSide extends Named {
  readonly stream: TableStream;
  readonly table: Table;
}

/** The reference file with its molecules. */
export interface References extends LoadedSide, Described {}

/**
 * Reads both files; one that is both is read once. Of a query file with many rows, these come later.
 *
 * @throws TanimarkError (file, table, column, structure), also where no reference is valid, or,
 *   with all queries at hand, no query
 */
export async function readSides(
  options: NeighborsOptions,
  shard: Shard,
  pool: ChemistryPool,
  job: Job,
): Promise<{ query: Queries; reference: References }> {
  const { query, reference, queryTable = {}, referenceTable = {} } = options;
  if (query === '-' && reference === '-') {
    throw new TanimarkError(
      'usage',
      'query and reference cannot both be standard input; give one of them as a file',
    );
  }
  const all = { index: 1, of: 1 };
  if (query === reference && JSON.stringify(queryTable) === JSON.stringify(referenceTable)) {
    const both = await load('query', query, queryTable, pool, job);
    const own = await describe(both, all, pool, job);
    const [first, end] = shardRows(shard, own.rows.length);
    return { query: wholeQueries({ ...both, first, end }, own), reference: { ...both, ...own } };
  }
  // Both tables before any molecule, so that what is wrong with one is known early.
  const opened = await open(query, queryTable, pool, job);
  const references = await load('reference', reference, referenceTable, pool, job);
  return {
    query: await prepare(opened, shard, pool, job),
    reference: { ...references, ...(await describe(references, all, pool, job)) },
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
    const loaded = await loadTable(path, options, pool, job);
    return { ...loaded, role, path, idColumn: findColumn(loaded.table, 'id', options.id) };
  });
}

/** The query file, its rows for later where there are many. */
async function open(
  path: string,
  options: SideOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<LoadedSide | OpenedSide> {
  const role = 'query';
  return explained(role, path, async () => {
    const loaded = await loadTableStream(path, options, pool, job);
    const named = { role, path, idColumn: findColumn(loaded.table, 'id', options.id) } as const;
    if (!(loaded instanceof TableStream)) return { ...loaded, ...named };
    return { ...named, stream: loaded, table: loaded.table };
  });
}

async function prepare(
  queries: LoadedSide | OpenedSide,
  shard: Shard,
  pool: ChemistryPool,
  job: Job,
): Promise<Queries> {
  if (!('stream' in queries)) {
    const [first, end] = shardRows(shard, queries.table.rows.length);
    return wholeQueries({ ...queries, first, end }, await describe(queries, shard, pool, job));
  }
  const { stream, role, path } = queries;
  const rows = shardRows(shard, stream.records);
  const streamed = new StreamedQueries(stream, queries, rows, pool, job);
  if (shard.of === 1) await explained(role, path, () => streamed.requireMolecules());
  return streamed;
}

/** All molecules of a part of a table. */
async function describe(
  loaded: LoadedSide,
  shard: Shard,
  pool: ChemistryPool,
  job: Job,
): Promise<Described> {
  const { table, role, path, idColumn } = loaded;
  const [first, end] = shardRows(shard, table.rows.length);
  const [rows, lines] = [table.rows.slice(first, end), table.lines.slice(first, end)];
  const problems = table.problems?.slice(first, end);
  const files = table.files?.map((file) => ({ ...file, first: file.first - first }));
  const part = { ...loaded, table: { ...table, rows, lines, problems, files } };
  const own = await described(part, first, pool, job, {
    id: idColumn === undefined ? undefined : table.columns[idColumn],
    part: { first, of: table.rows.length },
  });
  // A part of the queries may happen to hold invalid rows alone.
  if (shard.of === 1) await explained(role, path, async () => requireMolecules(part, own.set));
  return own;
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
