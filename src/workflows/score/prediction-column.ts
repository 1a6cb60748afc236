import { TanimarkError } from '../../errors.js';
import {
  columnNamed,
  findColumn,
  isColumnName,
  numberIn,
  shownColumns,
} from '../../tables/columns.js';
import { classIn } from '../../tables/labels.js';
import type { Table } from '../../tables/table.js';
import { list } from '../../text.js';
import type { TestSet } from './test-set.js';

/** Names that say "prediction" in some part: `pred_0`, `logS_pred`, `Predicted logS`, `prob_1`. */
const PREDICTED =
  /(^|[_\s-])(y?pred|predicted|predictions?|yhat|prob|proba|probability)([_\s-]|$)/i;

/**
 * The column of predictions: the one named; else one with a usual name (for classes a probability
 * before a class); else one whose name says so in part; else, as chemprop writes them, the one with the label's
 * name, provided that no other column could be meant.
 *
 * @throws TanimarkError (column) when there is none, or more than one
 */
export function predictionColumn(table: Table, given: string | undefined, test: TestSet): number {
  if (given !== undefined) return columnNamed(table, given, '--prediction');
  const classes = test.labels?.task === 'classification';
  const roles = classes
    ? (['probability', 'prediction'] as const)
    : (['prediction', 'probability'] as const);
  for (const role of roles) {
    const found = findColumn(table, role);
    if (found !== undefined) return found;
  }
  const partly = table.columns.flatMap((name, c) => (PREDICTED.test(name) ? [c] : []));
  if (partly.length === 1) return partly[0];
  if (partly.length > 1) throw choose(table, partly, 'could each be the prediction column');
  const same = table.columns.indexOf(test.labelColumn ?? '');
  if (same >= 0 && table !== test.table.table) {
    const others = otherNumbers(table, same);
    if (others.length === 0) return same;
    throw choose(table, [same, ...others], 'could be the predictions or the true values');
  }
  throw new TanimarkError(
    'column',
    `${table.name}: no prediction column found; name it with --prediction (the columns are ${shownColumns(table)})`,
  );
}

function choose(table: Table, columns: readonly number[], what: string): TanimarkError {
  return new TanimarkError(
    'column',
    `${table.name}: ${list(columns.map((c) => `"${table.columns[c]}"`))} ${what}; choose one with --prediction`,
  );
}

/** Columns of numbers that are neither ids nor structures. */
function otherNumbers(table: Table, column: number): number[] {
  return table.columns.flatMap((name, c) => {
    if (c === column || isColumnName(name, 'id') || isColumnName(name, 'smiles')) return [];
    return table.rows.every((row) => !Number.isNaN(numberIn(row[c]))) ? [c] : [];
  });
}

/** A prediction as a number: a number as it is, a class name (True, inactive, …) as 1 or 0, else NaN. */
export function predictionIn(cell: string): number {
  const number = numberIn(cell);
  return Number.isNaN(number) ? classIn(cell) : number;
}
