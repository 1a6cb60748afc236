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

/**
 * The lines of a result, one by one; of Parquet files a row group is held, of others a few lines.
 *
 * @throws TanimarkError (file, table) where it is not the output of `neighbors`
 */
export async function* linesOf(
  file: Pick<NeighborFile, 'path' | 'output'>,
  words: PartWords,
  job: Job,
): AsyncGenerator<NeighborLine> {
  const { path, output } = file;
  let header: readonly string[] | undefined;
  let read = 0;
  for await (const { cells } of recordsOf(path, output.format, job)) {
    if (header === undefined) {
      header = cells;
      if (NEIGHBOR_COLUMNS.some((name, c) => cells[c] !== name)) {
        throw problem(words, `${path} does not have the columns of a list of neighbors`);
      }
      continue;
    }
    read++;
    yield lineOf(cells, read, path, words);
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
): AsyncGenerator<LinesOfQuery> {
  let lines: NeighborLine[] = [];
  for await (const line of linesOf(file, words, job)) {
    if (lines.length > 0 && lines[0].query !== line.query) {
      yield { query: lines[0].query, lines };
      lines = [];
    }
    lines.push(line);
  }
  if (lines.length > 0) yield { query: lines[0].query, lines };
}

function recordsOf(path: string, formatName: string, job: Job): AsyncIterable<RawRecord> {
  const format = inputFormat(path, formatName);
  const source = new Source(path, job.signal);
  if (format.content === 'delimited') {
    return format.read(source.text(), path, format.delimiter as string);
  }
  return ownRecords(source, format, { name: path, structures: async () => [], note: () => {} });
}

function lineOf(
  cells: readonly string[],
  row: number,
  path: string,
  words: PartWords,
): NeighborLine {
  const wrong = (column: number) =>
    problem(
      words,
      `${path} row ${row}: "${cells[column]}" in column "${NEIGHBOR_COLUMNS[column]}" is not what tanimark neighbors writes`,
    );
  const wholeAt = (column: number) => {
    const value = Number(cells[column]);
    if (!(Number.isSafeInteger(value) && value >= 1)) throw wrong(column);
    return value;
  };
  const query = wholeAt(QUERY);
  const status = cells[STATUS];
  if (status !== 'found') {
    if (status !== 'none' && status !== 'invalid') throw wrong(STATUS);
    return { cells, query, status, reference: 0, similarity: 0 };
  }
  const similarity = cells[SIMILARITY] === '' ? Number.NaN : Number(cells[SIMILARITY]);
  if (!(similarity >= 0 && similarity <= 1)) throw wrong(SIMILARITY);
  return { cells, query, status, reference: wholeAt(REFERENCE), similarity };
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
