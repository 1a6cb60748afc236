import {
  type Metric,
  type MetricValue,
  Undefined,
  type UndefinedReason,
} from '../../metrics/metric.js';
import { denseRanks } from '../../metrics/ranks.js';
import type { Random } from '../../random.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { bootstrapIntervals } from '../../statistics/bootstrap.js';
import type { Task } from '../../task.js';
import type { Resample, Scored, ScoredGroup, Scores } from './types.js';

/** One set of predictions to be scored: the model's, or a baseline's. */
export interface Source {
  readonly name: string;
  /** One per row, or why there are none. */
  readonly predictions: Float64Array | Undefined;
  /** From which score on a row counts as positive; undefined: 0.5, if all are probabilities. */
  readonly threshold?: number | undefined;
}

/** The rows that are scored. */
export interface Rows {
  readonly truth: Float64Array;
  /** Bin of max similarity. */
  readonly bin: Uint8Array;
  /** Molecule of each row, for resampling. */
  readonly molecule: Int32Array;
}

export interface EvaluateOptions {
  readonly metrics: readonly Metric[];
  readonly bins: SimilarityBins;
  readonly bootstrap: number;
  readonly resample: Resample;
  readonly minN: number;
}

/**
 * Every metric of every source, overall and by stratum, each with its interval. All sources are
 * resampled by the same draws.
 */
export async function evaluate(
  rows: Rows,
  sources: readonly Source[],
  options: EvaluateOptions,
  random: Random,
  task: Task,
): Promise<Map<string, Scores>> {
  const { bins } = options;
  const all = Int32Array.from(rows.truth.keys());
  const strata = bins.labels.map((_, b) => all.filter((i) => rows.bin[i] === b));
  task.progress.start('scoring', strata.length + 1);
  const groups: Map<string, ScoredGroup>[] = [];
  for (const members of [all, ...strata]) {
    groups.push(await evaluateGroup(members, rows, sources, options, random.fork(), task));
    task.progress.advance(groups.length);
  }
  task.progress.finish();
  const of = (group: number, source: string) => groups[group].get(source) as ScoredGroup;
  return new Map(
    sources.map(({ name }) => [
      name,
      {
        overall: of(0, name),
        strata: bins.labels.map((bin, b) => ({
          bin,
          low: bins.low(b),
          high: bins.high(b),
          flag: strata[b].length < options.minN ? ('small' as const) : null,
          ...of(b + 1, name),
        })),
      },
    ]),
  );
}

async function evaluateGroup(
  members: Int32Array,
  rows: Rows,
  sources: readonly Source[],
  { metrics, bootstrap, resample }: EvaluateOptions,
  random: Random,
  task: Task,
): Promise<Map<string, ScoredGroup>> {
  const usable = sources.flatMap(({ name, predictions, threshold }) =>
    predictions instanceof Undefined
      ? []
      : [{ name, views: viewsOf(predictions, members, threshold) }],
  );
  const truthRanks = new Float64Array(rows.truth.length);
  scatter(denseRanks(pick(rows.truth, members)), members, truthRanks);
  const measure = (sample: Int32Array): MetricValue[] => {
    const truth = { value: pick(rows.truth, sample), order: pick(truthRanks, sample) };
    return usable.flatMap(({ views }) => {
      const seen = {
        value: pick(views.value, sample),
        order: pick(views.order, sample),
        class: views.class && pick(views.class, sample),
      };
      return metrics.map(({ task, needs, compute }) => {
        if (sample.length === 0) return new Undefined('too_few');
        const predictions = seen[needs];
        if (!predictions) return new Undefined('not_probabilities');
        // Classes are asked for as they are: 1 is positive.
        const byOrder = needs === 'order' && task === 'regression';
        return compute(byOrder ? truth.order : truth.value, predictions);
      });
    });
  };
  const values = measure(members);
  const intervals =
    bootstrap > 0 && members.length > 0
      ? await bootstrapIntervals(
          resamplingUnits(members, rows.molecule, resample),
          (sample, out) => {
            measure(sample).forEach((value, s) => {
              out[s] = value instanceof Undefined ? Number.NaN : value;
            });
          },
          values.length,
          bootstrap,
          random,
          task,
        )
      : values.map(() => null);
  const result = new Map<string, ScoredGroup>();
  for (const { name, predictions } of sources) {
    const at = usable.findIndex((source) => source.name === name);
    const scored = metrics.map((metric, m): [string, Scored] => {
      if (predictions instanceof Undefined)
        return [metric.name, { value: null, reason: predictions.reason }];
      const s = at * metrics.length + m;
      return [metric.name, report(values[s], intervals[s], bootstrap)];
    });
    result.set(name, { n: members.length, metrics: Object.fromEntries(scored) });
  }
  return result;
}

function report(
  value: MetricValue,
  interval: readonly [number, number] | null,
  draws: number,
): Scored {
  if (value instanceof Undefined) return { value: null, reason: value.reason };
  if (interval) return { value, ci95: interval };
  const ci_reason: UndefinedReason = 'unstable';
  return draws > 0 ? { value, ci95: null, ci_reason } : { value, ci95: null };
}

/** Predictions as each kind of metric looks at them. */
interface Views {
  readonly value: Float64Array;
  /** Dense ranks among the members: equal in order, and quick to rank again in each draw. */
  readonly order: Float64Array;
  /** Null where the predictions are not probabilities and no threshold was given. */
  readonly class: Float64Array | null;
}

function viewsOf(values: Float64Array, members: Int32Array, threshold: number | undefined): Views {
  const order = new Float64Array(values.length);
  scatter(denseRanks(pick(values, members)), members, order);
  const cut = threshold ?? (values.every((v) => v >= 0 && v <= 1) ? 0.5 : undefined);
  return {
    value: values,
    order,
    class: cut === undefined ? null : values.map((v) => (v >= cut ? 1 : 0)),
  };
}

function scatter(values: Float64Array, to: Int32Array, into: Float64Array): void {
  for (let i = 0; i < to.length; i++) into[to[i]] = values[i];
}

function pick(values: Float64Array, sample: Int32Array): Float64Array {
  const out = new Float64Array(sample.length);
  for (let i = 0; i < sample.length; i++) out[i] = values[sample[i]];
  return out;
}

function resamplingUnits(
  members: Int32Array,
  molecule: Int32Array,
  resample: Resample,
): Int32Array[] {
  if (resample === 'row') return Array.from(members, (i) => Int32Array.of(i));
  const units = new Map<number, number[]>();
  for (const i of members) {
    const unit = units.get(molecule[i]);
    if (unit) unit.push(i);
    else units.set(molecule[i], [i]);
  }
  return [...units.values()].map((unit) => Int32Array.from(unit));
}
