import type { ThresholdGraph } from '../../similarity/threshold-graph.js';
import type { Units } from '../units.js';

/** Units with an edge between those of which two molecules are similar, as compressed rows. */
export interface UnitGraph {
  readonly count: number;
  /** Neighbors of u: `neighbors[offsets[u]]` up to, not including, `offsets[u + 1]`; each once. */
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  readonly weight: Int32Array;
}

/**
 * The graph of some units, numbered by their place in the list.
 *
 * @param chosen units, with all that they are connected to
 */
export function unitGraph(
  graph: ThresholdGraph,
  units: Units,
  chosen: ArrayLike<number>,
): UnitGraph {
  const place = new Int32Array(units.count).fill(-1);
  for (let i = 0; i < chosen.length; i++) place[chosen[i]] = i;
  const seenBy = new Int32Array(chosen.length).fill(-1);
  const offsets = new Int32Array(chosen.length + 1);
  const each = (i: number, visit: (neighbor: number) => void) => {
    const u = chosen[i];
    seenBy[i] = i;
    for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) {
      const m = units.members[p];
      for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
        const other = place[units.of[graph.neighbors[e]]];
        if (seenBy[other] === i) continue;
        seenBy[other] = i;
        visit(other);
      }
    }
  };
  for (let i = 0; i < chosen.length; i++) {
    let n = 0;
    each(i, () => n++);
    offsets[i + 1] = offsets[i] + n;
  }
  const neighbors = new Int32Array(offsets[chosen.length]);
  seenBy.fill(-1);
  for (let i = 0, n = 0; i < chosen.length; i++) {
    each(i, (other) => {
      neighbors[n++] = other;
    });
  }
  const weight = Int32Array.from(chosen, (u) => units.unitWeight[u]);
  return { count: chosen.length, offsets, neighbors, weight };
}
