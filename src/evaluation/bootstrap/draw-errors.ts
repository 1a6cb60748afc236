import { lossOf, type Measure, type Metric, type Scale } from '../../metrics/metric.js';
import type { Sample } from '../../metrics/sample.js';
import type { DrawParts } from '../../statistics/draw-parts.js';
import { jackknifeError } from '../../statistics/studentized.js';

/** A statistic whose standard error is wanted in every draw, for studentized intervals. */
export interface Studentized {
  /** Scale of the standard error. */
  readonly scale: Scale;
  /** The statistic of the same metric that its loss is compared with, by its place in the work; null for none. */
  readonly against: number | null;
}

/** One of them, as it is computed. */
export interface StudentizedMeasure extends Studentized {
  /** Place in the work. */
  readonly place: number;
  readonly measure: Measure;
  readonly metric: Metric;
  /** Best value, where it depends on the predictions. */
  readonly target: number | undefined;
}

/** Jackknife standard errors of statistics in bootstrap draws: each part of a draw is left out in turn. */
export class DrawErrors {
  /** Leave-out values by statistic; and the scratch of one standard error. */
  private readonly left: Float64Array[];
  private readonly scratch: Float64Array;
  private readonly placed: ReadonlyMap<number, number>;

  constructor(
    private readonly measures: readonly StudentizedMeasure[],
    private readonly parts: DrawParts,
    units: number,
  ) {
    this.left = measures.map(() => new Float64Array(units));
    this.scratch = new Float64Array(units);
    this.placed = new Map(measures.map(({ place }, m) => [place, m]));
  }

  /**
   * @param drawn how often each unit was drawn
   * @param sample that draw; a part of it is left out afterwards
   * @param errors standard error of each statistic on its scale, by its place in the work; written to
   * @param differences the same of the difference of its loss from that of `against`; written to
   */
  write(drawn: Int32Array, sample: Sample, errors: Float64Array, differences: Float64Array): void {
    const { measures, left, scratch, placed } = this;
    const division = this.parts.of(drawn);
    sample.divide(division);
    for (let p = 0; p < division.parts; p++) {
      sample.leaveOut(p);
      for (let m = 0; m < measures.length; m++) {
        const value = measures[m].measure(sample);
        left[m][p] = typeof value === 'number' ? value : Number.NaN;
      }
    }
    const { parts, times } = division;
    for (let m = 0; m < measures.length; m++) {
      const { place, scale, against, metric, target } = measures[m];
      const other = against === null ? undefined : placed.get(against);
      if (other !== undefined) {
        const theirs = measures[other].target;
        for (let p = 0; p < parts; p++) {
          scratch[p] = lossOf(metric, left[m][p], target) - lossOf(metric, left[other][p], theirs);
        }
        differences[place] = jackknifeError(scratch, times, parts, 'identity');
      }
      scratch.set(left[m]);
      errors[place] = jackknifeError(scratch, times, parts, scale);
    }
  }
}
