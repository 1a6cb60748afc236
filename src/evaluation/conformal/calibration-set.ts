import type { LabelTask } from '../../tables/labels.js';
import type { ModelPredictions } from '../predictions/read-model.js';
import type { RowSimilarity } from '../test-set/test-molecules.js';

/** Losses of a model that are averaged, by the name of the metric that their mean belongs to. */
export type Losses = Readonly<Record<string, Float64Array>>;

/**
 * The test molecules with a true value and a prediction, ascending by similarity to training: what a model's errors are
 * learned from. A molecule with several rows counts once.
 */
export interface CalibrationSet {
  readonly task: LabelTask;
  readonly count: number;
  readonly similarity: Float64Array;
  readonly bin: Uint8Array;
  /** Unit of resampling, from 0. */
  readonly unit: Int32Array;
  readonly units: number;
  /** Mean over a molecule's rows. Regression: `mae`, `mse`; classification: `brier`, `error_rate`. */
  readonly losses: Losses;
  /** Conformal score: the largest among a molecule's rows, so that intervals hold for each of its measurements. */
  readonly score: Float64Array;
  /** Whether scores are divided by the predicted standard deviation. */
  readonly normalized: boolean;
  /** Of classes, of the row with the largest score: its label, and the predicted probability of class 1. */
  readonly label: Uint8Array;
  readonly probability: Float64Array;
  /** Predicted standard deviation of that row; 1 where scores are not divided by it. */
  readonly std: Float64Array;
  /** The molecule of each row that was given. */
  readonly ofRow: Int32Array;
}

interface Row {
  readonly losses: readonly number[];
  readonly score: number;
  readonly label: number;
  readonly probability: number;
  readonly std: number;
}

/** Names of the losses of a task, in order. */
const LOSSES = {
  regression: ['mae', 'mse'],
  classification: ['brier', 'error_rate'],
} as const;

/** A row as losses and scores see it. */
function rowOf(
  task: LabelTask,
  truth: number,
  prediction: number,
  std: number | undefined,
  threshold: number,
): Row {
  if (task === 'regression') {
    const error = Math.abs(prediction - truth);
    const spread = std ?? 1;
    return {
      losses: [error, error * error],
      score: error / spread,
      label: 0,
      probability: 0,
      std: spread,
    };
  }
  const missed = truth === 1 ? 1 - prediction : prediction;
  const wrong = (prediction >= threshold ? 1 : 0) === truth ? 0 : 1;
  return {
    losses: [missed * missed, wrong],
    score: missed,
    label: truth,
    probability: prediction,
    std: 1,
  };
}

/**
 * @param kept the test rows that are scored
 * @param unit of resampling, of each of them
 * @param normalized whether to divide errors by the predicted standard deviations, which are then needed
 * @param threshold smallest probability of a positive prediction
 */
export function calibrationSet(
  { task, truth }: { readonly task: LabelTask; readonly truth: Float64Array },
  model: ModelPredictions,
  kept: Int32Array,
  unit: Int32Array,
  toTrain: Pick<RowSimilarity, 'of' | 'similarity'>,
  bin: Uint8Array,
  { normalized, threshold }: { readonly normalized: boolean; readonly threshold: number },
): CalibrationSet {
  const groups = new Map<number, { at: number[]; rows: Row[] }>();
  kept.forEach((i, k) => {
    const of = toTrain.of[i];
    const group = groups.get(of) ?? { at: [], rows: [] };
    groups.set(of, group);
    group.at.push(k);
    const std = normalized ? model.std?.[i] : undefined;
    group.rows.push(rowOf(task, truth[i], model.value[i], std, threshold));
  });
  const molecules = [...groups.values()].map(({ at, rows }) => {
    const first = kept[at[0]];
    const worst = rows.reduce((a, b) => (compare(b, a) > 0 ? b : a));
    const mean = (l: number) =>
      rows
        .map((row) => row.losses[l])
        .sort((a, b) => a - b)
        .reduce((sum, v) => sum + v, 0) / rows.length;
    return {
      at,
      worst,
      losses: [mean(0), mean(1)],
      similarity: toTrain.similarity(first),
      bin: bin[first],
      unit: unit[at[0]],
    };
  });
  // An order that does not depend on that of the rows.
  molecules.sort(
    (a, b) =>
      a.similarity - b.similarity ||
      a.losses[0] - b.losses[0] ||
      a.losses[1] - b.losses[1] ||
      compare(a.worst, b.worst) ||
      a.at[0] - b.at[0],
  );
  const units = new Map<number, number>();
  for (const own of molecules) if (!units.has(own.unit)) units.set(own.unit, units.size);
  const ofRow = new Int32Array(kept.length);
  molecules.forEach(({ at }, m) => {
    for (const k of at) ofRow[k] = m;
  });
  const each = (of: (one: (typeof molecules)[number]) => number) =>
    Float64Array.from(molecules, of);
  return {
    task,
    count: molecules.length,
    similarity: each((one) => one.similarity),
    bin: Uint8Array.from(molecules, (one) => one.bin),
    unit: Int32Array.from(molecules, (one) => units.get(one.unit) as number),
    units: units.size,
    losses: Object.fromEntries(LOSSES[task].map((name, l) => [name, each((one) => one.losses[l])])),
    score: each(({ worst }) => worst.score),
    normalized,
    label: Uint8Array.from(molecules, ({ worst }) => worst.label),
    probability: each(({ worst }) => worst.probability),
    std: each(({ worst }) => worst.std),
    ofRow,
  };
}

/** Order of rows of one molecule: by score, and of equal scores by all else. */
function compare(a: Row, b: Row): number {
  return a.score - b.score || a.label - b.label || a.probability - b.probability || a.std - b.std;
}
