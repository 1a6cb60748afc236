import { assignUnits } from './assign.js';
import type { Splitter } from './splitter.js';
import { dealUnits, pickUnits } from './units.js';

/** Every division into the requested sizes is equally likely. */
export const random: Splitter = {
  name: 'random',
  summary: 'every molecule has the same chance to be in the test set',
  reference: 'the usual baseline; near-copies of test molecules stay in training',
  options: [],
  usesSeed: true,
  split(_molecules, { units, sizes, random }) {
    const all = Int32Array.from({ length: units.count }, (_, u) => u);
    const test = pickUnits(units, all, sizes.test, random);
    const taken = new Set(test);
    const rest = all.filter((u) => !taken.has(u));
    const valid = sizes.valid > 0 ? pickUnits(units, rest, sizes.valid, random) : [];
    return assignUnits(units, { test, valid }, sizes);
  },
  folds(_molecules, { units, random }, sizes) {
    const part = dealUnits(units, sizes, random);
    return sizes.map((size, f) => {
      const test = [...part.keys()].filter((u) => part[u] === f);
      return assignUnits(units, { test, valid: [] }, { test: size, valid: 0 });
    });
  },
};
