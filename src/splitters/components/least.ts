import { DisjointSets } from '../../disjoint-sets.js';
import { type Filling, nearestFilling } from '../nearest-sizes.js';
import { makeUnits, unitsWeight } from '../units.js';
import type { UnitGraph } from './unit-graph.js';

/** Sets of units that are tried at most: well below a second. */
const MOST_SETS = 30_000;
/** Of more units no set is tried. */
export const MOST_UNITS = 200;

/** What is left out of a graph, and how the rest is divided. */
export interface LeastLeftOut {
  /** Units. */
  readonly out: readonly number[];
  readonly test: readonly number[];
  readonly valid: readonly number[];
}

/**
 * Leaves out as little weight as any choice can so that what is left falls into connected parts that make up the sizes; of the
 * choices that leave out as little, one that comes nearest to them. Tries all sets of units, the lightest first.
 *
 * @param slack by how much each size may be missed
 * @param room the most weight to leave out
 * @returns null where no choice does it; `too_many` where there are too many to be tried
 */
export function leaveOutLeast(
  graph: UnitGraph,
  sizes: { test: number; valid: number },
  slack: { test: number; valid: number },
  room: number,
): LeastLeftOut | 'too_many' | null {
  const { count, weight } = graph;
  const isOut = new Uint8Array(count);
  let sets = 0;
  let best: LeastLeftOut | null = null;
  let missed = Number.POSITIVE_INFINITY;
  /** Tries all sets of the units from `from` on with this weight. Ends with false after too many, or when the sizes are met. */
  const each = (from: number, left: number): boolean => {
    if (left === 0) {
      if (++sets > MOST_SETS) return false;
      const division = divisionWithout(graph, isOut, sizes, slack);
      if (division && division.missed < missed) {
        ({ missed } = division);
        best = { ...division, out: [...isOut.keys()].filter((u) => isOut[u] === 1) };
      }
      return missed > 0;
    }
    for (let u = from; u < count; u++) {
      if (weight[u] > left) continue;
      isOut[u] = 1;
      const goOn = each(u + 1, left - weight[u]);
      isOut[u] = 0;
      if (!goOn) return false;
    }
    return true;
  };
  for (let out = 0; out <= room; out++) {
    if (!each(0, out) && sets > MOST_SETS) return 'too_many';
    if (best) return best;
  }
  return null;
}

/** What is left of the graph, divided within the slack; null where that cannot be. */
function divisionWithout(
  graph: UnitGraph,
  isOut: Uint8Array,
  sizes: { test: number; valid: number },
  slack: { test: number; valid: number },
): (Omit<LeastLeftOut, 'out'> & { missed: number }) | null {
  const kept = Int32Array.from([...isOut.keys()].filter((u) => isOut[u] === 0));
  const sets = new DisjointSets(graph.count);
  for (const u of kept) {
    for (let e = graph.offsets[u]; e < graph.offsets[u + 1]; e++) {
      if (isOut[graph.neighbors[e]] === 0) sets.join(u, graph.neighbors[e]);
    }
  }
  const parts = makeUnits(
    kept.length,
    kept.map((u) => sets.find(u)),
    kept.map((u) => graph.weight[u]),
  );
  const all = Int32Array.from({ length: parts.count }, (_, p) => p);
  const filling = nearestFilling(parts, all, sizes, { test: [], valid: [] }, { slack });
  const off = Math.abs(unitsWeight(parts, filling.test) - sizes.test);
  const validOff = Math.abs(unitsWeight(parts, filling.valid) - sizes.valid);
  const isWhole = isDivision(filling, sizes, parts.count);
  if (!isWhole || off > slack.test || validOff > slack.valid) return null;
  const unitsOf = (chosen: readonly number[]) =>
    chosen.flatMap((p) =>
      Array.from(parts.members.subarray(parts.offsets[p], parts.offsets[p + 1]), (i) => kept[i]),
    );
  return {
    test: unitsOf(filling.test),
    valid: unitsOf(filling.valid),
    missed: off + validOff,
  };
}

/** Whether no set, and not training either, is empty. */
function isDivision({ test, valid }: Filling, sizes: { valid: number }, parts: number): boolean {
  return (
    test.length > 0 && (valid.length > 0 || sizes.valid === 0) && test.length + valid.length < parts
  );
}
