import { Undefined } from '../metric.js';
import type { Baseline } from './baseline.js';

/** The mean of the training labels for every molecule; for classes, the share of positives. */
export const trainMean: Baseline = {
  name: 'train_mean',
  title: 'train mean',
  summary: 'the mean label of the training molecules',
  predict({ trainLabels, nearest }) {
    let sum = 0;
    let n = 0;
    for (const label of trainLabels) {
      if (Number.isNaN(label)) continue;
      sum += label;
      n++;
    }
    if (n === 0) return new Undefined('no_training_labels');
    return new Float64Array(nearest.length).fill(sum / n);
  },
};
