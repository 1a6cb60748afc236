import {
  type Measure,
  type Metric,
  type MetricData,
  type MetricValue,
  type PredictedInterval,
  targetOf,
  Undefined,
  type UndefinedReason,
} from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { Sample } from '../../metrics/sample.js';
import { Random } from '../../random.js';
import { DrawParts } from '../../statistics/draw-parts.js';
import { drawInto, leaveOutInto, partition, type Units } from '../../statistics/resampling.js';
import { DrawErrors, type Studentized } from './draw-errors.js';

/** Predictions of one model or baseline; one entry per row. */
export interface Predictions {
  readonly value: Float64Array;
  /** Classes 0 and 1; absent where there is no telling from which score on a row is positive. */
  readonly classes?: Float64Array | undefined;
  /** Whether the values are probabilities. */
  readonly probabilities: boolean;
  readonly std?: Float64Array | undefined;
  readonly interval?: PredictedInterval | undefined;
}

/** The stratum of each row, and the share that each is to have; shares add up to 1. */
interface Shares {
  readonly stratum: Int32Array;
  readonly shares: Float64Array;
}

/** Rows that count by the share that their stratum has elsewhere. */
export interface Reweighting extends Shares {
  /** Finer strata for leave-out samples; a stratum that is left out as a whole stays there as it is. */
  readonly leftOut?: Shares | undefined;
}

/** Mean label of the training molecules, or why there is none. */
export type TrainMean = number | UndefinedReason;

/** The metrics of one group of rows: plain data, which can be sent to a thread. */
export interface GroupWork {
  readonly truth: Float64Array;
  readonly sources: readonly Predictions[];
  readonly trainMean: TrainMean;
  /** The values to compute: each a metric of a source. */
  readonly statistics: readonly {
    readonly source: number;
    readonly metric: string;
    /** Whether bootstrap draws of it are wanted, beside the jackknife. */
    readonly drawn: boolean;
    /** Whether each draw needs its standard error, too; of groups without `reweighting` only. */
    readonly studentized?: Studentized | undefined;
  }[];
  readonly units: Units;
  readonly reweighting: Reweighting | undefined;
  /** Of the draws, and of the parts of the jackknife: each group's own, whatever others there are. */
  readonly seed: number;
}

/** A batch of evaluations: draws or leave-out samples `first` and on, `count` of them. */
export type WorkItem = {
  readonly group: number;
  readonly first: number;
  readonly count: number;
} & ({ readonly kind: 'draws'; readonly seed: number } | { readonly kind: 'jackknife' });

/** Data of a metric for a source; `Undefined` where the source lacks them. */
export function dataFor(
  { needs }: Pick<Metric, 'needs'>,
  source: Predictions,
  truth: Float64Array,
  mean: TrainMean,
): MetricData | Undefined {
  const trainMean = typeof mean === 'number' ? mean : undefined;
  if (needs.includes('train_mean') && typeof mean !== 'number') return new Undefined(mean);
  if (needs.includes('std') && !source.std) return new Undefined('no_std');
  if (needs.includes('interval') && !source.interval) return new Undefined('no_interval');
  const [form] = needs;
  if (form === 'probability' && !source.probabilities) return new Undefined('not_probabilities');
  const prediction = form === 'class' ? source.classes : source.value;
  if (!prediction) return new Undefined('not_probabilities');
  return { truth, prediction, std: source.std, interval: source.interval, trainMean };
}

/** Whether draws of any statistic need standard errors. */
export function studentizes({ statistics }: Pick<GroupWork, 'statistics'>): boolean {
  return statistics.some(({ studentized }) => studentized !== undefined);
}

/** Computes the statistics of one group, of any sample of its rows. */
export class GroupEvaluator {
  private readonly measures: readonly Measure[];
  private readonly sample: Sample;
  private readonly times: Int32Array;
  private readonly totals: Float64Array;
  private partOf: Int32Array | undefined;
  private errors: DrawErrors | undefined;

  constructor(private readonly work: GroupWork) {
    const { truth, sources, trainMean, statistics, units, reweighting } = work;
    this.measures = statistics.map(({ source, metric }): Measure => {
      const found = metricNamed(metric) as Metric;
      const data = dataFor(found, sources[source], truth, trainMean);
      return data instanceof Undefined ? () => data : found.prepare(data);
    });
    this.sample = Sample.whole(truth.length);
    this.times = new Int32Array(units.count);
    const { shares = [], leftOut } = reweighting ?? {};
    this.totals = new Float64Array(Math.max(shares.length, leftOut?.shares.length ?? 0));
  }

  /** Of all rows. */
  all(): MetricValue[] {
    return this.of(() => this.sample.weights.fill(1));
  }

  /** Of those rows whose weight is set to 1. @param select writes 0 or 1 for each row */
  of(select: (weights: Float64Array) => void): MetricValue[] {
    select(this.sample.weights);
    if (!this.reweight()) return this.measures.map(() => new Undefined('too_few'));
    this.sample.changed();
    return this.measures.map((measure) => measure(this.sample));
  }

  /**
   * Of bootstrap draws, or of leave-out samples: items × statistics, row-major; NaN where undefined or not drawn. Of draws
   * of which any is studentized ({@link studentizes}) there are three rows an item: the values, their standard errors, and
   * the standard errors of the differences.
   */
  run(item: WorkItem): Float64Array {
    const { sample, times } = this;
    const { units } = this.work;
    const width = this.measures.length;
    const studentized = item.kind === 'draws' && studentizes(this.work);
    const row = (studentized ? 3 : 1) * width;
    const values = new Float64Array(item.count * row).fill(Number.NaN);
    const { statistics } = this.work;
    const random = new Random(item.kind === 'draws' ? item.seed : 0);
    for (let d = 0; d < item.count; d++) {
      if (item.kind === 'draws') drawInto(sample, units, random, times);
      else leaveOutInto(sample, units, this.parts(), item.first + d);
      const usable = this.reweight(item.kind === 'jackknife');
      sample.changed();
      for (let s = 0; s < width; s++) {
        if (!usable || (item.kind === 'draws' && !statistics[s].drawn)) continue;
        const value = this.measures[s](sample);
        if (typeof value === 'number') values[d * row + s] = value;
      }
      if (!studentized) continue;
      const of = (kind: number) =>
        values.subarray(d * row + kind * width, d * row + (kind + 1) * width);
      this.drawErrors().write(times, sample, of(1), of(2));
    }
    return values;
  }

  private drawErrors(): DrawErrors {
    const { units, statistics, sources } = this.work;
    if (this.errors) return this.errors;
    const measures = statistics.flatMap(({ studentized, metric, source }, place) => {
      if (!studentized) return [];
      const found = metricNamed(metric) as Metric;
      const target = targetOf(found, sources[source]);
      return [{ ...studentized, place, measure: this.measures[place], metric: found, target }];
    });
    this.errors = new DrawErrors(measures, new DrawParts(units, this.parts()), units.count);
    return this.errors;
  }

  private parts(): Int32Array {
    const { units, seed } = this.work;
    this.partOf ??= partition(units.count, new Random(seed));
    return this.partOf;
  }

  /** Gives each stratum its share of the weight; false if one that has a share was not drawn. */
  private reweight(isLeftOut = false): boolean {
    const { reweighting } = this.work;
    const { weights } = this.sample;
    if (!reweighting) return weights.length > 0;
    const finer = isLeftOut ? reweighting.leftOut : undefined;
    const { stratum, shares } = finer ?? reweighting;
    const { totals } = this;
    totals.fill(0);
    let size = 0;
    for (let i = 0; i < weights.length; i++) {
      totals[stratum[i]] += weights[i];
      size += weights[i];
    }
    if (finer) size += this.restore(finer);
    if (shares.some((share, s) => share > 0 && totals[s] === 0)) return false;
    for (let i = 0; i < weights.length; i++) {
      const s = stratum[i];
      if (weights[i] > 0) weights[i] *= (shares[s] * size) / totals[s];
    }
    return true;
  }

  /** Takes the rows of strata that are left out as a whole back. @returns how many they are */
  private restore({ stratum, shares }: Shares): number {
    const { totals } = this;
    const { weights } = this.sample;
    let count = 0;
    const isOut = shares.map((share, s) => (share > 0 && totals[s] === 0 ? 1 : 0));
    for (let i = 0; i < weights.length; i++) {
      if (isOut[stratum[i]] === 0) continue;
      weights[i] = 1;
      totals[stratum[i]]++;
      count++;
    }
    return count;
  }
}
