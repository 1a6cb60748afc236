import { diverseOrder } from './diverse.js';
import { cutOrder, orderWeight } from './order.js';
import type { Splitter } from './splitter.js';
import { UnitSimilarity } from './unit-similarity.js';

/**
 * A diverse test set: its first molecule is random, each next one is the molecule whose highest similarity to those
 * picked is least, of several the first. Picking goes on for validation; the rest is training. As
 * `maxmin_train_test_split` of scikit-fingerprints, with RDKit's MaxMinPicker. Sparse regions end up in
 * the test set, and the molecules around each pick in training.
 */
export const maxmin: Splitter = {
  name: 'maxmin',
  purpose: 'coverage',
  summary: 'a diverse test set: each molecule picked is the least similar to those before',
  reference: 'Ashton et al., Quant. Struct.-Act. Relat. 21 (2002) 598; scikit-fingerprints',
  options: [],
  usesSeed: true,
  async split({ fingerprints }, { units, sizes, random, job }) {
    const similarity = new UnitSimilarity(fingerprints, units);
    const first = random.below(units.count);
    const weight = orderWeight(units, sizes);
    const order = await diverseOrder(similarity, units, [first], weight, job);
    return cutOrder(units, order, sizes);
  },
};
