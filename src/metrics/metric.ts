/** Why a quantity has no value. Stable codes, used in JSON. */
export type UndefinedReason =
  | 'too_few'
  | 'constant_truth'
  | 'constant_prediction'
  | 'one_class'
  | 'one_predicted_class'
  | 'not_probabilities'
  | 'no_training_labels'
  | 'unstable'
  | 'no_difference'
  | 'no_variation';

/** What each reason says to a person. */
export const reasonTexts: Readonly<Record<UndefinedReason, string>> = {
  too_few: 'too few molecules',
  constant_truth: 'all true values are equal',
  constant_prediction: 'all predictions are equal',
  one_class: 'only one class is present',
  one_predicted_class: 'all are predicted to be of one class',
  not_probabilities: 'predictions are not probabilities from 0 to 1',
  no_training_labels: 'no labels in the training set',
  unstable: 'undefined in too many bootstrap draws',
  no_difference: 'the two never differ',
  no_variation: 'nothing varies, so that chance cannot be judged',
};

/** A metric without a value: never 0, never NaN. */
export class Undefined {
  constructor(readonly reason: UndefinedReason) {}
}

export type MetricValue = number | Undefined;

/**
 * A metric: a pure function of truths and predictions, and what is known of it.
 */
export interface Metric {
  /** Snake-case name, as in JSON and `--metrics`. */
  readonly name: string;
  /** What tables call it. */
  readonly title: string;
  /** Other names that packages have for it. */
  readonly aliases: readonly string[];
  readonly task: 'regression' | 'classification';
  readonly direction: 'minimize' | 'maximize';
  /**
   * What it looks at: the values; only the order of truths and of predictions (which may then be
   * replaced by ranks, and predictions be any score); or classes, 0 or 1, made from
   * probabilities at the threshold.
   */
  readonly needs: 'value' | 'order' | 'class';
  /** Definition in one line. */
  readonly definition: string;
  /** Source of the definition. */
  readonly reference: string;
  /**
   * @param truth true values, or classes 0 and 1; at least one
   * @param predictions as `needs` says; of the same length
   */
  compute(truth: Float64Array, predictions: Float64Array): MetricValue;
}

/** True when all values are equal. */
export function isConstant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
