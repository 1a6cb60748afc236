import { Undefined } from '../../metrics/metric.js';
import { normalSf } from '../../numerics/normal.js';
import { doubledRanks } from '../ranks.js';
import { requirePairs } from './input.js';

/** Up to this many differences the distribution is exact; 2^50 assignments of signs are countable. */
const EXACT = 50;

/** Result of {@link wilcoxonSignedRank}; differences are a - b. */
export interface WilcoxonSignedRank {
  /** Differences other than 0. */
  readonly n: number;
  /** Differences of 0, which are left out. */
  readonly zeros: number;
  /** Sums of the ranks of the positive and of the negative differences. */
  readonly positive: number;
  readonly negative: number;
  /** The smaller of the two sums. */
  readonly statistic: number;
  /** Whether p is from the exact distribution. */
  readonly exact: boolean;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Wilcoxon's signed-rank test of paired values (Biometrics Bull. 1 (1945) 80): are the
 * differences a - b symmetric about 0?
 *
 * Differences of 0 are left out, and equal magnitudes share the mean of their ranks. With up to 50
 * differences, p is from the exact distribution over all assignments of signs to these very
 * ranks, which is right with ties, too; without ties it is that of scipy.stats.wilcoxon. With
 * more, it is from the normal distribution, its variance corrected for ties, without a correction
 * for continuity.
 *
 * @returns undefined without pairs (`too_few`), or when all differences are 0 (`no_difference`)
 * @throws RangeError when the lengths differ or a value is not finite
 */
export function wilcoxonSignedRank(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): WilcoxonSignedRank | Undefined {
  requirePairs(a, b);
  if (a.length === 0) return new Undefined('too_few');
  const differences = Float64Array.from(a, (value, i) => value - b[i]).filter((d) => d !== 0);
  const n = differences.length;
  if (n === 0) return new Undefined('no_difference');
  const ranks = doubledRanks(differences.map(Math.abs));
  let positive = 0;
  for (let i = 0; i < n; i++) if (differences[i] > 0) positive += ranks[i];
  const negative = n * (n + 1) - positive;
  const smaller = Math.min(positive, negative);
  const exact = n <= EXACT;
  const tail = exact ? exactTail(ranks, smaller) : normalTail(ranks, smaller);
  return {
    n,
    zeros: a.length - n,
    positive: positive / 2,
    negative: negative / 2,
    statistic: smaller / 2,
    exact,
    p: Math.min(1, 2 * tail),
  };
}

/** Share of the assignments of signs whose positive doubled ranks add up to at most `limit`. */
function exactTail(ranks: Float64Array, limit: number): number {
  // How many subsets of the ranks have each sum.
  const subsets = new Float64Array(limit + 1);
  subsets[0] = 1;
  for (const rank of ranks) {
    for (let sum = limit; sum >= rank; sum--) subsets[sum] += subsets[sum - rank];
  }
  return subsets.reduce((count, more) => count + more) / 2 ** ranks.length;
}

/** The same, by the normal distribution of that mean and variance. */
function normalTail(ranks: Float64Array, limit: number): number {
  const n = ranks.length;
  let squares = 0;
  for (const rank of ranks) squares += rank * rank;
  // Each doubled rank is there or not: its variance is a quarter of its square.
  return normalSf(((n * (n + 1)) / 2 - limit) / Math.sqrt(squares / 4));
}
