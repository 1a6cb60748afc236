import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import { Comparison } from './comparison.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { eachPairOf, type PairBlock } from './kernel/kernel.js';
import { MAX_QUERIES, TILE } from './kernel/layout.js';
import { threadsFor, WorkerPool } from './worker-pool.js';

/** All pairs of molecules that reach a threshold, each once, four bytes a pair. */
export class PairList {
  /** Number of pairs. */
  length = 0;

  /**
   * @param order molecule at each position
   * @param blocks by tile, then by query; queries and references are positions
   */
  constructor(
    readonly order: Int32Array,
    private readonly blocks: readonly PairBlock[],
  ) {
    for (const { pairs } of blocks) this.length += pairs.length;
  }

  /** Visits every pair: two molecules, and the on-bits they share. */
  async each(visit: (i: number, j: number, overlap: number) => void, job: Job): Promise<void> {
    const { order } = this;
    for (const block of this.blocks) {
      const { first } = block;
      eachPairOf(block, (q, position, overlap) => {
        visit(order[first + q], order[position], overlap);
      });
      if (job.due()) await job.breathe();
    }
  }
}

/**
 * Finds every pair of molecules with at least this similarity, exactly, each pair once.
 *
 * @param options.limit the most pairs
 * @returns `undefined` if there are more
 * @throws AbortedError
 */
export async function findPairs(
  matrix: FingerprintMatrix,
  threshold: Rational,
  options: { limit: number },
  job: Job,
): Promise<PairList | undefined> {
  const { count } = matrix;
  const threads = threadsFor((count * (count - 1)) / 2, job);
  const comparison = await Comparison.prepare(matrix, { queryRoom: 0, threads }, job);
  comparison.setThreshold(threshold);
  const crew = new WorkerPool(comparison);
  try {
    const items = joinItems(count);
    const blocks = new Array<PairBlock>(items.length);
    let pairs = 0;
    let compared = 0;
    const all = items.reduce((sum, item) => sum + item.last - item.first, 0);
    await crew.run(items, job, (block, index) => {
      blocks[index] = block;
      pairs += block.pairs.length;
      if (pairs > options.limit) throw new TooManyPairs();
      compared += block.last - block.first;
      job.progress.advance(Math.round((compared / all) * count));
    });
    return new PairList(comparison.order, blocks);
  } catch (error) {
    if (error instanceof TooManyPairs) return undefined;
    throw error;
  } finally {
    await crew.close();
  }
}

class TooManyPairs extends Error {}

/** Each tile with the molecules of it and of those behind it. */
export function joinItems(count: number) {
  const items = [];
  for (let tile = 0; tile * TILE < count; tile++) {
    for (let first = tile * TILE; first < count; first += MAX_QUERIES) {
      const last = Math.min(first + MAX_QUERIES, count);
      items.push({ kind: 'join', tile, first, last, self: true } as const);
    }
  }
  return items;
}
