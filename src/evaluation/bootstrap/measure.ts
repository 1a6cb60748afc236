import type { Job } from '../../job.js';
import { type Metric, targetOf, Undefined } from '../../metrics/metric.js';
import type { Random } from '../../random.js';
import type { IntervalMethod } from '../../statistics/resampling.js';
import {
  dataFor,
  GroupEvaluator,
  type GroupWork,
  type Predictions,
  type Reweighting,
  type TrainMean,
} from './group-evaluator.js';
import { needsDraws, studentizedScale, trialsOf } from './interval.js';
import { type Resampled, resample } from './resample.js';
import { canonicalRows } from './row-order.js';
import type { Statistic } from './statistic.js';

/** One set of predictions to be scored: the model's, or a baseline's. */
export interface Source {
  readonly name: string;
  /** One entry per row, or why there are none. */
  readonly predictions: Predictions | Undefined;
}

/** The rows that are scored. */
export interface Rows {
  readonly truth: Float64Array;
  /** Unit of resampling of each row. */
  readonly unit: Int32Array;
  /** Fewest units of a group that has intervals; any number unless given. */
  readonly leastUnits?: number | undefined;
  /** Bootstrap method of all intervals; that of each metric unless given. */
  readonly interval?: IntervalMethod | undefined;
  readonly trainMean: TrainMean;
  readonly sources: readonly Source[];
}

/** Some of the rows. */
export interface Group {
  readonly rows: Int32Array;
  /** The stratum of each of them and the share that it is to have; each row counts once unless given. */
  readonly reweighting?: Reweighting;
  /** Result to compute: values and intervals, values only, or nothing. */
  readonly report: 'intervals' | 'values' | 'nothing';
  /** Those of the metrics that are wanted of it; all unless given. */
  readonly metrics?: readonly Metric[] | undefined;
}

/** Measured values of a group: per source, per metric, in the order of both. */
export type Measured = readonly (readonly Statistic[])[];

/**
 * Every metric of every source on every group, with its values in bootstrap draws. All sources are
 * resampled by the same draws, so that differences between them are paired. A group's draws depend on its place
 * among the groups and on its rows, not on what is wanted of it or of others.
 *
 * @throws AbortedError
 */
export async function measure(
  rows: Rows,
  groups: readonly Group[],
  metrics: readonly Metric[],
  bootstrap: number,
  random: Random,
  job: Job,
): Promise<Measured[]> {
  const works = groups.map(
    (group) => workOf(rows, group, group.metrics ?? metrics, random.seed()).work,
  );
  const resampled = works.map((): Resampled[] | undefined => undefined);
  const drawn = groups.flatMap(({ report }, g) =>
    report === 'intervals' && bootstrap > 0 && hasUnits(rows, works[g]) ? [g] : [],
  );
  const results = await resample(
    drawn.map((g) => works[g]),
    bootstrap,
    job,
  );
  drawn.forEach((g, i) => {
    resampled[g] = results[i];
  });
  const measured: Measured[] = [];
  for (const [g, group] of groups.entries()) {
    const own = group.metrics ?? metrics;
    measured.push(statisticsOf(rows, group, works[g], own, resampled[g]));
    if (job.due()) await job.breathe();
  }
  return measured;
}

/** Whether a group has units enough for intervals. */
function hasUnits({ leastUnits = 0 }: Rows, { units }: GroupWork): boolean {
  return units.count >= leastUnits;
}

function statisticsOf(
  rows: Rows,
  group: Group,
  work: GroupWork,
  metrics: readonly Metric[],
  resampled: readonly Resampled[] | undefined,
): Measured {
  const { units } = work;
  const values = group.report === 'nothing' ? [] : new GroupEvaluator(work).all();
  let usable = 0;
  return rows.sources.map(({ predictions }) => {
    const at = predictions instanceof Undefined ? -1 : usable++;
    return metrics.map((metric): Statistic => {
      const nothing = (value: Undefined) => ({ value, resampled: undefined });
      if (predictions instanceof Undefined) return nothing(predictions);
      const data = dataFor(metric, work.sources[at], work.truth, work.trainMean);
      if (data instanceof Undefined) return nothing(data);
      if (group.report === 'nothing') return nothing(new Undefined('small_stratum'));
      if (group.rows.length === 0) return nothing(new Undefined('too_few'));
      const s = work.statistics.findIndex((x) => x.source === at && x.metric === metric.name);
      return {
        value: values[s],
        resampled: resampled?.[s],
        units: units.count,
        fewUnits: group.report === 'intervals' && !hasUnits(rows, work),
        trials: trialsOf(metric, data, units),
        target: targetOf(metric, data),
        method: methodOf(rows, group),
      };
    });
  });
}

/**
 * The bootstrap method of a group's intervals. A jackknife of reweighted rows leaves out of finer strata than those that
 * count (library-group.ts); in a draw, some of these have no rows, so that such rows have no studentized intervals.
 */
function methodOf({ interval }: Rows, { reweighting }: Group): IntervalMethod | undefined {
  return interval === 'studentized' && reweighting ? undefined : interval;
}

/** The rows of a group as one piece of work, in an order that does not depend on that of the rows. */
export function workOf(
  rows: Rows,
  group: Group,
  metrics: readonly Metric[],
  seed: number,
): { work: GroupWork; order: Int32Array } {
  const pick = (values: Float64Array) => gather(values, group.rows);
  const usable = rows.sources.flatMap(({ predictions }) =>
    predictions instanceof Undefined ? [] : [predictions],
  );
  const content = [
    pick(rows.truth),
    // Of several classes, which one is predicted is not told by the value of one.
    ...usable.flatMap(({ value, classes, std, interval }) =>
      [value, classes, std, interval?.lower, interval?.upper].flatMap((v) => (v ? [pick(v)] : [])),
    ),
    ...[group.reweighting, group.reweighting?.leftOut].flatMap((own) =>
      own ? [Float64Array.from(own.stratum)] : [],
    ),
  ];
  const unit = group.rows.map((i) => rows.unit[i]);
  const { order, units } = canonicalRows(content, unit);
  const place = (values: Float64Array) => gather(pick(values), order);
  const truth = place(rows.truth);
  const sources = usable.map(({ value, classes, probabilities, std, interval }) => ({
    value: place(value),
    classes: classes && place(classes),
    probabilities,
    std: std && place(std),
    interval: interval && {
      lower: place(interval.lower),
      upper: place(interval.upper),
      level: interval.level,
    },
  }));
  const method = methodOf(rows, group);
  const measurable = sources.flatMap((source, s) =>
    metrics.flatMap((metric) =>
      dataFor(metric, source, truth, rows.trainMean) instanceof Undefined
        ? []
        : [{ source: s, metric }],
    ),
  );
  const statistics = measurable.map(({ source, metric }, place) => {
    const scale = method === 'studentized' ? studentizedScale(metric) : null;
    const first = measurable.findIndex((own) => own.metric === metric);
    const against = first === place ? null : first;
    return {
      source,
      metric: metric.name,
      drawn: needsDraws(metric, method),
      studentized: scale ? { scale, against } : undefined,
    };
  });
  const { reweighting } = group;
  const ordered = ({ stratum, shares }: Omit<Reweighting, 'leftOut'>) => ({
    shares,
    stratum: order.map((k) => stratum[k]),
  });
  const work: GroupWork = {
    truth,
    sources,
    trainMean: rows.trainMean,
    statistics,
    units,
    reweighting: reweighting && {
      ...ordered(reweighting),
      leftOut: reweighting.leftOut && ordered(reweighting.leftOut),
    },
    seed,
  };
  return { work, order };
}

function gather(values: Float64Array, at: Int32Array): Float64Array {
  const out = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) out[i] = values[at[i]];
  return out;
}
