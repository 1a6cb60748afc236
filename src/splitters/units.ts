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
  const of = new Int32Array(molecules);
  const numbers = new Map<number, number>();
  for (let m = 0; m < molecules; m++) {
    const key = group ? group[m] : m;
    let unit = numbers.get(key);
    if (unit === undefined) {
      unit = numbers.size;
      numbers.set(key, unit);
    }
    of[m] = unit;
  }
  const count = numbers.size;
  const offsets = new Int32Array(count + 1);
  for (const unit of of) offsets[unit + 1]++;
  for (let u = 0; u < count; u++) offsets[u + 1] += offsets[u];
  const next = offsets.slice(0, count);
  const members = new Int32Array(molecules);
  for (let m = 0; m < molecules; m++) members[next[of[m]]++] = m;
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

/**
 * Random units of the given ones whose weights add up to `goal`, or as near to it as can be:
 * first whatever comes, then, for the last stretch, units chosen so that the sum is right.
 */
export function pickUnits(
  units: Units,
  candidates: Int32Array,
  goal: number,
  random: Random,
): number[] {
  const { unitWeight, uniform } = units;
  const shuffled = random.shuffle(candidates.slice());
  if (uniform > 0) return Array.from(shuffled.subarray(0, Math.round(goal / uniform)));
  const heaviest = shuffled.reduce((most, u) => Math.max(most, unitWeight[u]), 0);
  const chosen: number[] = [];
  let sum = 0;
  let at = 0;
  for (; at < shuffled.length && sum + heaviest < goal - heaviest; at++) {
    chosen.push(shuffled[at]);
    sum += unitWeight[shuffled[at]];
  }
  const last = subsetSum(shuffled.subarray(at), unitWeight, goal - sum);
  if (sum + last.sum === goal) return [...chosen, ...last.chosen];
  const all = subsetSum(shuffled, unitWeight, goal);
  const nearer = Math.abs(all.sum - goal) < Math.abs(sum + last.sum - goal);
  return nearer ? all.chosen : [...chosen, ...last.chosen];
}

export function unitsWeight(units: Units, chosen: Iterable<number>): number {
  let sum = 0;
  for (const u of chosen) sum += units.unitWeight[u];
  return sum;
}
