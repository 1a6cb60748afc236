import { Undefined } from '../../metrics/metric.js';
import type { Baseline } from './baseline.js';

/** The mean of the labels that are known, whatever their order; NaN without any. */
export function meanLabel(labels: Float64Array): number {
  const known = labels.filter((y) => !Number.isNaN(y)).sort();
  let sum = 0;
  for (const y of known) sum += y;
  return sum / known.length;
}

/** The mean of the training labels for every molecule; for classes, the share of positives. */
export const trainMean: Baseline = {
  name: 'train_mean',
  title: 'train mean',
  shortTitle: 'mean',
  role: 'no_skill',
  curvePlace: 3,
  summary: 'the mean label of the training molecules; for classes the share of positives',
  predict({ trainLabels, count }) {
    const mean = meanLabel(trainLabels);
    if (Number.isNaN(mean)) return new Undefined('no_training_labels');
    return new Float64Array(count).fill(mean);
  },
};
