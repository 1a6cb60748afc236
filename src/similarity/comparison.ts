import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import { optionName } from '../spelling.js';
import { count as grouped } from '../text.js';
import { type FingerprintMatrix, onBitPositions } from './fingerprints.js';
import { Kernel, kernelModule } from './kernel/kernel.js';
import { type MemoryPlan, planMemory, TILE, writePlan } from './kernel/layout.js';

/**
 * References, and room for queries, in the form and memory that the kernel works on: references
 * sorted by their number of on-bits, bits renumbered with the most frequent first, and lists of
 * each bit's references by tile. See `kernel/assembly/index.ts`.
 */
export class Comparison {
  /** The reference (a row of the matrix) at each position, by number of on-bits, then by row. */
  readonly order: Int32Array;
  readonly tiles: number;

  private constructor(
    readonly references: FingerprintMatrix,
    readonly module: WebAssembly.Module,
    readonly memory: WebAssembly.Memory,
    readonly plan: MemoryPlan,
    order: Int32Array,
    /** The new number of each bit. */
    private readonly rank: Int32Array,
  ) {
    this.order = order;
    this.tiles = plan.layout.tiles;
  }

  /**
   * @param queryRoom how many queries can be loaded at a time; 0 to compare the references with
   *   one another
   * @param threads how many kernels will work on it
   */
  static async prepare(
    references: FingerprintMatrix,
    options: { queryRoom: number; threads: number },
    job: Job,
  ): Promise<Comparison> {
    const { count, width, onBits } = references;
    const plan = planMemory({
      count,
      width,
      onBits: onBits.reduce((sum, n) => sum + n, 0),
      ...options,
    });
    if (!plan) {
      throw new TanimarkError(
        'usage',
        `${grouped(count)} molecules with fingerprints of ${grouped(width * 32)} bits do not fit into the 4 GiB that can be compared at a time; choose a shorter ${optionName('fingerprint')}, such as morgan:bits=1024, or fewer molecules`,
      );
    }
    const memory = new WebAssembly.Memory({
      initial: plan.pages,
      maximum: plan.pages,
      shared: true,
    });
    writePlan(memory, plan);
    const module = await kernelModule();
    const order = byOnBits(references, memory, plan);
    const rank = await rankBits(references, job);
    const comparison = new Comparison(references, module, memory, plan, order, rank);
    await comparison.fill(job);
    return comparison;
  }

  /** A kernel of this thread's own. @param thread from 0, one for each kernel */
  kernel(thread: number): Kernel {
    return new Kernel(this.module, this.memory, this.plan, thread);
  }

  /** Only pairs with at least this similarity are found from now on. */
  setThreshold({ num, den }: Rational): void {
    const { layout } = this.plan;
    const { bits } = layout;
    const need = new Uint16Array(this.memory.buffer, layout.need, 2 * bits + 1);
    // c / (s - c) ≥ num / den is c (num + den) ≥ num s; both are exact doubles.
    for (let s = 0; s <= 2 * bits; s++) need[s] = Math.ceil((num * s) / (num + den));
    const fewest = new Uint16Array(this.memory.buffer, layout.fewest, bits + 1);
    const most = new Uint16Array(this.memory.buffer, layout.most, bits + 1);
    // An overlap is at most the smaller number of on-bits. Both ends rise with a.
    let low = 0;
    let high = 0;
    for (let a = 0; a <= bits; a++) {
      while (low < a && need[a + low] > low) low++;
      high = Math.max(high, a);
      while (high < bits && need[a + high + 1] <= a) high++;
      fewest[a] = low;
      most[a] = high;
    }
  }

  /** Puts rows `first` to `last` (not included) of a matrix in the place of the queries. */
  loadQueries(queries: FingerprintMatrix, first: number, last: number): void {
    const { layout } = this.plan;
    const onBits = new Uint16Array(this.memory.buffer, layout.queryBits, last - first);
    const rows = this.rows(layout.queries, last - first).fill(0);
    const positions = new Int32Array(queries.width * 32);
    for (let q = first; q < last; q++) {
      onBits[q - first] = queries.onBits[q];
      this.writeRow(queries, q, rows, (q - first) * (layout.stride / 4), positions);
    }
  }

  private async fill(job: Job): Promise<void> {
    const { references, order, plan, memory } = this;
    const { layout } = plan;
    const { count, onBits } = references;
    const rows = this.rows(layout.rows, count);
    const sorted = new Uint16Array(memory.buffer, layout.onBits, count);
    const ids = new Uint32Array(memory.buffer, layout.ids, count);
    const starts = new Uint32Array(memory.buffer, layout.starts, layout.tiles * (layout.bits + 1));
    const positions = new Int32Array(layout.bits);
    const kernel = this.kernel(0);
    let postings = 0;
    for (let tile = 0; tile < layout.tiles; tile++) {
      starts[tile * (layout.bits + 1)] = postings;
      const end = Math.min((tile + 1) * TILE, count);
      for (let p = tile * TILE; p < end; p++) {
        const m = order[p];
        sorted[p] = onBits[m];
        ids[p] = m;
        this.writeRow(references, m, rows, p * (layout.stride / 4), positions);
        postings += onBits[m];
      }
      kernel.indexTile(tile);
      if (job.due()) await job.breathe();
    }
  }

  private rows(at: number, count: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, (count * this.plan.layout.stride) / 4);
  }

  /** @param rows zeros at `offset`, in words */
  private writeRow(
    matrix: FingerprintMatrix,
    m: number,
    rows: Uint32Array,
    offset: number,
    positions: Int32Array,
  ): void {
    const { rank } = this;
    const n = onBitPositions(matrix, m, positions);
    for (let k = 0; k < n; k++) {
      const bit = rank[positions[k]];
      rows[offset + (bit >>> 5)] |= 1 << (bit & 31);
    }
  }
}

/** Rows by their number of on-bits; writes `firstWith`. */
function byOnBits(
  { count, onBits }: FingerprintMatrix,
  memory: WebAssembly.Memory,
  { layout }: MemoryPlan,
): Int32Array {
  const firstWith = new Uint32Array(memory.buffer, layout.firstWith, layout.bits + 2);
  for (let m = 0; m < count; m++) firstWith[onBits[m] + 1]++;
  for (let n = 1; n < firstWith.length; n++) firstWith[n] += firstWith[n - 1];
  const next = firstWith.slice();
  const order = new Int32Array(count);
  for (let m = 0; m < count; m++) order[next[onBits[m]]++] = m;
  return order;
}

/** New numbers of the bits, the most frequent first. */
async function rankBits(matrix: FingerprintMatrix, job: Job): Promise<Int32Array> {
  const bits = matrix.width * 32;
  const frequency = new Int32Array(bits);
  const positions = new Int32Array(bits);
  for (let m = 0; m < matrix.count; m++) {
    const n = onBitPositions(matrix, m, positions);
    for (let k = 0; k < n; k++) frequency[positions[k]]++;
    if ((m & 1023) === 0 && job.due()) await job.breathe();
  }
  const byFrequency = Array.from({ length: bits }, (_, b) => b).sort(
    (a, b) => frequency[b] - frequency[a] || a - b,
  );
  const rank = new Int32Array(bits);
  byFrequency.forEach((b, r) => {
    rank[b] = r;
  });
  return rank;
}
