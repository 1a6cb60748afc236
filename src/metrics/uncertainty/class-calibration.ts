import { metric } from '../metric.js';

const BINS = 15;

/** Expected calibration error. */
export const ece = metric({
  task: 'uncertainty',
  labels: 'classification',
  direction: 'minimize',
  needs: ['probability'],
  undefinedFor: ['not_probabilities'],
  fractional: true,
  name: 'ece',
  title: 'ECE',
  aliases: ['expected_calibration_error'],
  definition:
    'mean over rows of |mean probability − share of positives| of their bin, of 15 equal bins of the probability of class 1',
  reference:
    'Naeini et al., AAAI 2015; Guo et al., ICML 2017 (who bin the probability of the predicted class)',
  shown: false,
  prepare({ truth, prediction }) {
    const n = truth.length;
    const bin = new Uint8Array(n);
    const excess = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      bin[i] = Math.min(BINS - 1, Math.floor(prediction[i] * BINS));
      excess[i] = prediction[i] - truth[i];
    }
    const sums = new Float64Array(BINS);
    return ({ weights, size }) => {
      sums.fill(0);
      for (let i = 0; i < n; i++) sums[bin[i]] += weights[i] * excess[i];
      let sum = 0;
      for (let b = 0; b < BINS; b++) sum += Math.abs(sums[b]);
      return sum / size;
    };
  },
});
