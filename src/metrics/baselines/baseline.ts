import type { Undefined } from '../metric.js';

/** What a baseline may use: the training labels and who is near to whom. */
export interface BaselineContext {
  /** Label of each training molecule; NaN where it has none. */
  readonly trainLabels: Float64Array;
  /** For each row to predict, its most similar training molecule that has a label. */
  readonly nearest: Int32Array;
}

/** A predictor so simple that a model should beat it. */
export interface Baseline {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** One prediction per row; for classes a probability. */
  predict(context: BaselineContext): Float64Array | Undefined;
}
