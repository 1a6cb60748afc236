import {
  studentizedRangeQuantile,
  studentizedRangeSf,
} from '../distributions/studentized-range.js';

/** One pair of {@link tukeyHsd}. */
export interface TukeyPair {
  /** Positions of the two means. */
  readonly first: number;
  readonly second: number;
  /** means[first] - means[second]. */
  readonly difference: number;
  /** Studentized range: the distance of the two over the standard error of a mean. */
  readonly statistic: number;
  /** Adjusted for all pairs. */
  readonly p: number;
  /** 95 % interval of the difference, for all pairs at once. */
  readonly interval: readonly [number, number];
}

/**
 * Tukey's honestly significant differences (The Problem of Multiple Comparisons, 1953): all pairs
 * of means after an analysis of variance, as statsmodels' pairwise_tukeyhsd and
 * scipy.stats.tukey_hsd. After {@link repeatedMeasuresAnova} the error is what is left when blocks
 * are taken away, as Ash et al. (J. Chem. Inf. Model. 65 (2025) 9398) do.
 *
 * @param means two or more, each of `n` values
 * @param meanSquareError above 0
 * @param df degrees of freedom of the error, from 1
 * @returns the pairs, by first and then by second
 */
export function tukeyHsd(
  means: readonly number[],
  n: number,
  meanSquareError: number,
  df: number,
): TukeyPair[] {
  const k = means.length;
  const standardError = Math.sqrt(meanSquareError / n);
  const half = studentizedRangeQuantile(0.05, k, df) * standardError;
  const pairs: TukeyPair[] = [];
  for (let first = 0; first < k; first++) {
    for (let second = first + 1; second < k; second++) {
      const difference = means[first] - means[second];
      const statistic = Math.abs(difference) / standardError;
      pairs.push({
        first,
        second,
        difference,
        statistic,
        p: studentizedRangeSf(statistic, k, df),
        interval: [difference - half, difference + half],
      });
    }
  }
  return pairs;
}
