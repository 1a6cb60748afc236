import { TanimarkError } from '../../errors.js';
import { type Measured, type Rows, workOf } from '../../evaluation/bootstrap/measure.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import type { ScoredRows } from '../../evaluation/scored-rows.js';
import type { Metric } from '../../metrics/metric.js';
import { optionName } from '../../spelling.js';
import { LEAST_CLUSTERS } from '../../statistics/resampling.js';
import { plural } from '../../text.js';
import type { Margin } from './margin.js';
import { contentOrder } from './model-order.js';
import type { Placed } from './pair.js';
import { isResampled, testOf } from './paired-test.js';

/** Data shared by the comparisons of all targets. */
export interface Comparing {
  readonly names: readonly string[];
  readonly margin: Margin | null;
  /** The pairs of models to compare, by their positions: the second against the first. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly context: EvaluationContext;
}

/** Everything that one target is compared by, models in the order of their content. */
export interface Compared extends Comparing {
  readonly rows: Rows;
  readonly metrics: readonly Metric[];
  /** Where each model, as given, stands among the sources of the rows. */
  readonly places: readonly number[];
  /** Whether each row is a unit of its own. */
  readonly independent: boolean;
  /** Rank of each row in an order that does not depend on the file's. */
  readonly rank: Int32Array;
}

/**
 * Puts models and rows into orders that only their content decides, and finds out what may be tested.
 *
 * @param warnings what is to be said of it is added to them
 * @throws TanimarkError (usage) without a metric
 */
export function prepare(
  target: ModeledTarget,
  found: ScoredRows,
  comparing: Comparing,
  warnings: string[],
): Compared {
  const { context } = comparing;
  const { resample } = context.settings;
  const { rows: given, metrics, resampled } = found;
  if (metrics.length === 0) {
    throw new TanimarkError(
      'usage',
      context.mixed
        ? `nothing to compare for "${target.name}": no metric of ${optionName('metrics')} is for ${target.task}; add one, or leave the label out with ${optionName('label')}`
        : `nothing to compare; name at least one metric with ${optionName('metrics')}`,
    );
  }
  const order = contentOrder(given.truth, given.sources);
  const rows = { ...given, sources: order.map((s) => given.sources[s]) };
  const places = order.map((_, s) => order.indexOf(s));
  const units = new Set(rows.unit).size;
  const independent = resample !== 'cluster' && units === rows.truth.length;
  const tested = resample !== 'cluster' || resampled.count >= LEAST_CLUSTERS;
  if (tested && !independent && metrics.some((metric) => !isResampled(testOf(metric, true)))) {
    const why =
      resample === 'cluster'
        ? 'clusters of similar molecules are resampled together'
        : `the ${plural(rows.truth.length, 'test row')} hold only ${plural(units, 'molecule')}`;
    warnings.push(
      `${why}, so rows are not independent; all p-values are from Student's t with the jackknife standard error`,
    );
  }
  const everything = { rows: Int32Array.from(rows.truth.keys()), report: 'nothing' } as const;
  const rank = new Int32Array(rows.truth.length);
  workOf(rows, everything, [], 0).order.forEach((i, k) => {
    rank[i] = k;
  });
  return { ...comparing, rows, metrics, places, independent, rank };
}

/** Measured values of a model. @param place among the sources */
export function placed(measured: Measured, place: number, metric: number): Placed {
  return { statistic: measured[place][metric], place };
}

/** All pairs i < j; with a baseline, it and each other. */
export function pairsOf(count: number, baseline: number | null): [number, number][] {
  if (baseline !== null) {
    return Array.from({ length: count }, (_, i) => i).flatMap((i): [number, number][] =>
      i === baseline ? [] : [[baseline, i]],
    );
  }
  return Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, k): [number, number] => [i, i + 1 + k]),
  );
}
