import { Undefined } from '../../metrics/metric.js';
import { normalQuantile, normalSf } from '../../numerics/normal.js';
import { polynomial } from '../../numerics/series.js';
import { average, isRounding, largestMagnitude, requireFinite } from './input.js';

/** Result of {@link shapiroWilk}. */
export interface ShapiroWilk {
  /** W, at most 1; the smaller the less normal. */
  readonly statistic: number;
  readonly p: number;
}

// Coefficients of Royston, "Remark AS R94", Appl. Statist. 44 (1995) 547. Each list starts with the
// highest power.
const LARGEST_WEIGHT = [-2.706056, 4.434685, -2.07119, -0.147981, 0.221157, 0];
const SECOND_WEIGHT = [-3.582633, 5.682633, -1.752461, -0.293762, 0.042981, 0];
const FEW_LIMIT = [0.459, -2.273];
const FEW_MEAN = [-6.714e-4, 0.025054, -0.39978, 0.544];
const FEW_LOG_SD = [-0.0020322, 0.062767, -0.77857, 1.3822];
const MANY_MEAN = [0.0038915, -0.083751, -0.31082, -1.5861];
const MANY_LOG_SD = [0.0030302, -0.082676, -0.4803];

/** Up to this many values 1 - W is fitted by a three-parameter log-normal distribution. */
const FEW = 11;

/**
 * Shapiro and Wilk's test (Biometrika 52 (1965) 591) in Royston's approximation, algorithm AS R94:
 * are the values from a normal distribution? As R's shapiro.test and scipy.stats.shapiro. It was
 * fitted up to 5000 values; above, p is an extrapolation.
 *
 * @returns undefined with fewer than three values (`too_few`), or when all are equal but for
 * rounding (`no_variation`)
 * @throws RangeError when a value is not finite
 */
export function shapiroWilk(values: ArrayLike<number>): ShapiroWilk | Undefined {
  requireFinite(values);
  const n = values.length;
  if (n < 3) return new Undefined('too_few');
  const sorted = Float64Array.from(values).sort();
  const range = sorted[n - 1] - sorted[0];
  if (range === 0 || isRounding(range, largestMagnitude(values))) {
    return new Undefined('no_variation');
  }
  // Squares of the smallest numbers are 0; those of a range of 1 are not.
  const scaled = sorted.map((value) => (value - sorted[0]) / range);
  const mean = average(scaled);
  const weights = weightsFor(n);
  let explained = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const deviation = scaled[i] - mean;
    explained += weights[i] * deviation;
    total += deviation * deviation;
  }
  const root = Math.sqrt(total);
  // 1 - W without the difference of two numbers near 1; the weights' squares add up to 1.
  const rest = Math.max(0, ((root - explained) * (root + explained)) / total);
  return { statistic: 1 - rest, p: upperTail(rest, n) };
}

/** What each value counts, from the smallest to the largest; the sum of their squares is 1. */
function weightsFor(n: number): Float64Array {
  const weights = new Float64Array(n);
  const half = n >>> 1;
  const put = (i: number, weight: number) => {
    weights[i] = -weight;
    weights[n - 1 - i] = weight;
  };
  if (n === 3) {
    put(0, Math.SQRT1_2);
    return weights;
  }
  // Blom's approximation to the expected values of normal order statistics.
  const scores = Float64Array.from(
    { length: half },
    (_, i) => -normalQuantile((i + 1 - 0.375) / (n + 0.25)),
  );
  const squares = 2 * scores.reduce((sum, score) => sum + score * score, 0);
  const u = 1 / Math.sqrt(n);
  const fitted = [LARGEST_WEIGHT, ...(n > 5 ? [SECOND_WEIGHT] : [])].map(
    (coefficients, i) => polynomial(coefficients, u) + scores[i] / Math.sqrt(squares),
  );
  let left = squares;
  let share = 1;
  fitted.forEach((weight, i) => {
    left -= 2 * scores[i] * scores[i];
    share -= 2 * weight * weight;
  });
  for (let i = 0; i < half; i++) {
    put(i, i < fitted.length ? fitted[i] : scores[i] / Math.sqrt(left / share));
  }
  return weights;
}

/** P(a smaller W) for normal values. @param rest 1 - W */
function upperTail(rest: number, n: number): number {
  // Exact: with three values W is at least 3/4.
  if (n === 3) {
    return Math.max(0, 1 - (6 / Math.PI) * Math.asin(Math.sqrt(Math.min(1, rest))));
  }
  if (rest === 0) return 1;
  const size = n <= FEW ? n : Math.log(n);
  const logRest = Math.log(rest);
  const limit = polynomial(FEW_LIMIT, n);
  // W below what the fit knows.
  if (n <= FEW && logRest >= limit) return 0;
  const y = n <= FEW ? -Math.log(limit - logRest) : logRest;
  const mean = polynomial(n <= FEW ? FEW_MEAN : MANY_MEAN, size);
  const sd = Math.exp(polynomial(n <= FEW ? FEW_LOG_SD : MANY_LOG_SD, size));
  return normalSf((y - mean) / sd);
}
