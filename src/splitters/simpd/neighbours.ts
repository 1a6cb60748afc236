import type { Job } from '../../job.js';
import type { FingerprintMatrix } from '../../similarity/fingerprints.js';
import { searchNeighbours } from '../../similarity/search.js';

/** Distances are looked at in steps of 1/100, from 0 to 1. */
export const STEPS = 101;
/** How many neighbours of a molecule are known. */
const NEIGHBOURS = 128;

/** The nearest neighbours of each molecule, nearest first, itself left out. */
export interface NeighbourRows {
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
  /** Of each neighbour, how many of the steps 0, 0.01 … 1 are at least its distance. */
  readonly steps: Uint8Array;
}

/** @throws AbortedError */
export async function neighbourRows(
  fingerprints: FingerprintMatrix,
  job: Job,
): Promise<NeighbourRows> {
  const { count } = fingerprints;
  job.progress.start('finding neighbours', count, 'molecules');
  const k = Math.min(NEIGHBOURS + 1, count);
  const found = await searchNeighbours(fingerprints, fingerprints, { k }, job);
  job.progress.finish();
  const most = Math.min(NEIGHBOURS, count - 1);
  const offsets = Int32Array.from({ length: count + 1 }, (_, m) => m * most);
  const neighbours = new Int32Array(count * most);
  const steps = new Uint8Array(count * most);
  for (let m = 0; m < count; m++) {
    let at = m * most;
    for (let e = found.offsets[m]; e < found.offsets[m + 1] && at < (m + 1) * most; e++) {
      if (found.indices[e] === m) continue;
      neighbours[at] = found.indices[e];
      steps[at++] = stepsFrom(found.intersections[e], found.unions[e]);
    }
  }
  return { offsets, neighbours, steps };
}

/** How many of the distances 0, 0.01 … 1 are at least 1 − both / either; 0 / 0 is a distance of 0. */
export function stepsFrom(both: number, either: number): number {
  if (either === 0) return STEPS;
  return STEPS - Math.ceil((100 * (either - both)) / either);
}
