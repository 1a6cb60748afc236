import type { Subset } from '../../../splitters/splitter.js';
import type { LabelSummary } from '../../../statistics/summary.js';
import type { LabelTask } from '../../../tables/labels.js';
import type { SplitOptions, SplitResult, SplitSummary } from '../types.js';

/** Options of `tanimark split` with `--compare` or `--sweep`. */
export interface SeriesOptions
  extends Omit<SplitOptions, 'method' | 'folds' | 'repeats' | 'graph'> {
  /** A library of molecules that the model is for; see {@link SplitSeries.deployment}. */
  readonly deployment?: string | undefined;
}

export interface CompareOptions extends SeriesOptions {
  /** Names of at least two methods. */
  readonly methods: readonly string[];
}

export interface SweepOptions extends SeriesOptions {
  /** A method that takes a threshold, or `sae` (the default). */
  readonly method?: string | undefined;
  /** Descending, from 1; default `1,0.9,…,0.2`. */
  readonly thresholds?: string | undefined;
}

/** One split of a series. */
export interface SeriesPart {
  /** The method, or the threshold as it was written. */
  readonly name: string;
  readonly method: string;
  readonly seed: number | null;
  readonly parameters: Readonly<Record<string, string>>;
  /** Molecules in each subset; records for `invalid`. */
  readonly sizes: Readonly<Record<Subset | 'invalid', number>>;
  readonly similarity: {
    /** Test molecules by max similarity to the training set, over the bins of the series. */
    readonly achieved: readonly number[];
    readonly mean: number;
    readonly median: number;
    readonly max: number;
    /** Of a sweep, below a threshold of 1: test molecules whose max similarity reaches the threshold. */
    readonly at_threshold: number | null;
  };
  /** Null without labels. */
  readonly labels: {
    readonly train: LabelSummary;
    readonly test: LabelSummary;
    /** Kolmogorov-Smirnov distance of test labels from training labels. */
    readonly ks: number | null;
  } | null;
  /** Test molecules with a ring, and those of them whose Bemis-Murcko scaffold occurs in training. */
  readonly scaffolds: { readonly test: number; readonly shared: number };
  /** How far the test molecules' max similarities are from those of the library. */
  readonly deployment: { readonly wasserstein: number; readonly ks: number } | null;
  readonly diagnostics: SplitSummary['diagnostics'];
  /** Notes on this split only. */
  readonly warnings: readonly string[];
}

/** A method that could not make its split. */
export interface SeriesFailure {
  readonly name: string;
  readonly method: string;
  readonly error: string;
}

/** The document that `tanimark split --compare --json` or `--sweep --json` prints. */
export interface SeriesSummary {
  readonly command: 'split-compare' | 'split-sweep';
  readonly version: string;
  readonly rdkit: string;
  readonly input: SplitSummary['input'];
  readonly bins: readonly string[];
  readonly labels: { readonly column: string; readonly task: LabelTask } | null;
  readonly splits: readonly SeriesPart[];
  readonly failed: readonly SeriesFailure[];
  readonly deployment: {
    readonly path: string;
    readonly sha256: string;
    readonly molecules: number;
    /** Its molecules by max similarity to all molecules of the input. */
    readonly histogram: readonly number[];
    readonly mean: number;
    /** The split whose test set is closest to it, by Wasserstein distance. */
    readonly closest: string;
  } | null;
  readonly warnings: readonly string[];
  /** Wall-clock, of each split; the only part that differs between equal runs. */
  readonly seconds: Readonly<Record<string, number>>;
  outputs: SplitSummary['outputs'];
}

/** A finished series. */
export interface SplitSeries {
  readonly summary: SeriesSummary;
  /** The splits, by name. */
  readonly results: ReadonlyMap<string, SplitResult>;
}
