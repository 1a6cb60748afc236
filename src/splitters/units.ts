import { grouped } from '../grouped.js';
import type { Random } from '../random.js';
import { subsetSum } from './subset-sum.js';

/**
 * What moves between subsets as one: a molecule, or all molecules of a group; as compressed rows.
 * Unit u consists of `members[offsets[u]]` up to, not including, `members[offsets[u + 1]]`.
 */
export interface Units {
  readonly count: number;
  readonly offsets: Int32Array;
  /** Molecules, ascending within a unit. */
  readonly members: Int32Array;
  /** Unit of each molecule. */
  readonly of: Int32Array;
  /** What each molecule counts for in sizes and histograms: 1, or its number of records. */
  readonly weight: Int32Array;
  /** Sum of its molecules' weights, per unit. */
  readonly unitWeight: Int32Array;
  /** Sum of all weights. */
  readonly total: number;
  /** The weight that every unit has, or 0 if they differ: with one weight, swaps keep the size. */
  readonly uniform: number;
}

/**
 * @param group group number of each molecule, any integers; each molecule on its own unless given
 * @param weight of each molecule, at least 1; 1 unless given
 */
export function makeUnits(molecules: number, group?: Int32Array, weight?: Int32Array): Units {
  const { of, count } = group
    ? numberedInOrder(group)
    : { of: Int32Array.from({ length: molecules }, (_, m) => m), count: molecules };
  const { offsets, members } = grouped(of, count);
  const weights = weight ?? new Int32Array(molecules).fill(1);
  const unitWeight = new Int32Array(count);
  let total = 0;
  for (let m = 0; m < molecules; m++) {
    unitWeight[of[m]] += weights[m];
    total += weights[m];
  }
  const uniform = unitWeight.every((w) => w === unitWeight[0]) ? (unitWeight[0] ?? 1) : 0;
  return { count, offsets, members, of, weight: weights, unitWeight, total, uniform };
}

/** Numbers from 0 in the order of first use, for any numbers. */
function numberedInOrder(group: Int32Array): { of: Int32Array; count: number } {
  const numbers = new Map<number, number>();
  const of = group.map((key) => {
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  return { of, count: numbers.size };
}

/** Random fillings that are tried before units are chosen for the sum they have. */
const FILLINGS = 50;

/**
 * Random units of the given ones whose weights add up to `goal`, or as near to it as can be (of two
 * equally near sums the smaller, unless it is 0). A heavy unit has about the chance of a light one,
 * as far as the goal leaves it one.
 */
export function pickUnits(
  units: Units,
  candidates: Int32Array,
  goal: number,
  random: Random,
): number[] {
  const { unitWeight, uniform } = units;
  const shuffled = random.shuffle(candidates.slice());
  if (goal === 0) return [];
  if (uniform > 0) {
    const nearest = Math.max(1, Math.ceil(goal / uniform - 0.5));
    return Array.from(shuffled.subarray(0, nearest));
  }
  const filling = fill(shuffled, unitWeight, goal, random);
  if (unitsWeight(units, filling) === goal) return filling;
  const nearest = subsetSum(shuffled, unitWeight, goal);
  for (let k = 0; k < FILLINGS; k++) {
    const next = fill(random.shuffle(shuffled), unitWeight, nearest.sum, random);
    if (unitsWeight(units, next) === nearest.sum) return next;
  }
  return nearest.chosen;
}

/**
 * The unit of a random molecule, then whatever comes and fits. A heavy unit fits less often than
 * a light one, and comes first more often.
 */
function fill(
  shuffled: Int32Array,
  unitWeight: Int32Array,
  goal: number,
  random: Random,
): number[] {
  const total = shuffled.reduce((sum, u) => sum + unitWeight[u], 0);
  let left = total > 0 ? random.below(total) : 0;
  const first = shuffled.find((u) => {
    left -= unitWeight[u];
    return left < 0;
  });
  const chosen: number[] = [];
  let room = goal;
  for (const u of first === undefined ? [] : [first, ...shuffled]) {
    if (unitWeight[u] > room || (u === first && chosen[0] === first)) continue;
    chosen.push(u);
    room -= unitWeight[u];
  }
  return chosen;
}

export function unitsWeight(units: Units, chosen: Iterable<number>): number {
  let sum = 0;
  for (const u of chosen) sum += units.unitWeight[u];
  return sum;
}

/**
 * Deals random units out to parts of these sizes, or as near to them as {@link pickUnits} comes. Where the
 * sizes add up to all weight nothing may be left over: if that does not come out, the heaviest units go first,
 * each to the part that lacks most, and sizes are about those asked for.
 *
 * @returns the part of each unit, -1 for none
 */
export function dealUnits(units: Units, sizes: readonly number[], random: Random): Int8Array {
  const { unitWeight } = units;
  const part = new Int8Array(units.count).fill(-1);
  const whole = sizes.reduce((a, b) => a + b, 0) === units.total;
  let free = Int32Array.from({ length: units.count }, (_, u) => u);
  let exact = true;
  for (const [p, size] of sizes.entries()) {
    const picked = pickUnits(units, free, size, random);
    exact = unitsWeight(units, picked) === size;
    if (whole && !exact) break;
    for (const u of picked) part[u] = p;
    free = free.filter((u) => part[u] < 0);
  }
  if (!whole || exact) return part;
  const order = random.shuffle(Int32Array.from({ length: units.count }, (_, u) => u));
  // The sort is stable: equal ones stay in random order.
  order.sort((a, b) => unitWeight[b] - unitWeight[a]);
  dealToNeediest(units, order, sizes.slice(), part);
  return part;
}

/**
 * Deals units out in an order, each to the part that lacks most, of equal ones to the first.
 *
 * @param lacking weight that each part lacks; counted down
 * @param part takes the part of each of these units
 */
export function dealToNeediest(
  { unitWeight }: Units,
  order: Int32Array,
  lacking: number[],
  part: Int8Array,
): void {
  for (const u of order) {
    let neediest = 0;
    for (let p = 1; p < lacking.length; p++) if (lacking[p] > lacking[neediest]) neediest = p;
    part[u] = neediest;
    lacking[neediest] -= unitWeight[u];
  }
}
