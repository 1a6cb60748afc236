import { sizeReason } from './sizes.js';
import { type Assignment, TEST, TRAIN, VALID } from './splitter.js';
import { type Units, unitsWeight } from './units.js';

/**
 * The assignment that puts these units into test and validation, and all others into training, with
 * the reason why sizes are not those asked for, if they are not.
 *
 * @param why the sizes cannot be met, as a clause; see {@link sizeReason}
 */
export function assignUnits(
  units: Units,
  { test, valid }: { test: Iterable<number>; valid: Iterable<number> },
  sizes: { test: number; valid: number },
  why?: string,
): Assignment {
  const subset = new Uint8Array(units.of.length).fill(TRAIN);
  const got = { test: 0, valid: 0 };
  for (const [name, chosen, code] of [
    ['test', test, TEST],
    ['valid', valid, VALID],
  ] as const) {
    const own = [...chosen];
    got[name] = unitsWeight(units, own);
    for (const u of own) {
      for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) subset[units.members[p]] = code;
    }
  }
  const reason = sizeReason(sizes, got, why);
  return { subset, ...(reason ? { sizeReason: reason } : {}), diagnostics: {} };
}

/**
 * An assignment for each fold, whose units are the test set and all others training.
 *
 * @param fold of each unit, -1 for none
 */
export function assignFolds(
  units: Units,
  fold: Int8Array | Int32Array,
  sizes: readonly number[],
  why?: string,
): Assignment[] {
  return sizes.map((size, f) => {
    const test = [...fold.keys()].filter((u) => fold[u] === f);
    return assignUnits(units, { test, valid: [] }, { test: size, valid: 0 }, why);
  });
}
