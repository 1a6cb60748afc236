import { type FingerprintMatrix, onBitPositions } from './fingerprints.js';

/**
 * An inverted index: for each bit, the molecules in which it is on. Adding up the lists of a
 * query's bits gives its exact overlap with every molecule while touching only bits that both
 * have, an order of magnitude fewer than a popcount over all words reads.
 */
export class OverlapIndex {
  /** Molecules that have been added. */
  size = 0;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly postings: Int32Array;
  private readonly positions: Int32Array;

  constructor(private readonly matrix: FingerprintMatrix) {
    const bits = matrix.width * 32;
    this.positions = new Int32Array(bits);
    const lengths = new Int32Array(bits + 1);
    for (let m = 0; m < matrix.count; m++) {
      const n = onBitPositions(matrix, m, this.positions);
      for (let k = 0; k < n; k++) lengths[this.positions[k] + 1]++;
    }
    for (let b = 0; b < bits; b++) lengths[b + 1] += lengths[b];
    this.starts = lengths.slice(0, bits);
    this.ends = lengths.slice(0, bits);
    this.postings = new Int32Array(lengths[bits]);
  }

  /** Adds the next molecule of the matrix. */
  addNext(): void {
    const { positions, ends, postings } = this;
    const n = onBitPositions(this.matrix, this.size, positions);
    for (let k = 0; k < n; k++) postings[ends[positions[k]]++] = this.size;
    this.size++;
  }

  /** Adds all molecules of the matrix. */
  addAll(): this {
    while (this.size < this.matrix.count) this.addNext();
    return this;
  }

  /**
   * Counts the on-bits that query q shares with each molecule added so far.
   *
   * @param counts at least `size` zeros; receives the overlaps
   */
  count(queries: FingerprintMatrix, q: number, counts: Uint16Array): void {
    const { positions, starts, ends, postings } = this;
    const n = onBitPositions(queries, q, positions);
    for (let k = 0; k < n; k++) {
      const bit = positions[k];
      const end = ends[bit];
      for (let p = starts[bit]; p < end; p++) counts[postings[p]]++;
    }
  }
}
