import { Undefined } from '../../metrics/metric.js';
import { studentQuantile, studentSf } from '../distributions/student.js';
import { average, isRounding, largestMagnitude, requirePairs } from './input.js';

/** Result of {@link pairedT}; differences are a - b, in the unit of the values. */
export interface PairedT {
  readonly n: number;
  /** Mean difference. */
  readonly difference: number;
  readonly standardError: number;
  /** Difference over standard error. */
  readonly statistic: number;
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
  /** 95 % interval of the mean difference. */
  readonly interval: readonly [number, number];
}

/**
 * Student's t test of paired values (Student, Biometrika 6 (1908) 1): is the mean of a - b 0?
 *
 * @returns undefined with fewer than two pairs (`too_few`), or when all differences are equal but
 * for rounding (`no_difference` if they are 0, else `no_variation`)
 * @throws RangeError when the lengths differ or a value is not finite
 */
export function pairedT(a: ArrayLike<number>, b: ArrayLike<number>): PairedT | Undefined {
  requirePairs(a, b);
  const n = a.length;
  if (n < 2) return new Undefined('too_few');
  const differences = Float64Array.from(a, (value, i) => value - b[i]);
  const difference = average(differences);
  let squares = 0;
  let largest = 0;
  for (const d of differences) {
    squares += (d - difference) ** 2;
    largest = Math.max(largest, Math.abs(d - difference));
  }
  const magnitude = Math.max(largestMagnitude(a), largestMagnitude(b));
  // Squares of the smallest numbers are 0.
  if (squares === 0 || isRounding(largest, magnitude)) {
    return new Undefined(
      isRounding(Math.abs(difference), magnitude) ? 'no_difference' : 'no_variation',
    );
  }
  const df = n - 1;
  const standardError = Math.sqrt(squares / df / n);
  const statistic = difference / standardError;
  const p = Math.min(1, 2 * studentSf(Math.abs(statistic), df));
  const half = studentQuantile(0.975, df) * standardError;
  const interval = [difference - half, difference + half] as const;
  return { n, difference, standardError, statistic, df, p, interval };
}
