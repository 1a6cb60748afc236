import type { BaselineContext } from '../../metrics/baselines/baseline.js';
import { Undefined } from '../../metrics/metric.js';
import { MODEL } from './evaluate/index.js';
import type { Source } from './evaluate/measure.js';
import type { Predictions } from './evaluate/work.js';
import type { ModelPredictions } from './read-model.js';
import type { Surroundings } from './surroundings.js';
import type { ScoredTarget } from './targets.js';

/** Predictions of the model and of the baselines for each test row. */
export interface SourceOfRows {
  readonly name: string;
  readonly predictions: ModelPredictions | Undefined;
  /** Classes where they do not follow from a threshold. */
  readonly classes?: Float64Array | undefined;
  /** From which score on a row is positive, if that was said; else 0.5, for probabilities. */
  readonly threshold?: number | undefined;
}

/** The model, if there is one, and every baseline. */
export async function sourcesOf(
  target: ScoredTarget,
  { likeness, settings }: Surroundings,
): Promise<SourceOfRows[]> {
  const { baselines, threshold } = settings;
  // Baselines give probabilities, whatever the scale of the model's scores.
  const sources: SourceOfRows[] = target.model
    ? [{ name: MODEL, predictions: target.model, classes: target.model.classes, threshold }]
    : [];
  if (baselines.length === 0) return sources;
  const context: BaselineContext = {
    task: target.task,
    trainLabels: target.train,
    count: likeness.molecules.length,
    neighbors: baselines.some((b) => b.usesNeighbors) ? await likeness.neighbors(target.train) : [],
    properties: baselines.some((b) => b.usesProperties) ? await likeness.properties() : null,
  };
  for (const baseline of baselines) {
    const found = baseline.predict(context);
    const predictions =
      found instanceof Undefined
        ? found
        : { value: Float64Array.from(likeness.of, (m) => found[m]) };
    sources.push({ name: baseline.name, predictions });
  }
  return sources;
}

/**
 * A source's predictions of the rows that are scored, as metrics look at them.
 *
 * @param kept the test rows that are scored
 */
export function scoredRows(
  { name, predictions, classes, threshold }: SourceOfRows,
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
