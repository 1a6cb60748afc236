import { TanimarkError } from '../../errors.js';
import { metricNamed } from '../../metrics/registry.js';
import { optionName } from '../../spelling.js';
import { columnNamed, findColumn, isBookkeeping, shownColumns } from '../../tables/columns.js';
import { readLabels } from '../../tables/labels.js';
import { isAddedColumn } from '../../tables/split-columns.js';
import type { Table } from '../../tables/table.js';
import { list, printable } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import type { TestSet } from '../test-set/test-set.js';
import { isCarriedOver, isPrediction, otherNumbers } from './columns.js';

/**
 * Label columns that the predictions have, too, as chemprop writes those of several tasks. A column of numbers that both
 * tables have is a task only if the label of the test table is known and among them, or if the predictions hold
 * no other numbers; never an id, an index or a descriptor. None if the predictions have a column of their own.
 */
export function sharedTasks(table: Table, test: TestSet, options: ScoreOptions): string[] {
  const own = test.table.table;
  if (options.prediction !== undefined || table === own) return [];
  if (table.columns.some(isPrediction)) return [];
  // A label that is there and cannot be read is not replaced by another column.
  if (!test.label && test.table.labelProblem !== null) return [];
  const numbers = otherNumbers(table, -1).map((c) => table.columns[c]);
  if (numbers.some((name) => !own.columns.includes(name))) return [];
  const shared = table.columns.filter((name) => {
    const ours = own.columns.indexOf(name);
    if (ours < 0 || isAddedColumn(name)) return false;
    if (isBookkeeping(name) && name !== test.label?.column) return false;
    const read = readLabels(own.rows.map((row) => row[ours]));
    return !('problem' in read) && read.missing < own.rows.length;
  });
  if (test.label && !shared.includes(test.label.column)) return [];
  const predicted = shared.filter(
    (name) => name === test.label?.column || !isCarriedOver(name, table, own),
  );
  return predicted.length > 0 ? predicted : shared;
}

/** From so large a share of their variance on, "predictions" of a column that nobody named are its values. */
const COPIED = 0.999;

/**
 * Columns that were taken for tasks because both tables have them must not hold the values of the test table, as a
 * descriptor that was carried along does.
 *
 * @throws TanimarkError (column)
 */
export function refuseCopies(
  table: Table,
  targets: readonly { name: string; truth: Float64Array; value: Float64Array }[],
): void {
  const copied = targets.filter(({ truth, value }) => isCopy(truth, value));
  if (copied.length === 0) return;
  const names = copied.map(({ name }) => `"${printable(name, 40)}"`);
  throw new TanimarkError(
    'column',
    `${table.name}: ${list(names)} ${names.length === 1 ? 'holds' : 'hold'} the values of the test table, not predictions; name the label with ${optionName('label')} and the predictions with ${optionName('prediction')}`,
    { discreet: 'as it is' },
  );
}

function isCopy(truth: Float64Array, value: Float64Array): boolean {
  const rows = [...truth.keys()].filter((i) => !Number.isNaN(truth[i]) && !Number.isNaN(value[i]));
  const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]);
  const r2 = rows.length < 3 ? 0 : metricNamed('r2')?.compute(pick(truth), pick(value));
  return typeof r2 === 'number' && r2 > COPIED;
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
  const lacking = `${table.name}: no prediction column found for ${target}; name it pred_${target}`;
  throw new TanimarkError('column', `${lacking} (the columns are ${shownColumns(table)})`, {
    discreet: lacking,
  });
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
  if (given !== undefined) return columnNamed(table, given, 'prediction');
  const each = classes.every((name) => findColumnForTarget(table, test, name) !== undefined);
  return each ? undefined : findColumn(table, 'prediction');
}
