import { Undefined } from '../../metrics/metric.js';
import { fSf } from '../distributions/tails.js';
import { average, isRounding, largestMagnitude, requireFinite } from './input.js';

/** Result of {@link brownForsythe}. */
export interface BrownForsythe {
  /** F ratio. */
  readonly statistic: number;
  /** Degrees of freedom of the numerator and of the denominator. */
  readonly dfn: number;
  readonly dfd: number;
  readonly p: number;
}

/**
 * Levene's test with medians, of Brown & Forsythe (J. Am. Stat. Assoc. 69 (1974) 364): do the
 * groups differ in spread? An analysis of variance of the distances from each group's median,
 * as scipy.stats.levene.
 *
 * @param groups the values of each group; groups need not be as large
 * @returns undefined with fewer than two groups, an empty group, or no group of two (`too_few`),
 * or when within each group all values are as far from the median but for rounding, as with
 * groups of two (`no_variation`)
 * @throws RangeError when a value is not finite
 */
export function brownForsythe(groups: readonly ArrayLike<number>[]): BrownForsythe | Undefined {
  groups.forEach(requireFinite);
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const dfn = groups.length - 1;
  const dfd = total - groups.length;
  if (dfn < 1 || dfd < 1 || groups.some((group) => group.length === 0)) {
    return new Undefined('too_few');
  }
  const distances = groups.map((group) => {
    const center = median(group);
    return Float64Array.from(group, (value) => Math.abs(value - center));
  });
  const means = distances.map(average);
  const grand = means.reduce((sum, mean, g) => sum + mean * distances[g].length, 0) / total;
  let between = 0;
  let within = 0;
  let largest = 0;
  distances.forEach((group, g) => {
    between += group.length * (means[g] - grand) ** 2;
    for (const distance of group) {
      within += (distance - means[g]) ** 2;
      largest = Math.max(largest, Math.abs(distance - means[g]));
    }
  });
  // Squares of the smallest numbers are 0.
  if (within === 0 || isRounding(largest, Math.max(...groups.map(largestMagnitude)))) {
    return new Undefined('no_variation');
  }
  const statistic = between / dfn / (within / dfd);
  return { statistic, dfn, dfd, p: fSf(statistic, dfn, dfd) };
}

function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >>> 1;
  if (sorted.length % 2 === 1) return sorted[half];
  return sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
}
