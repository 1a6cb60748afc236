import { TanimarkError } from '../../errors.js';
import {
  columnNamed,
  findColumn,
  isColumnName,
  numberIn,
  shownColumns,
} from '../../tables/columns.js';
import { classIn, type LabelTask, readLabels } from '../../tables/labels.js';
import type { Table } from '../../tables/table.js';
import { list } from '../../text.js';
import { isAddedColumn } from '../split/output.js';
import type { TestSet } from './test-set.js';
import type { ScoreOptions } from './types.js';

/** Where the predictions of one model for one target stand. */
export interface PredictionColumns {
  readonly prediction: number;
  readonly std?: number | undefined;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

/** Names that say "prediction" in some part: `pred_0`, `logS_pred`, `Predicted logS`, `prob_1`. */
const PREDICTED =
  /(^|[_\s-])(y?pred|predicted|predictions?|yhat|prob|proba|probability)([_\s-]|$)/i;

/** Whether a column's name says that it holds predictions. */
export function isPrediction(name: string): boolean {
  return PREDICTED.test(name) || isColumnName(name, 'prediction');
}

/**
 * The column of predictions: the one named; else one with a usual name (for classes a probability
 * before a class); else one whose name says so in part; else, as chemprop writes them, the one with the label's
 * name, provided that no other column could be meant. With it, columns of standard deviations and intervals.
 *
 * @param label the name of the label column, if it is known
 * @throws TanimarkError (column) when there is none, or more than one
 */
export function predictionColumns(
  table: Table,
  test: TestSet,
  label: { readonly column: string; readonly task: LabelTask } | null,
  options: ScoreOptions,
): PredictionColumns {
  const prediction = predictionColumn(table, test, label, options.prediction);
  const found = (role: 'std' | 'lower' | 'upper') =>
    options.uncertainty === false ? undefined : findColumn(table, role, options[role]);
  const [lower, upper] = [found('lower'), found('upper')];
  if ((lower === undefined) !== (upper === undefined)) {
    const known = table.columns[(lower ?? upper) as number];
    throw new TanimarkError(
      'column',
      `${table.name}: column "${known}" is one end of an interval; name the other with --${lower === undefined ? 'lower' : 'upper'}`,
    );
  }
  return { prediction, std: found('std'), lower, upper };
}

function predictionColumn(
  table: Table,
  test: TestSet,
  label: { readonly column: string; readonly task: LabelTask } | null,
  given: string | undefined,
): number {
  if (given !== undefined) return columnNamed(table, given, '--prediction');
  const found = usualColumn(table, label?.task === 'classification');
  if (found !== undefined) return found;
  const same = table.columns.indexOf(label?.column ?? '');
  if (same >= 0 && table !== test.table.table) {
    // Columns of the test table, such as other labels, are not meant.
    const own = test.table.table.columns;
    const others = otherNumbers(table, same).filter((c) => !own.includes(table.columns[c]));
    if (others.length === 0) return same;
    throw choose(table, [same, ...others], 'could be the predictions or the true values');
  }
  throw new TanimarkError(
    'column',
    `${table.name}: no prediction column found; name it with --prediction (the columns are ${shownColumns(table)})`,
  );
}

/** A column with a usual name, or with one that says "prediction" in part. */
function usualColumn(table: Table, classes: boolean): number | undefined {
  const roles = classes
    ? (['probability', 'prediction'] as const)
    : (['prediction', 'probability'] as const);
  for (const role of roles) {
    const found = findColumn(table, role);
    if (found !== undefined) return found;
  }
  const partly = table.columns.flatMap((name, c) => (PREDICTED.test(name) ? [c] : []));
  const positive = classes ? ofClassOne(table, partly) : undefined;
  if (positive !== undefined) return positive;
  if (partly.length > 1) throw choose(table, partly, 'could each be the prediction column');
  return partly[0];
}

/** Of two columns `prob_0` and `prob_1`, as of scikit-learn's `predict_proba`, the second. */
function ofClassOne(table: Table, columns: readonly number[]): number | undefined {
  const names = columns.map((c) => table.columns[c]);
  if (names.length !== 2) return undefined;
  const one = names.findIndex((name) => name.endsWith('1'));
  const stem = names[one]?.slice(0, -1);
  return one >= 0 && names[1 - one] === `${stem}0` ? columns[one] : undefined;
}

function choose(table: Table, columns: readonly number[], what: string): TanimarkError {
  return new TanimarkError(
    'column',
    `${table.name}: ${list(columns.map((c) => `"${table.columns[c]}"`))} ${what}; choose one with --prediction, or name several label columns with --label a,b`,
  );
}

/** Whether a column's name says that it holds uncertainties, of whatever kind: `y_std`, `logS_unc`, `variance`. */
export function isUncertainty(name: string): boolean {
  const roles = ['std', 'lower', 'upper'] as const;
  return SPREAD.test(name) || roles.some((role) => isColumnName(name, role));
}

const SPREAD =
  /(^|[_\s-])(unc|uncal|uncertainty|std|sigma|var|variance|epistemic|aleatoric)([_\s-]|$)/i;

/** Columns of numbers that are neither ids nor structures, nor how sure a model is. */
function otherNumbers(table: Table, column: number): number[] {
  return table.columns.flatMap((name, c) => {
    if (c === column || isUncertainty(name)) return [];
    if (isColumnName(name, 'id') || isColumnName(name, 'smiles')) return [];
    return table.rows.every((row) => !Number.isNaN(numberIn(row[c]))) ? [c] : [];
  });
}

/**
 * Label columns that the predictions have, too, as chemprop writes those of several tasks: none if the predictions
 * have a column of their own, or one that the test table does not know. A column that only carries values of the
 * test table over is none.
 */
export function sharedTasks(table: Table, test: TestSet, options: ScoreOptions): string[] {
  const own = test.table.table;
  if (options.prediction !== undefined || table === own) return [];
  if (table.columns.some((name) => PREDICTED.test(name))) return [];
  const others = otherNumbers(table, -1);
  if (test.label && others.some((c) => !own.columns.includes(table.columns[c]))) return [];
  const shared = table.columns.filter((name) => {
    const ours = own.columns.indexOf(name);
    if (ours < 0 || isAddedColumn(name)) return false;
    if (isColumnName(name, 'id') || isColumnName(name, 'smiles')) return false;
    const read = readLabels(own.rows.map((row) => row[ours]));
    return !('problem' in read) && read.missing < own.rows.length;
  });
  const predicted = shared.filter(
    (name) => name === test.label?.column || !isCarriedOver(name, table, own),
  );
  return predicted.length > 0 ? predicted : shared;
}

/** Whether every cell of a column stands in the column of that name of the other table. */
function isCarriedOver(name: string, table: Table, own: Table): boolean {
  const cells = ({ rows, columns }: Table) => rows.map((row) => row[columns.indexOf(name)].trim());
  const known = new Set(cells(own));
  return cells(table).every((cell) => known.has(cell));
}

/**
 * The column with the predictions for one of several targets: `pred_X`, `X_pred`, `prob_X` and the like, or `X`
 * itself where the true values are elsewhere.
 *
 * @throws TanimarkError (column)
 */
export function columnForTarget(table: Table, test: TestSet, target: string): number {
  const found = findColumnForTarget(table, test, target);
  if (found !== undefined) return found;
  throw new TanimarkError(
    'column',
    `${table.name}: no column of predictions for ${target} found; call it pred_${target} (the columns are ${shownColumns(table)})`,
  );
}

function findColumnForTarget(table: Table, test: TestSet, target: string): number | undefined {
  const found = ownColumnForTarget(table.columns, target);
  if (found !== undefined) return found;
  const same = table.columns.indexOf(target);
  return same >= 0 && table !== test.table.table ? same : undefined;
}

/** The column that says by its name that it predicts the target: `pred_X`, `X_pred`, … */
export function ownColumnForTarget(columns: readonly string[], target: string): number | undefined {
  const words = ['pred', 'prediction', 'predicted', 'y_pred', 'prob', 'proba', 'p'];
  const names = words.flatMap((word) => [`${word}_${target}`, `${target}_${word}`]);
  const lower = columns.map((name) => name.toLowerCase());
  for (const name of names) {
    const found = lower.indexOf(name.toLowerCase());
    if (found >= 0) return found;
  }
  return undefined;
}

/** The column of predicted classes: the one named, or one with a usual name where not every class has a column. */
export function classColumn(
  table: Table,
  test: TestSet,
  classes: readonly string[],
  given: string | undefined,
): number | undefined {
  if (given !== undefined) return columnNamed(table, given, '--prediction');
  const each = classes.every((name) => findColumnForTarget(table, test, name) !== undefined);
  return each ? undefined : findColumn(table, 'prediction');
}

/** A prediction as a number: a number as it is, a class name (True, inactive, …) as 1 or 0, else NaN. */
export function predictionIn(cell: string): number {
  const number = numberIn(cell);
  return Number.isNaN(number) ? classIn(cell) : number;
}
