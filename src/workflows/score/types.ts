import type { PartnerKind } from '../../dataset/pairs/types.js';
import type { TrainCounts } from '../../evaluation/train-counts.js';
import type {
  FlaggedGroup,
  FoldSize,
  JoinReport,
  ResampledUnits,
  Scored,
} from '../../evaluation/types.js';
import type { LabelTask } from '../../tables/labels.js';

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
    /** 95 % bootstrap interval of the model's value; null where it has none, absent without a model. */
    readonly ci95?: readonly [number, number] | null;
  }[];
}

/** Expected scores of the model on another library of molecules. */
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
  /**
   * How test rows are weighted: by strata of 5 of similarity, pooled where the error of the model would rise with similarity
   * (`isotonic_strata`), or by strata of 15 where no errors of a model say so (`strata`).
   */
  readonly method: 'isotonic_strata' | 'strata';
  /** By source, on the strata that are measured. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, Scored>>>>;
}

/** How often conformal intervals that were made without a molecule hold its true value. */
export interface ConformalCoverage {
  /** Nominal coverage. */
  readonly level: number;
  /** What is compared: `absolute_error`, `absolute_error_over_std` or `one_minus_probability`. */
  readonly score: string;
  /** Fewest molecules from which a finite interval can be made. */
  readonly least_calibration: number;
  readonly strata: readonly {
    readonly bin: string;
    /** Test molecules in it. */
    readonly molecules: number;
    /** Those for which there was a finite interval. */
    readonly judged: number;
    /** Share inside of the intervals of the stratum; null where there are none. */
    readonly coverage: ShareEstimate | null;
    /** Share inside of intervals of all strata together; null where there are none. */
    readonly pooled_coverage: ShareEstimate | null;
    /** Mean half-width of the intervals, or mean number of classes in the sets; null where there are none. */
    readonly size: number | null;
    /** The same of intervals of all strata together; null where there are none. */
    readonly pooled_size: number | null;
  }[];
}

/** A share with its 95 % interval (Wilson). */
export interface ShareEstimate {
  readonly value: number;
  readonly ci95: readonly [number, number] | null;
}

/** A scored test row, and its nearest training molecule. Rows count from 1; ids are null without an id column. */
export interface ScoredMolecule {
  readonly row: number;
  readonly id: string | null;
  /** As in the file. */
  readonly smiles: string;
  /** For classes 0 or 1. */
  readonly truth: number;
  /** For classes the probability of the positive one, or a score; null where only the baselines were scored. */
  readonly prediction: number | null;
  /** Prediction minus truth. */
  readonly error: number | null;
  /** Predicted standard deviation and interval, where there are any. */
  readonly std?: number;
  readonly lower?: number;
  readonly upper?: number;
  /** Of out-of-fold predictions. */
  readonly fold?: string;
  readonly stratum: string;
  readonly max_similarity: number;
  readonly nearest_train_row: number;
  readonly nearest_train_id: string | null;
  readonly nearest_train_smiles: string;
  /** The mean of its rows. Null without a label. */
  readonly nearest_train_label: number | null;
}

/** Metrics of each partner's test rows by themselves, averaged over the partners with enough rows. */
export interface PartnerScores {
  /** Rows that a partner must have, at least. */
  readonly min_n: number;
  /** Partners that are averaged, and their rows. */
  readonly partners: number;
  readonly rows: number;
  /** Partners of test rows with fewer rows. */
  readonly left_out: number;
  /** By source and metric: the mean, and of how many partners it is defined; null where of none. */
  readonly metrics: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly value: number | null; readonly partners: number }>>
    >
  >;
  /** By baseline: the share of partners for which the model is better by the first metric; null without a model. */
  readonly better_than: Readonly<Record<string, number | null>> | null;
}

/** The model's metrics in one fold. */
export interface FoldScores {
  readonly fold: string;
  /** `overall`, or a bin such as `[0, 1/3)`. */
  readonly stratum: string;
  readonly n: number;
  /** By metric; null where undefined. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** One label column, scored. */
export interface TaskScores extends Scores {
  readonly task: LabelTask;
  /** Scored rows. */
  readonly n: number;
  /** Distinct molecules, or pairs, among them. */
  readonly molecules: number;
  /** Units of resampling, which intervals take as independent. */
  readonly resampled: ResampledUnits;
  readonly train: TrainCounts;
  readonly baselines: Readonly<Record<string, Scores>>;
  readonly curve: Curve | null;
  readonly deployment: Deployment | null;
  /** Where it was asked for; null without a model, or for scores that are no probabilities. */
  readonly conformal?: ConformalCoverage | null;
  /** Of pairs: each partner's rows by themselves. */
  readonly by_partner?: PartnerScores;
  /** Only of out-of-fold predictions: the model's metrics in each fold, overall and by stratum, without intervals. */
  readonly folds_by_stratum?: readonly FoldScores[];
  /** Every scored row in the order of the test set, where that was asked for. */
  readonly molecules_scored?: readonly ScoredMolecule[];
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
  /** Where rows are pairs: their sides. */
  readonly pairs?: {
    readonly kind: PartnerKind;
    readonly drug_column: string;
    readonly partner_column: string;
    /** How partners are compared, in words. */
    readonly partner_similarity: string;
  };
  /** Null when only the baselines were scored. */
  readonly join: JoinReport | null;
  /** Only for a file of folds: each with its training set. `train` is then of all of them together. */
  readonly folds?: readonly FoldSize[];
  /** Several label columns, or the classes of one: each by itself; all else is then the mean over those that are defined, but for metrics with a unit. */
  readonly tasks?: readonly NamedTask[];
  readonly warnings: readonly string[];
  readonly seconds: Readonly<Record<string, number>>;
}
