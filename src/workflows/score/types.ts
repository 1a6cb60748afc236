import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { UndefinedReason } from '../../metrics/metric.js';
import type { LabelTask } from '../../tables/labels.js';

export const RESAMPLE = ['molecule', 'row'] as const;
export type Resample = (typeof RESAMPLE)[number];
export const MISSING = ['error', 'skip'] as const;
export type Missing = (typeof MISSING)[number];

/** What `tanimark score` takes. Give `split`, or `train` with `truth` (or truths in the predictions). */
export interface ScoreOptions {
  /** A table with predictions; without one only the baselines are scored. */
  readonly predictions?: string | undefined;
  /** A file written by `tanimark split`, or any table with a column that says train or test. */
  readonly split?: string | undefined;
  readonly train?: string | undefined;
  readonly truth?: string | undefined;
  /** Detected from the labels unless given. */
  readonly task?: LabelTask | undefined;
  /** Default `0,1/3,2/3,1`. */
  readonly bins?: string | undefined;
  /** Default `morgan:radius=2,bits=2048`. */
  readonly fingerprint?: string | undefined;
  /** Names of metrics; all of the task unless given. */
  readonly metrics?: readonly string[] | undefined;
  /** Bootstrap draws; default 2000, 0 for no intervals. */
  readonly bootstrap?: number | undefined;
  /** What is drawn; default `molecule`. */
  readonly resample?: Resample | undefined;
  /** Strata below this size are flagged `small`; default 30. */
  readonly minN?: number | undefined;
  /** Score from which on a prediction counts as class 1; 0.5 unless given, and then for probabilities only. */
  readonly threshold?: number | undefined;
  /** What a test row without a usable prediction is; default an error. */
  readonly missing?: Missing | undefined;
  readonly seed?: number | undefined;
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  readonly smiles?: string | undefined;
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  readonly prediction?: string | undefined;
  /** How to match predictions with test rows; found out unless given. */
  readonly join?: JoinBy | undefined;
  /** The column that says train or test, if the user named it. */
  readonly splitColumn?: string | undefined;
  /** Where what RDKit says of large tables is kept from run to run; not kept unless given. */
  readonly cache?: StructureCache | undefined;
}

/** A metric's value with its interval, or why there is none. */
export type Scored =
  | {
      readonly value: number;
      readonly ci95: readonly [number, number] | null;
      readonly ci_reason?: UndefinedReason;
    }
  | { readonly value: null; readonly reason: UndefinedReason };

export interface ScoredGroup {
  readonly n: number;
  readonly metrics: Readonly<Record<string, Scored>>;
}

export interface ScoredStratum extends ScoredGroup {
  /** `[0, 1/3)` */
  readonly bin: string;
  readonly low: number;
  readonly high: number;
  /** `small` when it holds fewer rows than `--min-n`. */
  readonly flag: 'small' | null;
}

export interface Scores {
  readonly overall: ScoredGroup;
  readonly strata: readonly ScoredStratum[];
}

export const JOIN = ['id', 'smiles', 'order'] as const;
export type JoinBy = (typeof JOIN)[number];

/** How predictions were matched with test rows. */
export interface JoinReport {
  readonly by: JoinBy;
  /** Test rows that have a prediction. */
  readonly matched: number;
  /** Test rows without one (with `--missing skip`). */
  readonly unmatched: number;
  /** Prediction rows that belong to no test row. */
  readonly unused: number;
}

/** The document that `tanimark score --json` prints. */
export interface ScoreSummary {
  readonly command: 'score';
  readonly version: string;
  readonly rdkit: string;
  readonly task: LabelTask;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly inputs: readonly {
    readonly role: string;
    readonly path: string;
    readonly sha256: string;
    readonly rows: number;
  }[];
  /** Scored rows. */
  readonly n: number;
  /** Distinct molecules among them. */
  readonly molecules: number;
  readonly train: { readonly molecules: number; readonly labelled: number };
  /** Null when only the baselines were scored. */
  readonly join: JoinReport | null;
  /** The model's; without predictions it has counts and no metrics. */
  readonly overall: ScoredGroup;
  readonly strata: readonly ScoredStratum[];
  readonly baselines: Readonly<Record<string, Scores>>;
  readonly warnings: readonly string[];
  readonly seconds: Readonly<Record<string, number>>;
}
