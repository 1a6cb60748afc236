import type { Job } from '../../job.js';
import { ownRecords } from '../../tables/content.js';
import type { Cell, RawRecord } from '../../tables/formats/format.js';
import { inputFormat } from '../../tables/formats/registry.js';
import { Source } from '../../tables/source.js';
import { type NeighborFile, type PartWords, problem } from './find.js';
import { NEIGHBOR_COLUMNS } from './types.js';

const QUERY = NEIGHBOR_COLUMNS.indexOf('query_row');
const QUERY_ID = NEIGHBOR_COLUMNS.indexOf('query_id');
const RANK = NEIGHBOR_COLUMNS.indexOf('rank');
const REFERENCE = NEIGHBOR_COLUMNS.indexOf('reference_row');
const SIMILARITY = NEIGHBOR_COLUMNS.indexOf('similarity');
const STATUS = NEIGHBOR_COLUMNS.indexOf('status');
const REASON = NEIGHBOR_COLUMNS.indexOf('reason');
const REFERENCE_ID = NEIGHBOR_COLUMNS.indexOf('reference_id');

/** A line of a result that was read again. */
export interface NeighborLine {
  /** In the order of the columns. */
  readonly cells: readonly string[];
  /** From 1. */
  readonly query: number;
  readonly status: string;
  /** Row of the reference, from 1; 0 where there is none. */
  readonly reference: number;
  /** Where there is a reference. */
  readonly similarity: number;
}

/** The lines of one row of the queries, which follow one another. */
export interface LinesOfQuery {
  readonly query: number;
  readonly lines: readonly NeighborLine[];
}

/** The columns that a graph is made of. */
const OF_GRAPH = ['query_row', 'reference_row', 'similarity', 'status'];

/** Which cells of lines are needed. */
export interface LineOptions {
  /** Whether those of a graph are enough; the `cells` of lines may then be those alone. */
  readonly forGraph?: boolean;
}

/**
 * The lines of a result, one by one; of Parquet files a row group is held, of others a few lines.
 *
 * @throws TanimarkError (file, table) where it is not the output of `neighbors`
 */
export async function* linesOf(
  file: Pick<NeighborFile, 'path' | 'output'>,
  words: PartWords,
  job: Job,
  { forGraph = false }: LineOptions = {},
): AsyncGenerator<NeighborLine> {
  const { path, output } = file;
  let places: Places | undefined;
  let read = 0;
  const needed = forGraph ? OF_GRAPH : undefined;
  for await (const { cells } of recordsOf(path, output.format, needed, job)) {
    if (places === undefined) {
      places = placesIn(cells);
      const expected = cells.length === needed?.length ? needed : NEIGHBOR_COLUMNS;
      if (expected.some((name, c) => cells[c] !== name)) {
        throw problem(words, `${path} does not have the columns of a list of neighbors`);
      }
      continue;
    }
    read++;
    yield lineOf(cells, places, read, path, words);
    if ((read & 1023) === 0 && job.due()) await job.breathe();
  }
  if (read !== output.rows) {
    throw problem(words, `${path} has ${read} rows, and its manifest says ${output.rows}`);
  }
}

/** The lines of a result, those of each row of the queries together. */
export async function* linesByQuery(
  file: NeighborFile,
  words: PartWords,
  job: Job,
  options?: LineOptions,
): AsyncGenerator<LinesOfQuery> {
  let lines: NeighborLine[] = [];
  for await (const line of linesOf(file, words, job, options)) {
    if (lines.length > 0 && lines[0].query !== line.query) {
      yield { query: lines[0].query, lines };
      lines = [];
    }
    lines.push(line);
  }
  if (lines.length > 0) yield { query: lines[0].query, lines };
}

function recordsOf(
  path: string,
  formatName: string,
  columns: readonly string[] | undefined,
  job: Job,
): AsyncIterable<RawRecord> {
  const format = inputFormat(path, formatName);
  const source = new Source(path, job.signal);
  if (format.content === 'delimited') {
    return format.read(source.text(), path, format.delimiter as string);
  }
  const context = { name: path, structures: async () => [], note: () => {}, columns };
  return ownRecords(source, format, context);
}

/** Where the cells are that every reader needs. */
interface Places {
  readonly query: number;
  readonly reference: number;
  readonly similarity: number;
  readonly status: number;
}

function placesIn(header: readonly string[]): Places {
  const [query, reference, similarity, status] = OF_GRAPH.map((name) => header.indexOf(name));
  return { query, reference, similarity, status };
}

function lineOf(
  cells: readonly string[],
  at: Places,
  row: number,
  path: string,
  words: PartWords,
): NeighborLine {
  const wrong = (column: keyof Places) =>
    problem(
      words,
      `${path} row ${row}: "${cells[at[column]]}" in its column of ${column} is not what tanimark neighbors writes`,
    );
  const wholeAt = (column: keyof Places) => {
    const value = Number(cells[at[column]]);
    if (!(Number.isSafeInteger(value) && value >= 1)) throw wrong(column);
    return value;
  };
  const query = wholeAt('query');
  const status = cells[at.status];
  if (status !== 'found') {
    if (status !== 'none' && status !== 'invalid') throw wrong('status');
    return { cells, query, status, reference: 0, similarity: 0 };
  }
  const text = cells[at.similarity];
  const similarity = text === '' ? Number.NaN : Number(text);
  if (!(similarity >= 0 && similarity <= 1)) throw wrong('similarity');
  return { cells, query, status, reference: wholeAt('reference'), similarity };
}

/** Whether the files of a search have ids. */
export interface HasIds {
  readonly query: boolean;
  readonly reference: boolean;
}

/** The cells of a line as they were before they were written, with another rank. */
export function cellsOf({ cells, status, query }: NeighborLine, rank: number, ids: HasIds): Cell[] {
  const isFound = status === 'found';
  return cells.map((cell, c) => {
    if (c === QUERY) return query;
    if (c === QUERY_ID) return ids.query ? cell : null;
    if (c === REASON) return isFound ? null : cell;
    if (c < RANK || c === STATUS) return cell;
    if (!isFound) return null;
    if (c === RANK) return rank;
    if (c === REFERENCE_ID) return ids.reference ? cell : null;
    return c === REFERENCE || c === SIMILARITY ? Number(cell) : cell;
  });
}

/** The rank of a line that lists a reference. */
export function rankOf({ cells }: NeighborLine): number {
  return Number(cells[RANK]);
}

/** The cells of a row of the queries without a neighbor. */
export function cellsOfNone({ cells, query }: NeighborLine, reason: string, ids: HasIds): Cell[] {
  return NEIGHBOR_COLUMNS.map((column, c) => {
    if (column === 'query_row') return query;
    if (column === 'query_id') return ids.query ? cells[c] : null;
    if (column === 'query_smiles') return cells[c];
    if (column === 'status') return 'none';
    return column === 'reason' ? reason : null;
  });
}
