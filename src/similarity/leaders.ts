import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import { type FingerprintMatrix, selectFingerprints } from './fingerprints.js';
import { findNearest } from './nearest.js';
import type { Nearest } from './search.js';
import { buildThresholdGraph } from './threshold-graph.js';

/** Molecules that are looked at together, to search all leaders so far once. */
const BLOCK = 4096;

/**
 * Leader clusters (Hartigan, Clustering Algorithms, 1975; sphere exclusion): in the order of the molecules,
 * one that is less similar than the threshold to every leader so far becomes a leader; these are the picks of RDKit's
 * `LeaderPicker`. Then each molecule joins its nearest leader, of equally near ones the first.
 *
 * @returns the leader of each molecule, a row of the matrix
 * @throws AbortedError
 */
export async function leaderClusters(
  matrix: FingerprintMatrix,
  threshold: Rational,
  job: Job,
): Promise<Int32Array> {
  const { count } = matrix;
  job.progress.start('choosing leaders', count, 'molecules');
  const leaders: number[] = [];
  for (let start = 0; start < count; start += BLOCK) {
    const length = Math.min(BLOCK, count - start);
    const block = Int32Array.from({ length }, (_, i) => start + i);
    const quiet = job.stretch(start);
    const found = await nearestLeader(matrix, block, leaders, quiet);
    const free = block.filter((_, i) => !reaches(found, i, threshold));
    const graph = await buildThresholdGraph(selectFingerprints(matrix, free), threshold, quiet);
    const excluded = new Uint8Array(free.length);
    for (let i = 0; i < free.length; i++) {
      if (excluded[i] === 1) continue;
      leaders.push(free[i]);
      for (let e = graph.offsets[i]; e < graph.offsets[i + 1]; e++) {
        excluded[graph.neighbors[e]] = 1;
      }
    }
    await job.breathe(start + length);
  }
  job.progress.finish();
  job.progress.start('joining leaders', count, 'molecules');
  const everyone = Int32Array.from({ length: count }, (_, m) => m);
  const { index } = await nearestLeader(matrix, everyone, leaders, job);
  job.progress.finish();
  return index.map((l) => leaders[l]);
}

function nearestLeader(
  matrix: FingerprintMatrix,
  queries: Int32Array,
  leaders: readonly number[],
  job: Job,
): Promise<Nearest> {
  const references = selectFingerprints(matrix, leaders);
  return findNearest(selectFingerprints(matrix, queries), references, job);
}

function reaches(
  { index, intersection, union }: Nearest,
  i: number,
  { num, den }: Rational,
): boolean {
  return index[i] >= 0 && intersection[i] * den >= num * union[i];
}
