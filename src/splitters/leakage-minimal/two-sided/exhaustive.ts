import { type Blocks, type Goal, Partition } from '../partition.js';
import { leakOf, type Parts, type Problem } from './problem.js';

/** The most clusters of one side, divisions of it, placements on the way to them, and combinations of two that are looked at. */
const MOST_BLOCKS = 40;
const MOST_DIVISIONS = 20_000;
const MOST_PLACEMENTS = 300_000;
const MOST_COMBINED = 3_000_000;

/** What all assignments that meet the sizes have to offer. */
export interface Exhausted {
  /** That of least leak without an empty set and within the limit; null where there is none. */
  readonly best: Parts | null;
  /** Where there is none: the least weight that is left out without an empty set; infinite where each has one. */
  readonly fewest: number;
}

/** A division of one side that meets its sizes. */
interface Division {
  readonly part: Uint8Array;
  readonly cut: number;
}

/**
 * All assignments of small problems: each division of the drugs with each of the partners, from the least leak on.
 *
 * @returns undefined where there are too many
 */
export function exhausted(problem: Problem): Exhausted | undefined {
  const [drugs, partners] = problem.sides.map(({ blocks, goal }) => allDivisions(blocks, goal));
  if (!drugs || !partners) return undefined;
  let best: Parts | null = null;
  let least = Number.POSITIVE_INFINITY;
  let fewest = Number.POSITIVE_INFINITY;
  let left = MOST_COMBINED;
  for (const drug of drugs) {
    const rows = summedRows(problem, drug.part);
    for (const partner of partners) {
      const leak = leakOf(problem, drug.cut, partner.cut);
      if (leak >= least) break;
      if (left-- === 0) return undefined;
      const out = leftOut(problem, rows, partner.part);
      if (out < Number.POSITIVE_INFINITY && out <= problem.limit) {
        least = leak;
        best = [drug.part, partner.part];
      }
      fewest = Math.min(fewest, out);
    }
  }
  return { best, fewest };
}

/** Every division into parts of the right sizes, from the least cut on; undefined where they are too many. */
function allDivisions(blocks: Blocks, goal: Goal): Division[] | undefined {
  const { count, weight } = blocks;
  if (count > MOST_BLOCKS) return undefined;
  const part = new Uint8Array(count);
  const room = Float64Array.from(goal.sizes);
  const found: Division[] = [];
  let left = MOST_PLACEMENTS;
  const visit = (block: number): boolean => {
    if (left-- === 0 || found.length > MOST_DIVISIONS) return false;
    if (block === count) {
      found.push({ part: part.slice(), cut: new Partition(blocks, goal, part).cut });
      return true;
    }
    for (let p = 0; p < room.length; p++) {
      if (weight[block] > room[p]) continue;
      part[block] = p;
      room[p] -= weight[block];
      const whole = visit(block + 1);
      room[p] += weight[block];
      if (!whole) return false;
    }
    return true;
  };
  if (!visit(0)) return undefined;
  return found.sort((a, b) => a.cut - b.cut);
}

/** Weight of each partner block's pairs with the drugs of each part, parts × partners. */
function summedRows({ sides, pairs }: Problem, drugs: Uint8Array): Float64Array {
  const columns = sides[1].blocks.count;
  const rows = new Float64Array(sides[0].goal.sizes.length * columns);
  drugs.forEach((p, d) => {
    for (let t = 0; t < columns; t++) rows[p * columns + t] += pairs[d * columns + t];
  });
  return rows;
}

/** The most weight that a split leaves out; infinite where a set is empty. */
function leftOut({ views, weight }: Problem, rows: Float64Array, partners: Uint8Array): number {
  const columns = partners.length;
  let most = 0;
  for (const { set, sets } of views) {
    const inSet = new Float64Array(sets);
    for (let p = 0; p < set.length; p++) {
      for (let t = 0; t < columns; t++) {
        if (set[p] === set[partners[t]]) inSet[set[p]] += rows[p * columns + t];
      }
    }
    if (inSet.includes(0)) return Number.POSITIVE_INFINITY;
    most = Math.max(most, weight - inSet.reduce((sum, w) => sum + w, 0));
  }
  return most;
}
