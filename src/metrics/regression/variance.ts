import { inOwnUnit } from '../../numerics/magnitude.js';
import { type Metric, metric, Undefined } from '../metric.js';
import { spreadOf } from '../spread.js';
import { signedErrors, squaredErrors } from './differences.js';

const SKLEARN = 'scikit-learn, sklearn.metrics';
const VALUES = {
  task: 'regression',
  labels: 'regression',
  direction: 'maximize',
  fractional: true,
} as const;

/** Coefficient of determination against the mean of the scored molecules. */
export const r2 = metric({
  ...VALUES,
  name: 'r2',
  noSkill: 0,
  interval: 'log1m',
  title: 'R²',
  aliases: ['r2_score', 'R2', 'r_squared'],
  needs: ['value'],
  definition: '1 − sum of squared errors / sum of squared deviations from the mean truth',
  reference: `${SKLEARN}.r2_score`,
  undefinedFor: ['too_few', 'constant_truth'],
  shown: true,
  prepare(data) {
    const { truth, prediction } = data;
    const errors = squaredErrors(truth, prediction);
    const own = inOwnUnit(truth);
    const spread = spreadOf(own.values);
    const units = errors.unit / own.unit;
    return (sample) => {
      if (sample.size < 2) return new Undefined('too_few');
      if (sample.isConstant(truth)) return new Undefined('constant_truth');
      const { squares } = spread(sample);
      // Drawn truths may differ by less than can be squared in the unit of all.
      if (squares === 0) return new Undefined('overflow');
      return 1 - ((sample.mean(errors.values) * sample.size) / squares) * units * units;
    };
  },
});

/** What R² would be without the model's bias. */
export const explainedVariance = metric({
  ...VALUES,
  name: 'explained_variance',
  noSkill: 0,
  interval: 'log1m',
  title: 'Expl. variance',
  aliases: ['explained_variance_score', 'explained_var', 'evs'],
  needs: ['value'],
  definition: '1 − variance of the errors / variance of the truth',
  reference: `${SKLEARN}.explained_variance_score`,
  undefinedFor: ['too_few', 'constant_truth'],
  shown: false,
  prepare(data) {
    const { truth, prediction } = data;
    const errors = signedErrors(truth, prediction);
    const own = inOwnUnit(truth);
    const spreadOfErrors = spreadOf(errors.values);
    const spread = spreadOf(own.values);
    const units = errors.unit / own.unit;
    return (sample) => {
      if (sample.size < 2) return new Undefined('too_few');
      if (sample.isConstant(truth)) return new Undefined('constant_truth');
      const { squares } = spread(sample);
      if (squares === 0) return new Undefined('overflow');
      return 1 - (spreadOfErrors(sample).squares / squares) * units * units;
    };
  },
});

/** Coefficient of determination against the mean of the training molecules. */
export const r2TrainMean = metric({
  ...VALUES,
  name: 'r2_train_mean',
  noSkill: 0,
  interval: 'log1m',
  title: 'R² vs. mean',
  legend: 'R² with the mean training label as reference, not the test mean',
  aliases: ['q2_f1', 'skill_score', 'r2_training'],
  needs: ['value', 'train_mean'],
  definition: '1 − sum of squared errors / sum of squared deviations from the mean training label',
  reference:
    'Q²F1: Shi et al., J. Chem. Inf. Comput. Sci. 41 (2001) 186; Consonni et al., J. Chem. Inf. Model. 49 (2009) 1669',
  undefinedFor: ['no_training_labels', 'several_training_sets', 'perfect_baseline'],
  shown: true,
  prepare(data) {
    const { truth, prediction, trainMean } = data;
    const errors = squaredErrors(truth, prediction);
    const ofMean = squaredErrors(truth, new Float64Array(truth.length).fill(trainMean));
    const units = errors.unit / ofMean.unit;
    return (sample) => {
      const base = sample.mean(ofMean.values);
      if (base === 0) return new Undefined('perfect_baseline');
      return 1 - (sample.mean(errors.values) / base) * units * units;
    };
  },
});

export const varianceMetrics: readonly Metric[] = [r2, r2TrainMean, explainedVariance];
