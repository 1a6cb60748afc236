import { Undefined } from '../../metrics/metric.js';
import { studentSf } from '../distributions/student.js';
import { blockRanks } from './block-ranks.js';

/** One pair of {@link conoverFriedman}. */
export interface ConoverPair {
  /** Columns of the two treatments. */
  readonly first: number;
  readonly second: number;
  /** Mean rank of the first less that of the second. */
  readonly difference: number;
  /** Student's t; null where the blocks agree entirely. */
  readonly statistic: number | null;
  readonly df: number;
  /** Two-sided, of this pair alone: for all pairs, {@link holm}. */
  readonly p: number;
}

/**
 * Conover's comparison of all pairs of treatments after {@link friedman} (Practical Nonparametric
 * Statistics, 3rd ed., 1999, section 5.8): t tests of the rank sums with their variance within
 * blocks, ties sharing the mean of their ranks, as scikit-posthocs' posthoc_conover_friedman.
 *
 * When all blocks rank the treatments alike, that variance is 0. A pair's p is then that of the
 * sign test, 2^(1-n) of n blocks, or 1 if its treatments are tied.
 *
 * @param blocks one row per block, one column per treatment
 * @returns the pairs, by first and then by second; undefined with fewer than two blocks or two
 * treatments (`too_few`), or when each block's values are all equal (`no_difference`)
 * @throws RangeError when rows differ in length or a value is not finite
 */
export function conoverFriedman(
  blocks: readonly ArrayLike<number>[],
): readonly ConoverPair[] | Undefined {
  const ranks = blockRanks(blocks);
  if (ranks instanceof Undefined) return ranks;
  const { k, sums, within } = ranks;
  const n = blocks.length;
  const between = sums.reduce((total, sum) => total + sum * sum, 0);
  const df = (n - 1) * (k - 1);
  const variance = (2 * (n * within - between)) / df;
  const pairs: ConoverPair[] = [];
  for (let first = 0; first < k; first++) {
    for (let second = first + 1; second < k; second++) {
      const distance = sums[first] - sums[second];
      const statistic = variance > 0 ? distance / Math.sqrt(variance) : null;
      const p =
        statistic === null
          ? 2 ** (distance === 0 ? 0 : 1 - n)
          : Math.min(1, 2 * studentSf(Math.abs(statistic), df));
      pairs.push({ first, second, difference: distance / (2 * n), statistic, df, p });
    }
  }
  return pairs;
}
