import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import type { Metric } from '../metrics/metric.js';
import { metricsFor } from '../metrics/registry.js';
import { toNumber } from '../rational.js';
import { optionValue } from '../spelling.js';
import { LEAST_CLUSTERS } from '../statistics/resampling.js';
import { plural } from '../text.js';
import { meanLabel } from './baselines/train-mean.js';
import type { TrainMean } from './bootstrap/group-evaluator.js';
import type { Rows } from './bootstrap/measure.js';
import type { EvaluationContext } from './context.js';
import type { ModelPredictions } from './predictions/read-model.js';
import type { Truths } from './predictions/targets/types.js';
import { type Predictor, scoredRows } from './predictors.js';
import { cliffGrouping } from './strata/cliffs.js';
import { type Strata, strataOf } from './strata/strata.js';
import { CLUSTER_SIMILARITY } from './test-set/series.js';
import type { ResampledUnits } from './types.js';

/** Intervals of fewer clusters are approximate (bench/clusters.js). */
const FEW_CLUSTERS = 10;

/** Rows, sources and groups of one target to measure. */
export interface ScoredRows {
  /** The test rows that are scored: those with a true value and a prediction of every model. */
  readonly kept: Int32Array;
  readonly rows: Rows;
  readonly metrics: readonly Metric[];
  readonly parts: Strata;
  readonly resampled: ResampledUnits;
}

/**
 * The rows of a target that can be scored, what is predicted of them, and the parts and metrics that they are reported in.
 *
 * @param models the predictions that must be there for a row to be scored
 * @param sources what is scored: the models, and baselines
 * @param warnings what is to be said of it is added to them
 * @throws TanimarkError (join, usage)
 */
export async function scoredRowsOf(
  target: Truths,
  models: readonly ModelPredictions[],
  sources: readonly Predictor[],
  context: EvaluationContext,
  job: Job,
  warnings: string[],
): Promise<ScoredRows> {
  const { bin, settings } = context;
  const { resample, interval } = settings;
  const kept = keptRows(target, models, warnings);
  const truth = Float64Array.from(kept, (i) => target.truth[i]);
  const rows: Rows = {
    truth,
    unit: await unitsOf(kept, context),
    leastUnits: resample === 'cluster' ? LEAST_CLUSTERS : undefined,
    interval,
    trainMean: trainMeanOf(target),
    sources: sources.map((source) => scoredRows(source, kept)),
  };
  const metrics = chosenMetrics(target, models, rows, context);
  checkClasses(target, models, warnings);
  const groupings = settings.by.includes('cliff')
    ? [...context.groupings, await cliffGrouping(target, context, job, warnings)]
    : context.groupings;
  const { count } = settings.bins;
  const parts = strataOf(kept, truth, bin, count, groupings, target.task, settings.minN);
  const resampled = await resampledUnits(rows.unit, context);
  warnIfFew(resampled, settings, warnings);
  return { kept, rows, metrics, parts, resampled };
}

/** Positions of the test rows that have both a true value and every prediction. */
function keptRows(
  { truth, name }: Truths,
  models: readonly ModelPredictions[],
  warnings: string[],
): Int32Array {
  const unlabeled = truth.filter((y) => Number.isNaN(y)).length;
  if (unlabeled > 0) {
    warnings.push(`${plural(unlabeled, 'test row')} without a label in "${name}" left out`);
  }
  const kept = Int32Array.from(
    [...truth.keys()].filter(
      (i) => !Number.isNaN(truth[i]) && models.every(({ value }) => !Number.isNaN(value[i])),
    ),
  );
  if (kept.length === 0) {
    const missing =
      models.length > 1
        ? 'a prediction of every model: the files predict different rows; give predictions of the same test rows for every model'
        : 'a prediction; check that the file predicts the test rows';
    throw new TanimarkError('join', `no test row has both a label in "${name}" and ${missing}`);
  }
  return kept;
}

/** Unit of resampling of each row. */
async function unitsOf(
  kept: Int32Array,
  { toTrain, settings, clusters }: EvaluationContext,
): Promise<Int32Array> {
  if (settings.resample === 'row') return Int32Array.from(kept.keys());
  if (settings.resample === 'molecule') return kept.map((i) => toTrain.of[i]);
  const { of } = await clusters();
  return kept.map((i) => of[i]);
}

/** Number and kind of the units of resampling. */
async function resampledUnits(
  units: Int32Array,
  { settings, clusters }: EvaluationContext,
): Promise<ResampledUnits> {
  const count = new Set(units).size;
  const { resample: unit } = settings;
  if (unit !== 'cluster') return { unit, count };
  return { unit, count, similarity: toNumber(CLUSTER_SIMILARITY), whole: (await clusters()).whole };
}

/** Warns where there are so few clusters that intervals are rough, or that there are none. */
function warnIfFew(
  { unit, count }: ResampledUnits,
  { bootstrap }: EvaluationContext['settings'],
  warnings: string[],
): void {
  if (bootstrap === 0 || unit !== 'cluster' || count >= FEW_CLUSTERS) return;
  const found = `the test molecules form only ${plural(count, 'cluster')}`;
  const advice = `${optionValue('resample', 'molecule')} gives intervals for these molecules alone, not for other series`;
  warnings.push(
    count < LEAST_CLUSTERS
      ? `${found}, too few for 95% intervals (at least ${LEAST_CLUSTERS}); ${advice}`
      : `${found}: 95% intervals are approximate (fewer than ${FEW_CLUSTERS} clusters)`,
  );
}

function trainMeanOf({ train, trainByFold }: Truths): TrainMean {
  if (trainByFold) return 'several_training_sets';
  const mean = meanLabel(train);
  return Number.isNaN(mean) ? 'no_training_labels' : mean;
}

/** The metrics that were named; else the usual ones for which every model gives what they need. */
function chosenMetrics(
  { task }: Truths,
  models: readonly ModelPredictions[],
  rows: Rows,
  { settings, mixed }: EvaluationContext,
): Metric[] {
  const metrics = metricsFor(task, settings.metrics, mixed);
  if (settings.metrics) return metrics;
  const all = (has: (model: ModelPredictions) => unknown) => models.length > 0 && models.every(has);
  return metrics.filter(({ needs }) => {
    if (needs.includes('std') && !all(({ std }) => std)) return false;
    if (needs.includes('interval') && !all(({ interval }) => interval)) return false;
    return !(needs.includes('train_mean') && typeof rows.trainMean !== 'number');
  });
}

function checkClasses(
  { name, task }: Truths,
  models: readonly ModelPredictions[],
  warnings: string[],
): void {
  if (task !== 'classification') return;
  for (const { value } of models) {
    if (!value.every((v) => Number.isNaN(v) || v === 0 || v === 1)) continue;
    warnings.push(
      `the predictions of "${name}" are classes (0 and 1), not probabilities: ROC-AUC and average precision use a single threshold`,
    );
    return;
  }
}
