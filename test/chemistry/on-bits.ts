import type { Fingerprint } from '../../src/chemistry/fingerprint.js';

/** Numbers of the bits that are set in row `row` of packed fingerprints. */
export function onBits(words: Uint32Array, { words: width }: Fingerprint, row: number): number[] {
  const bits: number[] = [];
  for (let b = 0; b < width * 32; b++) {
    if ((words[row * width + Math.floor(b / 32)] >>> (b % 32)) & 1) bits.push(b);
  }
  return bits;
}
