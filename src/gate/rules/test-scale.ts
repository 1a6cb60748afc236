import { type Difference, lossDifference } from '../../evaluation/bootstrap/difference.js';
import type { Statistic } from '../../evaluation/bootstrap/measure.js';
import type { Metric } from '../../metrics/metric.js';

/**
 * Metrics that are a function of a mean over rows, and what makes the mean of them. Of a difference of two roots the
 * bootstrap's standard error is too small where a few large errors dominate; of the means it is not (`npm run bench
 * gate-rules`).
 */
const MEANS: Readonly<Record<string, (value: number) => number>> = {
  rmse: (value) => value * value,
};

/**
 * By how many bootstrap standard errors the first source is worse than the second, below 0 where it is better; null
 * without an interval.
 *
 * @param found how they differ in the metric itself
 */
export function errorsWorse(
  metric: Metric,
  own: Statistic,
  theirs: Statistic,
  found: Difference,
): number | null {
  const mean = MEANS[metric.name];
  const tested = mean ? lossDifference(metric, mapped(own, mean), mapped(theirs, mean)) : found;
  if (!tested || tested.standardError === null) return null;
  return tested.difference === 0 ? 0 : tested.difference / tested.standardError;
}

function mapped({ value, resampled }: Statistic, by: (value: number) => number): Statistic {
  return {
    value: typeof value === 'number' ? by(value) : value,
    resampled: resampled && {
      draws: resampled.draws.map(by),
      jackknife: resampled.jackknife.map(by),
    },
  };
}
