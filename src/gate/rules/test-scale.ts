import { type Difference, lossDifference } from '../../evaluation/bootstrap/difference.js';
import type { Statistic } from '../../evaluation/bootstrap/statistic.js';
import type { Metric } from '../../metrics/metric.js';

/**
 * Metrics that are a function of a mean over rows, and what makes the mean of them. Of a difference of two roots the
 * standard error is too small where a few large errors dominate; of the means it is not (`npm run bench gate-rules`).
 */
const MEANS: Readonly<Record<string, (value: number) => number>> = {
  rmse: (value) => value * value,
};

/** A worsening in standard errors. */
export interface TestedWorsening {
  /** By how many standard errors the first source is worse than the second, below 0 where it is better. */
  readonly errors: number;
  /** Degrees of freedom of the standard error, for Student's t. */
  readonly df: number;
}

/**
 * How surely the first source is worse than the second; null without an interval.
 *
 * @param found how they differ in the metric itself
 */
export function testedWorsening(
  metric: Metric,
  own: Statistic,
  theirs: Statistic,
  found: Difference,
): TestedWorsening | null {
  const mean = MEANS[metric.name];
  const tested = mean ? lossDifference(metric, mapped(own, mean), mapped(theirs, mean)) : found;
  if (!tested?.spread) return null;
  const { standardError, df } = tested.spread;
  return { errors: tested.difference === 0 ? 0 : tested.difference / standardError, df };
}

function mapped(statistic: Statistic, by: (value: number) => number): Statistic {
  const { value, resampled } = statistic;
  return {
    ...statistic,
    value: typeof value === 'number' ? by(value) : value,
    resampled: resampled && {
      draws: resampled.draws.map(by),
      jackknife: resampled.jackknife.map(by),
    },
  };
}
