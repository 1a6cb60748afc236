import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import { optionValue } from '../spelling.js';
import { adjacencyOf } from './adjacency.js';
import type { SimilarityBins } from './bins.js';
import { Crowding } from './crowding.js';
import { type FingerprintMatrix, selectFingerprints } from './fingerprints.js';
import { defaultMemory, memoryText } from './memory.js';
import { findNearest } from './nearest.js';
import { findPairs, type PairList } from './pairs.js';

/** All pairs of molecules whose similarity is not in the lowest bin, as compressed sparse rows. */
export interface NeighborGraph {
  /** Number of molecules. */
  readonly count: number;
  /** Neighbors of m: `neighbors[offsets[m]]` up to, not including, `offsets[m + 1]`; ascending. */
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  /** The similarity's bin, 1 or more, for each entry of `neighbors`. */
  readonly levels: Uint8Array;
  /**
   * Where the pairs of all molecules would not fit in memory: the molecules of dense regions, whose
   * pairs are not listed. They must stay in training.
   */
  readonly anchors?: Anchors;
}

/** Molecules that stay in training, so that of their similarities only the others' highest matters. */
export interface Anchors {
  /** Number of anchors. */
  readonly count: number;
  /** 1 for each anchor; its row of the graph is empty, and no other row names it. */
  readonly isAnchor: Uint8Array;
  /** For each other molecule the bin of its highest similarity to any anchor. */
  readonly bin: Uint8Array;
  /** Why their pairs are not listed, as a clause: `their pairs would not fit in --memory 4GiB`. */
  readonly reason?: string;
}

/** Bytes of a pair: 14 while the graph is made; then 10, and as much again for a search's views of it. */
const BYTES_PER_PAIR = 32;
/** Rows are numbered by 32-bit integers. */
const MAX_PAIRS = 2 ** 30 - 1;
/** From so many molecules on it is cheaper to estimate the number of pairs than to find them in vain. */
const ESTIMATE_FROM = 200_000;

export interface NeighborGraphOptions {
  /** Bytes that the graph, and a search on it, may take; see {@link defaultMemory}. */
  readonly memory?: number | undefined;
}

/**
 * Finds every pair in bin 1 or above, exactly. If there are more than fit in memory, as many
 * molecules as must be, those with the most neighbors, become anchors.
 *
 * @throws AbortedError
 */
export async function buildNeighborGraph(
  matrix: FingerprintMatrix,
  bins: SimilarityBins,
  job: Job,
  options: NeighborGraphOptions = {},
): Promise<NeighborGraph> {
  const { count } = matrix;
  if (bins.count === 1) {
    return {
      count,
      offsets: new Int32Array(count + 1),
      neighbors: new Int32Array(0),
      levels: new Uint8Array(0),
    };
  }
  const memory = options.memory ?? defaultMemory();
  const limit = Math.min(MAX_PAIRS, Math.floor(memory / BYTES_PER_PAIR));
  const threshold = bins.edges[1];
  let crowding: Crowding | undefined;
  if (count >= ESTIMATE_FROM) {
    crowding = await Crowding.measure(matrix, threshold, job);
  }
  if (!crowding || crowding.allPairs <= limit) {
    job.progress.start('finding neighbors', count, 'molecules');
    const pairs = await findPairs(matrix, threshold, { limit }, job);
    if (pairs) {
      const graph = await graphOf(matrix, pairs, bins, job);
      job.progress.finish();
      return graph;
    }
  }
  crowding ??= await Crowding.measure(matrix, threshold, job);
  return anchored(matrix, crowding, bins, { threshold, limit, memory }, job);
}

async function graphOf(
  { count, onBits }: FingerprintMatrix,
  pairs: PairList,
  bins: SimilarityBins,
  job: Job,
): Promise<NeighborGraph> {
  const { offsets, neighbors, values } = await adjacencyOf(
    pairs,
    count,
    Uint8Array,
    (i, j, overlap) => bins.of(overlap, onBits[i] + onBits[j] - overlap),
    job,
  );
  return { count, offsets, neighbors, levels: values };
}

/** The graph of as many of the least crowded molecules as fit, with the others as anchors. */
async function anchored(
  matrix: FingerprintMatrix,
  crowding: Crowding,
  bins: SimilarityBins,
  { threshold, limit, memory }: { threshold: Rational; limit: number; memory: number },
  job: Job,
): Promise<NeighborGraph> {
  // The estimate may be too low; what is found decides.
  for (let allowed = limit; ; allowed *= 0.8) {
    const free = crowding.leastCrowded(allowed);
    const freeMatrix = selectFingerprints(matrix, free);
    job.progress.start('finding neighbors', free.length, 'molecules');
    const pairs = await findPairs(freeMatrix, threshold, { limit }, job);
    if (!pairs) continue;
    const graph = await graphOf(freeMatrix, pairs, bins, job);
    const anchors = await anchorsOf(matrix, free, freeMatrix, bins, job);
    job.progress.finish();
    const reason = `their pairs would not fit in ${optionValue('memory', memoryText(memory))}`;
    return { ...spread(graph, free, matrix.count), anchors: { ...anchors, reason } };
  }
}

/** A graph of some molecules as one of all; `members` ascend. */
function spread(
  { offsets, neighbors, levels }: NeighborGraph,
  members: Int32Array,
  count: number,
): NeighborGraph {
  const all = new Int32Array(count + 1);
  for (let i = 0; i < members.length; i++) all[members[i] + 1] = offsets[i + 1] - offsets[i];
  for (let m = 0; m < count; m++) all[m + 1] += all[m];
  for (let e = 0; e < neighbors.length; e++) neighbors[e] = members[neighbors[e]];
  return { count, offsets: all, neighbors, levels };
}

async function anchorsOf(
  matrix: FingerprintMatrix,
  free: Int32Array,
  freeMatrix: FingerprintMatrix,
  bins: SimilarityBins,
  job: Job,
): Promise<Anchors> {
  const isAnchor = new Uint8Array(matrix.count).fill(1);
  for (const m of free) isAnchor[m] = 0;
  const anchors = new Int32Array(matrix.count - free.length);
  let n = 0;
  for (let m = 0; m < matrix.count; m++) if (isAnchor[m] === 1) anchors[n++] = m;
  job.progress.start('comparing with what stays in training', free.length, 'molecules');
  const nearest = await findNearest(freeMatrix, selectFingerprints(matrix, anchors), job);
  const bin = new Uint8Array(matrix.count);
  for (let i = 0; i < free.length; i++) {
    bin[free[i]] = bins.of(nearest.intersection[i], nearest.union[i]);
  }
  return { count: anchors.length, isAnchor, bin };
}
