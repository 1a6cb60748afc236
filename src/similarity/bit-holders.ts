import { type FingerprintMatrix, onBitPositions } from './fingerprints.js';

/** For each bit the molecules that have it, as compressed rows: an inverted index. */
export interface BitHolders {
  /** Molecules that have bit b: `holders[offsets[b]]` up to, not including, `holders[offsets[b + 1]]`; ascending. */
  readonly offsets: Int32Array;
  readonly holders: Int32Array;
}

export function bitHolders(matrix: FingerprintMatrix): BitHolders {
  const { count, width, onBits } = matrix;
  const bits = new Int32Array(width * 32);
  const offsets = new Int32Array(bits.length + 1);
  for (let m = 0; m < count; m++) {
    onBitPositions(matrix, m, bits);
    for (let i = 0; i < onBits[m]; i++) offsets[bits[i] + 1]++;
  }
  for (let b = 0; b < bits.length; b++) offsets[b + 1] += offsets[b];
  const next = offsets.slice();
  const holders = new Int32Array(offsets[bits.length]);
  for (let m = 0; m < count; m++) {
    onBitPositions(matrix, m, bits);
    for (let i = 0; i < onBits[m]; i++) holders[next[bits[i]]++] = m;
  }
  return { offsets, holders };
}
