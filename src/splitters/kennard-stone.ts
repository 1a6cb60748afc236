import { diverseOrder, leastSimilarPair } from './diverse.js';
import { cutOrder } from './order.js';
import type { Splitter } from './splitter.js';
import { UnitSimilarity } from './unit-similarity.js';

/**
 * A training set that spans the data: the two least similar molecules, then always the one whose highest similarity to
 * those before is least, of several the first. Validation comes next, and the last are the test set,
 * inside of what was trained on. As `KennardStone` of astartes, with Tanimoto similarity.
 */
export const kennardStone: Splitter = {
  name: 'kennard-stone',
  purpose: 'coverage',
  summary:
    'training starts with the two least similar molecules and covers the data; the test molecules lie in the interior of the data (interpolation)',
  reference: 'Kennard and Stone, Technometrics 11 (1969) 137; astartes',
  options: [],
  usesSeed: false,
  async split({ fingerprints }, { units, sizes, job }) {
    const similarity = new UnitSimilarity(fingerprints, units);
    const pair = await leastSimilarPair(similarity, units, job);
    const order = await diverseOrder(similarity, units, pair, units.total, job);
    return cutOrder(units, order.reverse(), sizes);
  },
};
