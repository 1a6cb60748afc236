import type { BaselineTask } from '../../gate/baseline.js';
import type { ModelPredictions } from '../score/read-model.js';
import { withHighestClass } from '../score/tasks.js';
import { matchBaseline } from './baseline-rows.js';
import type { Subject } from './subject.js';

/** What the baseline predicts of the test rows. */
export interface BaselineModel extends ModelPredictions {
  /** Of several classes, whether it predicts this one, for each test row. */
  readonly classes?: Float64Array | undefined;
}

/**
 * The baseline's predictions by target, from its file or its table.
 *
 * @param file null where it is a table
 * @throws CheckFailure (missing_baseline, settings_changed, test_set_changed)
 */
export function baselineOf(
  subject: Subject,
  file: BaselineTask[] | null,
  warnings: string[],
): { models: readonly BaselineModel[]; task: BaselineTask | null } | null {
  const { targets, config } = subject;
  if (config.baseline === null) return null;
  if (file) {
    const { models, task, warnings: own } = matchBaseline(subject, file, config.baseline);
    warnings.push(...own);
    return { models: withClasses(subject, models), task };
  }
  warnings.push(
    `${config.baseline} is a table of predictions, which cannot tell whether the test set has changed; a baseline file can (tanimark check --update-baseline)`,
  );
  const models = targets.map((target) => target.models[1]);
  return { models: withClasses(subject, models), task: null };
}

/** Of several classes, the one that is predicted is known from all of them together. */
function withClasses(
  { models: [{ found }] }: Subject,
  models: readonly ModelPredictions[],
): readonly BaselineModel[] {
  if (found.kind !== 'classes') return models;
  const sources = models.map((predictions) => [{ name: 'baseline', predictions }]);
  return withHighestClass(sources).map(([{ classes }], t) => ({ ...models[t], classes }));
}
