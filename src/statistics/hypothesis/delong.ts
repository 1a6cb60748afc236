import { Undefined } from '../../metrics/metric.js';
import { normalQuantile, normalSf } from '../../numerics/normal.js';
import { doubledRanks } from '../ranks.js';
import { requirePairs } from './input.js';

/** Result of {@link delongTest}. */
export interface DelongTest {
  /** Areas under the two ROC curves, ties counting one half. */
  readonly aucA: number;
  readonly aucB: number;
  /** aucA - aucB. */
  readonly difference: number;
  /** Variance of the difference. */
  readonly variance: number;
  /** Difference over its standard error. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  /** 95 % interval of the difference, by the normal distribution; it may reach beyond ±1. */
  readonly interval: readonly [number, number];
}

/**
 * Test of two correlated ROC AUCs of DeLong, DeLong & Clarke-Pearson (Biometrics 44 (1988) 837), in
 * O(n log n) by the mid-ranks of Sun & Xu (IEEE Signal Process. Lett. 21 (2014) 1389).
 *
 * @param truth classes 0 and 1
 * @param a scores of one model, larger for class 1; any finite numbers
 * @param b scores of another, of the same cases
 * @returns undefined when a class is absent (`one_class`) or has a single case (`too_few`), or
 * when the variance is 0 (`no_difference` if the AUCs are equal, else `no_variation`)
 * @throws RangeError when the lengths differ or a score is not finite
 */
export function delongTest(
  truth: ArrayLike<number>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): DelongTest | Undefined {
  requirePairs(a, b);
  requirePairs(truth, a);
  const cases = Array.from({ length: truth.length }, (_, i) => i);
  const positives = cases.filter((i) => truth[i] === 1);
  const negatives = cases.filter((i) => truth[i] !== 1);
  const [m, n] = [positives.length, negatives.length];
  if (m === 0 || n === 0) return new Undefined('one_class');
  if (m < 2 || n < 2) return new Undefined('too_few');
  const placedA = placements(a, positives, negatives);
  const placedB = placements(b, positives, negatives);
  // Doubled placements are whole, so that differences and a variance of 0 are exact.
  const positive = moments(placedA.positive.map((v, i) => v - placedB.positive[i]));
  const negative = moments(placedA.negative.map((v, i) => v - placedB.negative[i]));
  const variance = positive.variance / (4 * n * n * m) + negative.variance / (4 * m * m * n);
  const difference = positive.mean / (2 * n);
  if (variance === 0) return new Undefined(difference === 0 ? 'no_difference' : 'no_variation');
  const standardError = Math.sqrt(variance);
  const z = difference / standardError;
  const half = normalQuantile(0.975) * standardError;
  return {
    aucA: moments(placedA.positive).mean / (2 * n),
    aucB: moments(placedB.positive).mean / (2 * n),
    difference,
    variance,
    z,
    p: 2 * normalSf(Math.abs(z)),
    interval: [difference - half, difference + half],
  };
}

/**
 * Twice the number of negatives that each positive is above, and of positives that each negative
 * is below; ties count one half.
 */
function placements(
  scores: ArrayLike<number>,
  positives: readonly number[],
  negatives: readonly number[],
) {
  const all = doubledRanks(Float64Array.from(scores));
  const amongPositives = doubledRanks(Float64Array.from(positives, (i) => scores[i]));
  const amongNegatives = doubledRanks(Float64Array.from(negatives, (i) => scores[i]));
  const most = 2 * positives.length;
  return {
    positive: Float64Array.from(positives, (i, k) => all[i] - amongPositives[k]),
    negative: Float64Array.from(negatives, (i, k) => most - (all[i] - amongNegatives[k])),
  };
}

/** Mean and sample variance of whole numbers. */
function moments(values: Float64Array) {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, variance: squares / (values.length - 1) };
}
