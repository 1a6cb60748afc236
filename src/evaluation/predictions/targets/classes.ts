import { list, plural } from '../../../text.js';
import type { Target } from '../../test-set/true-values.js';
import { readPredictions } from '../join.js';
import { readModel } from '../read-model.js';
import { classColumn, columnForTarget } from '../task-columns.js';
import { ofTestRows, result, truthsOf } from './shared.js';
import type { FoundTargets, ScoredTarget, TargetRequest } from './types.js';

/** The classes of one label column, each against the rest. @param label its name @throws TanimarkError */
export async function ofClasses(
  targets: readonly Target[],
  label: string,
  { table, options, test, join }: TargetRequest,
): Promise<FoundTargets> {
  const warnings = [
    `column "${label}" holds ${plural(targets.length, 'class', 'classes')}, each scored against the rest`,
  ];
  const classes = targets.map(({ column }) => column);
  const single = table ? classColumn(table, test, classes, options.prediction) : undefined;
  const at =
    table && single === undefined
      ? classes.map((name) => columnForTarget(table, test, name))
      : table && classes.map(() => single as number);
  const joined = at && (await join(at));
  if (joined) {
    warnings.push(
      `predictions are matched to the test set by ${joined.map.by}${joined.map.detail}`,
    );
    if (single !== undefined) {
      warnings.push(`column "${joined.table.columns[single]}" holds classes, not probabilities`);
    }
  }
  const scored = targets.map((target, t): ScoredTarget => {
    const truth = ofTestRows(target, test);
    const known = (i: number) => !Number.isNaN(truth[i]);
    const reader = {
      read: (cell: string) =>
        classes.includes(cell.trim()) ? (cell.trim() === target.column ? 1 : 0) : Number.NaN,
      problem: `is not one of the classes ${list(classes)}`,
    };
    const model =
      joined &&
      (single === undefined
        ? readModel(joined, { prediction: at[t] }, truth, null, options, warnings)
        : { value: readPredictions(joined, single, known, reader) });
    return { ...truthsOf(target, 'classification', truth), model };
  });
  const name = joined && single !== undefined ? joined.table.columns[single] : undefined;
  return result('classes', scored, joined, label, name, warnings);
}
