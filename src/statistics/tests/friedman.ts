import { Undefined } from '../../metrics/metric.js';
import { chiSquareSf } from '../distributions/tails.js';
import { doubledRanks } from '../ranks.js';
import { requireMatrix } from './input.js';

/** Result of {@link friedman}. */
export interface Friedman {
  /** Number of blocks. */
  readonly n: number;
  /** Of each treatment: the mean of its ranks, 1 being the smallest value of a block. */
  readonly meanRanks: readonly number[];
  /** Chi-square. */
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Friedman's test (J. Am. Stat. Assoc. 32 (1937) 675): do some treatments rank higher than others
 * within blocks? Ties share the mean of their ranks, and the statistic is corrected for them;
 * p is from the chi-square distribution, as in scipy.stats.friedmanchisquare.
 *
 * @param blocks one row per block, one column per treatment
 * @returns undefined with fewer than two blocks or two treatments (`too_few`), or when each
 * block's values are all equal (`no_difference`)
 * @throws RangeError when rows differ in length or a value is not finite
 */
export function friedman(blocks: readonly ArrayLike<number>[]): Friedman | Undefined {
  const k = requireMatrix(blocks);
  const n = blocks.length;
  if (n < 2 || k < 2) return new Undefined('too_few');
  // All in doubled ranks, which are whole, as are their deviations from their mean, k + 1.
  const sums = new Float64Array(k);
  let within = 0;
  for (const block of blocks) {
    const ranks = doubledRanks(Float64Array.from(block));
    for (let j = 0; j < k; j++) {
      const deviation = ranks[j] - (k + 1);
      sums[j] += deviation;
      within += deviation * deviation;
    }
  }
  if (within === 0) return new Undefined('no_difference');
  let between = 0;
  for (const sum of sums) between += sum * sum;
  const statistic = ((k - 1) * between) / within;
  const meanRanks = Array.from(sums, (sum) => (sum / n + k + 1) / 2);
  return { n, meanRanks, statistic, df: k - 1, p: chiSquareSf(statistic, k - 1) };
}
