import { randomFolds, randomSplit } from './random-units.js';
import type { Splitter } from './splitter.js';

/** Every division into the requested sizes is equally likely. */
export const random: Splitter = {
  name: 'random',
  purpose: 'reference',
  summary: 'every molecule has the same chance to be in the test set',
  reference: 'the usual baseline; near-duplicates of test molecules may stay in training',
  options: [],
  pairs: 'too',
  usesSeed: true,
  split: (_molecules, { units, sizes, random }) => randomSplit(units, sizes, random),
  folds: (_molecules, { units, random }, sizes) => randomFolds(units, sizes, random),
};
