import { Undefined } from '../../metrics/metric.js';
import { studentQuantile, studentSf } from '../distributions/student.js';
import { type PairedT, pairedT } from './paired-t.js';

/**
 * The corrected resampled t test of Nadeau & Bengio (Mach. Learn. 52 (2003) 239) of two methods
 * that were trained and tested on the same random splits: is the mean of a - b 0?
 *
 * The training sets of the splits overlap, so that the differences are not independent and their
 * mean varies more than a paired t test believes. Its variance is taken as (1 / J + test / train)
 * times that of the J differences; for repeated k-fold cross-validation test / train is
 * 1 / (k - 1) (Bouckaert & Frank, PAKDD 2004).
 *
 * @param a results of one method, one per split
 * @param b results of the other, on the same splits
 * @param testToTrain rows in a test set over rows in its training set, from 0; with 0 it is the
 * paired t test
 * @returns undefined with fewer than two splits (`too_few`), or when all differences are equal
 * but for rounding (`no_difference` if they are 0, else `no_variation`)
 * @throws RangeError when the lengths differ, a value is not finite, or the ratio is below 0
 */
export function correctedResampledT(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  testToTrain: number,
): PairedT | Undefined {
  const inflation = tInflation(a.length, testToTrain);
  const plain = pairedT(a, b);
  if (plain instanceof Undefined) return plain;
  const { difference, df } = plain;
  const standardError = plain.standardError * inflation;
  const statistic = difference / standardError;
  const half = studentQuantile(0.975, df) * standardError;
  return {
    ...plain,
    standardError,
    statistic,
    p: Math.min(1, 2 * studentSf(Math.abs(statistic), df)),
    interval: [difference - half, difference + half],
  };
}

/**
 * How often a paired t test of level `alpha` tells two equal methods apart, when the differences
 * on any two splits are correlated by test / (test + train), as Nadeau & Bengio assume: its
 * statistic is then Student's t, widened by √(1 + J · test / train).
 *
 * @param splits J, from 2
 * @param testToTrain rows in a test set over rows in its training set, from 0
 */
export function uncorrectedErrorRate(splits: number, testToTrain: number, alpha = 0.05): number {
  const df = splits - 1;
  const limit = studentQuantile(1 - alpha / 2, df);
  return 2 * studentSf(limit / tInflation(splits, testToTrain), df);
}

function tInflation(splits: number, testToTrain: number): number {
  if (!(testToTrain >= 0 && testToTrain < Number.POSITIVE_INFINITY)) {
    throw new RangeError('rows to test over rows to train must be a number from 0');
  }
  return Math.sqrt(1 + splits * testToTrain);
}
