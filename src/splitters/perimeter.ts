import { LeastSimilarPairs } from './least-similar-pairs.js';
import { cutOrder, orderWeight } from './order.js';
import type { Splitter } from './splitter.js';
import { UnitSimilarity } from './unit-similarity.js';
import { unitsWeight } from './units.js';

/**
 * A test set from the edge of the data: again and again the two least similar of the molecules that are left, as splito's
 * `PerimeterSplit`; of equally similar pairs the one whose first molecule is the first, then whose second is. Further pairs are
 * validation, the rest is training. splito reduces the data to k-means clusters before; here
 * the molecules themselves are paired. Where one place is left, the first of the pair takes it.
 */
export const perimeter: Splitter = {
  name: 'perimeter',
  purpose: 'coverage',
  summary: 'the least similar pairs of molecules go to test',
  reference: 'Szántai-Kis et al., Mol. Divers. 7 (2003) 37; splito',
  options: [],
  usesSeed: false,
  async split({ fingerprints }, { units, sizes, job }) {
    const wanted = orderWeight(units, sizes);
    const pairs = new LeastSimilarPairs(new UnitSimilarity(fingerprints, units), units.count);
    const order: number[] = [];
    let weight = 0;
    job.progress.start('finding the least similar pairs', wanted, 'molecules');
    while (weight < wanted) {
      const pair = await pairs.next(job);
      if (!pair) break;
      order.push(...pair);
      weight += unitsWeight(units, pair);
      job.progress.advance(weight);
    }
    job.progress.finish();
    return cutOrder(units, order, sizes);
  },
};
