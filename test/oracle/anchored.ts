import type { NeighborGraph } from '../../src/similarity/neighbor-graph.js';
import { highestBin } from './brute-force.js';

/** The bounded form of a graph of all pairs, by looking at each of them. */
export function bounded(
  pairs: readonly number[][],
  isAnchor: readonly boolean[],
  reason?: string,
): NeighborGraph {
  const all = [...pairs.keys()];
  const anchors = all.filter((m) => isAnchor[m]);
  const rows = all.map((m) =>
    isAnchor[m] ? [] : all.filter((k) => k !== m && !isAnchor[k] && pairs[m][k] > 0),
  );
  return {
    count: all.length,
    offsets: Int32Array.from([0, ...rows.map((_, m) => rows.slice(0, m + 1).flat().length)]),
    neighbors: Int32Array.from(rows.flat()),
    levels: Uint8Array.from(rows.flatMap((row, m) => row.map((k) => pairs[m][k]))),
    anchors: {
      count: anchors.length,
      isAnchor: Uint8Array.from(isAnchor, Number),
      bin: Uint8Array.from(all, (m) => (isAnchor[m] ? 0 : highestBin(pairs, m, anchors))),
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

/** The half of the molecules with the most neighbors; of equal ones the first. */
export function densest(pairs: readonly number[][]): boolean[] {
  const degrees = pairs.map((row, m) => row.filter((bin, k) => k !== m && bin > 0).length);
  const order = [...pairs.keys()].sort((a, b) => degrees[b] - degrees[a] || a - b);
  const chosen = new Set(order.slice(0, order.length >> 1));
  return pairs.map((_, m) => chosen.has(m));
}
