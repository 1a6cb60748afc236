import type { Random } from '../../random.js';
import type { NeighbourGraph } from '../../similarity/neighbour-graph.js';

/**
 * A division into train and test, with the histogram of the test molecules' max similarity to
 * the training molecules kept up to date: moving a molecule costs time in proportion to its neighbours.
 */
export class SplitState {
  /** Test molecules in each bin. */
  readonly histogram: Int32Array;
  /** The bin of each molecule's max similarity to train, itself left out; for train molecules too. */
  readonly bin: Uint8Array;
  /** All molecules that take part: the first `testSize` are test, the others train. */
  readonly order: Int32Array;
  private readonly inTest: Uint8Array;
  /** Training neighbours of each molecule in each bin, molecules × bins. */
  private readonly counts: Int32Array;

  /**
   * @param members molecules that take part; all others count as neither train nor test
   */
  constructor(
    private readonly graph: NeighbourGraph,
    private readonly bins: number,
    members: Int32Array,
    readonly testSize: number,
    random: Random,
  ) {
    this.order = random.shuffle(members.slice());
    this.inTest = new Uint8Array(graph.count);
    this.bin = new Uint8Array(graph.count);
    this.counts = new Int32Array(graph.count * bins);
    this.histogram = new Int32Array(bins);
    this.rebuild();
  }

  /** Replaces the division by another one, as `order` had it. */
  restore(order: Int32Array): void {
    this.order.set(order);
    this.rebuild();
  }

  /** The molecules in the test set. */
  test(): Int32Array {
    return this.order.subarray(0, this.testSize);
  }

  /** Exchanges the test molecule at `order[a]` with the train molecule at `order[b]`. */
  swap(a: number, b: number): void {
    const { order } = this;
    const leaving = order[a];
    const entering = order[b];
    this.toTrain(leaving);
    this.toTest(entering);
    order[a] = entering;
    order[b] = leaving;
  }

  /** How many training neighbours of molecule m stand between it and `bin`, were it in test. */
  obstacles(m: number, bin: number): number {
    let n = 0;
    for (let b = bin + 1; b < this.bins; b++) n += this.counts[m * this.bins + b];
    return n;
  }

  private toTest(m: number): void {
    const { graph, counts, bins, bin, inTest, histogram } = this;
    const { neighbours, levels } = graph;
    inTest[m] = 1;
    const end = graph.offsets[m + 1];
    for (let e = graph.offsets[m]; e < end; e++) {
      const k = neighbours[e];
      const level = levels[e];
      const row = k * bins;
      if (--counts[row + level] > 0 || bin[k] !== level) continue;
      let b = level;
      while (b > 0 && counts[row + b] === 0) b--;
      if (inTest[k]) {
        histogram[level]--;
        histogram[b]++;
      }
      bin[k] = b;
    }
    // m is no neighbour of itself, so its own bin is already right.
    histogram[bin[m]]++;
  }

  private toTrain(m: number): void {
    const { graph, counts, bins, bin, inTest, histogram } = this;
    const { neighbours, levels } = graph;
    inTest[m] = 0;
    histogram[bin[m]]--;
    const end = graph.offsets[m + 1];
    for (let e = graph.offsets[m]; e < end; e++) {
      const k = neighbours[e];
      const level = levels[e];
      counts[k * bins + level]++;
      if (level <= bin[k]) continue;
      if (inTest[k]) {
        histogram[bin[k]]--;
        histogram[level]++;
      }
      bin[k] = level;
    }
  }

  private rebuild(): void {
    const { graph, counts, bins, bin, inTest, histogram, order, testSize } = this;
    const { neighbours, levels, offsets } = graph;
    inTest.fill(0);
    counts.fill(0);
    histogram.fill(0);
    for (let p = testSize; p < order.length; p++) {
      const m = order[p];
      for (let e = offsets[m]; e < offsets[m + 1]; e++) counts[neighbours[e] * bins + levels[e]]++;
    }
    for (let m = 0; m < graph.count; m++) {
      let b = bins - 1;
      while (b > 0 && counts[m * bins + b] === 0) b--;
      bin[m] = b;
    }
    for (let p = 0; p < testSize; p++) {
      inTest[order[p]] = 1;
      histogram[bin[order[p]]]++;
    }
  }
}
