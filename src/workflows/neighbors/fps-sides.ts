import { widthOf } from '../../chemistry/own-fingerprints/checks.js';
import { wordsOfFps } from '../../chemistry/own-fingerprints/fps-words.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { type Shard, shardRows } from '../../dataset/neighbor-parts/shard.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { type FingerprintMatrix, fingerprintMatrix } from '../../similarity/fingerprints.js';
import { optionName } from '../../spelling.js';
import { isFpsFile, openFps } from '../../tables/fps.js';
import { shownInput, type Table } from '../../tables/table.js';
import type { References, Shards } from './inputs.js';
import { type Described, type Queries, wholeQueries } from './queries.js';
import type { NeighborsOptions, SideOptions } from './types.js';

/** What the parameters of a search say of fingerprints that FPS files bring. */
export const FPS_FINGERPRINT = 'fps';

/** An FPS file as an input of a search: each record is a molecule of its own, with an id and without a structure. */
export interface FpsSide {
  readonly path: string;
  readonly table: Table;
  readonly smilesColumn: number;
  readonly idColumn: number;
  readonly fingerprints: FingerprintMatrix;
  readonly bits: number;
  readonly type: string | undefined;
}

/** Both inputs of a search, fingerprints alone. */
export interface FpsSides {
  readonly query: FpsSide;
  readonly reference: FpsSide;
}

/** The columns of the table that stands for an FPS file; its cells of structures are empty. */
const COLUMNS = ['smiles', 'id'];

/**
 * Whether both inputs are FPS files, whose fingerprints are compared whatever made them.
 *
 * @throws TanimarkError (usage) where one of them is, or where options are given that these files leave no room for
 */
export function areFps(options: NeighborsOptions): boolean {
  const { query, reference, fingerprint, referenceShard, queryTable, referenceTable } = options;
  const inputs = [query, reference];
  const fps = inputs.filter(isFpsFile);
  if (fps.length === 0) return false;
  const [first] = fps;
  if (fps.length === 1) {
    const other = inputs.find((path) => !isFpsFile(path)) as string;
    throw new TanimarkError(
      'usage',
      `${first} holds fingerprints, and ${shownInput(other)} structures; give two FPS files, or two tables with the fingerprints of both in one FPS file (${optionName('fingerprint')} fps:<file>)`,
    );
  }
  if (fingerprint !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('fingerprint')} has no effect on FPS files, which hold the fingerprints; leave it out`,
      { option: 'fingerprint' },
    );
  }
  if (referenceShard !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('referenceShard')} needs structures, which FPS files do not hold; use ${optionName('shard')}`,
      { option: 'referenceShard' },
    );
  }
  const reading = Object.keys({ ...said(queryTable), ...said(referenceTable) });
  if (reading.length > 0) {
    throw new TanimarkError(
      'usage',
      `${optionName(reading[0])} has no effect on FPS files, which have no columns; leave it out`,
      { option: reading[0] },
    );
  }
  return true;
}

function said(options: SideOptions = {}): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/**
 * Reads both files; one that is both is read once.
 *
 * @throws TanimarkError (file), also where their fingerprints are of different kinds
 */
export async function openFpsSides(
  { query, reference }: Pick<NeighborsOptions, 'query' | 'reference'>,
  job: Job,
): Promise<FpsSides> {
  const queries = await readSide(query, job);
  const references = query === reference ? queries : await readSide(reference, job);
  const [one, other] = [queries, references];
  if (one.bits !== other.bits) throw differ(one, other, `${one.bits} bits`, `${other.bits} bits`);
  if (one.type !== undefined && other.type !== undefined && one.type !== other.type) {
    throw differ(one, other, `type ${one.type}`, `type ${other.type}`);
  }
  return { query: queries, reference: references };
}

function differ(one: FpsSide, other: FpsSide, what: string, than: string): TanimarkError {
  return new TanimarkError(
    'file',
    `${one.path} has fingerprints of ${what}, and ${other.path} of ${than}; give fingerprints of one kind`,
  );
}

async function readSide(path: string, job: Job): Promise<FpsSide> {
  const file = await openFps(path, job.signal);
  const { bits, type } = file;
  const width = widthOf(bits, path);
  const rows: string[][] = [];
  const lines: number[] = [];
  let words = new Uint32Array(1024 * width);
  for await (const { line, id, words: own } of wordsOfFps(file, path, job)) {
    const at = rows.length * width;
    if (at === words.length) {
      const longer = new Uint32Array(2 * words.length);
      longer.set(words);
      words = longer;
    }
    words.set(own, at);
    rows.push(['', id]);
    lines.push(line);
  }
  const table: Table = {
    path,
    name: path,
    columns: [...COLUMNS],
    hasHeader: false,
    rows,
    lines,
    sha256: file.digest(),
    notes: [`${path}: fingerprints of ${bits} bits${type === undefined ? '' : ` (${type})`}`],
  };
  const fingerprints = fingerprintMatrix(words.subarray(0, rows.length * width), width);
  return { path, table, smilesColumn: 0, idColumn: 1, fingerprints, bits, type };
}

/** Queries and references of a search over FPS files. */
export function describeFpsSides(
  { query, reference }: FpsSides,
  shards: Shards,
  pool: ChemistryPool,
): { query: Queries; reference: References } {
  const queries = describedRows(query, shards.query);
  const [first, end] = shardRows(shards.query, query.table.rows.length);
  const { path, table, smilesColumn, idColumn } = query;
  return {
    query: wholeQueries({ path, table, smilesColumn, idColumn, first, end }, queries, pool),
    reference: {
      path: reference.path,
      table: reference.table,
      smilesColumn: reference.smilesColumn,
      idColumn: reference.idColumn,
      ...describedRows(reference, shards.reference),
      records: reference.table.rows.length,
      keys: undefined,
    },
  };
}

function describedRows({ table, fingerprints }: FpsSide, shard: Shard): Described {
  const [first, end] = shardRows(shard, table.rows.length);
  const count = end - first;
  const { width } = fingerprints;
  const words = fingerprints.words.subarray(first * width, end * width);
  const each = Int32Array.from({ length: count }, (_, r) => r);
  return {
    base: first,
    rows: table.rows.slice(first, end),
    fingerprints: fingerprintMatrix(words, width),
    set: {
      ...{ count, words, moleculeOf: each, records: each, invalid: [], scaffolds: undefined },
      recordOffsets: Int32Array.from({ length: count + 1 }, (_, r) => r),
    },
    canonical: async (members) => members.map((m) => String(first + m)),
  };
}
