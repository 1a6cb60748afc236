import type { Job } from '../../job.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import { searchNeighbors } from '../../similarity/search.js';

/** Distances are looked at in steps of 1/100, from 0 to 1. */
export const STEPS = 101;
/** Number of neighbors of a molecule are known. */
const NEIGHBORS = 128;

/** The nearest neighbors of each molecule, nearest first, itself left out. */
export interface NeighborRows {
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  /** Of each neighbor, how many of the steps 0, 0.01 … 1 are at least its distance. */
  readonly steps: Uint8Array;
}

/** @throws AbortedError */
export async function neighborRows(
  fingerprints: FingerprintMatrix,
  job: Job,
): Promise<NeighborRows> {
  const { count } = fingerprints;
  job.progress.start('finding neighbors', count, 'molecules');
  const k = Math.min(NEIGHBORS + 1, count);
  const found = await searchNeighbors(fingerprints, fingerprints, { k }, job);
  job.progress.finish();
  const most = Math.min(NEIGHBORS, count - 1);
  const offsets = Int32Array.from({ length: count + 1 }, (_, m) => m * most);
  const neighbors = new Int32Array(count * most);
  const steps = new Uint8Array(count * most);
  for (let m = 0; m < count; m++) {
    let at = m * most;
    for (let e = found.offsets[m]; e < found.offsets[m + 1] && at < (m + 1) * most; e++) {
      if (found.indices[e] === m) continue;
      neighbors[at] = found.indices[e];
      steps[at++] = stepsFrom(found.intersections[e], found.unions[e]);
    }
  }
  return { offsets, neighbors, steps };
}

/** How many of the distances 0, 0.01 … 1 are at least 1 − both / either; 0 / 0 is a distance of 0. */
export function stepsFrom(both: number, either: number): number {
  if (either === 0) return STEPS;
  return STEPS - Math.ceil((100 * (either - both)) / either);
}
