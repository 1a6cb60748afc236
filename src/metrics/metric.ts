import { assertInvariant } from '../errors.js';
import { Sample } from './sample.js';

/** Why a quantity has no value. Stable codes, used in JSON. */
export type UndefinedReason =
  | 'too_few'
  | 'constant_truth'
  | 'constant_prediction'
  | 'constant_error'
  | 'constant_std'
  | 'one_class'
  | 'one_predicted_class'
  | 'not_reached'
  | 'not_probabilities'
  | 'no_std'
  | 'no_interval'
  | 'no_training_labels'
  | 'several_training_sets'
  | 'perfect_baseline'
  | 'small_stratum'
  | 'overflow'
  | 'unstable'
  | 'no_difference'
  | 'no_variation'
  | 'different_units'
  | 'shifted_by_chance'
  | 'few_clusters';

/** The text of each reason, for people. */
export const reasonTexts: Readonly<Record<UndefinedReason, string>> = {
  too_few: 'too few molecules',
  constant_truth: 'all true values are equal',
  constant_prediction: 'all predictions are equal',
  constant_error: 'all errors are equal',
  constant_std: 'all standard deviations are equal',
  one_class: 'only one class is present',
  one_predicted_class: 'every molecule was predicted as the same class',
  not_reached: 'no threshold reaches this precision',
  not_probabilities: 'predictions are not probabilities from 0 to 1',
  no_std: 'no standard deviations',
  no_interval: 'no intervals',
  no_training_labels: 'no labels in the training set',
  several_training_sets: 'each fold has another training mean',
  perfect_baseline: 'the training mean makes no error',
  small_stratum: 'the stratum is too small for conclusions',
  overflow: 'too large or too small for a number',
  unstable: 'undefined in too many of the resampled test sets',
  no_difference: 'the two models never differ',
  no_variation: 'no variation, so significance cannot be computed',
  different_units: 'tasks may have different units, so there is no mean',
  few_clusters: 'too few clusters of test molecules',
  shifted_by_chance: 'chance shifts its value, so no interval around it would hold',
};

/** A metric without a value: never 0, never NaN. */
export class Undefined {
  constructor(readonly reason: UndefinedReason) {}
}

export type MetricValue = number | Undefined;

/** What a metric may look at; all lists have one entry per row. */
export interface MetricData {
  /** True values, or classes 0 and 1; at least one. */
  readonly truth: Float64Array;
  /** Predicted values, scores, probabilities or classes, as `needs` says. */
  readonly prediction: Float64Array;
  /** Predicted standard deviations, above 0. */
  readonly std?: Float64Array | undefined;
  /** Predicted intervals and the share of truths that they promise to hold. */
  readonly interval?: PredictedInterval | undefined;
  /** Mean label of the training molecules. */
  readonly trainMean?: number | undefined;
}

export interface PredictedInterval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Between 0 and 1. */
  readonly level: number;
}

/**
 * What a metric looks at. The first says what its predictions are: values; anything of which only the
 * order counts; classes 0 and 1, made from scores at the threshold; or probabilities from 0 to 1.
 */
export type Need = 'value' | 'order' | 'class' | 'probability' | 'std' | 'interval' | 'train_mean';

/** The value of a metric on a sample of the rows that it was prepared for. */
export type Measure = (sample: Sample) => MetricValue;

/** A scale on which a statistic is nearer to a normal distribution: `log1m` is −ln(1 − x). */
export type Scale = 'identity' | 'log' | 'log1m' | 'atanh' | 'logit';

/**
 * How the 95% interval of a metric is computed: by the jackknife and Student's t on a scale (jackknife-t.ts), by Wilson's
 * method of a proportion, or of what lies between 0 and 1 (`share`) or −1 and 1 (`signed_share`) as one does, or by the
 * bootstrap (`bca`, bca.ts) where the jackknife does not hold. `none`: chance shifts the metric itself, so that no
 * interval around its value would hold.
 */
export type IntervalKind = Scale | 'proportion' | 'share' | 'signed_share' | 'bca' | 'none';

/** What the trials behind a share are. */
export type Trials = 'rows' | 'positives' | 'negatives' | 'rarer_class' | 'predicted_positives';

/** Description of a metric. */
export interface MetricDescriptor {
  /** Snake-case name, as in JSON and `--metrics`. */
  readonly name: string;
  /** What tables call it; at most 14 characters. */
  readonly title: string;
  /** What it is in a few words, below a table, where its title does not say it. */
  readonly legend?: string;
  /** Other names that packages (scikit-learn, TDC, polaris, …) have for it. */
  readonly aliases: readonly string[];
  /** The family. */
  readonly task: 'regression' | 'classification' | 'ranking' | 'uncertainty';
  /** What the true values are: numbers, or classes 0 and 1. */
  readonly labels: 'regression' | 'classification';
  readonly direction: 'minimize' | 'maximize';
  /** The value of predictions that know nothing, where it is the same for all labels: 0.5 for ROC-AUC, 0 for R². */
  readonly noSkill?: number;
  /**
   * The best value, where it is neither end of a scale: the nearer to it the better. `level` is the share of truths that
   * the predicted intervals promise to hold ({@link targetOf}).
   */
  readonly target?: number | 'level';
  readonly needs: readonly [Need, ...Need[]];
  readonly interval: IntervalKind;
  /** Of what is, or is like, a proportion. */
  readonly trials?: Trials;
  /** Definition in one line. */
  readonly definition: string;
  /** Source of the definition. */
  readonly reference: string;
  /** The reasons for which it can be undefined, but for `overflow`, which any metric can have. */
  readonly undefinedFor: readonly UndefinedReason[];
  /** Where exactly that is so, of reasons whose text says more than holds for this metric. */
  readonly undefinedWhere?: Partial<Record<UndefinedReason, string>>;
  /**
   * Shown without being asked for; the others are computed only by name (`--metrics`, where `all` names every
   * one).
   */
  readonly shown: boolean;
  /**
   * Whether rows may count by fractions, as when a test set is reweighted to another distribution; not for
   * what looks at the first so many of a list.
   */
  readonly fractional: boolean;
  /**
   * How it changes with the unit of the labels: by the same factor, by its square, or by a summand; absent where it has
   * no unit. Tasks may have different units, so that such metrics have no mean over tasks.
   */
  readonly unit?: 'factor' | 'square' | 'summand';
}

/**
 * A metric: a pure function of truths and predictions. What does not depend on the sample, such as sorting, is
 * done once by `prepare`, and serves every bootstrap draw.
 */
export interface Metric extends MetricDescriptor {
  prepare(data: MetricData): Measure;
  /**
   * The metric of all rows, each once.
   *
   * @param truth true values, or classes 0 and 1; at least one
   * @param prediction as `needs` says; of the same length
   */
  compute(
    truth: Float64Array,
    prediction: Float64Array,
    more?: Omit<MetricData, 'truth' | 'prediction'>,
  ): MetricValue;
}

/** Data in which all that a metric needs is there; what it does not need must not be looked at. */
export type GivenData = { readonly [K in keyof MetricData]-?: NonNullable<MetricData[K]> };

/** Makes a metric of its descriptor and of how it is computed from what it needs. It is never NaN or infinite. */
export function metric(
  descriptor: MetricDescriptor & { prepare(data: GivenData): Measure },
): Metric {
  const prepare = (data: MetricData): Measure => {
    const reason = lackOf(data, descriptor.needs);
    if (reason) return () => new Undefined(reason);
    const measure = descriptor.prepare(data as GivenData);
    return (sample) => {
      const value = measure(sample);
      return typeof value !== 'number' || Number.isFinite(value)
        ? value
        : new Undefined('overflow');
    };
  };
  return {
    ...descriptor,
    prepare,
    compute: (truth, prediction, more = {}) =>
      prepare({ truth, prediction, ...more })(Sample.whole(truth.length)),
  };
}

/** What is missing of what a metric needs. */
function lackOf(data: MetricData, needs: readonly Need[]): UndefinedReason | null {
  const { prediction, std, interval, trainMean } = data;
  if (needs.includes('train_mean') && !Number.isFinite(trainMean)) return 'no_training_labels';
  if (needs.includes('std') && !std) return 'no_std';
  if (needs.includes('interval') && !interval) return 'no_interval';
  // Of all rows: whether predictions are probabilities must not depend on which are drawn.
  if (needs.includes('probability') && !prediction.every((p) => p >= 0 && p <= 1))
    return 'not_probabilities';
  return null;
}

/**
 * The best value of a metric for these predictions; undefined where it is an end of the scale, or the promised level of
 * predictions without intervals.
 */
export function targetOf(
  { target }: MetricDescriptor,
  { interval }: Pick<MetricData, 'interval'>,
): number | undefined {
  return target === 'level' ? interval?.level : target;
}

/** Distances from a best value that differ by less are equal: a power of two, so that nothing else is rounded. */
const EQUAL = 2 ** -40;

/**
 * How bad a value of a metric is: the lower the better.
 *
 * @param target best value for the predictions that it is of ({@link targetOf}); needed where the metric has none of its own
 */
export function lossOf(metric: MetricDescriptor, value: number, target?: number): number {
  const best = target ?? metric.target;
  if (best === undefined) return metric.direction === 'minimize' ? value : -value;
  assertInvariant(best !== 'level', `the best value of ${metric.name} depends on the predictions`);
  const distance = Math.abs(value - best);
  // Shares of 0.97 and 0.93 are as far from 0.95, which is no double.
  return best === 0 ? distance : Math.round(distance / EQUAL) * EQUAL;
}
