import {
  type Metric,
  type MetricDescriptor,
  type MetricValue,
  metric,
  Undefined,
  type UndefinedReason,
} from '../metric.js';
import { shared } from '../sample.js';

const SKLEARN = 'scikit-learn, sklearn.metrics';
const CLASSES = {
  task: 'classification',
  labels: 'classification',
  direction: 'maximize',
  needs: ['class'],
  shown: false,
  fractional: true,
} as const;

/** Drawn rows by true and predicted class. */
interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

const confusionOf = shared<Confusion>((truth, classes) => {
  const cell = new Uint8Array(truth.length);
  for (let i = 0; i < cell.length; i++)
    cell[i] = (truth[i] === 1 ? 2 : 0) + (classes[i] === 1 ? 1 : 0);
  const sums = new Float64Array(4);
  const isIn = Array.from({ length: 4 }, (_, c) => Float64Array.from(cell, (of) => +(of === c)));
  return (sample) => {
    const { weights, leftOut } = sample;
    if (leftOut >= 0) {
      const [tn, fp, fn, tp] = isIn.map((one) => sample.withoutEach(one)[leftOut]);
      return { tp, fp, fn, tn };
    }
    sums.fill(0);
    for (let i = 0; i < cell.length; i++) sums[cell[i]] += weights[i];
    const [tn, fp, fn, tp] = sums;
    return { tp, fp, fn, tn };
  };
});

/** A metric of the four counts. Apart from F1, each is undefined exactly where its formula is 0 / 0. */
function confusionMetric(
  descriptor: MetricDescriptor & { measure(counts: Confusion): MetricValue },
): Metric {
  const { measure, ...rest } = descriptor;
  return metric({
    ...rest,
    prepare({ truth, prediction }) {
      const counts = confusionOf(truth, prediction);
      return (sample) => measure(counts(sample));
    },
  });
}

function ratio(part: number, whole: number, reason: UndefinedReason): MetricValue {
  return whole === 0 ? new Undefined(reason) : part / whole;
}

/** Matthews correlation coefficient. */
export const mcc = confusionMetric({
  ...CLASSES,
  name: 'mcc',
  noSkill: 0,
  interval: 'signed_share',
  trials: 'rarer_class',
  title: 'MCC',
  aliases: ['matthews_corrcoef', 'matthews'],
  definition: 'correlation of true and predicted class',
  reference: `${SKLEARN}.matthews_corrcoef`,
  undefinedFor: ['one_class', 'one_predicted_class'],
  shown: true,
  measure({ tp, fp, fn, tn }) {
    if (tp + fn === 0 || tn + fp === 0) return new Undefined('one_class');
    if (tp + fp === 0 || tn + fn === 0) return new Undefined('one_predicted_class');
    // In pairs, so that the roots of squares are exact and a perfect model has 1.
    const scale = Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn));
    return Math.max(-1, Math.min(1, (tp * tn - fp * fn) / scale));
  },
});

/** Mean of sensitivity and specificity. */
export const balancedAccuracy = confusionMetric({
  ...CLASSES,
  name: 'balanced_accuracy',
  noSkill: 0.5,
  interval: 'share',
  trials: 'rarer_class',
  title: 'Bal. accuracy',
  aliases: ['balanced_accuracy_score', 'bacc'],
  definition: 'mean of the share of positives and the share of negatives that are recognized',
  reference: `${SKLEARN}.balanced_accuracy_score`,
  undefinedFor: ['one_class'],
  shown: true,
  measure({ tp, fp, fn, tn }) {
    if (tp + fn === 0 || tn + fp === 0) return new Undefined('one_class');
    return (tp / (tp + fn) + tn / (tn + fp)) / 2;
  },
});

/** Harmonic mean of precision and recall; 0 where there are positives of which none is found. */
export const f1 = confusionMetric({
  ...CLASSES,
  name: 'f1',
  interval: 'share',
  trials: 'positives',
  title: 'F1',
  aliases: ['f1_score'],
  definition:
    'twice the true positives that are predicted to be, over the number of true plus that of predicted positives: 0 where none of the positives is found',
  reference: `${SKLEARN}.f1_score`,
  undefinedFor: ['one_class'],
  undefinedWhere: { one_class: 'no true value is positive' },
  shown: true,
  // Without a positive among the truths it could be nothing but 0, whatever the predictions.
  measure: ({ tp, fp, fn }) =>
    tp + fn === 0 ? new Undefined('one_class') : (2 * tp) / (2 * tp + fp + fn),
});

/** Share of predicted positives that are. */
export const precision = confusionMetric({
  ...CLASSES,
  name: 'precision',
  interval: 'proportion',
  trials: 'predicted_positives',
  title: 'Precision',
  aliases: ['precision_score', 'ppv', 'positive_predictive_value'],
  definition: 'share of the predicted positives that are positive',
  reference: `${SKLEARN}.precision_score`,
  undefinedFor: ['one_predicted_class'],
  undefinedWhere: { one_predicted_class: 'no prediction is positive' },
  // Where no truth is positive and some are predicted it is 0, and no division by zero.
  measure: ({ tp, fp }) => ratio(tp, tp + fp, 'one_predicted_class'),
});

/** Share of positives that are found. */
export const recall = confusionMetric({
  ...CLASSES,
  name: 'recall',
  interval: 'proportion',
  trials: 'positives',
  title: 'Recall',
  aliases: ['recall_score', 'sensitivity', 'tpr', 'true_positive_rate'],
  definition: 'share of the positives that are predicted to be',
  reference: `${SKLEARN}.recall_score`,
  undefinedFor: ['one_class'],
  undefinedWhere: { one_class: 'no true value is positive' },
  measure: ({ tp, fn }) => ratio(tp, tp + fn, 'one_class'),
});

/** Share of negatives that are recognized. */
export const specificity = confusionMetric({
  ...CLASSES,
  name: 'specificity',
  interval: 'proportion',
  trials: 'negatives',
  title: 'Specificity',
  aliases: ['tnr', 'true_negative_rate', 'selectivity'],
  definition: 'share of the negatives that are predicted to be',
  reference: `${SKLEARN}.recall_score of class 0`,
  undefinedFor: ['one_class'],
  undefinedWhere: { one_class: 'no true value is negative' },
  measure: ({ tn, fp }) => ratio(tn, tn + fp, 'one_class'),
});

/** Agreement beyond chance. */
export const cohenKappa = confusionMetric({
  ...CLASSES,
  name: 'cohen_kappa',
  noSkill: 0,
  interval: 'signed_share',
  trials: 'rarer_class',
  title: 'Cohen’s κ',
  aliases: ['kappa', 'cohen_kappa_score', 'cohens_kappa'],
  definition:
    '(accuracy − that expected of independent classes) / (1 − that expected of independent classes)',
  reference: `${SKLEARN}.cohen_kappa_score`,
  undefinedFor: ['one_class'],
  undefinedWhere: { one_class: 'all true values and all predictions are of the same class' },
  measure({ tp, fp, fn, tn }) {
    // With one class among the truths, and both predicted, it is 0; with one and the same in both it is 0 / 0.
    const disagreementByChance = (tp + fn) * (tn + fn) + (tn + fp) * (tp + fp);
    if (disagreementByChance === 0) return new Undefined('one_class');
    return (2 * (tp * tn - fp * fn)) / disagreementByChance;
  },
});

/** Share of rows whose class is right. */
export const accuracy = confusionMetric({
  ...CLASSES,
  name: 'accuracy',
  interval: 'proportion',
  trials: 'rows',
  title: 'Accuracy',
  aliases: ['accuracy_score', 'acc'],
  definition: 'share of the rows whose predicted class is the true one',
  reference: `${SKLEARN}.accuracy_score`,
  undefinedFor: [],
  measure: ({ tp, fp, fn, tn }) => (tp + tn) / (tp + fp + fn + tn),
});

export const confusionMetrics: readonly Metric[] = [
  mcc,
  balancedAccuracy,
  f1,
  precision,
  recall,
  specificity,
  cohenKappa,
  accuracy,
];
