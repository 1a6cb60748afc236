import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import { type Rational, toNumber } from '../rational.js';
import { count as grouped } from '../text.js';
import { type Adjacency, adjacencyOf } from './adjacency.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { defaultMemory } from './memory.js';
import { findPairs } from './pairs.js';
import type { Selection, StoredPairs } from './stored-pairs.js';

/** All pairs of molecules with at least a similarity, as compressed sparse rows. */
export interface ThresholdGraph {
  /** Number of molecules. */
  readonly count: number;
  /** Neighbors of m: `neighbors[offsets[m]]` up to, not including, `offsets[m + 1]`; ascending, m itself left out. */
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  /** On-bits in common, for each entry of `neighbors`. */
  readonly intersections: Uint16Array;
}

/** Bytes of a pair while the graph is made: 4 in the list of pairs, and twice 6 in the rows. */
const BYTES_PER_PAIR = 16;
/** Rows are numbered by 32-bit integers. */
const MAX_PAIRS = 2 ** 30 - 1;

/**
 * Finds all pairs with similarity `threshold` or more, exactly; two empty fingerprints have
 * similarity 1.
 *
 * @param options.memory bytes that the result may take while it is made ({@link defaultMemory})
 * @param options.stored pairs that were found elsewhere; they are searched unless given
 * @throws TanimarkError (usage) when it takes more
 * @throws AbortedError
 */
export async function buildThresholdGraph(
  matrix: FingerprintMatrix,
  threshold: Rational,
  job: Job,
  options: { memory?: number | undefined; stored?: StoredPairs | undefined } = {},
): Promise<ThresholdGraph> {
  const memory = options.memory ?? defaultMemory();
  const graph = await thresholdGraphWithin(matrix, threshold, job, memory, options.stored);
  if (!graph) {
    throw new TanimarkError(
      'usage',
      `more than ${grouped(pairsWithin(memory))} pairs of molecules are at least ${toNumber(threshold)} similar, too many for ${grouped(Math.round(memory / 2 ** 20))} MiB of memory; give more, raise the threshold, or compare fewer molecules`,
    );
  }
  return graph;
}

/** The most pairs that so many bytes hold. */
function pairsWithin(memory: number): number {
  return Math.min(MAX_PAIRS, Math.floor(memory / BYTES_PER_PAIR));
}

/** The same graph; undefined where it takes more than so many bytes. @throws AbortedError */
export async function thresholdGraphWithin(
  matrix: FingerprintMatrix,
  threshold: Rational,
  job: Job,
  memory: number,
  stored?: StoredPairs,
): Promise<ThresholdGraph | undefined> {
  const limit = pairsWithin(memory);
  const found = stored
    ? await stored.select(matrix, overlapsAt(threshold, limit), job)
    : await searched(matrix, threshold, limit, job);
  if (!found) return undefined;
  const { offsets, neighbors, values } = found;
  return { count: matrix.count, offsets, neighbors, intersections: values };
}

function overlapsAt(threshold: Rational, limit: number): Selection<Uint16Array> {
  return {
    threshold,
    limit,
    value: (intersection) => intersection,
    make: (length) => new Uint16Array(length),
  };
}

async function searched(
  matrix: FingerprintMatrix,
  threshold: Rational,
  limit: number,
  job: Job,
): Promise<Adjacency<Uint16Array> | undefined> {
  const pairs = await findPairs(matrix, threshold, { limit }, job);
  return pairs && adjacencyOf(pairs, matrix.count, Uint16Array, (_i, _j, overlap) => overlap, job);
}
