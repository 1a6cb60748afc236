import { median } from 'simple-statistics';
import type { Metric } from '../../metrics/metric.js';
import { average } from '../../statistics/hypothesis/input.js';
import { doubledRanks } from '../../statistics/ranks.js';
import type { BenchResults } from '../results.js';
import { type CellSeries, lossesOf } from './series.js';
import type { ModelSummary, ReferenceTest } from './types.js';

/** Ranks, wins and losses of each model over all data sets and splits that any model has a value for. */
export function modelSummaries(
  metric: Metric,
  series: readonly CellSeries[],
  tests: readonly ReferenceTest[],
  { models, reference }: BenchResults,
): ModelSummary[] {
  const places = [...new Set(series.map(({ data, split }) => JSON.stringify([data, split])))];
  const names = models.map(({ name }) => name);
  const means = places.map((place) =>
    Float64Array.from(names, (name) => {
      const own = series.find(
        ({ data, split, model }) => JSON.stringify([data, split]) === place && model === name,
      );
      const losses = own ? lossesOf(own, metric) : null;
      // A model without a value is last.
      return losses === null ? Number.POSITIVE_INFINITY : average(losses);
    }),
  );
  const known = means.filter((row) => row.some(Number.isFinite));
  const ranks = known.map(doubledRanks);
  const against = names.indexOf(reference);
  return names.map((model, m) => {
    const own = tests.filter((test) => test.model === model);
    const pairs = known
      .map((row) => [row[m], row[against]] as const)
      .filter(([a, b]) => m !== against && Number.isFinite(a) && Number.isFinite(b));
    const gains = pairs.filter(([, b]) => b !== 0).map(([a, b]) => (b - a) / Math.abs(b));
    const significant = (verdict: string) =>
      own.filter((test) => test.significant && test.verdict === verdict).length;
    return {
      model,
      mean_rank: ranks.length === 0 ? null : average(ranks.map((row) => row[m] / 2)),
      ranked: known.length,
      compared: pairs.length,
      better: pairs.filter(([a, b]) => a < b).length,
      worse: pairs.filter(([a, b]) => a > b).length,
      significantly_better: significant('better'),
      significantly_worse: significant('worse'),
      median_gain: gains.length === 0 ? null : median(gains),
    };
  });
}
