import { powerOfTen } from '../../numerics/exponential.js';
import { inOwnUnit } from '../../numerics/magnitude.js';
import { type GivenData, type Metric, metric, Undefined } from '../metric.js';
import { orderingOf } from '../ordering.js';
import { meanOf, rowMean } from '../row-mean.js';
import { spreadOf } from '../spread.js';
import { absoluteErrors, signedErrors, squaredErrors } from './differences.js';

const SKLEARN = 'scikit-learn, sklearn.metrics';
const VALUES = {
  task: 'regression',
  labels: 'regression',
  needs: ['value'],
  undefinedFor: [],
  fractional: true,
} as const;

const signed = ({ truth, prediction }: GivenData) => signedErrors(truth, prediction);
const absolute = ({ truth, prediction }: GivenData) => absoluteErrors(truth, prediction);
const squared = ({ truth, prediction }: GivenData) => squaredErrors(truth, prediction);

/** Mean absolute error. */
export const mae = meanOf({
  ...VALUES,
  name: 'mae',
  interval: 'log',
  unit: 'factor',
  title: 'MAE',
  aliases: ['mean_absolute_error'],
  direction: 'minimize',
  definition: 'mean of |prediction − truth|',
  reference: `${SKLEARN}.mean_absolute_error`,
  shown: true,
  values: absolute,
});

/** Root mean squared error. */
export const rmse = meanOf({
  ...VALUES,
  name: 'rmse',
  interval: 'log',
  unit: 'factor',
  title: 'RMSE',
  aliases: ['root_mean_squared_error'],
  direction: 'minimize',
  definition: 'square root of the mean of (prediction − truth)²',
  reference: `${SKLEARN}.root_mean_squared_error`,
  shown: true,
  values: squared,
  finish: (mean, unit) => Math.sqrt(mean) * unit,
});

/** Mean squared error. */
export const mse = meanOf({
  ...VALUES,
  name: 'mse',
  interval: 'log',
  unit: 'square',
  title: 'MSE',
  aliases: ['mean_squared_error'],
  direction: 'minimize',
  definition: 'mean of (prediction − truth)²',
  reference: `${SKLEARN}.mean_squared_error`,
  shown: false,
  values: squared,
  finish(mean, unit) {
    const value = mean * unit * unit;
    return value === 0 && mean > 0 ? new Undefined('overflow') : value;
  },
});

/** Median absolute error. */
export const medianAbsoluteError = metric({
  ...VALUES,
  name: 'median_ae',
  interval: 'bca',
  unit: 'factor',
  title: 'Median AE',
  aliases: ['medae', 'median_absolute_error'],
  direction: 'minimize',
  definition: 'median of |prediction − truth|',
  reference: `${SKLEARN}.median_absolute_error`,
  shown: false,
  prepare(data) {
    const { values: errors, unit } = absolute(data);
    const { order } = orderingOf(errors);
    return ({ weights, size }) => {
      let below = 0;
      let k = -1;
      while (below < size / 2) below += weights[order[++k]];
      const low = errors[order[k]];
      if (below > size / 2) return low * unit;
      // Half of the rows end here: the other half begins at the next row that was drawn.
      do k++;
      while (weights[order[k]] === 0);
      return ((low + errors[order[k]]) / 2) * unit;
    };
  },
});

/** The largest error. */
export const maxError = metric({
  ...VALUES,
  name: 'max_error',
  interval: 'none',
  unit: 'factor',
  title: 'Max error',
  aliases: [],
  direction: 'minimize',
  definition: 'largest |prediction − truth|',
  reference: `${SKLEARN}.max_error`,
  shown: false,
  prepare(data) {
    const { values: errors, unit } = absolute(data);
    return ({ weights }) => {
      let most = 0;
      for (let i = 0; i < errors.length; i++) if (weights[i] > 0) most = Math.max(most, errors[i]);
      return most * unit;
    };
  },
});

/** Bias. */
export const meanSignedError = meanOf({
  ...VALUES,
  name: 'mean_signed_error',
  interval: 'identity',
  unit: 'factor',
  title: 'Mean error',
  aliases: ['bias', 'mean_error'],
  direction: 'minimize',
  target: 0,
  definition: 'mean of prediction − truth: above 0 where the model predicts too high',
  reference: 'Tropsha, Mol. Inf. 29 (2010) 476',
  shown: false,
  values: signed,
});

/** Average absolute fold error. */
export const aafe = meanOf({
  ...VALUES,
  name: 'aafe',
  interval: 'log',
  title: 'AAFE',
  aliases: ['average_absolute_fold_error', 'gmfe', 'geometric_mean_fold_error'],
  direction: 'minimize',
  definition: '10 to the mean of |prediction − truth|, for labels that are log10 of a quantity',
  reference: 'Obach et al., J. Pharmacol. Exp. Ther. 283 (1997) 46',
  shown: false,
  values: absolute,
  finish: (mean, unit) => powerOfTen(mean * unit),
});

/** The share of rows whose error is at most `limit`; errors a rounding away from it are in. */
function within(limit: number, names: Pick<Metric, 'name' | 'title' | 'aliases' | 'definition'>) {
  return rowMean({
    ...VALUES,
    ...names,
    interval: 'proportion',
    trials: 'rows',
    direction: 'maximize',
    reference: 'Obach et al., J. Pharmacol. Exp. Ther. 283 (1997) 46',
    shown: false,
    value: ({ truth, prediction }, i) =>
      Math.abs(prediction[i] - truth[i]) <= limit + 1e-12 ? 1 : 0,
  });
}

const withinFold = (fold: number) =>
  within(Math.log10(fold), {
    name: `within_${fold}_fold`,
    title: `Within ${fold}-fold`,
    aliases: [`fraction_within_${fold}_fold`],
    definition: `share of rows with |prediction − truth| ≤ log10(${fold}), for labels that are log10 of a quantity`,
  });

const withinLog = (units: number) =>
  within(units, {
    name: `within_${units.toFixed(1)}_log`,
    title: `Within ${units.toFixed(1)} log`,
    aliases: [`within_${units.toFixed(1)}`],
    definition: `share of rows with |prediction − truth| ≤ ${units.toFixed(1)}`,
  });

/** MAE relative to that of predicting the mean of the training labels for all. */
export const relativeMae = metric({
  ...VALUES,
  needs: ['value', 'train_mean'],
  undefinedFor: ['no_training_labels', 'several_training_sets', 'perfect_baseline'],
  name: 'relative_mae',
  interval: 'log',
  title: 'MAE / mean’s',
  aliases: ['rmae', 'mae_ratio', 'relative_absolute_error'],
  direction: 'minimize',
  definition:
    'MAE over the MAE of the mean training label: below 1 where the model beats it; rae has the mean of the scored truths instead',
  reference: 'Hyndman and Koehler, Int. J. Forecast. 22 (2006) 679 (relative MAE)',
  shown: false,
  prepare(data) {
    const { values, unit } = absolute(data);
    const { truth, trainMean } = data;
    const ofMean = absoluteErrors(truth, new Float64Array(truth.length).fill(trainMean));
    const units = unit / ofMean.unit;
    return (sample) => {
      const base = sample.mean(ofMean.values);
      return base === 0 ? new Undefined('perfect_baseline') : (sample.mean(values) / base) * units;
    };
  },
});

/** MAE relative to that of predicting the mean of the scored truths for all, as OpenADMET ranks by. */
export const rae = metric({
  ...VALUES,
  undefinedFor: ['too_few', 'constant_truth'],
  name: 'rae',
  interval: 'log',
  title: 'RAE',
  legend: 'MAE over the mean distance of the scored truths from their own mean',
  aliases: ['ma_rae', 'ma-rae'],
  direction: 'minimize',
  definition:
    'MAE over the mean of |truth − mean of the scored truths|; relative_mae has the mean training label instead; the mean over tasks is MA-RAE',
  reference: 'OpenADMET challenges, relative absolute error',
  shown: false,
  prepare(data) {
    const { values, unit } = absolute(data);
    const { truth } = data;
    const own = inOwnUnit(truth);
    const spread = spreadOf(own.values);
    const units = unit / own.unit;
    return (sample) => {
      if (sample.size < 2) return new Undefined('too_few');
      if (sample.isConstant(truth)) return new Undefined('constant_truth');
      const { mean } = spread(sample);
      const { weights, size } = sample;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * Math.abs(own.values[i] - mean);
      return sum === 0 ? new Undefined('overflow') : (sample.mean(values) / (sum / size)) * units;
    };
  },
});

export const errorMetrics: readonly Metric[] = [
  mae,
  rmse,
  mse,
  medianAbsoluteError,
  maxError,
  meanSignedError,
  withinFold(2),
  withinFold(3),
  withinFold(10),
  withinLog(0.3),
  withinLog(0.5),
  withinLog(1),
  aafe,
  relativeMae,
  rae,
];
