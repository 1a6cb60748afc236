import { curveMetric } from '../curve-metric.js';
import { type Metric, Undefined } from '../metric.js';

const SKLEARN = 'scikit-learn, sklearn.metrics';
const CURVE = {
  task: 'classification',
  labels: 'classification',
  direction: 'maximize',
  needs: ['order'],
  undefinedFor: ['one_class'],
  shown: false,
  fractional: true,
} as const;

/** Area under the receiver operating characteristic. */
export const rocAuc = curveMetric({
  ...CURVE,
  name: 'roc_auc',
  noSkill: 0.5,
  interval: 'share',
  trials: 'rarer_class',
  title: 'ROC-AUC',
  aliases: ['auroc', 'roc-auc', 'roc_auc_score'],
  definition: 'probability that a positive scores above a negative, ties counting one half',
  reference: `${SKLEARN}.roc_auc_score`,
  shown: true,
  measure({ length, positivesTo, negativesTo, positives, negatives }) {
    // For the negatives of each score: positives above it, and half of those at it.
    let twice = 0;
    let above = 0;
    let before = 0;
    for (let r = 0; r < length; r++) {
      twice += (negativesTo[r] - before) * (above + positivesTo[r]);
      above = positivesTo[r];
      before = negativesTo[r];
    }
    return twice / 2 / (positives * negatives);
  },
});

/** Area under the precision-recall curve as a step function. */
export const averagePrecision = curveMetric({
  ...CURVE,
  name: 'average_precision',
  interval: 'logit',
  trials: 'positives',
  title: 'Avg. precision',
  aliases: ['ap', 'auprc', 'pr-auc', 'average_precision_score'],
  definition: 'sum over distinct scores of (increase in recall) × precision; no interpolation',
  reference: `${SKLEARN}.average_precision_score; pr-auc of TDC and pr_auc of polaris`,
  shown: true,
  measure({ length, positivesTo, negativesTo, positives }) {
    let area = 0;
    let before = 0;
    for (let r = 0; r < length; r++) {
      const found = positivesTo[r];
      if (found > before) area += (found - before) * (found / (found + negativesTo[r]));
      before = found;
    }
    return area / positives;
  },
});

/** Area under the precision-recall curve, its points joined by straight lines. */
export const prAuc = curveMetric({
  ...CURVE,
  name: 'pr_auc',
  interval: 'logit',
  trials: 'positives',
  title: 'PR-AUC trapez.',
  aliases: ['pr_auc_trapezoid'],
  definition:
    'area under precision over recall at distinct scores by the trapezoidal rule, from precision 1 at recall 0',
  reference: `${SKLEARN}.auc of precision_recall_curve`,
  measure({ length, positivesTo, negativesTo, positives }) {
    let twice = 0;
    let before = 0;
    let precisionBefore = 1;
    for (let r = 0; r < length; r++) {
      const found = positivesTo[r];
      const rows = found + negativesTo[r];
      // Nobody was drawn so far: no threshold.
      if (rows === 0) continue;
      const precision = found / rows;
      twice += (found - before) * (precision + precisionBefore);
      before = found;
      precisionBefore = precision;
    }
    return twice / 2 / positives;
  },
});

/** Recall at a precision. */
export const recallAtPrecision80 = curveMetric({
  ...CURVE,
  name: 'recall_at_precision_80',
  interval: 'bca',
  title: 'Recall@P≥0.8',
  aliases: ['recall_at_precision_0.8', 'rp@0.8'],
  definition: 'largest recall of any threshold whose precision is at least 0.8',
  reference: 'TDC, rp@k with a threshold of 0.8',
  undefinedFor: ['one_class', 'not_reached'],
  measure({ length, positivesTo, negativesTo, positives }) {
    // Recall grows along the curve: the last such threshold has the largest.
    for (let r = length - 1; r >= 0; r--) {
      const found = positivesTo[r];
      if (found > 0 && found / (found + negativesTo[r]) >= 0.8) return found / positives;
    }
    return new Undefined('not_reached');
  },
});

const LOWEST_RATE = 0.001;
const HIGHEST_RATE = 0.1;

/** Area under the receiver operating characteristic with a logarithmic axis of false positives. */
export const logAuc = curveMetric({
  ...CURVE,
  name: 'log_auc',
  interval: 'bca',
  title: 'logAUC',
  aliases: ['logauc', 'range_logauc', 'log_auc_0.001_0.1'],
  definition:
    'mean true positive rate over log10 of the false positive rate from 0.001 to 0.1, of the ROC curve with straight lines between its points; random 0.0215, not subtracted',
  reference: 'Mysinger and Shoichet, J. Chem. Inf. Model. 50 (2010) 1561',
  measure({ length, positivesTo, negativesTo, positives, negatives }) {
    let area = 0;
    // The point before: false and true positive rate.
    let x0 = 0;
    let y0 = 0;
    for (let r = 0; r < length && x0 < HIGHEST_RATE; r++) {
      const x1 = negativesTo[r] / negatives;
      const y1 = positivesTo[r] / positives;
      const low = Math.max(x0, LOWEST_RATE);
      const high = Math.min(x1, HIGHEST_RATE);
      if (low < high) {
        // The integral of y0 + slope (x - x0) over ln x.
        const slope = (y1 - y0) / (x1 - x0);
        const width = Math.log(high / low);
        area += y0 * width + slope * (high - low - x0 * width);
      }
      x0 = x1;
      y0 = y1;
    }
    return area / Math.log(HIGHEST_RATE / LOWEST_RATE);
  },
});

export const curveMetrics: readonly Metric[] = [
  rocAuc,
  averagePrecision,
  prAuc,
  recallAtPrecision80,
  logAuc,
];
