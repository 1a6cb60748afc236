import { Undefined } from '../metrics/metric.js';
import type { BaselineContext } from './baselines/baseline.js';
import type { Predictions } from './bootstrap/group-evaluator.js';
import { MODEL } from './bootstrap/index.js';
import type { Source } from './bootstrap/measure.js';
import type { EvaluationContext } from './context.js';
import type { ModelPredictions } from './predictions/read-model.js';
import type { ScoredTarget } from './predictions/targets/types.js';

/** Predictions of the model and of the baselines for each test row. */
export interface Predictor {
  readonly name: string;
  readonly predictions: ModelPredictions | Undefined;
  /** Classes where they do not follow from a threshold. */
  readonly classes?: Float64Array | undefined;
  /** From which score on a row is positive, if that was said; else 0.5, for probabilities. */
  readonly threshold?: number | undefined;
}

/** The model, if there is one, and every baseline, fitted for each row on the row's own training set. */
export async function predictorsOf(
  target: ScoredTarget,
  { toTrain, settings }: EvaluationContext,
): Promise<Predictor[]> {
  const { baselines, threshold } = settings;
  // Baselines give probabilities, whatever the scale of the model's scores.
  const sources: Predictor[] = target.model
    ? [{ name: MODEL, predictions: target.model, classes: target.model.classes, threshold }]
    : [];
  const found = baselines.map(({ name }): [string, Float64Array | Undefined] => [
    name,
    new Float64Array(toTrain.of.length),
  ]);
  for (const [k, { rows, toTrain: own }] of toTrain.sets.entries()) {
    const trainLabels = target.trainByFold?.[k] ?? target.train;
    const context: BaselineContext = {
      task: target.task,
      trainLabels,
      count: own.molecules.length,
      neighbors: baselines.some((b) => b.usesNeighbors) ? await own.neighbors(trainLabels) : [],
      pairs: baselines.some((b) => b.usesPairs) ? own.pairs() : null,
      properties: baselines.some((b) => b.usesProperties) ? await own.properties() : null,
    };
    baselines.forEach((baseline, b) => {
      const values = found[b][1];
      // What one fold lacks, its rows lack among all.
      if (values instanceof Undefined) return;
      const predicted = baseline.predict(context);
      if (predicted instanceof Undefined) found[b][1] = predicted;
      else for (const [i, row] of rows.entries()) values[row] = predicted[own.of[i]];
    });
  }
  const ofBaselines = found.map(
    ([name, value]): Predictor => ({
      name,
      predictions: value instanceof Undefined ? value : { value },
    }),
  );
  return [...sources, ...ofBaselines];
}

/**
 * A source's predictions of the rows that are scored, as metrics look at them.
 *
 * @param kept the test rows that are scored
 */
export function scoredRows(
  { name, predictions, classes, threshold }: Predictor,
  kept: Int32Array,
): Source {
  if (predictions instanceof Undefined) return { name, predictions };
  return { name, predictions: predictionsOf(predictions, kept, classes, threshold) };
}

function predictionsOf(
  { value, std, interval }: ModelPredictions,
  kept: Int32Array,
  classes: Float64Array | undefined,
  threshold: number | undefined,
): Predictions {
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
  const own = pick(value);
  const probabilities = own.every((v) => v >= 0 && v <= 1);
  const cut = threshold ?? (probabilities ? 0.5 : undefined);
  return {
    value: own,
    classes: classes
      ? pick(classes)
      : cut === undefined
        ? undefined
        : own.map((v) => (v >= cut ? 1 : 0)),
    probabilities,
    std: std && pick(std),
    interval: interval && {
      lower: pick(interval.lower),
      upper: pick(interval.upper),
      level: interval.level,
    },
  };
}
