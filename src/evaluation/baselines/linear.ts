import { Undefined } from '../../metrics/metric.js';
import { solveCholesky } from '../../numerics/cholesky.js';
import {
  isComplete,
  type Scaling,
  scaleRow,
  type TrainingRows,
  trainingRows,
} from './training-rows.js';

/** A linear model of features brought to mean 0 and standard deviation 1. */
export interface LinearModel {
  readonly intercept: number;
  /** Weight of each feature on that scale; 0 for one that is constant in training. */
  readonly weights: Float64Array;
  /**
   * One prediction per row (for classes, the probability of class 1). A row with a feature that is no
   * finite number gets what is best without features: the mean of the training labels.
   *
   * @param features rows × features, row-major
   */
  predict(features: Float64Array): Float64Array;
}

/** A step of Newton's method so small that the next would change nothing. */
const SMALL_STEP = 1e-10;
/** Far more than it takes: some ten. */
const MOST_STEPS = 200;
/** Added to the second derivative by the intercept, per row: it is next to 0 where all rows are certain. */
const FLOOR = 1e-13;

/**
 * Ridge regression: the weights w and the intercept b with the least
 * `Σ (y − b − w·x)² + lambda · w·w`, x having mean 0 and standard deviation 1 (divisor n); in
 * scikit-learn `make_pipeline(StandardScaler(), Ridge(alpha=lambda))`. Rows without a label or with a
 * feature that is no finite number are left out; constant features, too. The result does not depend on
 * the order of the rows, not even in the last bit.
 *
 * Hoerl and Kennard, Technometrics 12 (1970) 55.
 *
 * @param features rows × features, row-major
 * @param labels one per row; NaN where there is none
 * @param lambda above 0; default 1
 * @returns undefined for `no_training_labels`, and `too_few` if fewer than two rows are complete
 * @throws RangeError if features do not fit labels, or lambda is not above 0
 */
export function fitRidge(
  features: Float64Array,
  labels: Float64Array,
  lambda = 1,
): LinearModel | Undefined {
  requirePositive(lambda);
  const rows = trainingRows(features, labels);
  if (rows instanceof Undefined) return rows;
  const { scaling, x, y } = rows;
  const width = scaling.used.length;
  const mean = meanOf(y);
  const matrix = new Float64Array(width * width);
  const right = new Float64Array(width);
  for (let i = 0, start = 0; i < y.length; i++, start += width) {
    const residual = y[i] - mean;
    for (let a = 0; a < width; a++) {
      right[a] += x[start + a] * residual;
      for (let b = 0; b <= a; b++) matrix[a * width + b] += x[start + a] * x[start + b];
    }
  }
  for (let a = 0; a < width; a++) matrix[a * width + a] += lambda;
  return model(scaling, mean, solveCholesky(matrix, right), mean, (score) => score);
}

/**
 * Logistic regression with an L2 penalty: the weights w and the intercept b with the least
 * `Σ log(1 + exp(−s (b + w·x))) + lambda / 2 · w·w`, s being 1 for class 1 and −1 for class 0; in
 * scikit-learn `make_pipeline(StandardScaler(), LogisticRegression(C=1/lambda))` at full convergence.
 * By Newton's method with halved steps, which converges because the function is strictly convex and,
 * with both classes there, has a minimum. In all else like {@link fitRidge}.
 *
 * @param features rows × features, row-major
 * @param labels one per row: 0, 1, or NaN where there is none
 * @param lambda above 0; default 1
 * @returns undefined for `no_training_labels`, `too_few` and `one_class`
 * @throws RangeError if features do not fit labels, a label is not 0 or 1, or lambda is not above 0
 */
export function fitLogistic(
  features: Float64Array,
  labels: Float64Array,
  lambda = 1,
): LinearModel | Undefined {
  requirePositive(lambda);
  if (labels.some((label) => label !== 0 && label !== 1 && !Number.isNaN(label))) {
    throw new RangeError('a class is neither 0 nor 1');
  }
  const rows = trainingRows(features, labels);
  if (rows instanceof Undefined) return rows;
  const share = meanOf(rows.y);
  if (share === 0 || share === 1) return new Undefined('one_class');
  // The intercept is the last parameter.
  const width = rows.scaling.used.length;
  let parameters = new Float64Array(width + 1);
  parameters[width] = Math.log(share / (1 - share));
  let here = logisticLoss(rows, parameters, lambda);
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = solveCholesky(here.hessian, here.gradient);
    const largest = direction.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
    // Within rounding of the minimum a step may not be seen to go down.
    const bound = here.loss + 1e-13 * Math.abs(here.loss);
    for (let size = 1; ; size /= 2) {
      const next = parameters.map((p, j) => p - size * direction[j]);
      const there = logisticLoss(rows, next, lambda);
      if (there.loss > bound && size > 1e-9) continue;
      parameters = next;
      here = there;
      break;
    }
    if (largest < SMALL_STEP) break;
  }
  return model(rows.scaling, parameters[width], parameters.subarray(0, width), share, sigmoid);
}

/** The objective with its first and second derivatives; of the second the lower triangle. */
function logisticLoss(
  { x, y }: TrainingRows,
  parameters: Float64Array,
  lambda: number,
): { loss: number; gradient: Float64Array; hessian: Float64Array } {
  const size = parameters.length;
  const width = size - 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  let loss = 0;
  for (let i = 0, start = 0; i < y.length; i++, start += width) {
    let score = parameters[width];
    for (let a = 0; a < width; a++) score += parameters[a] * x[start + a];
    const margin = y[i] === 1 ? score : -score;
    loss += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    const p = sigmoid(score);
    const residual = p - y[i];
    const weight = p * sigmoid(-score);
    for (let a = 0; a < width; a++) {
      const weighted = weight * x[start + a];
      gradient[a] += residual * x[start + a];
      for (let b = 0; b <= a; b++) hessian[a * size + b] += weighted * x[start + b];
      hessian[width * size + a] += weighted;
    }
    gradient[width] += residual;
    hessian[width * size + width] += weight + FLOOR;
  }
  for (let a = 0; a < width; a++) {
    loss += (lambda / 2) * parameters[a] ** 2;
    gradient[a] += lambda * parameters[a];
    hessian[a * size + a] += lambda;
  }
  return { loss, gradient, hessian };
}

function model(
  scaling: Scaling,
  intercept: number,
  weightsUsed: Float64Array,
  fallback: number,
  link: (score: number) => number,
): LinearModel {
  const { features: k, used } = scaling;
  const weights = new Float64Array(k);
  used.forEach((j, i) => {
    weights[j] = weightsUsed[i];
  });
  const row = new Float64Array(used.length);
  return {
    intercept,
    weights,
    predict(features) {
      return Float64Array.from({ length: features.length / k }, (_, r) => {
        if (!isComplete(features, r, k)) return fallback;
        scaleRow(features, r, scaling, row);
        return link(row.reduce((sum, value, i) => sum + value * weightsUsed[i], intercept));
      });
    },
  };
}

function sigmoid(score: number): number {
  const e = Math.exp(-Math.abs(score));
  return (score < 0 ? e : 1) / (1 + e);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function requirePositive(lambda: number): void {
  if (!(lambda > 0 && lambda < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`lambda must be above 0, not ${lambda}`);
  }
}
