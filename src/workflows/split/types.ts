import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import type { Multiple } from '../../chemistry/cells.js';
import type { StandardizeLevel } from '../../chemistry/standardize/levels.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import type { InvalidRecord } from '../../dataset/molecules.js';
import type { GraphRecord } from '../../dataset/neighbor-parts/graph.js';
import type { PairOptions, PartnerKind } from '../../dataset/pairs/types.js';
import type { Count, OnInvalid } from '../../options/split.js';
import type { Subset, TargetBound, TargetStatus } from '../../splitters/splitter.js';
import type { Histogram } from '../../statistics/histogram.js';
import type { LabelSummary } from '../../statistics/summary.js';
import type { CellChecksums } from '../../tables/cells.js';
import type { LabelConflicts } from '../../tables/label-conflicts.js';
import type { Censored, LabelTask } from '../../tables/labels.js';

/** Options of `tanimark split`; texts are as on the command line. */
export interface SplitOptions extends PairOptions {
  /** A path, `-` for standard input, or `dataset:<name>`. */
  readonly input: string;
  /** Default `sae`. */
  readonly method?: string | undefined;
  /** Fraction or count; default `0.2`, or with `folds` an equal part for each. */
  readonly test?: string | undefined;
  /** Fraction or count; default `0`. */
  readonly valid?: string | undefined;
  /** Disjoint test sets, from 2. With `repeats` only in the command line: repeated cross-validation. */
  readonly folds?: number | undefined;
  /** Test sets from as many seeds, from 2, that overlap as little as they can. */
  readonly repeats?: number | undefined;
  /** Default `0,1/3,2/3,1`, unless the target makes its own. */
  readonly bins?: string | undefined;
  /** Default `morgan:radius=2,bits=2048`. */
  readonly fingerprint?: string | undefined;
  /** Level of standardization at which equal structures are one molecule; default `none`. */
  readonly standardize?: StandardizeLevel | undefined;
  /** A whole number; default 0. */
  readonly seed?: number | undefined;
  /** The method's own options, by name. */
  readonly methodOptions?: Readonly<Record<string, string>> | undefined;
  /** Fail unless every bin holds what was asked; default false. */
  readonly strict?: boolean | undefined;
  /** Stop searching after so many seconds; the result then depends on the machine. */
  readonly timeLimit?: number | undefined;
  /**
   * What neighbors may take, such as `4GiB`, for methods that need them; the default is that, or
   * half of the machine's memory if that is less. Where more would be needed the result depends on it.
   */
  readonly memory?: string | undefined;
  /**
   * The result of `neighbors` of the input in itself with a `threshold`, for methods that need similar pairs: a file, a folder
   * of parts or a pattern. It is checked, and the split is the same as without.
   */
  readonly graph?: string | undefined;
  /** Default `keep`. */
  readonly onInvalid?: OnInvalid | undefined;
  /** Default `molecules`. */
  readonly count?: Count | undefined;
  /** Column whose equal values stay on one side. */
  readonly group?: string | undefined;
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  /** The name of a table format, where file endings do not tell it. */
  readonly inputFormat?: string | undefined;
  /** Treatment of cells with several structures; by default their rows are invalid. */
  readonly multiple?: Multiple | undefined;
  readonly smiles?: string | undefined;
  readonly label?: string | undefined;
  /** Treatment of labels such as `>10`; default an error, or a note where the method needs no labels. */
  readonly censored?: Censored | undefined;
  /** The word, or number, of the positive of two classes. */
  readonly positive?: string | undefined;
  /** Transform of label values, such as `neg-log10:nM`; the output keeps the input's cells. */
  readonly transform?: string | undefined;
  readonly id?: string | undefined;
  /** Cache of parsed structures of large tables; none unless given. */
  readonly cache?: StructureCache | undefined;
}

/** Labels of a bin's test molecules. */
export interface BinLabels extends LabelSummary {
  /** Molecules of class 1 (a mean label of at least 0.5); only where labels are two classes. */
  readonly positives?: number;
  /** Kolmogorov-Smirnov distance of their labels from those of all molecules; null for an empty bin. */
  readonly ks: number | null;
  /** Least `ks` of any test set with this histogram, as far as it is known; only of methods that balance labels. */
  readonly least_ks?: number | null;
}

/** One division of the molecules. */
export interface SplitPart {
  /** Molecules in each subset; records for `invalid`. */
  readonly sizes: Readonly<Record<Subset | 'invalid', number>>;
  /** Records in each subset. */
  readonly records: Readonly<Record<Subset | 'invalid', number>>;
  /** Histograms count molecules, or records with `--count records`. */
  readonly similarity: {
    readonly bins: readonly string[];
    /** Null for a method that aims at no histogram. */
    readonly requested: readonly number[] | null;
    readonly achieved: readonly number[];
    readonly status: TargetStatus | null;
    readonly reason: string | null;
    /** How close any split can come; null where nothing is known. */
    readonly bound: TargetBound | null;
    /** The validation molecules, measured against the same training set; null without any. */
    readonly valid: {
      readonly requested: readonly number[] | null;
      readonly achieved: readonly number[];
    } | null;
    /** The test molecules measured against training and validation together; null without validation. */
    readonly with_valid: readonly number[] | null;
  };
  /** Of molecules (the mean label of repeated records); null without a label column. */
  readonly labels: {
    readonly column: string;
    readonly task: LabelTask;
    /** The positive class, where labels are not the classes 0 and 1. */
    readonly positive?: string;
    /** Unit of the label, where the input is a data set whose registry says it. */
    readonly unit?: string;
    /** Labels that are censored values, where there are some. */
    readonly censored?: number;
    /** Transform of the values, if any. */
    readonly transform?: string;
    readonly whole: LabelSummary;
    readonly train: LabelSummary;
    readonly test: LabelSummary;
    readonly bins: readonly BinLabels[];
    /** Of labels that are numbers: those of each subset that has any, in the same bins. */
    readonly histogram?: Histogram;
  } | null;
  /** Different Bemis-Murcko scaffolds among the test molecules of each bin; null if the method does not look at them. */
  readonly scaffolds: { readonly bins: readonly number[] } | null;
  /** Of pairs. */
  readonly pairs?: PairNovelty;
  readonly diagnostics: Readonly<Record<string, number | string>>;
}

/** The document that `tanimark split --json` prints, and all other output is rendered from. */
export interface SplitSummary extends SplitPart {
  readonly command: 'split';
  readonly version: string;
  readonly rdkit: string;
  readonly method: string;
  /** Null for a method that draws no random numbers. */
  readonly seed: number | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly input: {
    readonly path: string;
    readonly sha256: string;
    readonly records: number;
    /** Different molecules. */
    readonly molecules: number;
    readonly invalid: number;
    /** Where rows are pairs. */
    readonly pairs?: {
      readonly pairs: number;
      readonly kind: PartnerKind;
      readonly partners: number;
      /** Partners with different sequences, structures or names. */
      readonly different_partners: number;
    };
  };
  /** Where the similar pairs were found before: their files. */
  readonly graph?: GraphRecord;
  /** With `--folds`: each fold. The fields above then count all folds' test sets together. */
  readonly folds: readonly SplitPart[] | null;
  /** With `--repeats`: each repeat and its seed. The fields above are those of the first. */
  readonly repeats: readonly (SplitPart & { readonly seed: number })[] | null;
  /** Test molecules that two repeats share, repeats × repeats; the diagonal is the size of the test set. */
  readonly overlap: readonly (readonly number[])[] | null;
  /** Columns that could each be the label column, where none was named and there are several. */
  readonly label_candidates?: readonly string[];
  /** Why the label column cannot be used, where it cannot. */
  readonly label_problem?: string;
  /** Molecules whose rows have different labels, of which the mean is used; null without labels. */
  readonly label_conflicts: LabelConflicts | null;
  readonly invalid: readonly InvalidRecord[];
  /** Notes on choices that were made for the user, and warnings. */
  warnings: readonly string[];
  /** Wall-clock; the only part that differs between equal runs. */
  readonly seconds: Readonly<Record<string, number>>;
  /** `cells` are those of a table. */
  outputs: { path: string; sha256: string; rows: number; cells?: CellChecksums }[];
}

/** Destination of one record. */
export interface RecordOutcome {
  readonly split: Subset | 'invalid';
  /** The test set it belongs to, from 0; null without folds. */
  readonly fold: number | null;
  /** Max similarity to the training molecules, for records outside train. */
  readonly maxSimilarity: number | null;
  /** The record of the nearest training molecule, from 0. */
  readonly nearestTrain: number | null;
  /** Why it is invalid or discarded. */
  readonly reason: string | null;
  /** Of a pair outside of train: how similar both of its sides are. */
  readonly sides?: PairSimilarities;
}

/** How similar the sides of a pair are to those of training pairs. */
export interface PairSimilarities {
  /** Its drug and that of the nearest training pair. */
  readonly drug: number;
  readonly partner: number;
  /** Max similarity of its drug to the drugs of all training pairs. */
  readonly maxDrug: number;
  readonly maxPartner: number;
}

/** Test pairs by how new their sides are. */
export interface PairNovelty {
  /** Pairs whose drug and partner are each in a training pair, or not. */
  readonly quadrants: {
    readonly both_seen: number;
    readonly new_drug: number;
    readonly new_partner: number;
    readonly both_new: number;
  };
  /** By the bin of the max similarity of the drug (rows) and of the partner (columns) to those in training. */
  readonly grid: readonly (readonly number[])[];
  /** Of a method that aims at the cells of the grid: each cell, those of the lowest drug bin first. */
  readonly grid_target?: readonly GridCell[];
  /** How near the cells are to what was requested, as for the bins of `similarity`. */
  readonly grid_status?: TargetStatus;
  /** Why cells have not what was requested; null where all have. */
  readonly grid_reason?: string | null;
}

/** A cell of the grid: test pairs with a drug of one bin and a partner of one. */
export interface GridCell {
  /** Bins, such as `[0, 1/3)`. */
  readonly drug: string;
  readonly partner: string;
  readonly requested: number;
  readonly test: number;
  /** The most test pairs that any split can have in the cell, as far as is known. */
  readonly bound: number;
}

/** A file beside the input that decides on a split. */
export interface SourceFile {
  /** As it was given. */
  readonly path: string;
  readonly sha256: string;
  /** Absent for a file of arrays. */
  readonly cells?: CellChecksums | undefined;
}

/** A finished split: the summary, and the fate of every record in the input's order. */
export interface SplitResult {
  readonly summary: SplitSummary;
  readonly data: MoleculeTable;
  /** Other files that were read, such as the one to mimic. */
  readonly sources: readonly SourceFile[];
  /** The column of record names, if any. */
  readonly idColumn: number | undefined;
  /** With folds: `test` and the fold for every record that is in one. With repeats: the first. */
  readonly records: RecordOutcome[];
  /** Each fold or repeat on its own; empty for a single split. */
  readonly parts: readonly { readonly name: string; readonly records: RecordOutcome[] }[];
}

/** A table that is to be written. */
export interface TableRows {
  readonly columns: readonly string[];
  /** To be gone through once. */
  readonly rows: Iterable<readonly string[]>;
  /** Number of rows. */
  readonly count: number;
  /** The record of the input that each row is of; absent where the columns are others than those of the input. */
  readonly records?: Iterable<number>;
}
