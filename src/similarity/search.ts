import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import { Comparison } from './comparison.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { eachPairOf, type PairBlock } from './kernel/kernel.js';
import { BEST_BYTES, MAX_NEAREST, TILE } from './kernel/layout.js';
import { ranked } from './ranking.js';
import { threadsFor, WorkerPool } from './worker-pool.js';

/** Queries that are loaded at a time. */
const LOADED = 32_768;
/** Queries of one piece of work, for searches that can end at any moment. */
const PIECE = 256;
/** Pairs that a search without a small k may hold at a time. */
const HELD = 64_000_000;
const INTS = BEST_BYTES / 4;

/** For each query its most similar reference; of equally similar ones the first. */
export interface Nearest {
  /** Row of the reference; -1 if there are no references. */
  readonly index: Int32Array;
  /** On-bits in common, per query; with `union` the similarity as an exact ratio. Two empty fingerprints have 1 and 1. */
  readonly intersection: Int32Array;
  readonly union: Int32Array;
}

/** References found for each query, most similar first, of equally similar ones the first. */
export interface NeighborLists {
  /** References of query q: entries `offsets[q]` up to, not including, `offsets[q + 1]`. */
  readonly offsets: Int32Array;
  /** Rows of the reference matrix. */
  readonly indices: Int32Array;
  /** On-bits in common and on-bits of either: the similarity as an exact ratio. 0/0, two empty fingerprints, ranks as 1. */
  readonly intersections: Uint16Array;
  readonly unions: Uint16Array;
}

export interface SearchLimits {
  /** The most references for each query; all unless given. */
  readonly k?: number | undefined;
  /** The least similarity; 0 unless given. */
  readonly threshold?: Rational | undefined;
}

/** References that are searched again and again; close it when done. */
export class SimilaritySearch {
  private constructor(
    private readonly comparison: Comparison,
    private readonly crew: WorkerPool,
    private readonly room: number,
  ) {}

  /** @param queries how many there will be in all, as far as is known: decides on threads */
  static async open(
    references: FingerprintMatrix,
    queries: number,
    job: Job,
  ): Promise<SimilaritySearch> {
    const threads = threadsFor(queries * references.count, job);
    const queryRoom = Math.max(1, Math.min(queries, LOADED));
    const comparison = await Comparison.prepare(references, { queryRoom, threads }, job);
    return new SimilaritySearch(comparison, new WorkerPool(comparison), queryRoom);
  }

  /**
   * The most similar references of each query, exactly.
   *
   * @throws AbortedError
   */
  async search(
    queries: FingerprintMatrix,
    { k, threshold }: SearchLimits,
    job: Job,
  ): Promise<NeighborLists> {
    const { count } = this.comparison.references;
    this.comparison.setThreshold(threshold ?? { num: 0, den: 1 });
    const most = Math.min(k ?? count, count);
    const lists = new GrowingLists(queries.count);
    if (most > MAX_NEAREST) {
      await this.joined(queries, most, lists, job);
    } else if (most > 0) {
      await this.best(queries, most, job, (best, q) => {
        for (let e = 0; e < best.length && best[e + 2] >= 0; e += INTS) {
          const empty = queries.onBits[q] === 0 && best[e] === 1;
          lists.push(best[e + 2], empty ? 0 : best[e], empty ? 0 : best[e + 1]);
        }
        lists.end();
      });
    }
    return lists.finish();
  }

  /** The nearest reference of each query, written `into`; see `findNearest`. */
  async nearest(queries: FingerprintMatrix, job: Job, into: Nearest): Promise<void> {
    this.comparison.setThreshold({ num: 0, den: 1 });
    await this.best(queries, 1, job, (best, q) => {
      into.intersection[q] = best[0];
      into.union[q] = best[1];
      into.index[q] = best[2];
    });
  }

  /**
   * Hands over the `k` (at most {@link MAX_NEAREST}) best of each query, in order: overlap, union
   * and row, -1 where there are no more; 1 and 1 for two empty fingerprints.
   */
  private async best(
    queries: FingerprintMatrix,
    k: number,
    job: Job,
    take: (best: Int32Array, query: number) => void,
  ): Promise<void> {
    let searched = 0;
    for (let start = 0; start < queries.count; start += this.room) {
      const end = Math.min(start + this.room, queries.count);
      this.comparison.loadQueries(queries, start, end);
      const items = pieces(end - start, PIECE).map(
        ([first, last]) => ({ kind: 'nearest', first, last, k }) as const,
      );
      const found = new Array<Int32Array>(items.length);
      await this.crew.run(items, job, (result, index) => {
        found[index] = result;
        searched += result.length / (k * INTS);
        job.progress.advance(searched);
      });
      items.forEach(({ first, last }, index) => {
        for (let q = first; q < last; q++) {
          const at = (q - first) * k * INTS;
          take(found[index].subarray(at, at + k * INTS), start + q);
        }
      });
    }
  }

  /** All references at or above the threshold of each stretch of queries, tile by tile. */
  private async *joins(queries: FingerprintMatrix, job: Job): AsyncGenerator<QueryBlocks> {
    const { references, tiles } = this.comparison;
    const most = Math.floor(HELD / Math.max(1, references.count));
    const step = Math.max(1, Math.min(this.room, most));
    for (let start = 0; start < queries.count; start += step) {
      const end = Math.min(start + step, queries.count);
      this.comparison.loadQueries(queries, start, end);
      const stretches = pieces(end - start, PIECE);
      const items = stretches.flatMap(([first, last]) =>
        Array.from(
          { length: tiles },
          (_, tile) => ({ kind: 'join', tile, first, last, self: false }) as const,
        ),
      );
      const blocks = new Array<PairBlock>(items.length);
      await this.crew.run(items, job, (block, index) => {
        blocks[index] = block;
      });
      for (const [s, [first, last]] of stretches.entries()) {
        const own = blocks.slice(s * tiles, (s + 1) * tiles);
        yield { start: start + first, end: start + last, blocks: own };
      }
      job.progress.advance(end);
    }
  }

  /**
   * Visits each pair of a query and a reference that reaches the threshold, queries in stretches.
   */
  async eachPair(
    queries: FingerprintMatrix,
    threshold: Rational,
    job: Job,
    visit: (query: number, reference: number) => void,
  ): Promise<void> {
    this.comparison.setThreshold(threshold);
    const { order } = this.comparison;
    for await (const { start, blocks } of this.joins(queries, job)) {
      for (const block of blocks) {
        eachPairOf(block, (q, position) => visit(start + q, order[position]));
      }
    }
  }

  private async joined(
    queries: FingerprintMatrix,
    most: number,
    lists: GrowingLists,
    job: Job,
  ): Promise<void> {
    const { order, references } = this.comparison;
    for await (const { start, end, blocks } of this.joins(queries, job)) {
      // One query at a time: each may have every reference.
      const next = new Int32Array(blocks.length);
      for (let q = start; q < end; q++) {
        const rows: number[] = [];
        const overlaps: number[] = [];
        blocks.forEach(({ tile, counts, pairs }, b) => {
          for (let left = counts[q - start]; left > 0; left--) {
            const pair = pairs[next[b]++];
            rows.push(order[tile * TILE + (pair & 0xffff)]);
            overlaps.push(pair >>> 16);
          }
        });
        const a = queries.onBits[q];
        const unions = rows.map((r, i) => a + references.onBits[r] - overlaps[i]);
        for (const i of ranked(rows, overlaps, unions, most)) {
          lists.push(rows[i], overlaps[i], unions[i]);
        }
        lists.end();
      }
    }
  }

  async close(): Promise<void> {
    await this.crew.close();
  }
}

/** Queries `start` to `end` (not included) against every tile. */
interface QueryBlocks {
  readonly start: number;
  readonly end: number;
  readonly blocks: readonly PairBlock[];
}

/**
 * The most similar references of each query, exactly.
 *
 * @throws AbortedError
 */
export async function searchNeighbors(
  queries: FingerprintMatrix,
  references: FingerprintMatrix,
  limits: SearchLimits,
  job: Job,
): Promise<NeighborLists> {
  const search = await SimilaritySearch.open(references, queries.count, job);
  try {
    return await search.search(queries, limits, job);
  } finally {
    await search.close();
  }
}

/** 0 to `count` in stretches of `size`. */
function pieces(count: number, size: number): [number, number][] {
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => [
    i * size,
    Math.min((i + 1) * size, count),
  ]);
}

class GrowingLists {
  private readonly offsets: Int32Array;
  private query = 0;
  private length = 0;
  private indices = new Int32Array(1024);
  private intersections = new Uint16Array(1024);
  private unions = new Uint16Array(1024);

  constructor(queries: number) {
    this.offsets = new Int32Array(queries + 1);
  }

  push(index: number, intersection: number, union: number): void {
    if (this.length === this.indices.length) {
      this.indices = longer(this.indices, new Int32Array(this.length * 2));
      this.intersections = longer(this.intersections, new Uint16Array(this.length * 2));
      this.unions = longer(this.unions, new Uint16Array(this.length * 2));
    }
    this.indices[this.length] = index;
    this.intersections[this.length] = intersection;
    this.unions[this.length++] = union;
  }

  /** The next query's list begins. */
  end(): void {
    this.offsets[++this.query] = this.length;
  }

  finish(): NeighborLists {
    const { offsets, length } = this;
    return {
      offsets,
      indices: this.indices.slice(0, length),
      intersections: this.intersections.slice(0, length),
      unions: this.unions.slice(0, length),
    };
  }
}

function longer<Values extends Int32Array | Uint16Array>(values: Values, empty: Values): Values {
  empty.set(values);
  return empty;
}
