import type { ChemistryPool } from '../../chemistry/pool.js';
import { type LoadedTable, loadTable, requireMolecules } from '../../dataset/molecules.js';
import { MoleculeKeys } from '../../dataset/neighbor-parts/keys.js';
import { type Shard, shardRows, WHOLE } from '../../dataset/neighbor-parts/shard.js';
import { loadTableStream, TableStream } from '../../dataset/table-stream.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
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

/** An input of many rows, which come later. */
interface StreamedSide extends Named {
  readonly stream: TableStream;
  readonly table: Table;
  readonly smilesColumn: number;
}

type OpenedSide = LoadedSide | StreamedSide;

/** Both inputs before their molecules; one that is both may be there once. */
export interface OpenedSides {
  readonly query: OpenedSide;
  readonly reference: OpenedSide;
}

/** The references that are searched, with their molecules. */
export interface References extends Described {
  readonly path: string;
  readonly table: Table;
  readonly smilesColumn: number;
  readonly idColumn: number | undefined;
  /** Rows of the file. */
  readonly records: number;
  /** Of the molecules, where the rows are a part of the file. */
  readonly keys: MoleculeKeys | undefined;
}

/** Parts of both inputs. */
export interface Shards {
  readonly query: Shard;
  readonly reference: Shard;
}

/**
 * Opens both files; one that is both is read once, unless parts of it are compared.
 *
 * @throws TanimarkError (file, table, column)
 */
export async function openSides(
  options: NeighborsOptions,
  shards: Shards,
  pool: ChemistryPool,
  job: Job,
): Promise<OpenedSides> {
  const { query, reference, queryTable = {}, referenceTable = {} } = options;
  if (query === '-' && reference === '-') {
    throw new TanimarkError(
      'usage',
      'query and reference cannot both be standard input; give one of them as a file',
    );
  }
  const isPart = shards.reference.of > 1;
  if (query === reference && JSON.stringify(queryTable) === JSON.stringify(referenceTable)) {
    if (!isPart) {
      const both = await load('query', query, queryTable, pool, job);
      return { query: both, reference: both };
    }
    const own = await open('query', query, queryTable, pool, job);
    return { query: own, reference: own };
  }
  // Both tables before any molecule, so that what is wrong with one is known early.
  return {
    query: await open('query', query, queryTable, pool, job),
    reference: await (isPart ? open : load)('reference', reference, referenceTable, pool, job),
  };
}

/** Rows of an opened file. */
export function recordsOf(side: OpenedSide): number {
  return 'stream' in side ? side.stream.records : side.table.rows.length;
}

/**
 * Reads the molecules of both files; those of a query file with many rows come later.
 *
 * @throws TanimarkError (file, table, structure), also where no reference is valid, or, with all queries at hand, no query
 */
export async function readSides(
  { query, reference }: OpenedSides,
  shards: Shards,
  pool: ChemistryPool,
  job: Job,
): Promise<{ query: Queries; reference: References }> {
  if (query === reference && shards.reference.of === 1 && !('stream' in query)) {
    const own = await describe(query, WHOLE, pool, job);
    const [first, end] = shardRows(shards.query, own.rows.length);
    const records = query.table.rows.length;
    return {
      query: wholeQueries({ ...query, first, end }, own, pool),
      reference: { ...query, ...own, records, keys: undefined },
    };
  }
  return {
    query: await prepare(query, shards.query, pool, job),
    reference: await prepareReferences(reference, shards.reference, pool, job),
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

/** A file, its rows for later where there are many. */
async function open(
  role: Role,
  path: string,
  options: SideOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<OpenedSide> {
  return explained(role, path, async () => {
    const loaded = await loadTableStream(path, options, pool, job);
    const named = { role, path, idColumn: findColumn(loaded.table, 'id', options.id) } as const;
    if (!(loaded instanceof TableStream)) return { ...loaded, ...named };
    const { table, smilesColumn } = loaded;
    return { ...named, stream: loaded, table, smilesColumn };
  });
}

async function prepare(
  queries: OpenedSide,
  shard: Shard,
  pool: ChemistryPool,
  job: Job,
): Promise<Queries> {
  if (!('stream' in queries)) {
    const [first, end] = shardRows(shard, queries.table.rows.length);
    const own = await describe(queries, shard, pool, job);
    return wholeQueries({ ...queries, first, end }, own, pool);
  }
  const { stream, role, path } = queries;
  const rows = shardRows(shard, stream.records);
  const streamed = new StreamedQueries(stream, queries, rows, pool, job);
  if (shard.of === 1) await explained(role, path, () => streamed.requireMolecules());
  return streamed;
}

async function prepareReferences(
  side: OpenedSide,
  shard: Shard,
  pool: ChemistryPool,
  job: Job,
): Promise<References> {
  const { path, table, smilesColumn, idColumn } = side;
  const file = { path, table, smilesColumn, idColumn, records: recordsOf(side) };
  const own =
    'stream' in side
      ? await describeStreamed(side, shard, pool, job)
      : await describe(side, shard, pool, job);
  return { ...file, ...own, keys: shard.of === 1 ? undefined : await keysOf(own) };
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
  // A part may happen to hold invalid rows alone.
  if (shard.of === 1) await explained(role, path, async () => requireMolecules(part, own.set));
  return own;
}

/** The same of a table of which few rows are held; only those of the part are. */
async function describeStreamed(
  { stream, table, smilesColumn }: StreamedSide,
  shard: Shard,
  pool: ChemistryPool,
  job: Job,
): Promise<Described> {
  const [first, end] = shardRows(shard, stream.records);
  const rows: string[][] = [];
  const lines: number[] = [];
  const texts = new Map<string, string>();
  const quiet = new Job({ signal: job.signal, threads: job.threads });
  // To the end of the file, which tells whether it is the one that was read first.
  for await (const part of stream.parts([first, end], quiet)) {
    if (part.first < first || part.first >= end) continue;
    for (const row of part.table.rows) rows.push(row);
    for (const line of part.table.lines) lines.push(line);
    for (const [cell, text] of part.texts) texts.set(cell, text);
  }
  const part = { table: { ...table, rows, lines }, smilesColumn, texts };
  return described(part, first, pool, job);
}

async function keysOf({ set, canonical }: Described): Promise<MoleculeKeys> {
  const keys = new MoleculeKeys(set.count);
  for (let start = 0; start < set.count; start += KEYS_AT_ONCE) {
    const length = Math.min(KEYS_AT_ONCE, set.count - start);
    const texts = await canonical(Array.from({ length }, (_, i) => start + i));
    texts.forEach((text, i) => {
      keys.set(start + i, text);
    });
  }
  return keys;
}

/** Molecules whose canonical SMILES are held at once. */
const KEYS_AT_ONCE = 65_536;

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
