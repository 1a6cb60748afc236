import type { EvaluationContext } from '../../evaluation/context.js';
import { withHighestClass } from '../../evaluation/predictions/classes.js';
import type { ModelPredictions } from '../../evaluation/predictions/read-model.js';
import type { Predictor } from '../../evaluation/predictors.js';
import type { GateTask } from '../gate-task.js';
import type { BaselineTask } from './file.js';
import { matchBaseline } from './rows.js';

/** Predictions of the baseline for the test rows. */
export interface BaselineSource {
  readonly model: ModelPredictions;
  readonly source: Predictor;
}

/** A baseline as it was found. */
export interface BaselineFound {
  readonly sources: readonly BaselineSource[];
  /** Null where it is a table. */
  readonly task: BaselineTask | null;
  /** Where rows are measured: in the strata of the baseline. */
  readonly context: EvaluationContext;
}

/**
 * The baseline's predictions by target, from its file, which knows the test set whether rules compare or not, or from
 * its table; null where there is none, or none was read.
 *
 * @param file null where it is a table
 * @throws CheckFailure (missing_baseline, missing_predictions, settings_changed, test_set_changed)
 */
export function baselineOf(
  subject: GateTask,
  file: BaselineTask[] | null,
  warnings: string[],
): BaselineFound | null {
  const { targets, config, models: read } = subject;
  if (config.baseline === null || (!file && read.length === 1)) return null;
  if (file) {
    const { models, task, context, warnings: own } = matchBaseline(subject, file, config.baseline);
    warnings.push(...own);
    return { sources: sourcesOf(models, subject), task, context };
  }
  warnings.push(
    `${config.baseline} is a table of predictions; changes of the test set are not detected; a baseline file detects them (tanimark check --update-baseline)`,
  );
  const sources = targets.map(({ models, sources: own }) => ({ model: models[1], source: own[1] }));
  return { sources, task: null, context: subject.context };
}

/** Predictions as sources; of several classes, the one that is predicted is known from all of them together. */
function sourcesOf(
  models: readonly ModelPredictions[],
  { settings, models: [{ found }] }: GateTask,
): BaselineSource[] {
  const { threshold } = settings;
  const each = models.map((predictions) => [{ name: 'baseline', predictions, threshold }]);
  const sources = found.kind === 'classes' ? withHighestClass(each) : each;
  return models.map((model, t) => ({ model, source: sources[t][0] }));
}
