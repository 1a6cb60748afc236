import type { ThresholdGraph } from './threshold-graph.js';

/**
 * Taylor-Butina clusters (Butina, J. Chem. Inf. Comput. Sci. 39 (1999) 747): again and again the molecule with
 * the most neighbors that are in no cluster yet, with these neighbors. Of several the last in the
 * list. Neighbors are counted again after each cluster, as RDKit's `Butina.ClusterData` does with
 * `reordering`.
 *
 * @param graph who is similar enough to be in one cluster
 * @returns the cluster of each molecule, numbered in the order of their making
 */
export function butinaClusters({
  count,
  offsets,
  neighbors,
}: Pick<ThresholdGraph, 'count' | 'offsets' | 'neighbors'>): Int32Array {
  const cluster = new Int32Array(count).fill(-1);
  const free = Int32Array.from({ length: count }, (_, m) => offsets[m + 1] - offsets[m]);
  const byFree = new CountedBuckets(free);
  let made = 0;
  for (let center = byFree.most(cluster); center >= 0; center = byFree.most(cluster)) {
    const members = [center];
    for (let e = offsets[center]; e < offsets[center + 1]; e++) {
      if (cluster[neighbors[e]] < 0) members.push(neighbors[e]);
    }
    for (const m of members) cluster[m] = made;
    for (const m of members) {
      for (let e = offsets[m]; e < offsets[m + 1]; e++) {
        const other = neighbors[e];
        if (cluster[other] < 0) byFree.lower(other);
      }
    }
    made++;
  }
  return cluster;
}

/** Molecules by a count that only falls: the one with the highest, of several the last. */
class CountedBuckets {
  /** Of each count the molecules that have, or had, it; those that fell into it come later. */
  private readonly buckets: number[][] = [];
  private readonly sorted: boolean[] = [];
  private top: number;

  constructor(private readonly counts: Int32Array) {
    this.top = counts.reduce((most, n) => Math.max(most, n), 0);
    for (let n = 0; n <= this.top; n++) this.buckets.push([]);
    for (let m = 0; m < counts.length; m++) this.buckets[counts[m]].push(m);
  }

  lower(molecule: number): void {
    const count = --this.counts[molecule];
    this.buckets[count].push(molecule);
    this.sorted[count] = false;
  }

  /** @param cluster 0 or more for a molecule that is done with; -1 is given back when all are */
  most(cluster: Int32Array): number {
    for (; this.top >= 0; this.top--) {
      const bucket = this.buckets[this.top];
      // Nothing falls into the top bucket from above: it is sorted once, when it is reached.
      if (this.sorted[this.top] !== true) bucket.sort((a, b) => a - b);
      this.sorted[this.top] = true;
      for (let m = bucket.pop(); m !== undefined; m = bucket.pop()) {
        if (cluster[m] < 0 && this.counts[m] === this.top) return m;
      }
    }
    return -1;
  }
}
