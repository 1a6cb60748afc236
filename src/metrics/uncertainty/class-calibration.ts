import { metric } from '../metric.js';

const BINS = 15;

/** The bin (k / 15, (k + 1) / 15] of a probability; 0 is in the first. */
function binOf(probability: number): number {
  let bin = Math.max(0, Math.ceil(probability * BINS) - 1);
  // A product may be rounded across the edge that the probability is.
  while (bin > 0 && probability <= bin / BINS) bin--;
  while (probability > (bin + 1) / BINS) bin++;
  return bin;
}

/** Expected calibration error. */
export const ece = metric({
  task: 'uncertainty',
  labels: 'classification',
  direction: 'minimize',
  needs: ['probability'],
  undefinedFor: ['not_probabilities'],
  fractional: true,
  name: 'ece',
  interval: 'none',
  title: 'ECE',
  aliases: ['expected_calibration_error'],
  definition:
    'mean over rows of |mean probability − share of positives| of their bin, of 15 equal bins of the probability of class 1, each closed on the right (0 is in the first)',
  reference:
    'Naeini et al., AAAI 2015; Guo et al., ICML 2017 (who bin the probability of the predicted class); bins as in scikit-learn, sklearn.calibration.calibration_curve',
  shown: false,
  prepare({ truth, prediction }) {
    const n = truth.length;
    const bin = new Uint8Array(n);
    const excess = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      bin[i] = binOf(prediction[i]);
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
