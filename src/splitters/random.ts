import { sizeReason } from './sizes.js';
import { type Assignment, type Splitter, TEST, TRAIN, VALID } from './splitter.js';
import { dealUnits, pickUnits, type Units, unitsWeight } from './units.js';

/** Every division into the requested sizes is equally likely. */
export const random: Splitter = {
  name: 'random',
  summary: 'every molecule has the same chance to be in the test set',
  reference: 'the usual baseline; near-copies of test molecules stay in training',
  options: [],
  usesSeed: true,
  split({ count }, { units, sizes, random }) {
    const all = Int32Array.from({ length: units.count }, (_, u) => u);
    const test = pickUnits(units, all, sizes.test, random);
    const taken = new Set(test);
    const rest = all.filter((u) => !taken.has(u));
    const valid = sizes.valid > 0 ? pickUnits(units, rest, sizes.valid, random) : [];
    return assign(count, units, test, valid, sizes);
  },
  folds({ count }, { units, random }, sizes) {
    const part = dealUnits(units, sizes, random);
    return sizes.map((size, f) => {
      const test = [...part.keys()].filter((u) => part[u] === f);
      return assign(count, units, test, [], { test: size, valid: 0 });
    });
  },
};

function assign(
  count: number,
  units: Units,
  test: number[],
  valid: number[],
  sizes: { test: number; valid: number },
): Assignment {
  const subset = new Uint8Array(count).fill(TRAIN);
  for (const [members, code] of [
    [test, TEST],
    [valid, VALID],
  ] as const) {
    for (const u of members) {
      for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) subset[units.members[p]] = code;
    }
  }
  const reason = sizeReason(sizes, {
    test: unitsWeight(units, test),
    valid: unitsWeight(units, valid),
  });
  return { subset, ...(reason ? { sizeReason: reason } : {}), diagnostics: {} };
}
