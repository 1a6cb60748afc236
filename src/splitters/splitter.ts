import type { Job } from '../job.js';
import type { Random } from '../random.js';
import type { Rational } from '../rational.js';
import type { SimilarityBins } from '../similarity/bins.js';
import type { FingerprintMatrix } from '../similarity/fingerprints.js';
import type { NeighborGraph } from '../similarity/neighbor-graph.js';
import type { StoredPairs } from '../similarity/stored-pairs.js';
import type { TwoSided } from '../similarity/two-sided/index.js';
import type { LabelTask } from '../tables/labels.js';
import type { SideClusters } from './cold/kinds.js';
import type { Sizes } from './sizes.js';
import type { Units } from './units.js';

/** Where a molecule goes. The order is that of reports. */
export const SUBSETS = ['train', 'valid', 'test', 'discarded'] as const;
export type Subset = (typeof SUBSETS)[number];

/** Codes of the subsets, as stored per molecule. */
export const TRAIN = 0;
export const VALID = 1;
export const TEST = 2;
export const DISCARDED = 3;

/** What a splitter sees of the molecules. */
export interface Molecules {
  readonly count: number;
  /** Of methods that work on bits. Pairs have none, and methods that take pairs do not ask for them. */
  readonly fingerprints: FingerprintMatrix;
  /** Where pairs are split and not molecules. */
  readonly pairs?: TwoSided | undefined;
  /** Label of each molecule, NaN for none; null when the input has no label column. Of classes 0 or 1, or between where records differ. */
  readonly labels: Float64Array | null;
  /** Whether labels are numbers or two classes; null without labels. */
  readonly labelTask: LabelTask | null;
  /** Class of each molecule, -1 for none, where labels are words of more than two; null otherwise, and `labels` is null then. */
  readonly classes?: Int32Array | null;
  /** Number of each molecule's Bemis-Murcko scaffold, -1 for none; null unless the method needs them. */
  readonly scaffolds: Int32Array | null;
}

/** Groups of a column that the user named with `--group`. */
export interface GroupColumn {
  readonly column: string;
  /** Group of each molecule, as a position in `names`; -1 for a molecule that is in none. */
  readonly of: Int32Array;
  /** In the order of their first record; of groups that a molecule joins, the names with ` + ` between. */
  readonly names: readonly string[];
}

/** What more a splitter may ask about the molecules. */
export interface Facts {
  /**
   * Numbers of a column, per molecule the mean of its records; NaN where there are none.
   *
   * @param option the option that names the column, for messages
   * @throws TanimarkError (column) when there is no such column, or a cell is no number
   */
  numbers(column: string, option: string): Float64Array;
  /**
   * Times of a column (numbers such as years, or ISO dates), per molecule the earliest (or latest) of its
   * records; NaN where there are none.
   *
   * @throws TanimarkError (column)
   */
  times(column: string, option: string, record?: 'earliest' | 'latest'): Float64Array;
  /** Names of the properties that can be calculated. */
  readonly propertyNames: readonly string[];
  /** Calculated properties: molecules × names, row-major; NaN where one could not be found out. Takes a while. */
  properties(): Promise<{ readonly names: readonly string[]; readonly values: Float64Array }>;
  /** Number of each molecule's generic Bemis-Murcko scaffold (all atoms carbon, all bonds single), -1 for none. */
  genericScaffolds(): Promise<Int32Array>;
  /**
   * Of pairs: the cluster that each pair's drug, or partner, is in. Entities of one structure or sequence are always in
   * one cluster.
   *
   * @throws TanimarkError (usage) where nothing can be clustered so
   */
  sideClusters(side: 'drugs' | 'partners', how: SideClusters): Promise<Int32Array>;
}

/** What a splitter is given beside the molecules. */
export interface SplitContext {
  /** What moves as one, and what it counts for. */
  readonly units: Units;
  /** In the units' weight. For a method that is always in folds all are training molecules. */
  readonly sizes: Sizes;
  /** Which of the sizes the user gave. */
  readonly sizesGiven: { readonly test: boolean; readonly valid: boolean };
  /** With `--group`; the units are then these groups, and molecules that are in none. */
  readonly groups: GroupColumn | null;
  readonly facts: Facts;
  /** Bytes that pairs of neighbors may take. */
  readonly memory: number;
  readonly bins: SimilarityBins;
  /** Values of the splitter's own options, parsed; every option is present. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly random: Random;
  /** All pairs above the lowest bin; built when first asked for. */
  neighbors(): Promise<NeighborGraph>;
  /** Similar pairs that were found before, for those who search them; not of tables of pairs. */
  readonly stored?: StoredPairs | undefined;
  /** How often each molecule was in a test set before, with `--repeats`; to be used again as little as possible. */
  readonly usage: Int32Array | undefined;
  /** When to stop searching, of `performance.now()`; infinite unless a time limit was given. */
  readonly deadline: number;
  readonly job: Job;
}

/** What is asked of a method before there are molecules. */
export interface Preparation {
  /** The bins, if the user gave any. */
  readonly bins: SimilarityBins | undefined;
  /**
   * Reads another table.
   *
   * @param isData whether a first row is data, so that there is no header
   */
  readTable(
    path: string,
    isData: (cells: readonly string[]) => boolean,
  ): Promise<{ columns: readonly string[]; rows: readonly string[][] }>;
  /** Histogram over `bins` of the max similarity of another table's molecules to the input's. */
  similarityToInput(path: string, bins: SimilarityBins): Promise<number[]>;
}

/** How close a splitter came to a requested histogram of max similarity. */
export type TargetStatus = 'exact' | 'within_one' | 'closest';

/** How close any split can come to the request, as far as is known. */
export interface TargetBound {
  /** At least so many test molecules are in a wrong bin. */
  readonly misplaced: number;
  /** Which limit makes it so, in words. */
  readonly reason: string;
  /** At least so many test and validation molecules, taken together, are in a wrong bin; only with a validation set. */
  readonly together?: number;
}

/** A test set of pairs that is spread over cells, bin of the drug × bin of the partner: numbers are row-major, drugs first. */
export interface GridTarget {
  readonly requested: readonly number[];
  /** Test pairs that the splitter says are in each cell. */
  readonly achieved: readonly number[];
  /** The most that any split can have in each cell, as far as is known. */
  readonly bound: readonly number[];
  /** Why cells have not what is requested, where they have not. */
  readonly reason: string;
}

/** A splitter's answer. */
export interface Assignment {
  /** Subset code of each molecule. */
  readonly subset: Uint8Array;
  /** Number of test molecules asked for in each bin, if the method aims at a histogram. */
  readonly requested?: readonly number[];
  /** The same for the validation molecules, if the method matches them. */
  readonly validRequested?: readonly number[];
  /** How close any split can come to `requested`. */
  readonly bound?: TargetBound;
  /** Of a method that aims at cells of pairs. */
  readonly grid?: GridTarget;
  /**
   * Least Kolmogorov-Smirnov distance from all labels that the labels of each bin can have in any test set with this
   * histogram, as far as is known; null for an empty bin.
   */
  readonly leastLabelKs?: readonly (number | null)[];
  /** Why the test or validation set has not the size asked for; required when it has not. */
  readonly sizeReason?: string;
  /** Whether a time limit ended the search, so that the result depends on the machine. */
  readonly timedOut?: boolean;
  /** Why the histogram is not the requested one, if it is not. */
  readonly reason?: string;
  /** What else deserves attention, for the summary's warnings. */
  readonly notes?: readonly string[];
  /** Why molecules were left out; required when any are `discarded`. */
  readonly discardReason?: string;
  /** Promise, checked afterwards: molecules in different ones of train, valid and test are less similar than this. */
  readonly apart?: Rational;
  /**
   * Promise, checked afterwards: cluster (or scaffold, or group) of each molecule, -1 for none, of
   * which no two members are in different ones of train, valid and test.
   */
  readonly clusters?: Int32Array;
  /** The same for another clustering that is kept as well. */
  readonly otherClusters?: Int32Array;
  /** Method-specific numbers for the summary; they must not depend on the clock. */
  readonly diagnostics: Readonly<Record<string, number | string>>;
}

/** An option of a splitter, given on the command line as `--<name> <value>`. */
export interface SplitterOption {
  readonly name: string;
  /** Shown in help: `<shares>`; empty for a flag without a value, which is then `true` or `false`. */
  readonly placeholder: string;
  readonly default: string;
  readonly summary: string;
  /** Reads a value. @throws TanimarkError (usage) */
  parse(text: string): unknown;
  /** Without which other option it does nothing, as `--max-discard`; undefined where it matters. It is refused then. */
  idleWithout?(options: Readonly<Record<string, unknown>>): string | undefined;
  /** With which other option it does nothing; undefined where it matters. It is refused then. */
  idleWith?(options: Readonly<Record<string, unknown>>): string | undefined;
  /** Its default where that depends on the other options that were given; undefined where it then has no value. */
  defaultWith?(given: Readonly<Record<string, string>>): string | undefined;
}

/** What can be seen of a split to hold, whoever made it. */
export interface Promises {
  /** Molecules in different ones of train, valid and test are less similar than this. */
  readonly apart?: Rational;
  /** No two molecules of one scaffold of this kind are in different ones of train, valid and test. */
  readonly wholeScaffolds?: 'murcko' | 'generic';
}

/** The question that methods answer, in the order in which README.md lists them. */
export const PURPOSES = {
  distribution: 'How good is the model in each similarity bin, or on a library like mine?',
  reference: 'How good does it look on molecules like the training set?',
  series: 'How good is it on chemical series that it has not seen?',
  distance: 'How good is it if training and test have as little in common as possible?',
  coverage: 'How good is it on a diverse, representative or extreme test set?',
  property: 'Does it extrapolate to larger molecules, or to one end of a property?',
  time: 'How good will it be on the next molecules of the project?',
  analogs: 'Can it rank close analogs of a known hit?',
  source: 'How good is it on new targets, assays or sources?',
  pairs: 'How good is it on new drugs, new targets, or both?',
} as const;

/**
 * What a method moves whole, so that the test set is made of series: molecules of one Bemis-Murcko scaffold, rows of one
 * group of `--group`, or clusters that only the method knows.
 */
export type Series = 'scaffolds' | 'groups' | 'clusters';

/** A method of splitting. */
export interface Splitter {
  readonly name: string;
  readonly purpose: keyof typeof PURPOSES;
  /** One line for `--methods`. */
  readonly summary: string;
  /** Paper or implementation it follows. */
  readonly reference: string;
  readonly options: readonly SplitterOption[];
  /**
   * The series that it moves whole. Test molecules of one series are not independent draws, and intervals of scores are by
   * series then. Absent where single molecules are chosen.
   */
  readonly series?: Series;
  /** Whether the seed matters, for options that were read; a seed given to a method that has no use for it is an error. */
  readonly usesSeed: boolean | ((options: Readonly<Record<string, unknown>>) => boolean);
  /** Whether it wants {@link Molecules.scaffolds}. */
  readonly usesScaffolds?: boolean | ((options: Readonly<Record<string, unknown>>) => boolean);
  /** Whether it looks at labels, so that a label column that cannot be read is an error. */
  readonly usesLabels?: boolean | ((options: Readonly<Record<string, unknown>>) => boolean);
  /** Whether labels may be words of any number of classes ({@link Molecules.classes}). */
  readonly takesAnyClasses?: boolean;
  /** Whether it asks for {@link SplitContext.neighbors}, or heeds {@link SplitContext.memory}. */
  readonly usesNeighbors?: boolean;
  /** Whether it splits pairs as well as molecules, or only pairs; without it only molecules. */
  readonly pairs?: 'too' | 'only';
  /** Whether it cannot do without `--group`. */
  readonly needsGroups?: boolean;
  /** Whether it always makes folds, as many as it likes and of any size: its `folds` is called, with no sizes. */
  readonly alwaysFolds?: boolean;
  /**
   * Whether, with options that were read, it is not told the size of the test set but finds it out. A size that is
   * given all the same is for it to refuse: {@link SplitContext.sizesGiven}.
   */
  findsTestSize?(options: Readonly<Record<string, unknown>>): boolean;
  /** Whether it stops at {@link SplitContext.deadline}. */
  readonly usesTimeLimit?: boolean;
  /** What it promises with options that were read, as far as it can be seen in the split alone. */
  promises?(options: Readonly<Record<string, unknown>>): Promises;
  /**
   * Looks at the options before the input is compared with the bins; may read other files.
   *
   * @returns the bins to use and the options, completed
   */
  prepare?(
    options: Readonly<Record<string, unknown>>,
    preparation: Preparation,
  ): Promise<{ bins: SimilarityBins | undefined; options: Record<string, unknown> }>;
  /** Disjoint test sets of these sizes, each with an assignment of all molecules. */
  folds?(
    molecules: Molecules,
    context: SplitContext,
    sizes: readonly number[],
  ): Assignment[] | Promise<Assignment[]>;
  split(molecules: Molecules, context: SplitContext): Assignment | Promise<Assignment>;
}
