import type { StructureCache } from '../chemistry/cache/structure-cache.js';
import type { Multiple } from '../chemistry/cells.js';
import type { StandardizeLevel } from '../chemistry/standardize/levels.js';
import type { PairOptions } from '../dataset/pairs/types.js';
import type { IntervalMethod, Resample } from '../statistics/resampling.js';
import { formatNamedFor } from '../tables/formats/names.js';
import type { Censored } from '../tables/labels.js';

export const MISSING = ['error', 'skip'] as const;

export type Missing = (typeof MISSING)[number];

export const DUPLICATES = ['error', 'mean'] as const;

export type Duplicates = (typeof DUPLICATES)[number];

export const TASKS = ['regression', 'classification', 'multiclass'] as const;

/** What a column `<target>_unc` holds, as chemprop writes it. */
export const UNC = ['variance', 'std', 'half-interval'] as const;

export type Unc = (typeof UNC)[number];

/** Rows that `--train-with` counts as training rows. */
export const TRAIN_WITH = ['valid'] as const;

export const JOIN = ['id', 'smiles', 'order'] as const;

export type JoinBy = (typeof JOIN)[number];

/** How the predictions of one model are to be judged. */
export interface EvaluateOptions {
  /** Default `0,1/3,2/3,1`. */
  readonly bins?: string | undefined;
  /** Default `morgan:radius=2,bits=2048`. */
  readonly fingerprint?: string | undefined;
  /** Level of standardization at which structures are compared; default that of the split's manifest, else `none`. */
  readonly standardize?: StandardizeLevel | undefined;
  /** Rows of the split that count as training rows, too: those of validation, for a model that was fitted on both. */
  readonly trainWith?: (typeof TRAIN_WITH)[number] | undefined;
  /** Names of metrics, or `all`; the usual ones of the task unless given. */
  readonly metrics?: readonly string[] | undefined;
  /** Names of baselines; all unless given, none if empty. */
  readonly baselines?: readonly string[] | undefined;
  /** Further groupings beside similarity: columns, `scaffold` (seen in training or not), `cliff`; of pairs `novelty`, `sides`. */
  readonly by?: readonly string[] | undefined;
  /** The metric whose curve over similarity is drawn; the task's first unless given. */
  readonly curve?: string | undefined;
  /** Share of true values inside of conformal intervals, whose coverage by stratum is then reported; not unless given. */
  readonly conformal?: number | undefined;
  /** A table of molecules that the model is to be used on. */
  readonly deployment?: string | undefined;
  /** Bootstrap draws; default 2000, 0 for no intervals. */
  readonly bootstrap?: number | undefined;
  /** Bootstrap method of all intervals; that of each metric (`tanimark score --list-metrics`) unless given. */
  readonly interval?: IntervalMethod | undefined;
  /** Unit of resampling; default `cluster` where the split kept whole series, as its manifest says, else `molecule`. */
  readonly resample?: Resample | undefined;
  /** Strata below this size are not reported; default 30. */
  readonly minN?: number | undefined;
  /** Score from which on a prediction counts as class 1; 0.5 unless given, and then for probabilities only. */
  readonly threshold?: number | undefined;
  readonly seed?: number | undefined;
  /** Cache of parsed structures of large tables; none unless given. */
  readonly cache?: StructureCache | undefined;
}

/** Options of `tanimark score`. Give `split`, or `train` with `truth` (or truths in the predictions). */
export interface ScoreOptions extends EvaluateOptions, PairOptions {
  /** A table with predictions; without one only the baselines are scored. */
  readonly predictions?: string | undefined;
  /** A file or folder written by `tanimark split`, any table with a column that says train or test, or a file that lists rows of `data`. */
  readonly split?: string | undefined;
  /** The table whose rows the split lists. */
  readonly data?: string | undefined;
  /** Which fold, repeat or test set, of a split that holds several. */
  readonly part?: string | undefined;
  readonly train?: string | undefined;
  readonly truth?: string | undefined;
  /** Detected from the labels unless given. */
  readonly task?: (typeof TASKS)[number] | undefined;
  /** Treatment of test rows without a usable prediction; default an error. */
  readonly missing?: Missing | undefined;
  /** Treatment of different predictions for one test row; default an error. */
  readonly duplicates?: Duplicates | undefined;
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  /** The name of a table format, where file endings do not tell it. */
  readonly inputFormat?: string | undefined;
  /** Treatment of cells with several structures; by default their rows are invalid. */
  readonly multiple?: Multiple | undefined;
  readonly smiles?: string | undefined;
  /** Column of true values; several, separated by commas, are tasks. */
  readonly label?: string | undefined;
  readonly id?: string | undefined;
  /** Treatment of true values such as `>10`; default an error. */
  readonly censored?: Censored | undefined;
  /** The word, or number, of the positive of two classes. */
  readonly positive?: string | undefined;
  /** Transform of true values, such as `neg-log10:nM`; predictions are on the transformed scale. */
  readonly transform?: string | undefined;
  readonly prediction?: string | undefined;
  /** Columns of structures and of ids in the prediction file, where they are not found by `smiles` and `id`. */
  readonly predictionSmiles?: string | undefined;
  readonly predictionId?: string | undefined;
  /** Column of predicted standard deviations. */
  readonly std?: string | undefined;
  /** What the columns `<prediction>_unc` hold; they are not used unless given. */
  readonly unc?: Unc | undefined;
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
  /** Rows of the split that are judged in place of those marked test. */
  readonly testRows?: 'valid' | undefined;
  /** Whether every scored row is in the result, with its error and its nearest training molecule; default no. */
  readonly molecules?: boolean | undefined;
}

/** Options of `tanimark score` for several prediction files. */
export interface SuiteOptions extends Omit<ScoreOptions, 'predictions'> {
  /** Prediction files, or one folder of them: each is a task. */
  readonly predictions: readonly string[];
  /** A table of scores to compare with: columns `task`, `score` and, if it is not the first metric, `metric`. */
  readonly reference?: string | undefined;
}

const INPUTS = ['predictions', 'split', 'data', 'train', 'truth'] as const;

/** The name of the format in which one of the tables of a score is read, where the user gave it. */
export function formatOfInput(
  options: Pick<ScoreOptions, (typeof INPUTS)[number] | 'inputFormat'>,
  path: string,
): string | undefined {
  const paths = INPUTS.map((name) => options[name]);
  return formatNamedFor(path, options.inputFormat, paths);
}

/** Options with which a test set is read. */
export type Settled<Options extends ScoreOptions = ScoreOptions> = Options & {
  /** The validation table of a split whose training and test tables are `train` and `truth`; null where it has none. */
  readonly validFile?: string | null | undefined;
};
