import { Undefined } from '../../metrics/metric.js';
import { incompleteBeta } from '../distributions/beta.js';

/** Result of {@link mcnemarExact}. */
export interface McNemar {
  /** Cases on which the two disagree. */
  readonly n: number;
  /** The smaller of the two counts. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * McNemar's exact test of two classifiers on the same cases (Psychometrika 12 (1947) 153): among
 * the cases that one of them alone has right, is each as often the one? Twice the smaller
 * binomial tail at ½, at most 1, as in statsmodels and R's binom.test.
 *
 * @param n01 cases that only the second has right
 * @param n10 cases that only the first has right
 * @returns undefined when they never disagree (`no_difference`)
 * @throws RangeError when a count is not a whole number from 0
 */
export function mcnemarExact(n01: number, n10: number): McNemar | Undefined {
  if (!(Number.isSafeInteger(n01) && Number.isSafeInteger(n10) && n01 >= 0 && n10 >= 0)) {
    throw new RangeError('mcnemarExact: counts must be whole numbers from 0');
  }
  const n = n01 + n10;
  if (n === 0) return new Undefined('no_difference');
  const statistic = Math.min(n01, n10);
  // P(X ≤ s) of n trials is I_½(n - s, s + 1); Abramowitz & Stegun 26.5.24.
  const tail = n01 === n10 ? 1 : incompleteBeta(n - statistic, statistic + 1, 0.5);
  return { n, statistic, p: Math.min(1, 2 * tail) };
}
