import type { Random } from '../random.js';
import { assignUnits } from './assign.js';
import type { Assignment } from './splitter.js';
import { dealUnits, pickUnits, type Units } from './units.js';

/** Random test and validation units of these sizes; see {@link pickUnits}. @param why see {@link assignUnits} */
export function randomSplit(
  units: Units,
  sizes: { test: number; valid: number },
  random: Random,
  why?: string,
): Assignment {
  const all = Int32Array.from({ length: units.count }, (_, u) => u);
  const test = pickUnits(units, all, sizes.test, random);
  const taken = new Set(test);
  const rest = all.filter((u) => !taken.has(u));
  const valid = sizes.valid > 0 ? pickUnits(units, rest, sizes.valid, random) : [];
  return assignUnits(units, { test, valid }, sizes, why);
}

/** Random disjoint test sets of these sizes; see {@link dealUnits}. @param why see {@link assignUnits} */
export function randomFolds(
  units: Units,
  sizes: readonly number[],
  random: Random,
  why?: string,
): Assignment[] {
  const part = dealUnits(units, sizes, random);
  return sizes.map((size, f) => {
    const test = [...part.keys()].filter((u) => part[u] === f);
    return assignUnits(units, { test, valid: [] }, { test: size, valid: 0 }, why);
  });
}
