import type { Random } from '../random.js';
import { assignFolds, assignUnits } from './assign.js';
import { allUnits, type Filling, nearestFilling, nearness } from './nearest-sizes.js';
import { TOGETHER } from './sizes.js';
import type { Assignment } from './splitter.js';
import { dealUnits, pickUnits, type Units, unitsWeight } from './units.js';

/** Random picks that are tried before units are taken for the sums they have. */
const PICKS = 50;

/**
 * Random test and validation units of these sizes, or as near to them as whole units come; see {@link pickTestAndValid}.
 *
 * @param why see {@link assignUnits}
 */
export function randomSplit(
  units: Units,
  sizes: { test: number; valid: number },
  random: Random,
  why = TOGETHER,
): Assignment {
  const filling = pickTestAndValid(units, sizes, random);
  return assignUnits(units, filling, sizes, `${why}${nearness(filling)}`);
}

/**
 * Random units for test and, of the others, for validation ({@link pickUnits}). Where that misses the sizes and others come
 * nearer to them, random ones of the nearest sizes ({@link nearestFilling}).
 */
export function pickTestAndValid(
  units: Units,
  sizes: { test: number; valid: number },
  random: Random,
  all = allUnits(units),
): Filling {
  const pick = (goal: { test: number; valid: number }): Filling => {
    const test = pickUnits(units, all, goal.test, random);
    const taken = new Set(test);
    const rest = all.filter((u) => !taken.has(u));
    return { test, valid: goal.valid > 0 ? pickUnits(units, rest, goal.valid, random) : [] };
  };
  const first = pick(sizes);
  const weights = ({ test, valid }: Filling) => ({
    test: unitsWeight(units, test),
    valid: unitsWeight(units, valid),
  });
  const got = weights(first);
  if (got.test === sizes.test && got.valid === sizes.valid) return first;
  const nearest = nearestFilling(units, random.shuffle(all.slice()), sizes, first);
  if (nearest.test === first.test && nearest.valid === first.valid) return nearest;
  const goal = weights(nearest);
  for (let k = 0; k < PICKS; k++) {
    const next = pick(goal);
    const { test, valid } = weights(next);
    if (test === goal.test && valid === goal.valid) return next;
  }
  return nearest;
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
