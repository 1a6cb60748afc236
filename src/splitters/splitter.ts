import type { Random } from '../random.js';
import type { SimilarityBins } from '../similarity/bins.js';
import type { FingerprintMatrix } from '../similarity/fingerprints.js';
import type { NeighbourGraph } from '../similarity/neighbour-graph.js';
import type { Task } from '../task.js';
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
  readonly fingerprints: FingerprintMatrix;
  /** Label of each molecule, NaN for none; null when the input has no label column. */
  readonly labels: Float64Array | null;
  /** Number of each molecule's Bemis-Murcko scaffold, -1 for none; null unless the method needs them. */
  readonly scaffolds: Int32Array | null;
}

/** What a splitter is given beside the molecules. */
export interface SplitContext {
  /** What moves as one, and what it counts for. */
  readonly units: Units;
  /** In the units' weight. */
  readonly sizes: Sizes;
  readonly bins: SimilarityBins;
  /** Values of the splitter's own options, parsed; every option is present. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly random: Random;
  /** All pairs above the lowest bin; built when first asked for. */
  neighbours(): Promise<NeighbourGraph>;
  /** How often each molecule was in a test set before, with `--repeats`; to be used again as little as possible. */
  readonly usage: Int32Array | undefined;
  /** When to stop searching, of `performance.now()`; infinite unless a time limit was given. */
  readonly deadline: number;
  readonly task: Task;
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
  /** Why the test or validation set has not the size asked for; required when it has not. */
  readonly sizeReason?: string;
  /** Whether a time limit ended the search, so that the result depends on the machine. */
  readonly timedOut?: boolean;
  /** Why the histogram is not the requested one, if it is not. */
  readonly reason?: string;
  /** What else deserves attention, for the summary's warnings. */
  readonly notes?: readonly string[];
  /** Why training molecules were left out; required when any are `discarded`. */
  readonly discardReason?: string;
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
}

/** A method of splitting. */
export interface Splitter {
  readonly name: string;
  /** One line for `--methods`. */
  readonly summary: string;
  /** Paper or implementation it follows. */
  readonly reference: string;
  readonly options: readonly SplitterOption[];
  /** Whether the seed matters; a seed given to a method that has no use for it is an error. */
  readonly usesSeed: boolean;
  /** Whether it wants {@link Molecules.scaffolds}. */
  readonly usesScaffolds?: boolean;
  /** Whether it asks for {@link SplitContext.neighbours}. */
  readonly usesNeighbours?: boolean;
  /** Whether it stops at {@link SplitContext.deadline}. */
  readonly usesTimeLimit?: boolean;
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
