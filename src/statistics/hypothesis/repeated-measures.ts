import { Undefined } from '../../metrics/metric.js';
import { fSf } from '../distributions/tails.js';
import { average, isRounding, largestMagnitude, requireMatrix } from './input.js';

/** Result of {@link repeatedMeasuresAnova}. */
export interface RepeatedMeasuresAnova {
  /** Number of blocks. */
  readonly n: number;
  /** Mean of each treatment. */
  readonly means: readonly number[];
  /** Mean square of the error: its variance, as a comparison of pairs of treatments needs it. */
  readonly meanSquareError: number;
  /** F ratio. */
  readonly statistic: number;
  /** Degrees of freedom of the treatments, and of the error. */
  readonly dfn: number;
  readonly dfd: number;
  readonly p: number;
}

/**
 * One-way analysis of variance with repeated measures (Girden, ANOVA: Repeated Measures, 1992): do
 * the means of the treatments differ, when what blocks have in common is taken away? No
 * correction for want of sphericity; as statsmodels' AnovaRM.
 *
 * @param blocks one row per block (subject, or fold), one column per treatment
 * @returns undefined with fewer than two blocks or two treatments (`too_few`), or when the error
 * is 0 but for rounding (`no_difference` if so are the effects, else `no_variation`)
 * @throws RangeError when rows differ in length or a value is not finite
 */
export function repeatedMeasuresAnova(
  blocks: readonly ArrayLike<number>[],
): RepeatedMeasuresAnova | Undefined {
  const k = requireMatrix(blocks);
  const n = blocks.length;
  if (n < 2 || k < 2) return new Undefined('too_few');
  const blockMeans = blocks.map(average);
  const grand = average(blockMeans);
  // A treatment's effect is the mean of its deviations from the block means.
  const deviations = blocks.map((row, i) => Float64Array.from(row, (v) => v - blockMeans[i]));
  const effects = Array.from({ length: k }, (_, j) => average(deviations.map((row) => row[j])));
  let error = 0;
  let largest = 0;
  for (const row of deviations) {
    for (let j = 0; j < k; j++) {
      const residual = row[j] - effects[j];
      error += residual * residual;
      largest = Math.max(largest, Math.abs(residual));
    }
  }
  const magnitude = Math.max(...blocks.map(largestMagnitude));
  // Squares of the smallest numbers are 0.
  if (error === 0 || isRounding(largest, magnitude)) {
    const same = isRounding(largestMagnitude(effects), magnitude);
    return new Undefined(same ? 'no_difference' : 'no_variation');
  }
  const dfn = k - 1;
  const dfd = dfn * (n - 1);
  const meanSquareError = error / dfd;
  const between = n * effects.reduce((sum, effect) => sum + effect * effect, 0);
  const statistic = between / dfn / meanSquareError;
  return {
    n,
    means: effects.map((effect) => grand + effect),
    meanSquareError,
    statistic,
    dfn,
    dfd,
    p: fSf(statistic, dfn, dfd),
  };
}
