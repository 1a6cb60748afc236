import { Undefined } from '../../metrics/metric.js';
import { chiSquareSf } from '../distributions/tails.js';
import { blockRanks } from './block-ranks.js';

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
  const ranks = blockRanks(blocks);
  if (ranks instanceof Undefined) return ranks;
  const { k, sums, within } = ranks;
  const n = blocks.length;
  let between = 0;
  for (const sum of sums) between += sum * sum;
  const statistic = ((k - 1) * between) / within;
  const meanRanks = Array.from(sums, (sum) => (sum / n + k + 1) / 2);
  return { n, meanRanks, statistic, df: k - 1, p: chiSquareSf(statistic, k - 1) };
}
