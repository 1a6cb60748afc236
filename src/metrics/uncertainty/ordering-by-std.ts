import { type Metric, metric, Undefined } from '../metric.js';
import { drawnInOrderOf, orderingOf } from '../ordering.js';
import { rankCorrelation } from '../rank-correlation.js';
import { absoluteErrorsOf, GAUSSIAN } from './standard-errors.js';

/** Area under the risk-coverage curve. */
export const aurc = metric({
  ...GAUSSIAN,
  name: 'aurc',
  interval: 'log',
  unit: 'factor',
  title: 'AURC',
  aliases: ['area_under_risk_coverage'],
  definition:
    'mean over k of the mean |error| of the k rows of smallest standard deviation; mean over the orders of equal ones',
  reference: 'Geifman et al., ICLR 2019, with the absolute error as risk',
  // A list has whole places.
  fractional: false,
  prepare(data) {
    const { order, starts } = orderingOf(data.std);
    const drawnInOrder = drawnInOrderOf(data.std);
    const runs = starts.length - 1;
    const { values: absolute, unit } = absoluteErrorsOf(data);
    const errors = Float64Array.from(order, (i) => absolute[i]);
    return (sample) => {
      const drawn = drawnInOrder(sample);
      let sum = 0;
      let kept = 0;
      let errorKept = 0;
      for (let r = 0, k = 0; r < runs; r++) {
        let tied = 0;
        let error = 0;
        for (const end = starts[r + 1]; k < end; k++) {
          tied += drawn[k];
          error += drawn[k] * errors[k];
        }
        for (let j = 1; j <= tied; j++) sum += (errorKept + (error * j) / tied) / (kept + j);
        kept += tied;
        errorKept += error;
      }
      return (sum / sample.size) * unit;
    };
  },
});

/** Whether larger errors come with larger standard deviations. */
export const errorStdSpearman = metric({
  ...GAUSSIAN,
  name: 'error_std_spearman',
  noSkill: 0,
  interval: 'atanh',
  title: 'ρ(|error|, σ)',
  aliases: ['uncertainty_spearman', 'spearman_error_std'],
  direction: 'maximize',
  definition: 'Spearman correlation of |error| and standard deviation',
  reference: 'Hirschfeld et al., J. Chem. Inf. Model. 60 (2020) 3770',
  undefinedFor: ['no_std', 'too_few', 'constant_error', 'constant_std'],
  shown: true,
  prepare(data) {
    const { std } = data;
    const { values: errors } = absoluteErrorsOf(data);
    const correlation = rankCorrelation(errors, std);
    return (sample) => {
      if (sample.size < 2) return new Undefined('too_few');
      if (sample.isConstant(errors)) return new Undefined('constant_error');
      if (sample.isConstant(std)) return new Undefined('constant_std');
      return correlation(sample);
    };
  },
});

export const orderingByStdMetrics: readonly Metric[] = [errorStdSpearman, aurc];
