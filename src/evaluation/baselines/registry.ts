import type { Baseline } from './baseline.js';
import { knn, nearestNeighbor } from './nearest.js';
import { propertyOnly } from './property-only.js';
import { trainMean } from './train-mean.js';

/** Every baseline, in the order of tables. To add one, write its file and put it here. */
export const baselines: readonly Baseline[] = [trainMean, nearestNeighbor, knn, propertyOnly];
