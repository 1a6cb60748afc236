import { isConstant, type Metric, Undefined } from './metric.js';
import { doubledRanks } from './ranks.js';

const SKLEARN = 'scikit-learn, sklearn.metrics';

/** Area under the receiver operating characteristic. */
export const rocAuc: Metric = {
  name: 'roc_auc',
  title: 'ROC-AUC',
  aliases: ['auroc', 'roc-auc', 'roc_auc_score'],
  task: 'classification',
  direction: 'maximize',
  needs: 'order',
  definition: 'probability that a positive scores above a negative, ties counting one half',
  reference: `${SKLEARN}.roc_auc_score`,
  compute(truth, scores) {
    if (isConstant(truth)) return new Undefined('one_class');
    const ranks = doubledRanks(scores);
    let positives = 0;
    let rankSum = 0;
    for (let i = 0; i < truth.length; i++) {
      if (truth[i] !== 1) continue;
      positives++;
      rankSum += ranks[i] / 2;
    }
    const negatives = truth.length - positives;
    return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  },
};

/** Area under the precision-recall curve as a step function. */
export const averagePrecision: Metric = {
  name: 'average_precision',
  title: 'Avg. precision',
  aliases: ['ap', 'auprc', 'pr_auc', 'pr-auc', 'average_precision_score'],
  task: 'classification',
  direction: 'maximize',
  needs: 'order',
  definition: 'sum over distinct scores of (increase in recall) × precision; no interpolation',
  reference: `${SKLEARN}.average_precision_score`,
  compute(truth, scores) {
    if (isConstant(truth)) return new Undefined('one_class');
    const n = truth.length;
    const ranks = doubledRanks(scores);
    const rowsAt = new Int32Array(2 * n + 1);
    const positivesAt = new Int32Array(2 * n + 1);
    let positives = 0;
    for (let i = 0; i < n; i++) {
      rowsAt[ranks[i]]++;
      positivesAt[ranks[i]] += truth[i];
      positives += truth[i];
    }
    let found = 0;
    let seen = 0;
    let area = 0;
    for (let rank = 2 * n; rank > 0; rank--) {
      found += positivesAt[rank];
      seen += rowsAt[rank];
      if (positivesAt[rank] > 0) area += (positivesAt[rank] / positives) * (found / seen);
    }
    return area;
  },
};

/** Matthews correlation coefficient. */
export const mcc: Metric = {
  name: 'mcc',
  title: 'MCC',
  aliases: ['matthews_corrcoef', 'matthews'],
  task: 'classification',
  direction: 'maximize',
  needs: 'class',
  definition: 'correlation of true and predicted class',
  reference: `${SKLEARN}.matthews_corrcoef`,
  compute(truth, classes) {
    if (isConstant(truth)) return new Undefined('one_class');
    if (isConstant(classes)) return new Undefined('one_predicted_class');
    const { tp, tn, fp, fn } = confusion(truth, classes);
    const scale = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
    return Math.max(-1, Math.min(1, (tp * tn - fp * fn) / scale));
  },
};

/** Mean of sensitivity and specificity. */
export const balancedAccuracy: Metric = {
  name: 'balanced_accuracy',
  title: 'Bal. accuracy',
  aliases: ['balanced_accuracy_score', 'bacc'],
  task: 'classification',
  direction: 'maximize',
  needs: 'class',
  definition: 'mean of the share of positives and the share of negatives that are recognised',
  reference: `${SKLEARN}.balanced_accuracy_score`,
  compute(truth, classes) {
    if (isConstant(truth)) return new Undefined('one_class');
    const { tp, tn, fp, fn } = confusion(truth, classes);
    return (tp / (tp + fn) + tn / (tn + fp)) / 2;
  },
};

export const classificationMetrics: readonly Metric[] = [
  rocAuc,
  averagePrecision,
  mcc,
  balancedAccuracy,
];

function confusion(truth: Float64Array, classes: Float64Array) {
  let tp = 0;
  let tn = 0;
  let fp = 0;
  let fn = 0;
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] === 1) {
      if (classes[i] === 1) tp++;
      else fn++;
    } else if (classes[i] === 1) fp++;
    else tn++;
  }
  return { tp, tn, fp, fn };
}
