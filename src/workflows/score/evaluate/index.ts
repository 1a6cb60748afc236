import { lossOf, type Metric, type MetricValue, Undefined } from '../../../metrics/metric.js';
import type { Random } from '../../../random.js';
import { bcaInterval } from '../../../statistics/bca.js';
import type { Task } from '../../../task.js';
import type { Beats, Scored, ScoredGroup } from '../types.js';
import { canonicalRows } from './canonical.js';
import { type Resampled, resample } from './resample.js';
import { dataFor, GroupEvaluator, type GroupWork, type Predictions } from './work.js';

/** What is scored under the name of `model` is compared with the other sources. */
export const MODEL = 'model';

/** One set of predictions to be scored: the model's, or a baseline's. */
export interface Source {
  readonly name: string;
  /** One entry per row, or why there are none. */
  readonly predictions: Predictions | Undefined;
}

/** The rows that are scored. */
export interface Rows {
  readonly truth: Float64Array;
  /** What each row is drawn with. */
  readonly unit: Int32Array;
  /** Mean label of the training molecules, if there are any. */
  readonly trainMean: number | undefined;
  readonly sources: readonly Source[];
}

/** Some of the rows. */
export interface Group {
  readonly rows: Int32Array;
  /** The stratum of each of them and the share that it is to have; each row counts once unless given. */
  readonly reweighting?: { readonly stratum: Uint8Array; readonly shares: Float64Array };
  /** What becomes of it: values and intervals, values alone, or nothing. */
  readonly report: 'intervals' | 'values' | 'nothing';
}

/** What each source scored in a group. */
export type GroupScores = ReadonlyMap<string, ScoredGroup>;

/**
 * Every metric of every source on every group, with 95 % bootstrap intervals (bias-corrected and
 * accelerated: Efron, J. Am. Stat. Assoc. 82 (1987) 171). All sources are resampled by the same draws, which is
 * what tells whether the model beats a baseline.
 *
 * @throws AbortedError
 */
export async function evaluate(
  rows: Rows,
  groups: readonly Group[],
  metrics: readonly Metric[],
  bootstrap: number,
  random: Random,
  task: Task,
): Promise<GroupScores[]> {
  const works = groups.map((group) => workOf(rows, group, metrics, random.seed()).work);
  const resampled = works.map((): Resampled[] | undefined => undefined);
  const drawn = groups.flatMap(({ report }, g) =>
    report === 'intervals' && bootstrap > 0 ? [g] : [],
  );
  const results = await resample(
    drawn.map((g) => works[g]),
    bootstrap,
    task,
  );
  drawn.forEach((g, i) => {
    resampled[g] = results[i];
  });
  const scores: GroupScores[] = [];
  for (const [g, group] of groups.entries()) {
    scores.push(scoresOf(rows, group, works[g], metrics, resampled[g], bootstrap));
    if (task.due()) await task.breathe();
  }
  return scores;
}

/**
 * The value of one metric on parts of the rows, by source; null where it is undefined.
 *
 * @param windows the rows of each part
 */
export function evaluateWindows(
  rows: Rows,
  windows: readonly Int32Array[],
  metric: Metric,
): Record<string, number | null>[] {
  const all = { rows: Int32Array.from(rows.truth.keys()), report: 'values' } as const;
  const { work, order } = workOf(rows, all, [metric], 0);
  const evaluator = new GroupEvaluator(work);
  const place = new Int32Array(order.length);
  order.forEach((i, k) => {
    place[i] = k;
  });
  const usable = rows.sources.filter(({ predictions }) => !(predictions instanceof Undefined));
  return windows.map((window) => {
    const values = evaluator.of((weights) => {
      weights.fill(0);
      for (const i of window) weights[place[i]] = 1;
    });
    const found = new Map(
      work.statistics.map(({ source }, s) => [usable[source].name, values[s]] as const),
    );
    return Object.fromEntries(
      rows.sources.map(({ name }) => {
        const value = found.get(name);
        return [name, typeof value === 'number' ? value : null];
      }),
    );
  });
}

/** The rows of a group as one piece of work, in an order that does not depend on that of the rows. */
function workOf(
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
    ...(group.reweighting ? [Float64Array.from(group.reweighting.stratum)] : []),
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
  const statistics = sources.flatMap((source, s) =>
    metrics.flatMap((metric) =>
      dataFor(metric, source, truth, rows.trainMean) instanceof Undefined
        ? []
        : [{ source: s, metric: metric.name }],
    ),
  );
  const { reweighting } = group;
  const work: GroupWork = {
    truth,
    sources,
    trainMean: rows.trainMean,
    statistics,
    units,
    reweighting: reweighting && {
      shares: reweighting.shares,
      stratum: Uint8Array.from(order, (k) => reweighting.stratum[k]),
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

/** A metric of a source: its value, and how it varies. */
interface Statistic {
  readonly value: MetricValue;
  readonly resampled: Resampled | undefined;
}

function scoresOf(
  rows: Rows,
  group: Group,
  work: GroupWork,
  metrics: readonly Metric[],
  resampled: readonly Resampled[] | undefined,
  bootstrap: number,
): GroupScores {
  const values = group.report === 'nothing' ? [] : new GroupEvaluator(work).all();
  let usable = 0;
  const found = rows.sources.map(({ predictions }) => {
    const at = predictions instanceof Undefined ? -1 : usable++;
    return metrics.map((metric): Statistic => {
      const nothing = (value: Undefined) => ({ value, resampled: undefined });
      if (predictions instanceof Undefined) return nothing(predictions);
      const data = dataFor(metric, work.sources[at], work.truth, work.trainMean);
      if (data instanceof Undefined) return nothing(data);
      if (group.report === 'nothing') return nothing(new Undefined('small_stratum'));
      if (group.rows.length === 0) return nothing(new Undefined('too_few'));
      const s = work.statistics.findIndex((x) => x.source === at && x.metric === metric.name);
      return { value: values[s], resampled: resampled?.[s] };
    });
  });
  const model = rows.sources.findIndex(({ name }) => name === MODEL);
  return new Map(
    rows.sources.map(({ name }, s): [string, ScoredGroup] => {
      const scored = metrics.map((metric, m): [string, Scored] => {
        const own = report(found[s][m], bootstrap);
        if (s !== model || own.value === null) return [metric.name, own];
        const beats = rows.sources.flatMap((other, o): [string, Beats][] => {
          if (o === model) return [];
          const verdict = compare(metric, found[s][m], found[o][m]);
          return verdict ? [[other.name, verdict]] : [];
        });
        return [metric.name, { ...own, beats: Object.fromEntries(beats) }];
      });
      return [name, { n: group.rows.length, metrics: Object.fromEntries(scored) }];
    }),
  );
}

function report({ value, resampled }: Statistic, bootstrap: number): Scored {
  if (value instanceof Undefined) return { value: null, reason: value.reason };
  if (bootstrap === 0) return { value, ci95: null };
  if (!resampled) return { value, ci95: null, ci_reason: 'too_few' };
  const ci95 = bcaInterval(value, resampled.draws, resampled.jackknife);
  return ci95 ? { value, ci95 } : { value, ci95: null, ci_reason: 'unstable' };
}

/**
 * Whether the model is better than another source: `yes` if the interval of the difference on the same draws says
 * so, `no` if it is not better at all, else `unclear`. Null where one of them is undefined.
 */
function compare(metric: Metric, model: Statistic, other: Statistic): Beats | null {
  if (model.value instanceof Undefined || other.value instanceof Undefined) return null;
  const difference = lossOf(metric, model.value) - lossOf(metric, other.value);
  if (difference >= 0) return 'no';
  if (!model.resampled || !other.resampled) return 'unclear';
  const subtract = (kind: keyof Resampled) => {
    const ours = (model.resampled as Resampled)[kind];
    const theirs = (other.resampled as Resampled)[kind];
    return ours.map((value, d) => lossOf(metric, value) - lossOf(metric, theirs[d]));
  };
  const interval = bcaInterval(difference, subtract('draws'), subtract('jackknife'));
  return interval && interval[1] < 0 ? 'yes' : 'unclear';
}
