import { type BitHolders, bitHolders } from './bit-holders.js';
import { type FingerprintMatrix, onBitPositions } from './fingerprints.js';

/**
 * Compares one molecule at a time with all others, by an inverted index: for each bit, the molecules that have it.
 * A comparison takes as many steps as there are on-bits in common, and memory is that of the on-bits.
 */
export class OneToAll {
  /**
   * On-bits that each molecule has in common with the molecule compared last, itself included. Written
   * again by each {@link compare}.
   */
  readonly common: Uint16Array;
  private readonly index: BitHolders;
  private readonly bits: Int32Array;

  constructor(private readonly matrix: FingerprintMatrix) {
    this.common = new Uint16Array(matrix.count);
    this.bits = new Int32Array(matrix.width * 32);
    this.index = bitHolders(matrix);
  }

  /** Counts what every molecule has in common with molecule `m`, into {@link common}. */
  compare(m: number): void {
    const { common, bits } = this;
    const { offsets, holders } = this.index;
    common.fill(0);
    const n = onBitPositions(this.matrix, m, bits);
    for (let i = 0; i < n; i++) {
      const end = offsets[bits[i] + 1];
      for (let p = offsets[bits[i]]; p < end; p++) common[holders[p]]++;
    }
  }
}
