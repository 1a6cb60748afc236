import { describe, expect, it } from 'vitest';
import { ClusterFinder } from '../../../src/splitters/lo/clusters.js';
import { unitsOf } from '../setting.js';

/** A finder over molecules with these labels, of which these pairs are above the threshold. */
function finder(labels: readonly number[], pairs: readonly [number, number][]) {
  const rows = labels.map((_, m) =>
    pairs.flatMap(([a, b]) => (a === m ? [b] : b === m ? [a] : [])).sort((a, b) => a - b),
  );
  const neighbors = Int32Array.from(rows.flat());
  const offsets = Int32Array.from([0, ...rows.map((_, m) => rows.slice(0, m + 1).flat().length)]);
  const analog = new Uint8Array(neighbors.length).fill(1);
  const graph = { offsets, neighbors, analog, ofNeighbor: analog };
  const limits = { fewest: 2, spread: 3.8 };
  return new ClusterFinder(unitsOf(labels.length), graph, Float64Array.from(labels), limits);
}

describe('ClusterFinder', () => {
  it('looks again at a molecule whose labels spread more since some analogs are gone', () => {
    // 1 has analogs 0, 2 and 3, whose spread is too small until 3 is left out as too near to the cluster of 5.
    const labels = [0, 5, 10, 5, 8, 0, 8, 0, 8];
    const found = finder(labels, [
      [0, 1],
      [1, 2],
      [1, 3],
      [3, 4],
      [4, 5],
      [5, 6],
      [5, 7],
      [5, 8],
    ]);
    const first = found.next();
    expect(first).toEqual({ hit: 5, members: [4, 6, 7, 8] });
    if (first) found.take(first);
    expect(found.leftOut()).toEqual([3]);
    const second = found.next();
    expect(second).toEqual({ hit: 1, members: [0, 2] });
    if (second) found.take(second);
    expect(found.next()).toBeNull();
    expect(found.leftOut()).toEqual([3]);
  });
});
