import type { Target } from '../../test-set/true-values.js';
import { labelBeside, noLabel, truthsBeside } from '../../test-set/truths-beside.js';
import { predictionColumns } from '../columns.js';
import { checkTruths, type Joined, skippedNote, truthColumn } from '../join.js';
import { readModel } from '../read-model.js';
import { ofTestRows, refuseTruths, result, taskOf, truthsOf } from './shared.js';
import type { FoundTargets, TargetRequest } from './types.js';

/** A single label column; its true values may stand beside the predictions. @throws TanimarkError */
export async function ofOne(
  label: Target | null,
  { table, options, test, join }: TargetRequest,
): Promise<FoundTargets> {
  const known = label ?? (table && labelBeside(table, options));
  const columns = table && predictionColumns(table, test, known, options);
  const joined = columns && (await join([columns.prediction]));
  const warnings: string[] = [];
  let target = label;
  if (!target && joined) target = truthsBeside(joined, options, warnings);
  if (!target) throw noLabel(test);
  const truth = ofTestRows(target, test);
  const task = taskOf(target, truth, options);
  if (!columns || !joined) {
    const alone = { ...truthsOf(target, task, truth), model: null };
    return result('single', [alone], null, target.column, undefined, warnings);
  }
  const name = joined.table.columns[columns.prediction];
  if (label) checkColumns(joined, columns.prediction, target, truth);
  const model = readModel(joined, columns, truth, target.classes, options, warnings);
  warnings.push(
    `using predictions of column "${name}", matched to the test set by ${joined.map.by}${joined.map.detail}`,
    ...skippedNote(joined, truth, model.value),
  );
  const scored = { ...truthsOf(target, task, truth), model };
  return result('single', [scored], joined, target.column, name, warnings);
}

/** The prediction column must not be the true values, and true values beside it must be those of the test rows. */
function checkColumns(
  joined: Joined,
  prediction: number,
  label: Target,
  truth: Float64Array,
): void {
  const { table, test } = joined;
  if (table === test.table.table) return;
  refuseTruths(joined, prediction, label, truth);
  const theirs = truthColumn(table, label.column, new Set([prediction]));
  if (theirs !== undefined) checkTruths(joined, theirs, truth, label.classes);
}
