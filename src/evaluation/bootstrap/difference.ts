import { lossOf, type Metric, Undefined } from '../../metrics/metric.js';
import { inOwnUnit } from '../../numerics/magnitude.js';
import { bcaInterval } from '../../statistics/bca.js';
import type { Statistic } from './measure.js';
import type { Resampled } from './resample.js';

/** How two sources differ in a metric on the same rows. */
export interface Difference {
  /** Loss of the first less that of the second: above 0 where the first is worse. */
  readonly difference: number;
  /** BCa interval of it from the same draws of both; null without draws, or where too many are undefined. */
  readonly ci95: readonly [number, number] | null;
  /** Standard deviation of it over the draws; null likewise. */
  readonly standardError: number | null;
  /** Its value in each draw, NaN where it is undefined; null without draws. */
  readonly draws: Float64Array | null;
}

/** The paired difference of two sources, in the unit of the metric; null where it is undefined for one of them. */
export function lossDifference(
  metric: Metric,
  first: Statistic,
  second: Statistic,
): Difference | null {
  if (first.value instanceof Undefined || second.value instanceof Undefined) return null;
  const difference = lossOf(metric, first.value) - lossOf(metric, second.value);
  const [ours, theirs] = [first.resampled, second.resampled];
  if (!ours || !theirs) return { difference, ci95: null, standardError: null, draws: null };
  const subtract = (kind: keyof Resampled) =>
    ours[kind].map((value, d) => lossOf(metric, value) - lossOf(metric, theirs[kind][d]));
  const draws = subtract('draws');
  const ci95 = bcaInterval(difference, draws, subtract('jackknife'));
  return { difference, ci95, standardError: ci95 && deviation(draws), draws };
}

/** Sample standard deviation of the draws that are defined. */
function deviation(draws: Float64Array): number {
  const { values: defined, unit } = inOwnUnit(draws.filter((v) => !Number.isNaN(v)));
  const mean = defined.reduce((sum, v) => sum + v, 0) / defined.length;
  const squares = defined.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, defined.length - 1)) * unit;
}
