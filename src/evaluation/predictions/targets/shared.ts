import { TanimarkError } from '../../../errors.js';
import { optionName, optionValue } from '../../../spelling.js';
import type { LabelTask } from '../../../tables/labels.js';
import { plural } from '../../../text.js';
import type { ScoreOptions } from '../../options.js';
import type { TestSet } from '../../test-set/test-set.js';
import type { Target } from '../../test-set/true-values.js';
import { type Joined, joinReport } from '../join.js';
import { readerOf } from '../read-model.js';
import type { FoundTargets, ScoredTarget, Targets, Truths } from './types.js';

/** Puts together what was found, and reports the join. */
export function result(
  kind: Targets['kind'],
  targets: readonly ScoredTarget[],
  joined: Joined | null,
  label: string,
  prediction: string | undefined,
  warnings: string[],
): FoundTargets {
  if (!joined) return { kind, targets, joined, join: null, label, prediction, warnings };
  // A row without any label was not asked for its prediction.
  const predicted = (i: number) =>
    targets.every(({ truth }) => Number.isNaN(truth[i]))
      ? joined.map.rows[i].length > 0
      : targets.some(({ model }) => model && !Number.isNaN(model.value[i]));
  const join = joinReport(joined, predicted);
  if (joined.averaged.size > 0) {
    const n = joined.averaged.size;
    joined.warnings.push(
      `${plural(n, 'test row has', 'test rows have')} several predictions; their mean is used`,
    );
  }
  return {
    kind,
    targets,
    joined,
    join,
    label,
    prediction,
    // What holds for the columns of several tasks is said once.
    warnings: [...new Set([...warnings, ...joined.warnings])],
  };
}

/** The true values of the test rows; NaN where there is none. */
export function ofTestRows({ values }: Target, { records }: TestSet): Float64Array {
  return Float64Array.from(records, (r) => values[r]);
}

/** A target as it is scored. @param truth of the test rows */
export function truthsOf(
  { column, train, trainByFold }: Target,
  task: LabelTask,
  truth: Float64Array,
): Truths {
  return { name: column, task, truth, train, trainByFold };
}

/** The learning task of a label column: as given, else as its values are. @throws TanimarkError (usage) */
export function taskOf(target: Target, truth: Float64Array, options: ScoreOptions): LabelTask {
  const task = options.task === 'multiclass' ? undefined : options.task;
  const classes =
    truth.every((y) => Number.isNaN(y) || y === 0 || y === 1) &&
    // Means over the rows of a molecule.
    target.train.every((y) => Number.isNaN(y) || (y >= 0 && y <= 1));
  if (task === 'classification' && !classes) {
    throw new TanimarkError(
      'usage',
      `${optionValue('task', 'classification')}: the labels in "${target.column}" are not all 0 or 1; use labels of 0 and 1, ${optionValue('task', 'regression')}, or ${optionValue('task', 'multiclass')}`,
      { option: 'task' },
    );
  }
  return task ?? target.task;
}

/** A column called like the labels that holds just them is no prediction. */
export function refuseTruths(
  joined: Joined,
  prediction: number,
  { column: label, classes }: Target,
  truth: Float64Array,
): void {
  const { table, map } = joined;
  if (table.columns[prediction] !== label) return;
  const { rows } = table;
  const { read } = readerOf(joined, prediction, classes);
  // Of another file's molecules nothing can be said; that none of them is here is an error of its own.
  if (map.rows.every((own) => own.length === 0)) return;
  const equal = map.rows.every(
    ([row], i) =>
      row === undefined || Number.isNaN(truth[i]) || read(rows[row][prediction]) === truth[i],
  );
  if (!equal) return;
  throw new TanimarkError(
    'column',
    `${table.name}: column "${label}" holds the true values, not predictions; name the column of predictions with ${optionName('prediction')}`,
    { discreet: 'as it is' },
  );
}
