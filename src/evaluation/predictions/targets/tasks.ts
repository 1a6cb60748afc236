import { TanimarkError } from '../../../errors.js';
import { optionName, optionValue } from '../../../spelling.js';
import { list } from '../../../text.js';
import type { ScoreOptions } from '../../options.js';
import type { Target } from '../../test-set/true-values.js';
import { uncertaintyOf } from '../columns.js';
import { readModel } from '../read-model.js';
import { columnForTarget } from '../task-columns.js';
import { ofTestRows, refuseTruths, result, taskOf, truthsOf } from './shared.js';
import type { FoundTargets, TargetRequest } from './types.js';

/** Several label columns, each a task of its own. @throws TanimarkError */
export async function ofTasks(
  targets: readonly Target[],
  { table, options, test, join }: TargetRequest,
): Promise<FoundTargets> {
  checkOneColumnFlags(options);
  const at = table && targets.map(({ column }) => columnForTarget(table, test, column));
  const joined = at && (await join(at));
  const warnings = [`tasks are columns ${list(targets.map(({ column }) => `"${column}"`))}`];
  if (joined)
    warnings.push(
      `predictions are matched to the test set by ${joined.map.by}${joined.map.detail}`,
    );
  const scored = targets.map((target, t) => {
    const truth = ofTestRows(target, test);
    if (joined) refuseTruths(joined, at[t], target, truth);
    const model =
      joined &&
      readModel(
        joined,
        { prediction: at[t], unc: uncertaintyOf(joined.table, at[t], options) },
        truth,
        target.classes,
        options,
        warnings,
      );
    const task = taskOf(target, truth, options);
    return { ...truthsOf(target, task, truth), model };
  });
  const label = targets.map(({ column }) => column).join(',');
  return result('tasks', scored, joined, label, undefined, warnings);
}

/** Flags that name one column do not say of which of several tasks. */
function checkOneColumnFlags({ prediction, std, lower, upper }: ScoreOptions): void {
  const [option, given] =
    Object.entries({ prediction, std, lower, upper }).find(([, name]) => name) ?? [];
  if (option === undefined || given === undefined) return;
  throw new TanimarkError(
    'usage',
    `${optionValue(option, given)}: it names the column of one task, and there are several; choose one task with ${optionName('label')}, or name the prediction columns pred_<label>`,
    { option },
  );
}
