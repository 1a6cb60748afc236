import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { adviceOf, optionName, optionValue } from '../../spelling.js';
import { cellKind, cellProblem } from '../../tables/cell-kinds.js';
import { type Classes, classIn } from '../../tables/classes.js';
import { findColumn, numberIn } from '../../tables/columns.js';
import { readLabels } from '../../tables/labels.js';
import { place, type Table } from '../../tables/table.js';
import { count, list, plural, printable } from '../../text.js';
import type { Duplicates, Missing } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';
import type { JoinReport } from '../types.js';
import { checkFolds } from './check-folds.js';
import { isTruthOf } from './columns.js';
import { canonicalOfBoth, type MatchOptions, matchRows, smilesColumn } from './match.js';
import type { RowMap } from './match-keys.js';

export interface JoinOptions extends MatchOptions {
  readonly missing?: Missing | undefined;
  readonly duplicates?: Duplicates | undefined;
}

/** A table of predictions, matched with the test rows. */
export interface Joined {
  readonly table: Table;
  readonly test: TestSet;
  readonly map: RowMap;
  readonly missing: Missing;
  readonly duplicates: Duplicates;
  /** Test rows whose predictions were averaged. */
  readonly averaged: Set<number>;
  readonly warnings: string[];
}

/**
 * Matches a table of predictions with the test rows, and checks the match where the table
 * itself allows it: its structures must be those of the test rows.
 *
 * @param predicted columns of predictions
 * @throws TanimarkError (join)
 */
export async function joinPredictions(
  table: Table,
  test: TestSet,
  predicted: ReadonlySet<number>,
  options: JoinOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<Joined> {
  const map = await matchRows(table, test, predicted, options, pool, job);
  checkFolds(table, test, map);
  const { missing = 'error', duplicates = 'error' } = options;
  const unused = unusedRows(table, map);
  const warnings = [
    ...sharedNote(table, map),
    ...(await checkStructures(table, test, map, options, pool, job)),
    ...(unused.length > 0
      ? [
          `${table.name}: ${plural(unused.length, 'prediction row matches', 'prediction rows match')} no test row and ${unused.length === 1 ? 'is' : 'are'} not used (${rowList(unused)})${trainingText(map, unused)}`,
        ]
      : []),
  ];
  return { table, test, map, missing, duplicates, averaged: new Set(), warnings };
}

/** A note on predictions that are those of several test rows; none if there are none. */
function sharedNote(table: Table, map: RowMap): string[] {
  const users = new Map<number, number>();
  for (const rows of map.rows) {
    // Where a molecule has several predictions, each of its rows has all of them.
    if (rows.length === 1) users.set(rows[0], (users.get(rows[0]) ?? 0) + 1);
  }
  const several = [...users.values()].filter((n) => n > 1);
  if (several.length === 0) return [];
  const rows = several.reduce((sum, n) => sum + n, 0);
  return [
    `${table.name}: ${plural(several.length, 'prediction is', 'predictions are')} used for ${plural(rows, 'test row')}, which have the same ${map.by}`,
  ];
}

/** A report of the match. @param usable whether each test row has a prediction */
export function joinReport(joined: Joined, usable: (testRow: number) => boolean): JoinReport {
  const { table, test, map, averaged } = joined;
  const unmatched = [...test.records.keys()].filter((i) => !usable(i));
  const unused = unusedRows(table, map);
  return {
    by: map.by,
    matched: test.records.length - unmatched.length,
    unmatched: unmatched.length,
    unused: unused.length,
    unmatched_rows: unmatched.map((i) => test.records[i] + 1),
    unused_rows: unused,
    averaged: averaged.size,
  };
}

function unusedRows(table: Table, map: RowMap): number[] {
  if (map.by === 'order') return [];
  return [...table.rows.keys()].flatMap((r) => (map.belonging.has(r) ? [] : [r + 1]));
}

/** `rows 3, 5 and 9`, or the first of many. */
function rowList(rows: readonly number[]): string {
  const first = rows.slice(0, 5).map(String);
  if (rows.length > first.length) first.push(`${count(rows.length - first.length)} more`);
  return `${rows.length === 1 ? 'row' : 'rows'} ${list(first)}`;
}

/** Reads a number from a cell (NaN where there is none), with the text of the error for NaN. */
export interface CellReader {
  readonly read: (cell: string) => number;
  readonly problem: string;
}

/** Numbers, and the usual words for two classes. */
const FINITE: CellReader = {
  read: (cell) => (Number.isNaN(numberIn(cell)) ? classIn(cell) : numberIn(cell)),
  problem: 'is not a finite number',
};

/**
 * A column of predictions, in the order of the test rows; NaN for one without, which only `--missing skip`
 * allows where a prediction is wanted.
 *
 * @param wanted whether the prediction of a test row is needed
 * @param cell how a cell is read, and what is wrong with one that gives NaN
 * @throws TanimarkError (prediction, join)
 */
export function readPredictions(
  joined: Joined,
  column: number,
  wanted: (testRow: number) => boolean,
  cell: CellReader = FINITE,
): Float64Array {
  const { table, test, map, missing } = joined;
  const values = new Float64Array(test.records.length).fill(Number.NaN);
  const asked = [...values.keys()].filter(wanted);
  const without = asked.filter((i) => map.rows[i].length === 0);
  // A file of another split is told as such, whatever else is wrong with it.
  if (missing === 'error' && without.length > 0) throw unmatched(joined, without);
  for (const i of asked) {
    if (map.rows[i].length > 0) values[i] = readOne(joined, i, column, cell);
  }
  if (values.every(Number.isNaN) && without.length > 0) {
    throw new TanimarkError(
      'join',
      `${table.name}: no prediction matches a test row of ${test.table.name} (matched by ${map.by}); check that it is the right file`,
    );
  }
  return values;
}

function unmatched({ table, test, map }: Joined, without: readonly number[]): TanimarkError {
  const unused = unusedRows(table, map);
  if (without.length === map.rows.length) {
    return new TanimarkError(
      'join',
      `${table.name}: no prediction matches a test row of ${test.table.name} (matched by ${map.by})${foreignText(map, unused) || '; check that it is the right file'}`,
      { discreet: 'as it is' },
    );
  }
  const first = test.records[without[0]];
  const { rows } = test.table.table;
  // Predictions of a whole table are for training molecules, too; then few test rows are without one.
  const few = 2 * without.length < unused.length && 2 * unused.length <= table.rows.length;
  const foreign = few ? '' : foreignText(map, unused);
  const next =
    foreign === '' ? '; add the missing predictions' : ', or add the missing predictions';
  const strangers =
    unused.length > 0
      ? `, and ${plural(unused.length, 'prediction row matches', 'prediction rows match')} no test row (${rowList(unused)})${foreign}`
      : '';
  return new TanimarkError(
    'unmatched',
    `${table.name}: ${plural(without.length, 'test row has', 'test rows have')} no prediction (matched by ${map.by}); the first is ${place(test.table.table, first)} of ${test.table.name}, ${printable(rows[first][test.table.smilesColumn], 60)}${strangers}${next}${adviceOf('missing', `, or use ${optionValue('missing', 'skip')}`)}`,
  );
}

/** How many unused predictions are of training rows. @param unused row numbers, from 1 */
function trainingText({ ofTraining }: RowMap, unused: readonly number[]): string {
  const n = ofTraining(unused.map((row) => row - 1));
  return n === 0
    ? ''
    : `; ${plural(n, 'of them is for a training molecule', 'of them are for training molecules')}`;
}

/** The same as a reason to look for the right split; empty where none is for a training molecule. */
function foreignText(map: RowMap, unused: readonly number[]): string {
  const text = trainingText(map, unused);
  return text && `${text}, so the file may belong to another split: use the split it was made for`;
}

function readOne(
  joined: Joined,
  testRow: number,
  column: number,
  { read, problem }: CellReader,
): number {
  const { table, test, map, missing, duplicates, averaged } = joined;
  const rows = map.rows[testRow];
  const values: number[] = [];
  for (const row of rows) {
    const value = read(table.rows[row][column]);
    if (Number.isFinite(value)) {
      values.push(value);
    } else if (missing === 'error') {
      throw badPrediction(joined, row, column, problem);
    }
  }
  if (values.length === 0) return Number.NaN;
  if (values.every((value) => value === values[0])) return values[0];
  if (duplicates === 'error') {
    const mean = adviceOf('duplicates', ` use ${optionValue('duplicates', 'mean')},`);
    const alike = [...map.rows.keys()].filter((i) => map.rows[i].includes(rows[0]));
    const advice =
      alike.length > 1
        ? `, which has ${count(alike.length)} test rows in ${test.table.name}; list the predictions in the order of the test rows,`
        : '; keep one,';
    throw new TanimarkError(
      'join',
      `${table.name}: ${plural(rows.length, 'row')} (${rowList(rows.map((r) => r + 1))}) have different predictions for the same ${map.keyOf(testRow)}${advice}${mean} or match by another column with ${optionName('id')}`,
      { discreet: 'as it is' },
    );
  }
  averaged.add(testRow);
  // In an order that is not the file's, so that the sum is the same to the last bit.
  values.sort((a, b) => a - b);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function badPrediction(
  { table, map }: Joined,
  row: number,
  column: number,
  problem: string,
): TanimarkError {
  const cell = table.rows[row][column];
  const kinds = [...map.belonging].map((r) => cellKind(table.rows[r][column]));
  const known = cellKind(cell) === 'censored' ? null : cellProblem(cell, kinds);
  const quoted = `"${printable(cell, 30)}"`;
  const rest = known ?? `${quoted} ${problem}; fix it`;
  // Where no cell is a number, nothing would be left.
  const skip = kinds.includes('number')
    ? adviceOf('missing', `, or skip such rows with ${optionValue('missing', 'skip')}`)
    : '';
  // Both begin with the cell, and where it is says as much.
  const unquoted = `a cell that${rest.slice(quoted.length)}`;
  return new TanimarkError(
    'prediction',
    `${table.name}: column "${table.columns[column]}", ${place(table, row)}: ${rest}${skip}`,
    { discreet: `${table.name}: column ${column + 1}, ${place(table, row)}: ${unquoted}${skip}` },
  );
}

/** Rounded to two decimals a true value still counts as the same. */
function sameValue(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.0051 * Math.max(1, Math.abs(a));
}

/**
 * Compares true values beside the predictions with those of the test rows; different ones mean a wrong match.
 *
 * @param theirs the column of true values in the table of predictions
 * @throws TanimarkError (join)
 */
export function checkTruths(
  { table, test, map }: Joined,
  theirs: number,
  truth: Float64Array,
  classes: Classes | null,
): void {
  const read = readLabels(
    table.rows.map((row) => row[theirs]),
    { classes },
  );
  if ('problem' in read) return;
  const different = map.rows.flatMap((rows, i) => {
    // Of a molecule that was measured several times, any of its rows may be this one.
    const others = rows.map((row) => read.values[row]).filter((y) => !Number.isNaN(y));
    if (Number.isNaN(truth[i]) || others.length === 0) return [];
    return others.some((other) => sameValue(truth[i], other)) ? [] : [i];
  });
  if (different.length === 0) return;
  const [i] = different;
  const [row] = map.rows[i];
  const what = `has different true values from ${test.table.name} in ${plural(different.length, 'row')} (matched by ${map.by}); the first is ${place(table, row)}`;
  const advice =
    'check for shifted rows or another scale, or remove the column from the predictions';
  throw new TanimarkError(
    'join',
    `${table.name}: column "${table.columns[theirs]}" ${what}: ${read.values[row]} against ${truth[i]}; ${advice}`,
    { discreet: `${table.name}: column ${theirs + 1} ${what}; ${advice}` },
  );
}

/** A note on the test rows that `--missing skip` leaves out; none if there are none. */
export function skippedNote(joined: Joined, truth: Float64Array, value: Float64Array): string[] {
  const without = [...value.keys()].filter(
    (i) => !Number.isNaN(truth[i]) && Number.isNaN(value[i]),
  );
  if (without.length === 0) return [];
  const rows = without.slice(0, 5).map((i) => String(joined.test.records[i] + 1));
  if (without.length > rows.length) rows.push(`${without.length - rows.length} more`);
  return [
    `${joined.table.name}: ${plural(without.length, 'test row has', 'test rows have')} no usable prediction (row ${list(rows)} of ${joined.test.table.name}) and ${without.length === 1 ? 'is' : 'are'} skipped`,
  ];
}

/** The column of true values beside predictions, if there is one that is not predicted itself. */
export function truthColumn(
  table: Table,
  label: string | undefined,
  predicted: ReadonlySet<number>,
): number | undefined {
  const byName = label === undefined ? -1 : table.columns.indexOf(label);
  const calledSo = table.columns.findIndex((name) => isTruthOf(label, name));
  const named = calledSo >= 0 ? calledSo : byName;
  const found = named >= 0 ? named : findColumn(table, 'truth');
  return found === undefined || predicted.has(found) ? undefined : found;
}

/** Joined by id or order, the structures can still be compared. */
async function checkStructures(
  table: Table,
  test: TestSet,
  map: RowMap,
  options: JoinOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<string[]> {
  if (map.by === 'smiles' || table === test.table.table) return [];
  const column = await smilesColumn(table, options, pool);
  if (column === undefined) return [];
  const { theirs, ours } = await canonicalOfBoth(table, column, test, pool, job);
  const different = map.rows.flatMap((rows, i) =>
    rows.filter((row) => theirs[row] !== ours[i]).slice(0, 1),
  );
  if (different.length === 0) return [];
  const [row] = different;
  const found = `${table.name}: ${plural(different.length, 'row')} matched by ${map.by} have a different structure from the test row; the first is ${place(table, row)}`;
  const text = `${found}, ${printable(table.rows[row][column], 60)}`;
  const matched = map.rows.filter((rows) => rows.length > 0).length;
  if (2 * different.length > matched) {
    const advice = `check for shifted rows, or match by structure with ${optionValue('join', 'smiles')}`;
    throw new TanimarkError('join', `${text}; ${advice}`, { discreet: `${found}; ${advice}` });
  }
  return [text];
}
