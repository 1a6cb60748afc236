import type { LibraryParts } from '../../dataset/library-parts.js';
import { parametersFrom } from '../../dataset/manifest/parameters.js';
import {
  type CrossFitted,
  coverageOf,
  crossFitted,
} from '../../evaluation/conformal/cross-fitted.js';
import { isUsable, membersByBin } from '../../evaluation/conformal/regions.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import { lossAlong } from '../../evaluation/expected/along.js';
import { furtherMolecules } from '../../evaluation/expected/planning.js';
import type { Evaluation } from '../../evaluation/open.js';
import { parametersOf } from '../../evaluation/parameters.js';
import type { ScoredTarget, Targets } from '../../evaluation/predictions/targets/types.js';
import type { ScoredRows } from '../../evaluation/scored-rows.js';
import { trainCounts } from '../../evaluation/train-counts.js';
import type { Metric } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import type { Random } from '../../random.js';
import { leastCalibration } from '../../statistics/conformal.js';
import { countsIn } from '../../statistics/histogram.js';
import { type ExpectedMean, meanElsewhere } from '../../statistics/mean-elsewhere.js';
import { jackknifeParts, partition } from '../../statistics/resampling.js';
import type { Table } from '../../tables/table.js';
import { VERSION } from '../../version.js';
import type { Calibrated } from './calibrated.js';
import { applicabilityDomain } from './domain.js';
import { HISTOGRAM_EDGES, nearestWithin } from './histogram.js';
import type { LibraryRows } from './library.js';
import type { LibraryPredictions } from './library-predictions.js';
import type { Estimate, ExpectedStratum, ExpectSummary } from './types.js';

/** All that was found, to be summarized. */
export interface Found {
  readonly evaluation: Evaluation;
  readonly context: EvaluationContext;
  readonly targets: Targets;
  readonly target: ScoredTarget;
  readonly scored: ScoredRows;
  readonly calibrated: Calibrated;
  readonly library: LibraryParts;
  readonly rows: LibraryRows;
  readonly predicted: LibraryPredictions | null;
  /** Of the predictions of the test molecules. */
  readonly table: Table | null;
  /** Wanted width of the interval of the expected error. */
  readonly width: number | undefined;
  readonly warnings: readonly string[];
  readonly outputs: ExpectSummary['outputs'];
}

/** The expected metrics of each task: the loss that each is the mean of, and what it is made of it. */
const METRICS = {
  regression: [
    ['mae', 'mae', (v: number) => v],
    ['rmse', 'mse', Math.sqrt],
  ],
  classification: [
    ['brier', 'brier', (v: number) => v],
    ['error_rate', 'error_rate', (v: number) => v],
  ],
} as const;

/** @throws AbortedError */
export async function summaryOf(found: Found, random: Random): Promise<ExpectSummary> {
  const { evaluation, context, targets, target, scored, calibrated, library, rows } = found;
  const { settings, pool, clock, job } = evaluation;
  const { set, coverage, bins } = calibrated;
  const [main] = METRICS[set.task];
  const elsewhere = Float64Array.from(rows.similarities).sort();
  const parts = jackknifeParts(set.units);
  const { leastUnits = 0 } = scored.rows;
  const ofUnit = partition(set.units, random.fork());
  const part = set.unit.map((u) => ofUnit[u]);
  const means = METRICS[set.task].map(([name, loss, to]): [string, ExpectedMean, Estimate] => {
    const measured = { x: set.similarity, y: set.losses[loss], part, parts };
    const mean = meanElsewhere(measured, elsewhere, lossAlong);
    const known = set.units < leastUnits ? null : mean.ci95;
    const ci95 = known && ([to(known[0]), to(known[1])] as const);
    return [name, mean, { value: to(mean.value), ci95 }];
  });
  const [, mean, expected] = means[0];
  const fitted = crossFitted(set, bins.count, coverage, random.fork());
  const pooled = crossFitted(set, 1, coverage, random.fork());
  const { strata, planning } = planned(found, main[0], mean, expected, fitted, pooled);
  const similarity = Float64Array.from(scored.kept, (i) => context.toTrain.similarity(i));
  const domain = await applicabilityDomain(
    { rows: scored.rows, similarity, set, fitted, library: elsewhere },
    metricNamed(main[0]) as Metric,
    settings,
    random.fork(),
    job,
  );
  clock.lap('metrics');
  const training = await nearestWithin(context.test.train, random.fork(), job);
  clock.lap('training');
  const { inside, outside, invalid } = rows.counts;
  const valid = elsewhere.length;
  const low = set.similarity[0];
  const high = set.similarity[set.count - 1];
  return {
    command: 'expect',
    version: VERSION,
    rdkit: await pool.rdkitVersion(),
    seed: settings.seed,
    parameters: {
      ...parametersOf(settings, targets, set.task),
      ...parametersFrom({ coverage, width: found.width }),
    },
    inputs: inputsOf(found),
    join: targets.join,
    task: set.task,
    coverage,
    intervals: {
      method: 'mondrian_split_conformal',
      score:
        set.task === 'classification'
          ? 'one_minus_probability'
          : set.normalized
            ? 'absolute_error_over_std'
            : 'absolute_error',
      least_calibration: leastCalibration(coverage),
    },
    train: trainCounts(target.train, context),
    calibration: {
      of: evaluation.options.testRows ?? 'test',
      rows: scored.kept.length,
      molecules: set.count,
      resampled: scored.resampled,
    },
    library: {
      path: library.path,
      sha256: library.table.sha256,
      records: library.records,
      ...{ invalid, inside, outside },
      outside_share: outside / valid,
      reasons: rows.reasons,
    },
    expected: {
      method: 'isotonic_strata',
      in_range: elsewhere.filter((s) => s >= low && s <= high).length / valid,
      metrics: Object.fromEntries(means.map(([name, , estimate]) => [name, estimate])),
      test: Object.fromEntries(
        METRICS[set.task].map(([name, loss, to]) => [name, to(average(set.losses[loss]))]),
      ),
    },
    strata,
    histogram: {
      edges: HISTOGRAM_EDGES,
      library: countsIn(elsewhere, HISTOGRAM_EDGES),
      test: countsIn(set.similarity, HISTOGRAM_EDGES),
      train: countsIn(training, HISTOGRAM_EDGES),
    },
    planning,
    domain,
    least_similar: rows.leastSimilar.rows,
    outputs: found.outputs,
    warnings: found.warnings,
    seconds: clock.seconds(),
  };
}

function inputsOf({ table, context, library, predicted }: Found): ExpectSummary['inputs'] {
  const input = (role: string, { path, sha256, rows }: Table) => [
    { role, path, sha256, rows: rows.length },
  ];
  return [
    ...(table ? input('predictions', table) : []),
    ...context.test.inputs,
    {
      role: 'library',
      path: library.path,
      sha256: library.table.sha256,
      rows: library.records,
    },
    ...(predicted ? [{ role: 'library_predictions', ...predicted.input }] : []),
  ];
}

/** Strata, and how many more test molecules are needed in each. */
function planned(
  { calibrated, rows, width: given }: Found,
  metric: string,
  { errors }: ExpectedMean,
  { ci95 }: Estimate,
  fitted: CrossFitted,
  pooled: CrossFitted,
): { strata: ExpectedStratum[]; planning: ExpectSummary['planning'] } {
  const { set, bins, coverage, regions } = calibrated;
  const [loss] = Object.values(set.losses);
  const valid = rows.similarities.length;
  const members = membersByBin(set, bins.count);
  const least = leastCalibration(coverage);
  const planned = members.map((own, b) => ({
    share: rows.byBin[b] / valid,
    measured: own.length,
    deviation: deviation(own.map((m) => loss[m])),
  }));
  const width = ci95 && ci95[1] - ci95[0];
  const goal = goalOf(given, width, errors);
  const more = 'factor' in goal ? furtherMolecules(planned, goal.factor) : null;
  const strata = members.map((of, b): ExpectedStratum => {
    const { limits, byClass } = regions[b];
    const finite = limits.map((limit) => (Number.isFinite(limit) ? limit : null));
    return {
      bin: bins.labels[b],
      low: bins.low(b),
      high: bins.high(b),
      library: rows.byBin[b],
      share: planned[b].share,
      calibration: of.length,
      ...(set.task === 'classification'
        ? { positives: of.filter((m) => set.label[m] === 1).length }
        : {}),
      measured_error: of.length === 0 ? null : average(of.map((m) => loss[m])),
      ...(set.task === 'regression' ? { limit: finite[0] } : { limits: finite, by_class: byClass }),
      coverage: coverageOf(fitted, of).coverage,
      pooled_coverage: coverageOf(pooled, of).coverage,
      more_for_interval: isUsable(regions[b]) ? 0 : Math.max(0, least - of.length),
      more_for_width: more?.[b] ?? null,
    };
  });
  const reason = 'reason' in goal ? goal.reason : more ? null : 'no_spread';
  return {
    strata,
    planning: {
      metric,
      width,
      wanted: goal.wanted,
      more: more?.reduce((sum, n) => sum + n, 0) ?? null,
      reason,
    },
  };
}

/** The wanted width, and by which factor the standard error of the estimate is to fall for it. */
function goalOf(
  given: number | undefined,
  width: number | null,
  { estimate, molecules }: ExpectedMean['errors'],
): { readonly wanted: number | null } & ({ factor: number } | { reason: string }) {
  if (width === null) return { wanted: given ?? null, reason: 'no_interval' };
  // Both standard errors together make the width; that of the library's own molecules stays.
  const both = Math.hypot(estimate, molecules);
  if (given === undefined) {
    return { wanted: (width * Math.hypot(estimate / 2, molecules)) / both, factor: 0.5 };
  }
  if (given >= width) return { wanted: given, factor: 1 };
  const wanted = (given / width) * both;
  const left = wanted * wanted - molecules * molecules;
  if (left <= 0) return { wanted: given, reason: 'library_too_small' };
  return { wanted: given, factor: Math.sqrt(left) / estimate };
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Sample standard deviation; NaN of fewer than two values. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const mean = average(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
}
