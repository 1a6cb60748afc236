import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { Multiple } from '../../chemistry/cells.js';
import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';
import type { UndefinedReason } from '../../metrics/metric.js';
import type { Resample } from '../../statistics/resampling.js';
import type { Censored, LabelTask } from '../../tables/labels.js';

export const MISSING = ['error', 'skip'] as const;
export type Missing = (typeof MISSING)[number];
export const DUPLICATES = ['error', 'mean'] as const;
export type Duplicates = (typeof DUPLICATES)[number];
export const TASKS = ['regression', 'classification', 'multiclass'] as const;
export const SCORE_FORMATS = ['table', 'csv', 'json', 'markdown'] as const;
export type ScoreFormat = (typeof SCORE_FORMATS)[number];
export const JOIN = ['id', 'smiles', 'order'] as const;
export type JoinBy = (typeof JOIN)[number];

/** How the predictions of one model are to be judged. */
export interface EvaluateOptions {
  /** Default `0,1/3,2/3,1`. */
  readonly bins?: string | undefined;
  /** Default `morgan:radius=2,bits=2048`. */
  readonly fingerprint?: string | undefined;
  /** How far structures are made alike before molecules are compared; that of the split's manifest, else `none`. */
  readonly standardize?: StandardizeLevel | undefined;
  /** Names of metrics, or `all`; the usual ones of the task unless given. */
  readonly metrics?: readonly string[] | undefined;
  /** Names of baselines; all unless given, none if empty. */
  readonly baselines?: readonly string[] | undefined;
  /** Further groupings beside similarity: columns, `scaffold` (seen in training or not), `cliff`. */
  readonly by?: readonly string[] | undefined;
  /** The metric whose curve over similarity is drawn; the task's first unless given. */
  readonly curve?: string | undefined;
  /** A table of molecules that the model is to be used on. */
  readonly deployment?: string | undefined;
  /** Bootstrap draws; default 2000, 0 for no intervals. */
  readonly bootstrap?: number | undefined;
  /** What is drawn; default `molecule`. */
  readonly resample?: Resample | undefined;
  /** Strata below this size are not reported; default 30. */
  readonly minN?: number | undefined;
  /** Score from which on a prediction counts as class 1; 0.5 unless given, and then for probabilities only. */
  readonly threshold?: number | undefined;
  readonly seed?: number | undefined;
  /** Where what RDKit says of large tables is kept from run to run; not kept unless given. */
  readonly cache?: StructureCache | undefined;
}

/** What `tanimark score` takes. Give `split`, or `train` with `truth` (or truths in the predictions). */
export interface ScoreOptions extends EvaluateOptions {
  /** A table with predictions; without one only the baselines are scored. */
  readonly predictions?: string | undefined;
  /** A file written by `tanimark split`, or any table with a column that says train or test. */
  readonly split?: string | undefined;
  readonly train?: string | undefined;
  readonly truth?: string | undefined;
  /** Detected from the labels unless given. */
  readonly task?: (typeof TASKS)[number] | undefined;
  /** What a test row without a usable prediction is; default an error. */
  readonly missing?: Missing | undefined;
  /** What different predictions for one test row are; default an error. */
  readonly duplicates?: Duplicates | undefined;
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  /** What is done with cells of several structures; by default their rows are invalid. */
  readonly multiple?: Multiple | undefined;
  readonly smiles?: string | undefined;
  /** Column of true values; several, separated by commas, are tasks. */
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  /** What is done about true values such as `>10`; default an error. */
  readonly censored?: Censored | undefined;
  /** The word, or number, of the positive of two classes. */
  readonly positive?: string | undefined;
  readonly prediction?: string | undefined;
  /** Columns of structures and of ids in the prediction file, where they are not found by `smiles` and `id`. */
  readonly predictionSmiles?: string | undefined;
  readonly predictionId?: string | undefined;
  /** Column of predicted standard deviations. */
  readonly std?: string | undefined;
  /** Columns of predicted intervals, and the share of truths that they promise to hold (0.95). */
  readonly lower?: string | undefined;
  readonly upper?: string | undefined;
  readonly level?: number | undefined;
  /** How to match predictions with test rows; found out unless given. */
  readonly join?: JoinBy | undefined;
  /** Whether a column of predicted classes beside one of probabilities is used; yes unless given. */
  readonly classColumn?: boolean | undefined;
  /** Whether columns with usual names of standard deviations and intervals are the model's; yes unless given. */
  readonly uncertainty?: boolean | undefined;
  /** The column that says train or test, if the user named it. */
  readonly splitColumn?: string | undefined;
}

/** Whether the model is better than a baseline, by the interval of their difference on the same rows. */
export type Beats = 'yes' | 'no' | 'unclear';

/** A metric's value with its interval, or why there is none. */
export type Scored =
  | {
      readonly value: number;
      readonly ci95: readonly [number, number] | null;
      readonly ci_reason?: UndefinedReason;
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

export interface ScoredStratum extends FlaggedGroup {
  /** `[0, 1/3)` */
  readonly bin: string;
  readonly low: number;
  readonly high: number;
}

/** Rows that have one value in a column, or are of one kind. */
export interface ScoredClass extends FlaggedGroup {
  readonly value: string;
}

export interface ScoredGrouping {
  /** The column, or `scaffold` or `cliff`. */
  readonly by: string;
  readonly groups: readonly ScoredClass[];
}

export interface Scores {
  readonly overall: FlaggedGroup;
  readonly strata: readonly ScoredStratum[];
  /** Groupings that were asked for. */
  readonly by?: readonly ScoredGrouping[];
}

/** A metric along similarity, in windows that overlap by half. */
export interface Curve {
  readonly metric: string;
  readonly points: readonly {
    /** Mean similarity in the window, its ends, and its rows. */
    readonly similarity: number;
    readonly low: number;
    readonly high: number;
    readonly n: number;
    /** By source: `model` and the baselines; null where undefined. */
    readonly values: Readonly<Record<string, number | null>>;
  }[];
}

/** What the model can be expected to score on another library of molecules. */
export interface Deployment {
  readonly path: string;
  readonly sha256: string;
  readonly molecules: number;
  /** Per stratum: the share of the library in it, and whether enough test rows measure it. */
  readonly strata: readonly {
    readonly bin: string;
    readonly share: number;
    readonly measured: boolean;
  }[];
  /** Share of the library that lies in strata that are not measured: the estimate says nothing of it. */
  readonly outside: number;
  /** By source, on the strata that are measured. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, Scored>>>>;
}

/** How predictions were matched with test rows. */
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

/** One label column, scored. */
export interface TaskScores extends Scores {
  readonly task: LabelTask;
  /** Scored rows. */
  readonly n: number;
  /** Distinct molecules among them. */
  readonly molecules: number;
  readonly train: { readonly molecules: number; readonly labelled: number };
  readonly baselines: Readonly<Record<string, Scores>>;
  readonly curve: Curve | null;
  readonly deployment: Deployment | null;
}

export interface NamedTask extends TaskScores {
  /** The label column, or the class. */
  readonly name: string;
}

/** The document that `tanimark score --json` prints. */
export interface ScoreSummary extends TaskScores {
  readonly command: 'score';
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
  /** Null when only the baselines were scored. */
  readonly join: JoinReport | null;
  /** Several label columns, or the classes of one: each by itself; all else is then the mean over those that are defined, but for metrics with a unit. */
  readonly tasks?: readonly NamedTask[];
  readonly warnings: readonly string[];
  readonly seconds: Readonly<Record<string, number>>;
}
