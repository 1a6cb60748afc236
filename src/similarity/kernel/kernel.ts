import { readFileSync } from 'node:fs';
import { builtFile } from '../../built-file.js';
import { BEST_BYTES, type MemoryPlan, type Scratch, TILE } from './layout.js';

/** What `assembly/index.ts` exports; described there. */
interface Exports {
  configure(layout: number, scratch: number): void;
  indexTile(tile: number): void;
  join(first: number, last: number, tile: number, self: number): number;
  bytesWritten(): number;
  nearest(first: number, last: number, k: number): void;
  bruteForce(first: number, last: number, from: number, to: number): number;
}

/** Pairs of queries `first` to `last` (not included) with the references of one tile. */
export interface PairBlock {
  readonly tile: number;
  readonly first: number;
  readonly last: number;
  /** Pairs of each query, in the order of `pairs`. */
  readonly counts: Uint16Array;
  /** Position of the reference in the tile, and the overlap from bit 16 on. */
  readonly pairs: Uint32Array;
}

/** Visits each pair of a block: query (counted from 0 in the block), position of the reference, overlap. */
export function eachPairOf(
  { tile, counts, pairs }: PairBlock,
  visit: (query: number, position: number, overlap: number) => void,
): void {
  const start = tile * TILE;
  let p = 0;
  for (let q = 0; q < counts.length; q++) {
    for (const end = p + counts[q]; p < end; p++) {
      visit(q, start + (pairs[p] & 0xffff), pairs[p] >>> 16);
    }
  }
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** The compiled kernel, which threads can share. */
export function kernelModule(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(readFileSync(builtFile('similarity/kernel/overlap.wasm')));
  return compiled;
}

/** The kernel for one thread, on the memory that all threads share. */
export class Kernel {
  private readonly exports: Exports;
  private readonly scratch: Scratch;

  constructor(
    module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
    plan: MemoryPlan,
    thread: number,
  ) {
    this.scratch = plan.scratch[thread];
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.exports = instance.exports as unknown as Exports;
    this.exports.configure(plan.layoutAt, plan.scratchAt[thread]);
  }

  indexTile(tile: number): void {
    this.exports.indexTile(tile);
  }

  /**
   * Pairs of at most {@link MAX_QUERIES} queries with a tile.
   *
   * @param self whether the queries are the references; each pair is then found once
   */
  join(first: number, last: number, tile: number, self: boolean): PairBlock {
    const { out, counts: countsAt } = this.scratch;
    const counts = new Uint16Array(last - first);
    const parts: Uint32Array[] = [];
    for (let q = first; q < last; ) {
      const next = this.exports.join(q, last, tile, self ? 1 : 0);
      counts.set(new Uint16Array(this.memory.buffer, countsAt, next - q), q - first);
      parts.push(new Uint32Array(this.memory.buffer, out, this.exports.bytesWritten() / 4).slice());
      q = next;
    }
    return { tile, first, last, counts, pairs: parts.length === 1 ? parts[0] : concatenate(parts) };
  }

  /** `k` of overlap, union and id (-1: none) for each query. */
  nearest(first: number, last: number, k: number): Int32Array {
    const { out, capacity } = this.scratch;
    const bytes = k * BEST_BYTES;
    const found = new Int32Array(((last - first) * bytes) / 4);
    const most = Math.floor(capacity / bytes);
    for (let q = first; q < last; q += most) {
      const end = Math.min(q + most, last);
      this.exports.nearest(q, end, k);
      found.set(
        new Int32Array(this.memory.buffer, out, ((end - q) * bytes) / 4),
        ((q - first) * bytes) / 4,
      );
    }
    return found;
  }

  bruteForce(first: number, last: number, from: number, to: number): number {
    return this.exports.bruteForce(first, last, from, to);
  }
}

function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
