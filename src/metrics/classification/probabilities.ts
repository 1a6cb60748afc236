import type { Metric } from '../metric.js';
import { rowMean } from '../row-mean.js';

const SKLEARN = 'scikit-learn, sklearn.metrics';
const PROBABILITIES = {
  labels: 'classification',
  direction: 'minimize',
  needs: ['probability'],
  undefinedFor: ['not_probabilities'],
  fractional: true,
} as const;

/**
 * A probability nearer to 0 or 1 than this counts as this near, so that one row cannot make the loss infinite:
 * scikit-learn's choice for doubles since version 1.2.
 */
const NEAREST = Number.EPSILON;

/** Logarithmic loss. */
export const logLoss = rowMean({
  ...PROBABILITIES,
  task: 'classification',
  name: 'log_loss',
  interval: 'log',
  title: 'Log loss',
  aliases: ['logloss', 'cross_entropy', 'binary_cross_entropy'],
  definition:
    'mean of −ln(probability given to the true class), probabilities clipped to ε … 1 − ε, with ε = 2⁻⁵² = 2.2e-16',
  reference: `${SKLEARN}.log_loss (its ε for doubles, numpy.finfo(float).eps)`,
  shown: false,
  value({ truth, prediction }, i) {
    const p = Math.max(NEAREST, Math.min(1 - NEAREST, prediction[i]));
    return truth[i] === 1 ? -Math.log(p) : -Math.log1p(-p);
  },
});

/** Mean squared error of the probabilities. */
export const brier = rowMean({
  ...PROBABILITIES,
  task: 'classification',
  name: 'brier',
  interval: 'log',
  title: 'Brier',
  aliases: ['brier_score', 'brier_score_loss'],
  definition: 'mean of (probability of class 1 − class)²',
  reference: `${SKLEARN}.brier_score_loss`,
  shown: true,
  value: ({ truth, prediction }, i) => (prediction[i] - truth[i]) ** 2,
});

export const probabilityMetrics: readonly Metric[] = [logLoss, brier];
