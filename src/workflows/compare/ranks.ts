import { lossOf, type Metric } from '../../metrics/metric.js';
import { doubledRanks } from '../../statistics/ranks.js';

/**
 * Ranks of the values of a metric: 1 is best, equal ones share the mean of their ranks.
 *
 * @param values null where the metric is undefined, and so is the rank
 */
export function ranksOf(metric: Metric, values: readonly (number | null)[]): (number | null)[] {
  const losses = values.flatMap((value) => (value === null ? [] : [lossOf(metric, value) + 0]));
  const ranks = doubledRanks(Float64Array.from(losses));
  let next = 0;
  return values.map((value) => (value === null ? null : ranks[next++] / 2));
}
