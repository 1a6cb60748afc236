import type { Rational } from '../rational.js';
import { leaderClusters } from '../similarity/leaders.js';
import { optionName } from '../spelling.js';
import { inWholeClusters } from './fill.js';
import type { Molecules, SplitContext, Splitter } from './splitter.js';
import { thresholdOption } from './threshold-option.js';

const WORDS = {
  noun: 'cluster',
  get remedy() {
    return `raise ${optionName('threshold')}, or request other sizes`;
  },
};

/**
 * Leader clusters, the largest to training. They depend on the order of the molecules, and are
 * what scikit-fingerprints' `butina_train_test_split` makes, with the same threshold: a distance of 0.65.
 */
export const leader: Splitter = {
  name: 'leader',
  purpose: 'series',
  series: 'clusters',
  summary: 'leader clusters (sphere exclusion in input order) stay whole; small ones go to test',
  reference: 'Hartigan, Clustering Algorithms, 1975; RDKit LeaderPicker',
  options: [
    thresholdOption(
      '0.35',
      'smallest similarity of a molecule to its leader (1 - distance cut-off)',
    ),
  ],
  usesSeed: false,
  ...inWholeClusters(clustersOf, WORDS),
};

function clustersOf({ fingerprints }: Molecules, { options, job }: SplitContext) {
  return leaderClusters(fingerprints, options.threshold as Rational, job);
}
