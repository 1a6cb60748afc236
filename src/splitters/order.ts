import { assignUnits } from './assign.js';
import type { Assignment } from './splitter.js';
import type { Units } from './units.js';

/**
 * Cuts units that are in an order into test (from the front), validation (what comes next) and
 * training (the rest, and units that are not in the order). A unit is not cut: each part ends where it is
 * nearest to its size, of two places as near at the first, and holds one unit at least.
 */
export function cutOrder(
  units: Units,
  order: readonly number[],
  sizes: { test: number; valid: number },
  why?: string,
): Assignment {
  const testEnd = endOf(units, order, 0, sizes.test);
  const validEnd = endOf(units, order, testEnd, sizes.valid);
  const parts = { test: order.slice(0, testEnd), valid: order.slice(testEnd, validEnd) };
  return assignUnits(units, parts, sizes, why);
}

/** Where a part that begins at `start` ends, the end not included. */
function endOf(
  { unitWeight }: Units,
  order: readonly number[],
  start: number,
  goal: number,
): number {
  let end = start;
  let sum = 0;
  while (end < order.length && sum < goal) sum += unitWeight[order[end++]];
  // The last one led past the goal: without it the part may be nearer.
  const last = end > start ? unitWeight[order[end - 1]] : 0;
  return end > start + 1 && goal - (sum - last) <= sum - goal ? end - 1 : end;
}

/** The weight that an order must have for {@link cutOrder} to find its places: a unit may lead past a size. */
export function orderWeight(units: Units, sizes: { test: number; valid: number }): number {
  const heaviest = units.unitWeight.reduce((most, w) => Math.max(most, w), 0);
  return sizes.test + sizes.valid + Math.max(0, heaviest - 1);
}
