import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import type { Units } from '../units.js';

/** Neighbors of each molecule in each bin that are of its own unit, molecules × bins. */
export function siblingCounts(graph: NeighborGraph, bins: number, { of }: Units): Int32Array {
  const { neighbors, levels, offsets } = graph;
  const counts = new Int32Array(graph.count * bins);
  for (let m = 0; m < graph.count; m++) {
    for (let e = offsets[m]; e < offsets[m + 1]; e++) {
      if (of[neighbors[e]] === of[m]) counts[m * bins + levels[e]]++;
    }
  }
  return counts;
}
