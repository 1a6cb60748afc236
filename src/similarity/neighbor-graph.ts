import type { Job } from '../job.js';
import { optionValue } from '../spelling.js';
import { adjacencyOf } from './adjacency.js';
import type { SimilarityBins } from './bins.js';
import { Crowding } from './crowding.js';
import { type FingerprintMatrix, selectFingerprints } from './fingerprints.js';
import { defaultMemory, memoryText } from './memory.js';
import { findNearest } from './nearest.js';
import { findPairs, type PairList } from './pairs.js';
import type { StoredPairs } from './stored-pairs.js';

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
  /** Pairs that were found elsewhere; they are searched unless given. */
  readonly stored?: StoredPairs | undefined;
}

/** Where the pairs of a graph come from. Each answer is undefined where there are more pairs than the limit. */
interface GraphSource {
  all(limit: number): Promise<NeighborGraph | undefined>;
  /** With all molecules but the `free` ones, which ascend, as anchors. */
  among(free: Int32Array, limit: number): Promise<Anchored | undefined>;
}

type Anchored = NeighborGraph & { readonly anchors: Anchors };

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
  const source = options.stored
    ? read(matrix, bins, options.stored, job)
    : searched(matrix, bins, job);
  let crowding: Crowding | undefined;
  if (count >= ESTIMATE_FROM) {
    crowding = await Crowding.measure(matrix, threshold, job);
  }
  if (!crowding || crowding.allPairs <= limit) {
    const graph = await source.all(limit);
    if (graph) return graph;
  }
  crowding ??= await Crowding.measure(matrix, threshold, job);
  // The estimate may be too low; what is found decides.
  for (let allowed = limit; ; allowed *= 0.8) {
    const graph = await source.among(crowding.leastCrowded(allowed), limit);
    if (!graph) continue;
    const reason = `their pairs would not fit in ${optionValue('memory', memoryText(memory))}`;
    return { ...graph, anchors: { ...graph.anchors, reason } };
  }
}

/** Pairs that are searched. */
function searched(matrix: FingerprintMatrix, bins: SimilarityBins, job: Job): GraphSource {
  const threshold = bins.edges[1];
  return {
    async all(limit) {
      job.progress.start('finding neighbors', matrix.count, 'molecules');
      const pairs = await findPairs(matrix, threshold, { limit }, job);
      if (!pairs) return undefined;
      const graph = await graphOf(matrix, pairs, bins, job);
      job.progress.finish();
      return graph;
    },
    async among(free, limit) {
      const freeMatrix = selectFingerprints(matrix, free);
      job.progress.start('finding neighbors', free.length, 'molecules');
      const pairs = await findPairs(freeMatrix, threshold, { limit }, job);
      if (!pairs) return undefined;
      const graph = await graphOf(freeMatrix, pairs, bins, job);
      const anchors = await anchorsOf(matrix, free, freeMatrix, bins, job);
      job.progress.finish();
      return { ...spread(graph, free, matrix.count), anchors };
    },
  };
}

/** Pairs that were found elsewhere. */
function read(
  matrix: FingerprintMatrix,
  bins: SimilarityBins,
  stored: StoredPairs,
  job: Job,
): GraphSource {
  const { count } = matrix;
  const selection = {
    threshold: bins.edges[1],
    value: (intersection: number, union: number) => bins.of(intersection, union),
    make: (length: number) => new Uint8Array(length),
  };
  return {
    async all(limit) {
      const found = await stored.select(matrix, { ...selection, limit }, job);
      if (!found) return undefined;
      const { offsets, neighbors, values } = found;
      return { count, offsets, neighbors, levels: values };
    },
    async among(free, limit) {
      const isAnchor = allBut(free, count);
      const bin = new Uint8Array(count);
      const crossing = (m: number, level: number) => {
        bin[m] = Math.max(bin[m], level);
      };
      const found = await stored.select(
        matrix,
        { ...selection, limit, left: isAnchor, crossing },
        job,
      );
      if (!found) return undefined;
      const { offsets, neighbors, values } = found;
      const anchors = { count: count - free.length, isAnchor, bin };
      return { count, offsets, neighbors, levels: values, anchors };
    },
  };
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
  const isAnchor = allBut(free, matrix.count);
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

/** 1 for each molecule that is not one of these. */
function allBut(members: Int32Array, count: number): Uint8Array {
  const others = new Uint8Array(count).fill(1);
  for (const m of members) others[m] = 0;
  return others;
}
