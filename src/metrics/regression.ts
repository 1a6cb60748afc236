import { isConstant, type Metric, type MetricValue, Undefined } from './metric.js';
import { countInversions, doubledRanks, orderByRanks } from './ranks.js';

const SKLEARN = 'scikit-learn, sklearn.metrics';
const SCIPY = 'SciPy, scipy.stats';

/** Mean absolute error. */
export const mae: Metric = {
  name: 'mae',
  title: 'MAE',
  aliases: ['mean_absolute_error'],
  task: 'regression',
  direction: 'minimize',
  needs: 'value',
  definition: 'mean of |prediction - truth|',
  reference: `${SKLEARN}.mean_absolute_error`,
  compute(truth, predictions) {
    let sum = 0;
    for (let i = 0; i < truth.length; i++) sum += Math.abs(predictions[i] - truth[i]);
    return sum / truth.length;
  },
};

/** Root mean squared error. */
export const rmse: Metric = {
  name: 'rmse',
  title: 'RMSE',
  aliases: ['root_mean_squared_error'],
  task: 'regression',
  direction: 'minimize',
  needs: 'value',
  definition: 'square root of the mean of (prediction - truth)²',
  reference: `${SKLEARN}.root_mean_squared_error`,
  compute: (truth, predictions) => Math.sqrt(squaredError(truth, predictions) / truth.length),
};

/** Coefficient of determination against the mean of the scored molecules. */
export const r2: Metric = {
  name: 'r2',
  title: 'R²',
  aliases: ['r2_score', 'R2', 'r_squared'],
  task: 'regression',
  direction: 'maximize',
  needs: 'value',
  definition: '1 - sum of squared errors / sum of squared deviations from the mean truth',
  reference: `${SKLEARN}.r2_score`,
  compute(truth, predictions) {
    if (truth.length < 2) return new Undefined('too_few');
    if (isConstant(truth)) return new Undefined('constant_truth');
    const center = average(truth);
    let total = 0;
    for (const y of truth) total += (y - center) ** 2;
    return 1 - squaredError(truth, predictions) / total;
  },
};

/** Linear correlation. */
export const pearson: Metric = {
  name: 'pearson',
  title: 'Pearson',
  aliases: ['pearsonr', 'pcc'],
  task: 'regression',
  direction: 'maximize',
  needs: 'value',
  definition: 'covariance over the product of the standard deviations',
  reference: `${SCIPY}.pearsonr`,
  compute: (truth, predictions) =>
    withoutCorrelation(truth, predictions) ?? correlation(truth, predictions),
};

/** Rank correlation. */
export const spearman: Metric = {
  name: 'spearman',
  title: 'Spearman',
  aliases: ['spearmanr', 'spearman_rho'],
  task: 'regression',
  direction: 'maximize',
  needs: 'order',
  definition: 'Pearson correlation of the ranks, ties sharing their mean rank',
  reference: `${SCIPY}.spearmanr`,
  compute: (truth, predictions) =>
    withoutCorrelation(truth, predictions) ??
    correlation(doubledRanks(truth), doubledRanks(predictions)),
};

/** Rank correlation by pairs, corrected for ties, in O(n log n). */
export const kendall: Metric = {
  name: 'kendall',
  title: 'Kendall',
  aliases: ['kendalltau', 'kendall_tau', 'kendall_tau_b'],
  task: 'regression',
  direction: 'maximize',
  needs: 'order',
  definition:
    'τ-b: (concordant - discordant pairs) over the geometric mean of the pairs not tied in each',
  reference: `${SCIPY}.kendalltau; Knight, J. Am. Stat. Assoc. 61 (1966) 436`,
  compute: (truth, predictions) =>
    withoutCorrelation(truth, predictions) ?? kendallTauB(truth, predictions),
};

export const regressionMetrics: readonly Metric[] = [mae, rmse, r2, pearson, spearman, kendall];

function withoutCorrelation(truth: Float64Array, predictions: Float64Array): Undefined | null {
  if (truth.length < 2) return new Undefined('too_few');
  if (isConstant(truth)) return new Undefined('constant_truth');
  if (isConstant(predictions)) return new Undefined('constant_prediction');
  return null;
}

function average(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v;
  const rough = sum / values.length;
  // A second pass takes away the rounding of the first.
  let rest = 0;
  for (const v of values) rest += v - rough;
  return rough + rest / values.length;
}

function squaredError(truth: Float64Array, predictions: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (predictions[i] - truth[i]) ** 2;
  return sum;
}

function correlation(a: Float64Array, b: Float64Array): MetricValue {
  const meanA = average(a);
  const meanB = average(b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] - meanA;
    const y = b[i] - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  // Values that differ by less than a double can square.
  if (aa === 0) return new Undefined('constant_truth');
  if (bb === 0) return new Undefined('constant_prediction');
  return Math.max(-1, Math.min(1, ab / (Math.sqrt(aa) * Math.sqrt(bb))));
}

function kendallTauB(truth: Float64Array, predictions: Float64Array): number {
  const n = truth.length;
  const y = doubledRanks(truth);
  const p = doubledRanks(predictions);
  const order = orderByRanks(y, p);
  let tiedInTruth = 0;
  let tiedInBoth = 0;
  let run = 0;
  let runInBoth = 0;
  for (let k = 1; k < n; k++) {
    const sameTruth = y[order[k]] === y[order[k - 1]];
    run = sameTruth ? run + 1 : 0;
    runInBoth = sameTruth && p[order[k]] === p[order[k - 1]] ? runInBoth + 1 : 0;
    // The k-th of a run of equals makes k - 1 new pairs.
    tiedInTruth += run;
    tiedInBoth += runInBoth;
  }
  const sequence = new Float64Array(n);
  for (let k = 0; k < n; k++) sequence[k] = p[order[k]];
  const discordant = countInversions(sequence);
  // Now sorted, so that equal predictions are runs, too.
  let tiedInPrediction = 0;
  run = 0;
  for (let k = 1; k < n; k++) {
    run = sequence[k] === sequence[k - 1] ? run + 1 : 0;
    tiedInPrediction += run;
  }
  const all = pairs(n);
  const surplus = all - tiedInTruth - tiedInPrediction + tiedInBoth - 2 * discordant;
  const tau = surplus / Math.sqrt(all - tiedInTruth) / Math.sqrt(all - tiedInPrediction);
  return Math.max(-1, Math.min(1, tau));
}

function pairs(n: number): number {
  return (n * (n - 1)) / 2;
}
