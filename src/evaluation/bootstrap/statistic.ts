import type { MetricValue } from '../../metrics/metric.js';
import type { IntervalMethod } from '../../statistics/resampling.js';
import type { Resampled } from './resample.js';

/** A metric of a source: its value, and how it varies. */
export interface Statistic {
  readonly value: MetricValue;
  /** Absent where nothing was drawn. */
  readonly resampled: Resampled | undefined;
  /** Molecules, or what else is drawn; with `resampled`. */
  readonly units?: number;
  /** Whether these are too few for an interval, so that nothing was drawn. */
  readonly fewUnits?: boolean;
  /** Independent trials behind a share, where it is one. */
  readonly trials?: number | undefined;
  /** Best value of the metric for these predictions, where it is not an end of its scale. */
  readonly target?: number | undefined;
  /** Bootstrap method of its interval; that of the metric unless given. */
  readonly method?: IntervalMethod | undefined;
}
