import { Undefined } from '../../metrics/metric.js';

/** How features are brought to mean 0 and standard deviation 1. */
export interface Scaling {
  /** Number of features, constant ones included. */
  readonly features: number;
  /** The features that are used: those that are not constant. */
  readonly used: Int32Array;
  /** Mean and standard deviation (divisor n) of each feature used. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Features and labels of the rows that a linear model is fitted to. */
export interface TrainingRows {
  readonly scaling: Scaling;
  /** Features, rows × those used, row-major, scaled. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The rows that have a label and all features, scaled, in an order that depends on what is in them
 * and not on the order in which they came: sums over them are the same to the last bit.
 *
 * @param features rows × features, row-major
 * @param labels one per row; NaN where there is none
 * @returns undefined for `no_training_labels`, and `too_few` if fewer than two rows are complete
 * @throws RangeError if features do not fit labels, or there are none
 */
export function trainingRows(
  features: Float64Array,
  labels: Float64Array,
): TrainingRows | Undefined {
  const k = labels.length === 0 ? 0 : features.length / labels.length;
  if (labels.every(Number.isNaN)) return new Undefined('no_training_labels');
  if (!Number.isInteger(k) || k === 0) {
    throw new RangeError(`${features.length} features do not match ${labels.length} rows`);
  }
  const complete: number[] = [];
  labels.forEach((label, r) => {
    if (Number.isFinite(label) && isComplete(features, r, k)) complete.push(r);
  });
  const rows = Int32Array.from(complete);
  if (rows.length < 2) return new Undefined('too_few');
  rows.sort((a, b) => {
    for (let j = 0; j < k; j++) {
      const difference = features[a * k + j] - features[b * k + j];
      if (difference !== 0) return difference;
    }
    return labels[a] - labels[b];
  });
  const scaling = scalingOf(features, k, rows);
  const width = scaling.used.length;
  const x = new Float64Array(rows.length * width);
  rows.forEach((r, i) => {
    scaleRow(features, r, scaling, x.subarray(i * width, (i + 1) * width));
  });
  return { scaling, x, y: Float64Array.from(rows, (r) => labels[r]) };
}

/** Whether a row has all its features. */
export function isComplete(features: Float64Array, row: number, k: number): boolean {
  for (let i = row * k; i < (row + 1) * k; i++) if (!Number.isFinite(features[i])) return false;
  return true;
}

function scalingOf(features: Float64Array, k: number, rows: Int32Array): Scaling {
  const used: number[] = [];
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let j = 0; j < k; j++) {
    const first = features[rows[0] * k + j];
    if (rows.every((r) => features[r * k + j] === first)) continue;
    let sum = 0;
    for (const r of rows) sum += features[r * k + j];
    const middle = sum / rows.length;
    let squares = 0;
    for (const r of rows) squares += (features[r * k + j] - middle) ** 2;
    const spread = Math.sqrt(squares / rows.length);
    // Numbers so small or so large that their squares are none.
    if (spread === 0 || spread === Number.POSITIVE_INFINITY) continue;
    used.push(j);
    mean.push(middle);
    deviation.push(spread);
  }
  return {
    features: k,
    used: Int32Array.from(used),
    mean: Float64Array.from(mean),
    deviation: Float64Array.from(deviation),
  };
}

/** Puts the scaled features of a row into a row of {@link TrainingRows.x}. */
export function scaleRow(
  features: Float64Array,
  row: number,
  { features: k, used, mean, deviation }: Scaling,
  into: Float64Array,
): void {
  for (let j = 0; j < used.length; j++) {
    into[j] = (features[row * k + used[j]] - mean[j]) / deviation[j];
  }
}
