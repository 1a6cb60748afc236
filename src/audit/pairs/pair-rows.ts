import type { TwoSided } from '../../similarity/two-sided/index.js';
import type { LabeledRecords } from '../side.js';

/** The drugs, or the partners, of a side's pairs. Equal numbers stand for the same one, also on another side. */
export interface Entities {
  /** Of each pair: equal numbers are the same drug or partner, molecules up to the level of standardization. */
  readonly of: Int32Array;
  /** Of each pair: equal numbers are the same without standardization, too. */
  readonly formOf: Int32Array;
}

/** The records of one side of a split of pairs, and their pairs. Numbers of records and pairs count from 0. */
export interface PairRows extends LabeledRecords {
  /** Name of the side: `train`, `valid` or `test`. */
  readonly name: string;
  /** Pair of each record. */
  readonly pairOf: Int32Array;
  readonly drugs: Entities;
  readonly partners: Entities;
  /** Of each pair: equal numbers have the same drug and the same partner, also on another side. */
  readonly keys: Float64Array;
  /**
   * Of each pair of molecules: the number of the pair with its two molecules swapped; null where partners are no
   * molecules.
   */
  readonly swappedKeys: Float64Array | null;
  /** Of each record: equal numbers have the same cells of drug and partner in their tables, also on another side. */
  readonly cells: Float64Array;
  /** The pairs in this order, which can be compared with those of another side. */
  readonly compared: TwoSided;
}
