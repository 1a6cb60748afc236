import { type Metric, Undefined } from '../../metrics/metric.js';
import { metricNamed, metrics } from '../../metrics/registry.js';
import { correctedResampledT } from '../../statistics/hypothesis/corrected-resampled-t.js';
import { average } from '../../statistics/hypothesis/input.js';
import { holm } from '../../statistics/multiplicity.js';
import { isSignificant, standingOf } from '../../statistics/standing.js';
import type { PublishedScore } from '../config/types.js';
import type { BenchResults } from '../results.js';
import { gapsOf } from './gaps.js';
import { modelSummaries } from './models.js';
import { publishedOf } from './published.js';
import {
  bestValue,
  type CellSeries,
  groupOf,
  lossesOf,
  meanOf,
  seriesOf,
  testToTrain,
} from './series.js';
import type {
  BenchReport,
  FailureGroup,
  MetricReport,
  ReferenceTest,
  TableEntry,
} from './types.js';

/**
 * Tables, tests and gaps of a benchmark's results.
 *
 * @param wanted metrics in the order in which they were asked for; the usual order unless given
 * @param published scores of others that models stand beside
 */
export function reportOf(
  results: BenchResults,
  wanted: readonly string[] = [],
  published: readonly PublishedScore[] = [],
): BenchReport {
  const { cells, reference, models, data, splits, version } = results;
  const count = (status: string) => cells.filter((cell) => cell.status === status).length;
  const series = seriesOf(cells);
  const present = new Set(
    cells.flatMap(({ scores }) => Object.keys(scores?.overall.metrics ?? {})),
  );
  const order = [...wanted, ...metrics.map(({ name }) => name)].filter((name) => present.has(name));
  return {
    command: 'bench',
    action: 'report',
    version,
    reference,
    models,
    data,
    splits,
    counts: { done: count('done'), failed: count('failed'), missing: count('missing') },
    metrics: [...new Set(order)].map((name) =>
      metricReport(metricNamed(name) as Metric, series, results, published),
    ),
    failures: failuresOf(cells),
    warnings: [
      ...new Set(
        cells.flatMap(({ data, model, scores }) =>
          (scores?.notes ?? []).map((note) => `${data}, ${model}: ${note}`),
        ),
      ),
    ],
  };
}

function metricReport(
  metric: Metric,
  all: readonly CellSeries[],
  results: BenchResults,
  published: readonly PublishedScore[],
): MetricReport {
  // Data sets of the other task have other metrics.
  const relevant = new Set(
    all.flatMap(({ data, cells }) =>
      cells.some(({ scores }) => scores && Object.hasOwn(scores.overall.metrics, metric.name))
        ? [data]
        : [],
    ),
  );
  const series = all.filter(({ data }) => relevant.has(data));
  const tests = testsOf(metric, series, results.reference);
  return {
    metric: metric.name,
    direction: metric.direction,
    target: bestValue(metric),
    table: series.map((one) => entryOf(one, metric.name)),
    models: modelSummaries(metric, series, tests, results),
    tested: tests.filter(({ p }) => p !== null).length,
    tests,
    gaps: gapsOf(metric, series, results),
    published: publishedOf(metric, series, published),
  };
}

function entryOf(series: CellSeries, metric: string): TableEntry {
  const { data, split, model, cells } = series;
  const mean = meanOf(series, metric);
  const count = (status: string) => cells.filter((cell) => cell.status === status).length;
  const bins = cells.find(({ scores }) => scores)?.scores?.strata.map(({ bin }) => bin) ?? [];
  return {
    data,
    split,
    model,
    ...mean,
    done: count('done'),
    failed: count('failed'),
    missing: count('missing'),
    repeats: cells.length,
    interval: mean.ci95 === null ? null : cells.length > 1 ? 'repeats' : 'rows',
    strata: bins.map((bin) => ({
      bin,
      n: average(cells.map(({ scores }) => groupOf(scores, bin)?.n ?? 0)),
      ...meanOf(series, metric, bin),
    })),
  };
}

/** Every other model against the reference: the corrected resampled t test, repeat by repeat, of losses. */
function testsOf(
  metric: Metric,
  series: readonly CellSeries[],
  reference: string,
): ReferenceTest[] {
  const losses = (one: CellSeries) => lossesOf(one, metric);
  const found = series.flatMap((one) => {
    const other = series.find(
      ({ data, split, model }) => data === one.data && split === one.split && model === reference,
    );
    if (!other || one.model === reference) return [];
    const [own, theirs] = [losses(one), losses(other)];
    if (own === null || theirs === null) return [];
    const test = own.length < 2 ? null : correctedResampledT(theirs, own, testToTrain(one));
    const gain = test === null || test instanceof Undefined ? null : test.interval;
    const p = test === null || test instanceof Undefined ? null : test.p;
    return [{ series: one, gain, p, change: average(own) - average(theirs) }];
  });
  const tested = found.filter(({ p }) => p !== null);
  const corrected = holm(tested.map(({ p }) => p as number));
  return found.map(({ series: { data, split, model }, gain, p, change }, i) => {
    const at = tested.indexOf(found[i]);
    const verdict = standingOf(gain);
    const p_holm = at < 0 ? null : corrected[at];
    // In the unit of the metric, not of the loss.
    const isLoss = metric.direction === 'minimize' || metric.target !== undefined;
    const difference = isLoss ? change : -change;
    const ci95 = gain && (isLoss ? ([-gain[1], -gain[0]] as const) : gain);
    const significant = isSignificant(verdict, p_holm);
    return { data, split, model, difference, ci95, p, p_holm, verdict, significant };
  });
}

/** By model and reason, in the order of the first cell of each. */
function failuresOf(cells: BenchResults['cells']): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { id, data, split, repeat, model, failure } of cells) {
    if (!failure) continue;
    const key = JSON.stringify([model, failure.message]);
    const before = groups.get(key)?.cells ?? [];
    groups.set(key, { model, ...failure, cells: [...before, { id, data, split, repeat }] });
  }
  return [...groups.values()];
}
