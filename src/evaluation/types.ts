import type { UndefinedReason } from '../metrics/metric.js';
import type { Resample } from '../statistics/resampling.js';
import type { JoinBy } from './options.js';

/** Whether the model is better than a baseline, by the interval of their difference on the same rows. */
export type Beats = 'yes' | 'no' | 'unclear';

/** A metric's value with its interval, or why there is none. */
export type Scored =
  | {
      readonly value: number;
      readonly ci95: readonly [number, number] | null;
      readonly ci_reason?: UndefinedReason;
      /** Best value of a metric whose best value depends on the predictions: the level of predicted intervals. */
      readonly target?: number;
      /** Of the model: against each baseline. */
      readonly beats?: Readonly<Record<string, Beats>>;
      /** Of a mean over tasks: how many are in it, and of how many. */
      readonly tasks?: number;
      readonly of?: number;
    }
  | {
      readonly value: null;
      readonly reason: UndefinedReason;
      /** Of the model, where the units of tasks allow no mean: against each baseline, over the tasks. */
      readonly against?: Readonly<Record<string, Against>>;
    };

/** How a model's values compare with those of a baseline over several tasks, whatever their units. */
export interface Against {
  /** Median over tasks of the model's value over the baseline's; null where a ratio has no meaning. */
  readonly median_ratio: number | null;
  /** Tasks in which the model's value is better, and tasks in which both have one. */
  readonly better: number;
  readonly of: number;
}

export interface ScoredGroup {
  readonly n: number;
  /** Rows of class 1; only where labels are two classes, and not for a mean over tasks. */
  readonly positives?: number;
  readonly metrics: Readonly<Record<string, Scored>>;
}

/**
 * `small`: fewer rows than `--min-n`, and not reported; `few_of_class`: fewer than 10 of a class;
 * `below_100`: fewer than 100 rows. The first that holds.
 */
export type Flag = 'small' | 'few_of_class' | 'below_100' | null;

export interface FlaggedGroup extends ScoredGroup {
  readonly flag: Flag;
}

/** What is left out in turn for intervals: the units that are taken as independent. */
export interface ResampledUnits {
  /** `molecule` with all its rows, `row`, or `cluster` of similar molecules. */
  readonly unit: Resample;
  /** Number of them among the scored rows. */
  readonly count: number;
  /** Of clusters: the smallest similarity of a molecule to the center of its cluster, by Morgan fingerprints. */
  readonly similarity?: number;
  /** Of clusters: series of the split that are undivided in them; null where there are none, or where they are not known. */
  readonly whole?: 'scaffolds' | 'groups' | null;
}

/** Matching of predictions with test rows. */
export interface JoinReport {
  readonly by: JoinBy;
  /** Test rows that have a prediction. */
  readonly matched: number;
  /** Test rows without one (with `--missing skip`). */
  readonly unmatched: number;
  /** Prediction rows that belong to no test row. */
  readonly unused: number;
  /** Their row numbers, from 1, in the table of the test rows and in that of the predictions. */
  readonly unmatched_rows: readonly number[];
  readonly unused_rows: readonly number[];
  /** Test rows whose several predictions were averaged. */
  readonly averaged: number;
}

/** One fold of out-of-fold predictions. */
export interface FoldSize {
  /** As the file calls it. */
  readonly fold: string;
  /** Test rows of it, scored or not. */
  readonly rows: number;
  /** Its training set. */
  readonly train: { readonly molecules: number };
}
