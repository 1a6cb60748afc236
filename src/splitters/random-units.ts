import type { Random } from '../random.js';
import { assignFolds, assignUnits } from './assign.js';
import type { Assignment } from './splitter.js';
import { dealUnits, pickUnits, type Units } from './units.js';

/** Random test and validation units of these sizes; see {@link pickUnits}. @param why see {@link assignUnits} */
export function randomSplit(
  units: Units,
  sizes: { test: number; valid: number },
  random: Random,
  why?: string,
): Assignment {
  return assignUnits(units, pickTestAndValid(units, sizes, random), sizes, why);
}

/** Random units for test and, of the others, for validation; see {@link pickUnits}. */
export function pickTestAndValid(
  units: Units,
  sizes: { test: number; valid: number },
  random: Random,
): { test: number[]; valid: number[] } {
  const all = Int32Array.from({ length: units.count }, (_, u) => u);
  const test = pickUnits(units, all, sizes.test, random);
  const taken = new Set(test);
  const rest = all.filter((u) => !taken.has(u));
  return { test, valid: sizes.valid > 0 ? pickUnits(units, rest, sizes.valid, random) : [] };
}

/** Random disjoint test sets of these sizes; see {@link dealUnits}. @param why see {@link assignUnits} */
export function randomFolds(
  units: Units,
  sizes: readonly number[],
  random: Random,
  why?: string,
): Assignment[] {
  return assignFolds(units, dealUnits(units, sizes, random), sizes, why);
}
