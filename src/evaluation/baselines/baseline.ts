import type { Undefined } from '../../metrics/metric.js';
import type { PairNumbers } from '../pairs/numbers.js';

/** The nearest training molecules that have a label, and all that are as near as the k-th. */
export interface LabeledNeighbors {
  /** Training molecules, most similar first. */
  readonly indices: Int32Array;
  /** Similarity of each, above 0; equal ones are equal in the last bit. */
  readonly similarities: Float64Array;
}

/** Inputs of a baseline. */
export interface BaselineContext {
  readonly task: 'regression' | 'classification';
  /** Label of each training molecule; NaN where it has none. For classes 0 and 1. */
  readonly trainLabels: Float64Array;
  /** Number of molecules to predict. */
  readonly count: number;
  /**
   * Of each molecule to predict; empty where no training molecule has anything in common with it. No list at all where
   * no baseline uses them.
   */
  readonly neighbors: readonly LabeledNeighbors[];
  /** Of pairs: which drug and which partner each has. */
  readonly pairs?: PairNumbers | null;
  /** Properties that need no learning of chemistry, molecules × {@link width}, row-major; NaN where unknown. */
  readonly properties: {
    readonly width: number;
    readonly train: Float64Array;
    readonly test: Float64Array;
  } | null;
}

/** A predictor so simple that a model should beat it. */
export interface Baseline {
  readonly name: string;
  readonly title: string;
  /** Its name where a table has little room. */
  readonly shortTitle: string;
  readonly summary: string;
  /** What it is in a few words, below a table, where its title does not say it. */
  readonly legend?: string;
  /** `no_skill`: what a gain is measured from. `properties`: it knows no structure, so a model has to gain more than it. */
  readonly role?: 'no_skill' | 'properties';
  /**
   * Its place, from 1, among the baselines that a curve along similarity can show: the first one stands beside a model,
   * and in place of a model the first one that has values is shown. Absent for a baseline that is not shown.
   */
  readonly curvePlace?: number;
  /** Whether it looks at neighbors, or at properties, which take time to find out. */
  readonly usesNeighbors?: boolean;
  readonly usesProperties?: boolean;
  /** Whether it is a baseline of pairs, and not of molecules. */
  readonly usesPairs?: boolean;
  /** One prediction per molecule; for classes a probability. Does not depend on the order of training molecules. */
  predict(context: BaselineContext): Float64Array | Undefined;
}
