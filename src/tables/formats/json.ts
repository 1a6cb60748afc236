import { TanimarkError } from '../../errors.js';
import { isRecord } from '../../record.js';
import { list, plural, printable } from '../../text.js';
import { wholeText } from '../whole.js';
import type { RawRecord, TextFormat } from './format.js';
import { NAMELESS } from './nameless.js';

/** A file of JSON may be this long, in characters: it is parsed as a whole. */
const MAX_TEXT = 256 * 1024 * 1024;

type Scalar = string | number | boolean | null;

/** Columns of cells, by name. */
type Columns = Map<string, readonly Scalar[]>;

/**
 * The columns of a JSON document, in each of the forms in which Python's tools write tables and predictions:
 * a list of numbers, a list of lists (`array.tolist()`), a list of objects (pandas, orient `records`), an object of lists
 * (TDC's dictionary of predictions, pandas' `to_dict("list")`), one such object under the name of its test set (Polaris),
 * an object of objects (pandas' `to_json()`), and pandas' orient `split`.
 */
export const json: TextFormat = {
  name: 'json',
  extensions: ['.json'],
  // Manifests, configurations and splits have the same ending.
  isAmbiguous: true,
  content: 'text',
  async *read(chunks, { name }) {
    const text = await wholeText(chunks, MAX_TEXT, () =>
      problem(name, 'is longer than 256 million characters; write it as .csv or .jsonl'),
    );
    if (text.trim() === '') return;
    yield* recordsOf(columnsOf(parsed(text, name), name));
  },
};

function problem(name: string, what: string): TanimarkError {
  return new TanimarkError('table', `${name} ${what}`);
}

/**
 * The value of a JSON text. Python writes NaN and Infinity, which are no JSON: they are missing values. Whole numbers that
 * are too long for a double stay as they are written.
 */
function parsed(text: string, name: string): unknown {
  const token = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g;
  const plain = text.replace(token, (found) =>
    found.startsWith('"') ? found : /\d/.test(found) ? `"${found}"` : 'null',
  );
  try {
    return JSON.parse(plain);
  } catch (error) {
    throw problem(name, `is not valid JSON (${(error as Error).message})`);
  }
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isScalars = (value: unknown): value is Scalar[] => isList(value) && value.every(isScalar);

function columnsOf(value: unknown, name: string): Columns {
  if (isList(value)) return ofList(value, name);
  if (!isRecord(value)) throw problem(name, 'holds a single value, no table');
  const entries = Object.entries(value);
  if (isSplitOrient(value)) return ofLists(value.data, value.columns.map(String), name);
  if (entries.length > 0 && entries.every(([, own]) => isScalar(own))) {
    return withIndex(Object.keys(value), new Map([[NAMELESS, Object.values(value) as Scalar[]]]));
  }
  const [first, ...others] = entries;
  if (first && others.length === 0 && !isScalars(first[1])) return columnsOf(first[1], name);
  if (entries.every(([, own]) => isScalarLists(own))) return ofSeries(entries, name);
  if (entries.length > 0 && entries.every(([, own]) => isRecord(own))) {
    return ofFrames(entries as [string, Record<string, unknown>][], name);
  }
  const strange = entries.find(([, own]) => !isScalarLists(own));
  throw problem(
    name,
    `is no table: ${strange ? `"${printable(strange[0], 40)}" holds no list of values` : 'it is empty'}`,
  );
}

/** A list of values, or of lists of one value each, as an array of shape (n, 1) is written. */
const isScalarLists = (value: unknown) =>
  isScalars(value) || (isList(value) && value.every((row) => isScalars(row) && row.length === 1));

function isSplitOrient(
  value: Record<string, unknown>,
): value is { columns: unknown[]; data: unknown[] } {
  return isList(value.columns) && isList(value.data);
}

function ofList(values: readonly unknown[], name: string): Columns {
  if (isScalarLists(values)) return new Map([[NAMELESS, values.flat() as Scalar[]]]);
  if (values.every(isList)) {
    const width = (values[0] as unknown[]).length;
    return ofLists(
      values,
      Array.from({ length: width }, (_, c) => String(c)),
      name,
    );
  }
  if (values.every(isRecord)) return ofObjects(values, name);
  throw problem(name, 'is a list of different things; write a list of numbers, or of objects');
}

/** Rows of cells. */
function ofLists(rows: readonly unknown[], names: readonly string[], name: string): Columns {
  rows.forEach((row, r) => {
    if (!isScalars(row) || row.length !== names.length) {
      throw problem(name, `element ${r + 1} is not a list of ${plural(names.length, 'value')}`);
    }
  });
  return new Map(
    names.map((column, c) => [column, rows.map((row) => (row as Scalar[])[c])] as const),
  );
}

/** Rows as objects; a key that is absent is an empty cell. */
function ofObjects(rows: readonly Record<string, unknown>[], name: string): Columns {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (row: Record<string, unknown>, r: number, column: string): Scalar => {
    const value = Object.hasOwn(row, column) ? row[column] : null;
    if (isScalar(value)) return value;
    throw problem(
      name,
      isScalarLists(value)
        ? `is a list of runs (element ${r + 1} holds the list "${printable(column, 40)}"); write one file for each run`
        : `element ${r + 1}: "${printable(column, 40)}" is no single value`,
    );
  };
  return new Map(names.map((column) => [column, rows.map((row, r) => cell(row, r, column))]));
}

/** A list for each column. */
function ofSeries(entries: readonly [string, unknown][], name: string): Columns {
  const columns = entries.map(([column, own]) => [column, (own as unknown[]).flat()] as const);
  const lengths = new Set(columns.map(([, own]) => own.length));
  if (lengths.size > 1) {
    const held = columns.map(([column, own]) => `"${printable(column, 40)}" (${own.length})`);
    const shown = held.length > 4 ? [...held.slice(0, 4), `${held.length - 4} more`] : held;
    throw problem(
      name,
      `holds lists of different lengths: ${list(shown)}; write one file for each data set, and score each against its own split`,
    );
  }
  return new Map(columns) as Columns;
}

/** Columns of cells by index, as `DataFrame.to_json()` writes them, or rows of cells by column (orient `index`). */
function ofFrames(entries: readonly [string, Record<string, unknown>][], name: string): Columns {
  const [[, first]] = entries;
  const keys = Object.keys(first);
  const isIndex = (key: string) => /^\d+$/.test(key);
  if (entries.every(([key]) => isIndex(key)) && !keys.every(isIndex)) {
    return ofObjects(
      entries.map(([, row]) => row),
      name,
    );
  }
  const columns = new Map(
    entries.map(([column, cells]) => {
      const own = Object.keys(cells);
      const isSame = own.length === keys.length && keys.every((key) => Object.hasOwn(cells, key));
      if (!isSame || !Object.values(cells).every(isScalar)) {
        throw problem(
          name,
          `is no table: "${printable(column, 40)}" does not hold one value for each row; write one file for each test set`,
        );
      }
      return [column, keys.map((key) => cells[key] as Scalar)] as const;
    }),
  );
  return withIndex(keys, columns);
}

/** The columns of a data frame, its index before them unless it only counts the rows. */
function withIndex(index: readonly string[], columns: Columns): Columns {
  if (columns.has('index') || index.every((key, r) => key === String(r))) return columns;
  return new Map([['index', index], ...columns]);
}

function* recordsOf(columns: Columns): Generator<RawRecord> {
  const names = [...columns.keys()];
  yield { cells: names, line: 0 };
  const cells = [...columns.values()];
  const length = cells[0]?.length ?? 0;
  for (let r = 0; r < length; r++) {
    yield { cells: cells.map((own) => textOf(own[r])), line: r + 1 };
  }
}

function textOf(value: Scalar): string {
  return value === null ? '' : String(value);
}
