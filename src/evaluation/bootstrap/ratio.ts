import type { Metric } from '../../metrics/metric.js';
import { jackknifeInterval } from '../../statistics/jackknife-t.js';
import { needsDraws } from './interval.js';
import type { Statistic } from './statistic.js';

/** The value of one source over that of another on the same rows. */
export interface Ratio {
  readonly value: number;
  /** Its 95% interval: a jackknife-t interval of the logarithm. */
  readonly ci95: readonly [number, number];
}

/**
 * The paired ratio of two sources in a metric that is an error: above 0, and the lower the better. A tolerance that is a
 * share is a limit of it, whereas the share of a measured value varies with the value (`node bench/gate-shares.js`).
 *
 * @returns null for other metrics, without leave-out values, and where a value is 0 or undefined
 */
export function ratioOf(metric: Metric, first: Statistic, second: Statistic): Ratio | null {
  const [own, theirs] = [first.resampled, second.resampled];
  if (metric.interval !== 'log' || metric.direction !== 'minimize' || metric.target !== undefined)
    return null;
  if (!own || !theirs || needsDraws(metric, first.method)) return null;
  const [a, b] = [first.value, second.value];
  if (typeof a !== 'number' || typeof b !== 'number' || !(a > 0 && b > 0)) return null;
  const value = a / b;
  const jackknife = own.jackknife.map((one, d) => one / theirs.jackknife[d]);
  const ci95 = jackknifeInterval(value, jackknife, 'log');
  return ci95 && { value, ci95 };
}

/** An interval of a ratio as one of the difference, for a given value of the second source. */
export function atValue([low, high]: Ratio['ci95'], value: number): readonly [number, number] {
  return [value * (low - 1), value * (high - 1)];
}
