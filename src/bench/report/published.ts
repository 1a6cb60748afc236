import { median } from 'simple-statistics';
import { lossOf, type Metric } from '../../metrics/metric.js';
import { average } from '../../statistics/hypothesis/input.js';
import type { PublishedScore } from '../config/types.js';
import { bestValue, type CellSeries, lossesOf } from './series.js';
import type { PublishedComparison } from './types.js';

/**
 * The mean of each model beside published scores: the gain is the share by which its loss is lower, and so above 0 where
 * it is better. A published score has no interval here, so nothing is tested.
 */
export function publishedOf(
  metric: Metric,
  series: readonly CellSeries[],
  published: readonly PublishedScore[],
): PublishedComparison | null {
  const scores = published.filter((one) => one.metric === metric.name);
  if (scores.length === 0) return null;
  const models = [...new Set(series.map(({ model }) => model))].map((model) => {
    const gains = scores.map(({ data, split, value }) => {
      const own = series.find(
        (one) => one.data === data && one.split === split && one.model === model,
      );
      const losses = own ? lossesOf(own, metric) : null;
      if (losses === null) return null;
      const theirs = lossOf(metric, value, bestValue(metric) ?? undefined);
      if (theirs === 0) return null;
      return (theirs - average(losses)) / Math.abs(theirs);
    });
    const known = gains.filter((gain) => gain !== null);
    return { model, gains, median_gain: known.length === 0 ? null : median(known) };
  });
  return {
    scores: scores.map(({ data, split, value, source }) => ({ data, split, value, source })),
    models,
  };
}
