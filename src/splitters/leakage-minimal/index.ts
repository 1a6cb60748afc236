import type { Splitter } from '../splitter.js';
import { ofMolecules } from './molecules.js';
import { options } from './options.js';
import { ofPairs } from './two-sided/index.js';

/**
 * Whole clusters, assigned so that the summed similarity of all pairs across the split is small, and the proof
 * how small it can be. All pairs count, as in DataSAIL, where clusters are fewer, the similarity of two clusters is
 * their mean, and a solver for mixed-integer programs decides.
 */
export const leakageMinimal: Splitter = {
  name: 'leakage-minimal',
  purpose: 'distance',
  series: 'clusters',
  summary:
    'clusters stay whole, and the summed similarity between training and test is minimized; of pairs, both sides are clustered, and pairs whose drug and partner are in different sets are left out; reports a bound on the distance from the optimum',
  reference:
    'Joeres, Blumenthal and Kalinina, Data splitting to avoid information leakage with DataSAIL, Nat. Commun. 2025',
  options,
  usesSeed: true,
  usesLabels: (options) => options['balance-label'] === true,
  usesNeighbors: true,
  pairs: 'too',
  split: (molecules, context) =>
    (molecules.pairs ? ofPairs : ofMolecules).split(molecules, context),
  folds: (molecules, context, sizes) =>
    (molecules.pairs ? ofPairs : ofMolecules).folds(molecules, context, sizes),
};
