import { Undefined } from '../metric.js';
import type { Baseline } from './baseline.js';

/** The label of the most similar training molecule; of equally similar ones the first in the file. */
export const nearestNeighbour: Baseline = {
  name: 'nearest_neighbour',
  title: 'nearest neighbour',
  summary: 'the label of the most similar training molecule',
  predict({ trainLabels, nearest }) {
    if (nearest.some((m) => m < 0)) return new Undefined('no_training_labels');
    return Float64Array.from(nearest, (m) => trainLabels[m]);
  },
};
