import type { ScoreOptions } from '../../evaluation/options.js';
import type { TrainCounts } from '../../evaluation/train-counts.js';
import type { Flag, FoldSize, JoinReport, ResampledUnits, Scored } from '../../evaluation/types.js';
import type { UndefinedReason } from '../../metrics/metric.js';
import type { Standing } from '../../statistics/standing.js';
import type { LabelTask } from '../../tables/labels.js';

/** Options of `tanimark compare`: those of a score, and several files of predictions. */
export interface CompareModelsOptions
  extends Omit<
    ScoreOptions,
    'predictions' | 'baselines' | 'curve' | 'conformal' | 'interval' | 'deployment' | 'molecules'
  > {
  /** Two tables with predictions of the same test rows, or more; or one with a column for each model. */
  readonly predictions: readonly string[];
  /** Of one table: the columns of the models; those that can be nothing else unless given. */
  readonly models?: readonly string[] | undefined;
  /** Names of the models; those of their files or columns unless given. */
  readonly names?: readonly string[] | undefined;
  /**
   * The largest difference that does not matter: an amount in the metric's unit (`0.05`), or a share of the value of
   * the first model of a pair (`5%`). 0 unless given.
   */
  readonly margin?: string | undefined;
  /** The name of the only model that the others are compared with; otherwise all pairs are compared. */
  readonly baseline?: string | undefined;
}

/** By which test a difference has its p-value. */
export type PairTest = 'wilcoxon' | 'delong' | 'mcnemar' | 'jackknife' | 'bootstrap';

/** How two models differ in a metric, on the same rows. */
export type PairDifference = { readonly a: string; readonly b: string } & (
  | {
      /** b less a, in the unit of the metric; of a metric with a target, of the distances from it. */
      readonly difference: number;
      /**
       * 95% interval, both on the same samples of rows; null without. Where `ratio_ci95` is given, that of the ratio at the
       * value of a: a × (ratio − 1).
       */
      readonly ci95: readonly [number, number] | null;
      readonly ci_reason?: UndefinedReason;
      /** 95% interval of b over a, of its logarithm: what a margin that is a share is tested on, for metrics that are errors. */
      readonly ratio_ci95?: readonly [number, number];
      /** Two-sided. */
      readonly p: number | null;
      readonly p_reason?: UndefinedReason;
      /** Adjusted by Holm's method over all groups and pairs of this metric in the task. */
      readonly p_holm: number | null;
      readonly test: PairTest;
      /** The signed ranks point the other way: most rows say the opposite of the mean. */
      readonly opposed?: true;
      /** How `b` stands against `a`, by the interval and the margin. */
      readonly standing: Standing;
      /** Whether it is `better` or `worse` and p_holm is at most 0.05, and not `opposed`. */
      readonly significant: boolean;
      /** The margin in the unit of the metric. */
      readonly margin: number;
    }
  | { readonly difference: null; readonly reason: UndefinedReason }
);

/** One metric of a group of rows. */
export interface ComparedMetric {
  /** Verdicts are those of the primary metric; the others are corrected each by itself. */
  readonly role: 'primary' | 'secondary';
  /** By model. */
  readonly values: Readonly<Record<string, Scored>>;
  /** By model: 1 is best, equal values share the mean of their ranks; null where there is no value. */
  readonly ranks: Readonly<Record<string, number | null>>;
  /** Of each pair of models, in the order in which they were given; with a baseline, of all others against it. */
  readonly differences: readonly PairDifference[];
}

/** Some of the rows. */
export interface ComparedGroup {
  /** `overall`, `similarity`, or what the rows were grouped by (`--by`). */
  readonly by: string;
  /** `overall`, the label of a bin, or what the rows have in common. */
  readonly value: string;
  /** Ends of the bin. */
  readonly low?: number;
  readonly high?: number;
  readonly n: number;
  /** Rows of class 1; only where labels are two classes. */
  readonly positives?: number;
  readonly flag: Flag;
  readonly metrics: Readonly<Record<string, ComparedMetric>>;
}

/** A difference with its interval, or why there is none. */
export type Effect =
  | { readonly difference: number; readonly ci95: readonly [number, number] | null }
  | { readonly difference: null; readonly reason: UndefinedReason };

/** The difference of two models, with and without what the sizes of the strata do to it. */
export interface Composition {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  /** Over all rows. */
  readonly pooled: Effect;
  /** Mean of the differences of the strata that are measured, weighted by their rows; null if there are none. */
  readonly within: {
    readonly difference: number | null;
    readonly strata: readonly {
      readonly bin: string;
      readonly n: number;
      readonly difference: number | null;
    }[];
  };
  /** Over all rows of these strata, each stratum counting the same; null for metrics that cannot be weighted. */
  readonly standardized: Effect | null;
  /** Whether two of the three have opposite signs. */
  readonly disagree: boolean;
  /** Strata in which the opposite of the difference over all rows is significant, where that is significant, too. */
  readonly paradox: readonly string[];
}

/** One label column, or one class of several. */
export interface ComparedTask {
  readonly name: string;
  readonly task: LabelTask;
  /** Rows that every model predicts and that have a true value. */
  readonly n: number;
  /** Distinct molecules, or pairs, among them. */
  readonly molecules: number;
  /** Units of resampling, which intervals take as independent. */
  readonly resampled: ResampledUnits;
  readonly train: TrainCounts;
  /** The first of the metrics that were named, else of the usual ones. */
  readonly primary_metric: string;
  /** By metric: for how many tests, over all groups and pairs, p_holm is corrected. */
  readonly tests: Readonly<Record<string, number>>;
  /** All rows, the strata of similarity, then further groupings. */
  readonly groups: readonly ComparedGroup[];
  /** Per metric and pair; empty where fewer than two strata are measured. */
  readonly composition: readonly Composition[];
}

/** The document that `tanimark compare --json` prints for prediction files. */
export interface ModelComparison {
  readonly command: 'compare';
  readonly kind: 'predictions';
  readonly version: string;
  readonly rdkit: string;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly inputs: readonly {
    readonly role: string;
    readonly path: string;
    readonly sha256: string;
    readonly rows: number;
  }[];
  readonly models: readonly {
    readonly name: string;
    readonly path: string;
    /** Where one file has a column for each model. */
    readonly column?: string;
    readonly join: JoinReport | null;
  }[];
  /** Only for a file of folds: each with its training set. `train` of a task is then of all of them together. */
  readonly folds?: readonly FoldSize[];
  readonly tasks: readonly ComparedTask[];
  readonly warnings: readonly string[];
  readonly seconds: Readonly<Record<string, number>>;
}

/** How much better the second of two models is, above 0 where it is better, whichever direction of the metric is. */
export interface Gain {
  readonly difference: number;
  readonly ci95: readonly [number, number] | null;
  /** Standard error of it, and its degrees of freedom. */
  readonly spread: { readonly standardError: number; readonly df: number } | null;
}

/** Result of a test. */
export interface Tested {
  readonly p: number;
  /** Of signed ranks: above 0 where the second of the two is mostly nearer to the truth, below 0 where the first is. */
  readonly rankGain?: number;
}
