import type { ScoreOptions } from '../../evaluation/options.js';
import type { JoinReport, ResampledUnits } from '../../evaluation/types.js';
import type { LabelTask } from '../../tables/labels.js';

type Evaluated =
  | 'split'
  | 'data'
  | 'part'
  | 'train'
  | 'truth'
  | 'bins'
  | 'fingerprint'
  | 'standardize'
  | 'trainWith'
  | 'missing'
  | 'duplicates'
  | 'baselines'
  | 'bootstrap'
  | 'resample'
  | 'minN'
  | 'seed'
  | 'cache'
  | 'header'
  | 'delimiter'
  | 'inputFormat'
  | 'multiple'
  | 'smiles'
  | 'label'
  | 'id'
  | 'censored'
  | 'positive'
  | 'transform'
  | 'prediction'
  | 'predictionSmiles'
  | 'predictionId'
  | 'std'
  | 'join'
  | 'splitColumn'
  | 'threshold';

/** Options of `tanimark expect`. Give `split`, or `train` with `truth`. */
export interface ExpectOptions extends Pick<ScoreOptions, Evaluated> {
  /** A table of molecules that are not measured yet: a path, `-` or `dataset:<name>`. */
  readonly library: string;
  /** A table with predictions of the test molecules of the split. */
  readonly predictions: string;
  readonly task?: LabelTask | undefined;
  /** `none`: rows are molecules, although a column seems to hold partners, such as the sequences of targets. */
  readonly partner?: 'none' | undefined;
  /** A table with predictions of the library by the same model; the library itself where it has them. */
  readonly libraryPredictions?: string | undefined;
  /** Rows of the split that the predictions are of; default `test`. */
  readonly calibration?: 'test' | 'valid' | undefined;
  /** Columns of structures and of ids in the library. */
  readonly librarySmiles?: string | undefined;
  readonly libraryId?: string | undefined;
  /** Share of molecules whose true value is to be inside of its prediction interval or set; default 0.9. */
  readonly coverage?: number | undefined;
  /** Wanted width of the 95 % interval of the expected error, for planning; default half of what it is. */
  readonly width?: number | undefined;
  /** Library rows that are least similar to training, in the result; default 25. */
  readonly examples?: number | undefined;
  /** A file for a row per library row; its ending tells the format. None unless given. */
  readonly output?: string | undefined;
  /** The name of a table format, where the ending does not tell it. */
  readonly format?: string | undefined;
}

/** `outside`: the test set cannot speak for the molecule, for a reason. */
export type ExpectedStatus = 'inside' | 'outside' | 'invalid';

/** Why a molecule is outside. */
export type OutsideReason = 'too_few' | 'below_range' | 'above_range';

/** A row of the library, its fields called as in the output. */
export interface ExpectedMolecule {
  /** From 1, the header not counted. */
  readonly row: number;
  /** Null without an id column. */
  readonly id: string | null;
  /** As in the file. */
  readonly smiles: string;
  /** `inside`: the test set covers molecules as similar to training; `outside`: it does not; `invalid`: no structure. */
  readonly status: ExpectedStatus;
  /** Why it is outside or invalid; null where it is inside. */
  readonly reason: string | null;
  /** Highest similarity to any training molecule, 0 to 1; null of an invalid row. */
  readonly max_similarity: number | null;
  /** Row of the nearest training molecule, from 1; null of an invalid row. */
  readonly nearest_train_row: number | null;
  /** Null without an id column, and of an invalid row. */
  readonly nearest_train_id: string | null;
  /** As in the file; null of an invalid row. */
  readonly nearest_train_smiles: string | null;
  /** Measured value of the nearest training molecule; null where it has none, and of an invalid row. */
  readonly nearest_train_label: number | null;
  /** Similarity bin, such as `[0, 1/3)`; null of an invalid row. */
  readonly stratum: string | null;
  /** Expected absolute error; for classes the expected Brier score; null of an invalid row. */
  readonly expected_error: number | null;
  /** Of a regression: the prediction interval is the prediction ± this; null where there is no interval. */
  readonly half_width?: number | null;
  /** With predictions of the library; null where this row has none. */
  readonly prediction?: number | null;
  /** Lower end of the prediction interval; null where there is none. */
  readonly lower?: number | null;
  /** Upper end of the prediction interval; null where there is none. */
  readonly upper?: number | null;
  /** For classes, with predictions: Venn-Abers probability of class 1; null where there is none. */
  readonly probability?: number | null;
  /** The same if the molecule were of class 0; null where there is none. */
  readonly probability_lower?: number | null;
  /** The same if the molecule were of class 1; null where there is none. */
  readonly probability_upper?: number | null;
  /** For classes, with predictions: the classes that are possible, such as `1`, `0 1` or `none`; null where there is none. */
  readonly prediction_set?: string | null;
}

export interface Estimate {
  readonly value: number;
  readonly ci95: readonly [number, number] | null;
}

/** A share with its interval. */
export type CoverageEstimate = Estimate | null;

export interface ExpectedStratum {
  readonly bin: string;
  readonly low: number;
  readonly high: number;
  /** Library rows in it, and their share. */
  readonly library: number;
  readonly share: number;
  /** Calibration molecules: test molecules with a true value and a prediction. */
  readonly calibration: number;
  /** Of classes: how many of them are of class 1. */
  readonly positives?: number;
  /** Mean loss of the test molecules in it; null without any. */
  readonly measured_error: number | null;
  /** Largest conformal score inside: half-width of the interval, times the predicted standard deviation where normalized; null where calibration molecules are too few. */
  readonly limit?: number | null;
  /** Of classes: the largest 1 − p of each class inside, and whether each class has its own. */
  readonly limits?: readonly (number | null)[];
  /** Of classes: whether each class has a limit of its own. */
  readonly by_class?: boolean;
  /** Cross-fitted: share of calibration molecules inside of an interval that was made without them. */
  readonly coverage: CoverageEstimate;
  /** The same with one interval for all strata. */
  readonly pooled_coverage: CoverageEstimate;
  /** Further test molecules: for a finite interval, and for the wanted interval of the expected error. */
  readonly more_for_interval: number;
  /** Further test molecules here for the wanted width; null where no number of them reaches it. */
  readonly more_for_width: number | null;
}

/** Errors and coverage of the molecules that a similarity cut-off keeps. */
export interface DomainPoint {
  /** Smallest max similarity of the molecules that are kept. */
  readonly cutoff: number;
  /** Test rows at least so similar, and the share of the library. */
  readonly n: number;
  /** Share of the library that is kept. */
  readonly share_kept: number;
  readonly value: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly baselines: Readonly<Record<string, number | null>>;
  readonly coverage: CoverageEstimate;
}

/** Where the model stops being better than every baseline. */
export interface DomainLimit {
  /** Largest cut-off below which it is not significantly better; null where it is at every cut-off. */
  readonly cutoff: number | null;
  /** Test rows below it; null without a cut-off. */
  readonly n: number | null;
  /** A baseline that is as good there; null without a cut-off. */
  readonly baseline: string | null;
  /** Whether the model is worse than it in value, not only not significantly better; null without a cut-off. */
  readonly worse: boolean | null;
  /** Share of the library below it; null without a cut-off. */
  readonly share_below: number | null;
  /** Smallest cut-off with enough test rows below it to tell; null where there is none. */
  readonly tested_from: number | null;
}

/** The document that `tanimark expect --json` prints. */
export interface ExpectSummary {
  readonly command: 'expect';
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
  readonly join: JoinReport | null;
  readonly task: LabelTask;
  /** Share of true values that are to be inside of their intervals. */
  readonly coverage: number;
  /** How prediction intervals and sets are made. */
  readonly intervals: {
    readonly method: 'mondrian_split_conformal';
    /** What is compared: `absolute_error`, `absolute_error_over_std` or `one_minus_probability`. */
    readonly score: string;
    /** Fewest calibration molecules of a stratum with a finite interval. */
    readonly least_calibration: number;
  };
  readonly train: { readonly molecules: number; readonly labelled: number };
  /** Rows of the split with a true value and a prediction, and distinct molecules among them. */
  readonly calibration: {
    readonly of: 'test' | 'valid';
    readonly rows: number;
    readonly molecules: number;
    /** Units of resampling, which the interval of the expected error takes as independent. */
    readonly resampled: ResampledUnits;
  };
  /** The molecules that are not measured yet. */
  readonly library: {
    readonly path: string;
    readonly sha256: string;
    readonly records: number;
    readonly invalid: number;
    /** Rows that the test set can speak for. */
    readonly inside: number;
    /** Rows that it cannot speak for. */
    readonly outside: number;
    /** Of the valid rows. */
    readonly outside_share: number;
    /** Rows that are outside, by reason. */
    readonly reasons: {
      /** Too few calibration molecules in the stratum for an interval. */
      readonly too_few: number;
      /** Less similar to training than every test molecule. */
      readonly below_range: number;
      /** More similar to training than every test molecule. */
      readonly above_range: number;
    };
  };
  /** Of the valid library rows: by metric, with the interval of the mean that they would have if measured. */
  readonly expected: {
    readonly method: 'isotonic_strata';
    /** Of library rows that are in the calibrated range of similarity, share. */
    readonly in_range: number;
    readonly metrics: Readonly<Record<string, Estimate>>;
    /** The same of the test molecules as they are. */
    readonly test: Readonly<Record<string, number>>;
  };
  readonly strata: readonly ExpectedStratum[];
  /** Molecules by max similarity to training. */
  readonly histogram: {
    /** Edges of the bins, one more than bins. */
    readonly edges: readonly number[];
    /** Library rows in each bin. */
    readonly library: readonly number[];
    /** Test rows in each bin. */
    readonly test: readonly number[];
    /** Training molecules by their nearest other training molecule, or a sample of them. */
    readonly train: readonly number[];
  };
  /** How many more test molecules narrow the interval of the expected error. */
  readonly planning: {
    /** The metric whose interval is narrowed. */
    readonly metric: string;
    /** Width of its interval today; null where there is no interval. */
    readonly width: number | null;
    /** The width that is wanted; null where there is no width today. */
    readonly wanted: number | null;
    /** Further test molecules in all; null where the width cannot be reached, or nothing tells. */
    readonly more: number | null;
    readonly reason: string | null;
  };
  /** Applicability domain: error and coverage of the molecules that a similarity cut-off keeps. */
  readonly domain: {
    readonly metric: string;
    readonly points: readonly DomainPoint[];
    /** Where the model stops being better than every baseline; null without baselines. */
    readonly limit: DomainLimit | null;
  };
  /** The library rows that are least similar to training, the least similar first; each SMILES once. */
  readonly least_similar: readonly ExpectedMolecule[];
  readonly outputs: readonly {
    readonly path: string;
    /** Name of the table format. */
    readonly format: string;
    readonly sha256: string;
    readonly rows: number;
  }[];
  readonly warnings: readonly string[];
  readonly seconds: Readonly<Record<string, number>>;
}
