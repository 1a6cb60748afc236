import { lossOf, type Metric, Undefined } from '../../metrics/metric.js';
import { inOwnUnit } from '../../numerics/magnitude.js';
import { jackknifeInterval, jackknifeSpread } from '../../statistics/jackknife-t.js';
import { drawnInterval, needsDraws, studentizedScale } from './interval.js';
import type { Statistic } from './statistic.js';

/** How two sources differ in a metric on the same rows. */
export interface Difference {
  /** Loss of the first less that of the second: above 0 where the first is worse. */
  readonly difference: number;
  /** 95% interval of it from the same samples of both; null without samples, or where too many are undefined. */
  readonly ci95: readonly [number, number] | null;
  /** Standard error of it, and the degrees of freedom for Student's t; null likewise. */
  readonly spread: { readonly standardError: number; readonly df: number } | null;
}

/**
 * The paired difference of two sources, in the unit of the metric; null where it is undefined for one of them. Its
 * interval is a jackknife-t interval, or BCa for metrics of which the jackknife does not hold, unless the statistics have
 * another method.
 *
 * @param first that of the first source, where the method is studentized
 */
export function lossDifference(
  metric: Metric,
  first: Statistic,
  second: Statistic,
): Difference | null {
  if (first.value instanceof Undefined || second.value instanceof Undefined) return null;
  const lossIn = ({ target }: Statistic, value: number) => lossOf(metric, value, target);
  const difference = lossIn(first, first.value) - lossIn(second, second.value);
  const [ours, theirs] = [first.resampled, second.resampled];
  if (!ours || !theirs) return { difference, ci95: null, spread: null };
  const subtract = (kind: 'draws' | 'jackknife') =>
    ours[kind].map((value, d) => lossIn(first, value) - lossIn(second, theirs[kind][d]));
  const jackknife = subtract('jackknife');
  const { method } = first;
  if (!needsDraws(metric, method)) {
    const ci95 = jackknifeInterval(difference, jackknife);
    return { difference, ci95, spread: ci95 && jackknifeSpread(jackknife) };
  }
  const { units = 0 } = first;
  const draws = subtract('draws');
  const scale = studentizedScale(metric) && 'identity';
  const drawn = { draws, jackknife, errors: theirs.differenceErrors };
  const ci95 = drawnInterval(method ?? 'bca', difference, drawn, scale);
  if (!ci95) return { difference, ci95, spread: null };
  // A bootstrap's standard error divides by the number of units, Student's by one less.
  const standardError = deviation(draws) * Math.sqrt(units / Math.max(1, units - 1));
  return { difference, ci95, spread: { standardError, df: Math.max(1, units - 1) } };
}

/** Sample standard deviation of the draws that are defined. */
function deviation(draws: Float64Array): number {
  const { values: defined, unit } = inOwnUnit(draws.filter((v) => !Number.isNaN(v)));
  const mean = defined.reduce((sum, v) => sum + v, 0) / defined.length;
  const squares = defined.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, defined.length - 1)) * unit;
}
