import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { defaultMemory } from './memory.js';
import { OneToAll } from './one-to-all.js';
import { type ThresholdGraph, thresholdGraphWithin } from './threshold-graph.js';

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
  const degrees = Int32Array.from({ length: count }, (_, m) => offsets[m + 1] - offsets[m]);
  const steps = clustering(degrees, (m) => neighbors.subarray(offsets[m], offsets[m + 1]));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Bytes that pairs of neighbors may take before they are searched for again and again instead. */
const MEMORY = 2 ** 30;

/**
 * The same clusters of fingerprints, in memory that does not grow with the square of their number: where there are too
 * many pairs of neighbors to be kept, the neighbors of each molecule are searched for when they are needed, which takes
 * longer.
 *
 * @param threshold smallest similarity of neighbors
 * @param options.memory bytes that pairs may take; 1 GiB, or what the machine allows, unless given
 * @throws AbortedError
 */
export async function butinaClustersAt(
  matrix: FingerprintMatrix,
  threshold: Rational,
  job: Job,
  options: { memory?: number } = {},
): Promise<Int32Array> {
  const { memory = Math.min(MEMORY, defaultMemory()) } = options;
  const graph = await thresholdGraphWithin(matrix, threshold, job, memory);
  if (graph) return butinaClusters(graph);
  const { count, onBits } = matrix;
  const all = new OneToAll(matrix);
  const neighborsOf = (m: number): number[] => {
    all.compare(m);
    const found: number[] = [];
    for (let other = 0; other < count; other++) {
      const common = all.common[other];
      const union = onBits[m] + onBits[other] - common;
      if (other !== m && common * threshold.den >= union * threshold.num) found.push(other);
    }
    return found;
  };
  const degrees = new Int32Array(count);
  for (let m = 0; m < count; m++) {
    degrees[m] = neighborsOf(m).length;
    if (job.due()) await job.breathe();
  }
  const steps = clustering(degrees, neighborsOf);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (job.due()) await job.breathe();
  }
}

/**
 * Makes the clusters, a molecule at a step.
 *
 * @param free number of neighbors of each molecule; changed
 * @param neighborsOf the neighbors of a molecule, ascending, without itself
 */
function* clustering(
  free: Int32Array,
  neighborsOf: (m: number) => ArrayLike<number>,
): Generator<void, Int32Array> {
  const cluster = new Int32Array(free.length).fill(-1);
  const byFree = new CountedBuckets(free);
  let made = 0;
  for (let center = byFree.most(cluster); center >= 0; center = byFree.most(cluster)) {
    const members = [center];
    const around = neighborsOf(center);
    for (let e = 0; e < around.length; e++) {
      if (cluster[around[e]] < 0) members.push(around[e]);
    }
    for (const m of members) cluster[m] = made;
    for (const m of members) {
      const others = neighborsOf(m);
      for (let e = 0; e < others.length; e++) {
        if (cluster[others[e]] < 0) byFree.lower(others[e]);
      }
      yield;
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
