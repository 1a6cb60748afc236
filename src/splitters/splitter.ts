import type { Random } from '../random.js';
import type { SimilarityBins } from '../similarity/bins.js';
import type { FingerprintMatrix } from '../similarity/fingerprints.js';
import type { NeighbourGraph } from '../similarity/neighbour-graph.js';
import type { Task } from '../task.js';
import type { Sizes } from './sizes.js';

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
  /** Canonical SMILES. */
  readonly smiles: readonly string[];
  readonly fingerprints: FingerprintMatrix;
}

/** What a splitter is given beside the molecules. */
export interface SplitContext {
  readonly sizes: Sizes;
  readonly bins: SimilarityBins;
  /** Values of the splitter's own options, parsed; every option is present. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly random: Random;
  /** All pairs above the lowest bin; built when first asked for. */
  neighbours(): Promise<NeighbourGraph>;
  readonly task: Task;
}

/** How close a splitter came to a requested histogram of max similarity. */
export type TargetStatus = 'exact' | 'within_one' | 'closest';

/** A splitter's answer. */
export interface Assignment {
  /** Subset code of each molecule. */
  readonly subset: Uint8Array;
  /** Number of test molecules asked for in each bin, if the method aims at a histogram. */
  readonly requested?: readonly number[];
  /** Why the histogram is not the requested one, if it is not. */
  readonly reason?: string;
  /** Why training molecules were left out; required when any are `discarded`. */
  readonly discardReason?: string;
  /** Method-specific numbers for the summary; they must not depend on the clock. */
  readonly diagnostics: Readonly<Record<string, number | string>>;
}

/** An option of a splitter, given on the command line as `--<name> <value>`. */
export interface SplitterOption {
  readonly name: string;
  /** Shown in help: `<shares>`. */
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
  split(molecules: Molecules, context: SplitContext): Assignment | Promise<Assignment>;
}
