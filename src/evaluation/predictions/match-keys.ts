import { TanimarkError } from '../../errors.js';
import { isBookkeeping, isColumnName, numberIn } from '../../tables/columns.js';
import { isAddedColumn } from '../../tables/split-columns.js';
import type { Table } from '../../tables/table.js';
import { count, printable } from '../../text.js';
import type { JoinBy } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';

/** Which prediction row belongs to which test row. */
export interface RowMap {
  readonly by: JoinBy;
  /** Prediction rows of each test row: none, one, or several where a key repeats. */
  readonly rows: readonly (readonly number[])[];
  /** Key of a test row for messages: `id mol-7`. */
  readonly keyOf: (testRow: number) => string;
  /** Every prediction row that belongs to a test row, repeats included. */
  readonly belonging: ReadonlySet<number>;
  /** How they were matched, to be said aloud after `joined by`. */
  readonly detail: string;
  /** How many of some prediction rows are of training rows, by their keys as they are written. */
  readonly ofTraining: (rows: readonly number[]) => number;
}

/** Whether a column numbers the rows from 0 or 1, as an index that was written with a data frame. */
export function isRowNumbers(table: Table, column: number): boolean {
  const start = numberIn(table.rows[0][column]);
  if (start !== 0 && start !== 1) return false;
  return table.rows.every((row, r) => numberIn(row[column]) === start + r);
}

/** Truths and predictions stand in one file. */
export function sameTable(test: TestSet): RowMap {
  return inOrder(Array.from(test.records), ' (true values and predictions are in one file)');
}

/** A column of one name in both tables, in which each test row has a value of its own. */
export function bySharedColumn(
  table: Table,
  test: TestSet,
  predicted: ReadonlySet<number>,
): RowMap | null {
  for (const [theirs, name] of table.columns.entries()) {
    const ours = test.table.table.columns.indexOf(name);
    if (predicted.has(theirs) || ours < 0 || isAddedColumn(name)) continue;
    if (isColumnName(name, 'truth') || isColumnName(name, 'label') || name === test.label?.column)
      continue;
    const keys = keysOf(test, ours);
    const index = indexOf(table, theirs);
    if (new Set(keys).size < keys.length || !keys.some((key) => index.has(key))) continue;
    // Indices of two data frames: each counts its own rows, so equal numbers do not mean equal rows.
    if (isRowNumbers(table, theirs) && !keys.every((key) => index.has(key))) continue;
    const detail = ` (column "${name}", which both files have)`;
    return mapped('id', keys, index, detail, 'value', trainingRows(table, theirs, test, ours));
  }
  return null;
}

/** A column of the predictions that holds the numbers of the test rows in the table of the split, as a data frame's index does. */
export function byRowNumbers(
  table: Table,
  test: TestSet,
  predicted: ReadonlySet<number>,
): RowMap | null {
  for (const [theirs, name] of table.columns.entries()) {
    if (predicted.has(theirs) || !isBookkeeping(name) || isRowNumbers(table, theirs)) continue;
    const index = indexOf(table, theirs);
    if (index.size !== table.rows.length || index.size !== test.records.length) continue;
    for (const from of [0, 1]) {
      const numbers = Array.from(test.records, (r) => String(r + from));
      if (!numbers.every((number) => index.has(number))) continue;
      const detail = ` (column "${name}": row numbers of ${test.table.name}, from ${from})`;
      return mapped('id', numbers, index, detail, 'row', () => 0);
    }
  }
  return null;
}

/**
 * A column of the predictions that holds the values of a column of the test table that has another name, such as
 * `sample_id` and `NO.`; null where two such pairs would match rows differently.
 */
export function byEqualValues(
  table: Table,
  test: TestSet,
  predicted: ReadonlySet<number>,
): RowMap | null {
  const own = test.table.table;
  const candidates = own.columns.flatMap((name, ours) => {
    if (isAddedColumn(name) || name === test.label?.column) return [];
    const keys = keysOf(test, ours);
    return keys.includes('') || new Set(keys).size < keys.length ? [] : [{ ours, name, keys }];
  });
  let found: RowMap | null = null;
  for (const [theirs, name] of table.columns.entries()) {
    if (predicted.has(theirs) || identifiesNoRow(table, theirs) || isRowNumbers(table, theirs))
      continue;
    const index = indexOf(table, theirs);
    for (const { ours, name: ourName, keys } of candidates) {
      if (!keys.every((key) => index.has(key))) continue;
      const detail = ` (column "${name}" holds the values of column "${ourName}")`;
      const training = trainingRows(table, theirs, test, ours);
      const map = mapped('id', keys, index, detail, 'value', training);
      if (found?.rows.some((rows, i) => String(rows) !== String(map.rows[i]))) return null;
      found ??= map;
    }
  }
  return found;
}

/** Whether a column holds numbers that are no ids: measured or computed ones, or the same one twice. */
export function identifiesNoRow(table: Table, column: number): boolean {
  const numbers = table.rows.map((row) => numberIn(row[column]));
  return (
    numbers.every((number) => !Number.isNaN(number)) &&
    (numbers.some((number) => !Number.isInteger(number)) || new Set(numbers).size < numbers.length)
  );
}

/**
 * Row by row, where the structures of the predictions are those of the test rows, or of all rows, in the same order; null
 * otherwise.
 *
 * @param canonical canonical SMILES of each prediction row and of each test row
 */
export function inSameOrder(
  table: Table,
  column: number,
  test: TestSet,
  canonical: { readonly theirs: readonly string[]; readonly ours: readonly string[] },
): RowMap | null {
  const { theirs, ours } = canonical;
  const detail =
    ' (row by row, as some molecules have several rows; the structures agree in every row)';
  if (theirs.length === ours.length) {
    const agree = ours.every((smiles, i) => smiles !== '' && smiles === theirs[i]);
    return agree ? inOrder([...ours.keys()], detail) : null;
  }
  const { rows } = test.table.table;
  if (theirs.length !== rows.length) return null;
  const agree =
    rows.every((row, r) => row[test.table.smilesColumn].trim() === table.rows[r][column].trim()) &&
    ours.every((smiles, i) => smiles === theirs[test.records[i]]);
  return agree ? inOrder(Array.from(test.records), detail) : null;
}

export function keysOf(test: TestSet, column: number): string[] {
  return Array.from(test.records, (r) => test.table.table.rows[r][column].trim());
}

export function indexOf(table: Table, column: number): Map<string, number[]> {
  const index = new Map<string, number[]>();
  table.rows.forEach((row, r) => {
    const key = row[column].trim();
    if (key !== '') add(index, key, r);
  });
  return index;
}

export function add(index: Map<string, number[]>, key: string, row: number): void {
  const rows = index.get(key);
  if (rows) rows.push(row);
  else index.set(key, [row]);
}

export function mapped(
  by: JoinBy,
  keys: readonly string[],
  index: ReadonlyMap<string, number[]>,
  detail: string,
  noun: string,
  ofTraining: RowMap['ofTraining'],
): RowMap {
  const rows = keys.map((key) => index.get(key) ?? []);
  const keyOf = (i: number) => `${noun} ${printable(keys[i], 60)}`;
  return { by, rows, keyOf, belonging: new Set(rows.flat()), detail, ofTraining };
}

/** Counts prediction rows whose key is that of a training row. */
export function trainingRows(
  table: Table,
  theirs: number,
  test: TestSet,
  ours: number,
): RowMap['ofTraining'] {
  const { table: data, isTrain } = test.train;
  const named = data.table.columns.indexOf(test.table.table.columns[ours]);
  const column = ours === test.table.smilesColumn ? data.smilesColumn : named;
  return (rows) => {
    if (column < 0 || rows.length === 0) return 0;
    const known = new Set(
      data.table.rows.flatMap((row, r) => (isTrain(r) ? [row[column].trim()] : [])),
    );
    return rows.filter((r) => known.has(table.rows[r][theirs].trim())).length;
  };
}

export function inOrder(rows: readonly number[], detail: string): RowMap {
  return {
    by: 'order',
    rows: rows.map((row) => [row]),
    keyOf: (i) => `row ${rows[i] + 1}`,
    belonging: new Set(rows),
    detail,
    ofTraining: () => 0,
  };
}

export function byOrder(table: Table, test: TestSet): RowMap {
  const all = test.table.table.rows.length;
  if (table.rows.length === test.records.length) {
    const rows = Array.from(test.records, (_, i) => i);
    return inOrder(rows, ' (row 1 is the first test row, and so on)');
  }
  if (table.rows.length === all) {
    const rows = Array.from(test.records);
    return inOrder(rows, ` (row 1 is row 1 of ${test.table.name}, and so on)`);
  }
  throw new TanimarkError(
    'join',
    `${table.name} has neither ids nor SMILES, and its number of rows (${count(table.rows.length)}) equals neither that of the test set (${count(test.records.length)}) nor that of ${test.table.name} (${count(all)}); add a SMILES or id column`,
    { discreet: 'as it is' },
  );
}
