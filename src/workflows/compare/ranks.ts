import { lossOfScored } from '../../evaluation/loss.js';
import type { Scored } from '../../evaluation/types.js';
import type { Metric } from '../../metrics/metric.js';
import { doubledRanks } from '../../statistics/ranks.js';

/**
 * Ranks of the values of a metric: 1 is best, equal ones share the mean of their ranks.
 *
 * @param values where the metric is undefined, so is the rank
 */
export function ranksOf(metric: Metric, values: readonly Scored[]): (number | null)[] {
  const known = values.filter(({ value }) => value !== null);
  const losses = known.map((scored) => lossOfScored(metric, scored) + 0);
  const ranks = doubledRanks(Float64Array.from(losses));
  let next = 0;
  return values.map(({ value }) => (value === null ? null : ranks[next++] / 2));
}
