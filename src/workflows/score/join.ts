import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { findColumn } from '../../tables/columns.js';
import { readLabels } from '../../tables/labels.js';
import { place, type Table } from '../../tables/table.js';
import type { Task } from '../../task.js';
import { plural, printable } from '../../text.js';
import {
  canonicalOfBoth,
  type MatchOptions,
  matchRows,
  type RowMap,
  smilesColumn,
} from './match.js';
import { predictionColumn, predictionIn } from './prediction-column.js';
import type { TestSet } from './test-set.js';
import type { JoinReport, Missing } from './types.js';

/** Predictions in the order of the test rows. */
export interface JoinedPredictions {
  /** NaN for a test row without one. */
  readonly values: Float64Array;
  /** Prediction row of each test row, -1 for none. */
  readonly rowOf: readonly number[];
  /** The column's name. */
  readonly column: string;
  readonly report: JoinReport;
  readonly warnings: string[];
}

export interface JoinOptions extends MatchOptions {
  /** Column of predictions, if the user named it. */
  readonly prediction?: string | undefined;
  readonly missing?: Missing | undefined;
}

/**
 * Matches a table of predictions with the test rows, and checks the match where the table
 * itself allows it: its true values and its structures must be those of the test rows.
 *
 * @throws TanimarkError (column, join, prediction)
 */
export async function joinPredictions(
  table: Table,
  test: TestSet,
  options: JoinOptions,
  pool: ChemistryPool,
  task: Task,
): Promise<JoinedPredictions> {
  const column = predictionColumn(table, options.prediction, test);
  const map = await matchRows(table, test, column, options, pool, task);
  const missing = options.missing ?? 'error';
  const values = readValues(table, column, map, missing);
  const warnings = [
    `predictions are column "${table.columns[column]}", joined by ${map.by}${map.detail}`,
    ...withoutPrediction(values, table, test, map, missing),
    ...(await checkStructures(table, test, map, options, pool, task)),
  ];
  checkTruths(table, test, map, column, values);
  const unused = map.by === 'order' ? 0 : table.rows.length - map.belonging.size;
  if (unused > 0) {
    warnings.push(
      `${plural(unused, 'prediction row belongs', 'prediction rows belong')} to no test row and ${unused === 1 ? 'is' : 'are'} not used`,
    );
  }
  const unmatched = values.filter((v) => Number.isNaN(v)).length;
  return {
    values,
    rowOf: map.rows,
    column: table.columns[column],
    report: { by: map.by, matched: values.length - unmatched, unmatched, unused },
    warnings,
  };
}

function readValues(table: Table, column: number, map: RowMap, missing: Missing): Float64Array {
  return Float64Array.from(map.rows, (row) => {
    if (row < 0) return Number.NaN;
    const value = predictionIn(table.rows[row][column]);
    if (Number.isFinite(value)) return value;
    if (missing === 'skip') return Number.NaN;
    throw new TanimarkError(
      'prediction',
      `${table.name}: column "${table.columns[column]}", ${place(table, row)}: "${printable(table.rows[row][column], 30)}" is no finite number; mend it, or say --missing skip`,
    );
  });
}

function withoutPrediction(
  values: Float64Array,
  table: Table,
  test: TestSet,
  { by }: RowMap,
  missing: Missing,
): string[] {
  const without = [...values.keys()].filter((i) => Number.isNaN(values[i]));
  if (without.length === 0) return [];
  if (without.length === values.length) {
    throw new TanimarkError(
      'join',
      `${table.name}: no prediction belongs to a test row of ${test.table.name} (joined by ${by}); is it the right file?`,
    );
  }
  const first = test.records[without[0]];
  const rows = test.table.table.rows;
  const text = `${table.name}: ${plural(without.length, 'test row has', 'test rows have')} no prediction (joined by ${by}); the first is ${place(test.table.table, first)} of ${test.table.name}, ${printable(rows[first][test.table.smilesColumn], 60)}`;
  if (missing === 'error') {
    throw new TanimarkError('join', `${text}; add them, or say --missing skip`);
  }
  return [`${text}; skipped`];
}

/** Rounded to two decimals a true value still counts as the same. */
function sameValue(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.0051 * Math.max(1, Math.abs(a));
}

/** True values beside the predictions that are not those of the test rows betray a wrong match. */
function checkTruths(
  table: Table,
  test: TestSet,
  map: RowMap,
  column: number,
  predictions: Float64Array,
): void {
  const { labels } = test;
  if (!labels || table === test.table.table) return;
  const byName = test.labelColumn === undefined ? -1 : table.columns.indexOf(test.labelColumn);
  if (byName === column) {
    const equal = predictions.every((p, i) => p === labels.values[test.records[i]]);
    if (!equal) return;
    throw new TanimarkError(
      'column',
      `${table.name}: column "${table.columns[column]}" holds the true values, not predictions; name the column of predictions with --prediction`,
    );
  }
  const theirs = byName >= 0 ? byName : findColumn(table, 'truth');
  if (theirs === undefined || theirs === column) return;
  const read = readLabels(table.rows.map((row) => row[theirs]));
  if ('problem' in read) return;
  const different = map.rows.flatMap((row, i) => {
    const ours = labels.values[test.records[i]];
    const other = row < 0 ? Number.NaN : read.values[row];
    return Number.isNaN(ours) || Number.isNaN(other) || sameValue(ours, other) ? [] : [i];
  });
  if (different.length === 0) return;
  const [i] = different;
  throw new TanimarkError(
    'join',
    `${table.name}: column "${table.columns[theirs]}" has other true values than ${test.table.name} in ${plural(different.length, 'row')} (joined by ${map.by}); the first is ${place(table, map.rows[i])}: ${read.values[map.rows[i]]} against ${labels.values[test.records[i]]}; are rows shifted, or labels on another scale? Leave the column out to score all the same`,
  );
}

/** Joined by id or order, the structures can still be compared. */
async function checkStructures(
  table: Table,
  test: TestSet,
  map: RowMap,
  { smiles }: JoinOptions,
  pool: ChemistryPool,
  task: Task,
): Promise<string[]> {
  if (map.by === 'smiles' || table === test.table.table) return [];
  const column = smilesColumn(table, smiles);
  if (column === undefined) return [];
  const { theirs, ours } = await canonicalOfBoth(table, column, test, pool, task);
  const different = map.rows.flatMap((row, i) => (row >= 0 && theirs[row] !== ours[i] ? [i] : []));
  if (different.length === 0) return [];
  const row = map.rows[different[0]];
  const text = `${table.name}: ${plural(different.length, 'row')} joined by ${map.by} hold another structure than the test row; the first is ${place(table, row)}, ${printable(table.rows[row][column], 60)}`;
  const matched = map.rows.filter((r) => r >= 0).length;
  if (2 * different.length > matched) {
    throw new TanimarkError(
      'join',
      `${text}; are rows shifted? Join by structure with --join smiles`,
    );
  }
  return [text];
}
