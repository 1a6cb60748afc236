import type { Job } from '../job.js';
import type { UnitSimilarity } from './unit-similarity.js';

/** Partners that are kept for a unit, so that a taken one can be replaced without comparing again. */
const KEPT = 32;

/**
 * Pairs of units, each the least similar of those that are left, and then gone: of equally similar pairs the one whose
 * first unit is the first, then whose second is. All pairs in order would take N × N memory; here each unit
 * keeps its few least similar partners among those after it, and is compared again when they
 * are all gone. What it lacks then can only be more similar, so that a pair is known to be next when
 * nothing else comes before it.
 */
export class LeastSimilarPairs {
  private readonly partners: Int32Array;
  private readonly num: Uint16Array;
  private readonly den: Uint16Array;
  /** Partners of each unit that are kept, and the first that may not be taken. */
  private readonly length: Uint8Array;
  private readonly at: Uint8Array;
  private readonly taken: Uint8Array;
  /** Units by what their next pair's similarity is at least, then by number: a binary heap. */
  private readonly heap: Int32Array;
  private left: number;
  private readonly boundNum: Uint16Array;
  private readonly boundDen: Uint16Array;

  /** @param kept partners kept for each unit, at most 255; the pairs are the same for any number */
  constructor(
    private readonly similarity: UnitSimilarity,
    private readonly count: number,
    private readonly kept = KEPT,
  ) {
    this.partners = new Int32Array(count * kept);
    this.num = new Uint16Array(count * kept);
    this.den = new Uint16Array(count * kept);
    this.length = new Uint8Array(count);
    this.at = new Uint8Array(count);
    this.taken = new Uint8Array(count);
    this.heap = Int32Array.from({ length: count }, (_, u) => u);
    this.left = count;
    this.boundNum = new Uint16Array(count);
    this.boundDen = new Uint16Array(count).fill(1);
  }

  /** The next pair, or null when no two units are left. */
  async next(job: Job): Promise<[number, number] | null> {
    const { heap, at, length, partners, taken, num, den, boundNum, boundDen, kept } = this;
    while (this.left > 0) {
      const unit = heap[0];
      while (at[unit] < length[unit] && taken[partners[unit * kept + at[unit]]] === 1) at[unit]++;
      if (taken[unit] === 0 && at[unit] === length[unit]) {
        this.compare(unit);
        if (job.due()) await job.breathe();
      }
      const head = unit * kept + at[unit];
      if (taken[unit] === 1 || length[unit] === 0) {
        heap[0] = heap[--this.left];
      } else if (num[head] * boundDen[unit] === boundNum[unit] * den[head]) {
        taken[unit] = taken[partners[head]] = 1;
        return [unit, partners[head]];
      } else {
        boundNum[unit] = num[head];
        boundDen[unit] = den[head];
      }
      this.sink();
    }
    return null;
  }

  /** Finds the least similar partners of a unit again. */
  private compare(unit: number): void {
    const { similarity, count, taken, partners, num, den, kept } = this;
    const { common, either } = similarity;
    similarity.compare(unit);
    const start = unit * kept;
    let n = 0;
    for (let v = unit + 1; v < count; v++) {
      const c = common[v];
      const e = either[v];
      if (taken[v] === 1) continue;
      const last = start + n - 1;
      if (n === kept && c * den[last] >= num[last] * e) continue;
      let place = n === kept ? last : last + 1;
      for (; place > start && c * den[place - 1] < num[place - 1] * e; place--) {
        partners[place] = partners[place - 1];
        num[place] = num[place - 1];
        den[place] = den[place - 1];
      }
      partners[place] = v;
      num[place] = c;
      den[place] = e;
      if (n < kept) n++;
      // Nothing is below 0, and of equals the first come first.
      else if (num[last] === 0) break;
    }
    this.length[unit] = n;
    this.at[unit] = 0;
  }

  private before(a: number, b: number): boolean {
    const { boundNum, boundDen } = this;
    const difference = boundNum[a] * boundDen[b] - boundNum[b] * boundDen[a];
    return difference < 0 || (difference === 0 && a < b);
  }

  /** Puts the unit on top of the heap where it belongs. */
  private sink(): void {
    const { heap, left } = this;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= left) return;
      if (child + 1 < left && this.before(heap[child + 1], heap[child])) child++;
      if (!this.before(heap[child], heap[place])) return;
      [heap[child], heap[place]] = [heap[place], heap[child]];
      place = child;
    }
  }
}
