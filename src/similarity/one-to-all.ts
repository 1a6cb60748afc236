import { type FingerprintMatrix, onBitPositions } from './fingerprints.js';

/**
 * Compares one molecule at a time with all others, by an inverted index: for each bit, the molecules that have it.
 * A comparison takes as many steps as there are on-bits in common, and memory is that of the on-bits.
 */
export class OneToAll {
  /**
   * On-bits that each molecule has in common with the molecule compared last, itself included. Written
   * anew by each {@link compare}.
   */
  readonly common: Uint16Array;
  /** Molecules that have bit b: `holders[offsets[b]]` up to, not including, `holders[offsets[b + 1]]`; ascending. */
  private readonly offsets: Int32Array;
  private readonly holders: Int32Array;
  private readonly bits: Int32Array;

  constructor(private readonly matrix: FingerprintMatrix) {
    const { count, width, onBits } = matrix;
    this.common = new Uint16Array(count);
    this.bits = new Int32Array(width * 32);
    this.offsets = new Int32Array(width * 32 + 1);
    const { bits, offsets } = this;
    for (let m = 0; m < count; m++) {
      onBitPositions(matrix, m, bits);
      for (let i = 0; i < onBits[m]; i++) offsets[bits[i] + 1]++;
    }
    for (let b = 0; b < width * 32; b++) offsets[b + 1] += offsets[b];
    const next = offsets.slice();
    this.holders = new Int32Array(offsets[width * 32]);
    for (let m = 0; m < count; m++) {
      onBitPositions(matrix, m, bits);
      for (let i = 0; i < onBits[m]; i++) this.holders[next[bits[i]]++] = m;
    }
  }

  /** Counts what every molecule has in common with molecule `m`, into {@link common}. */
  compare(m: number): void {
    const { common, offsets, holders, bits } = this;
    common.fill(0);
    const n = onBitPositions(this.matrix, m, bits);
    for (let i = 0; i < n; i++) {
      const end = offsets[bits[i] + 1];
      for (let p = offsets[bits[i]]; p < end; p++) common[holders[p]]++;
    }
  }
}
