import { wordFingerprints } from '../../src/dataset/pairs/sequences.js';
import { CategorySide } from '../../src/similarity/two-sided/category-side.js';
import { FingerprintSide } from '../../src/similarity/two-sided/fingerprint-side.js';
import { MatrixSide } from '../../src/similarity/two-sided/matrix-side.js';
import type { Side } from '../../src/similarity/two-sided/side.js';
import type { Ratio } from './brute-force.js';
import { madeMatrix, madeSequences } from './pair-data.js';
import { categories, matrix, sequences } from './pairs.js';

/** Partners, with their similarities by the oracle. */
export interface MadePartners {
  readonly side: Side;
  /** Equal for partners that are one, such as those of equal sequences. */
  readonly keys: readonly string[];
  of(i: number, j: number): Ratio;
}

/** Partners of one of the three kinds, by the seed: sequences, categories, or with a matrix. */
export function madePartners(seed: number, count: number): MadePartners {
  const names = Array.from({ length: count }, (_, i) => `n${i}`);
  if (seed % 3 === 0) {
    const texts = madeSequences(seed, count).map((text) => text.toUpperCase().replace('*', ''));
    const side = new FingerprintSide(wordFingerprints(texts, 2));
    const of = (i: number, j: number) => sequences(2).similarity(texts[i], texts[j]);
    return { side, keys: texts, of };
  }
  if (seed % 3 === 1) {
    const of = (i: number, j: number) => categories.similarity(names[i], names[j]);
    return { side: new CategorySide(names), keys: names, of };
  }
  const cells = madeMatrix(seed, count);
  const values = Int32Array.from(cells.flat(), (cell) => Math.round(Number(cell) * 1e6));
  const side = new MatrixSide({ key: 'made', size: count, values }, Int32Array.from(names.keys()));
  const made = matrix(names, cells);
  return { side, keys: names, of: (i, j) => made.similarity(names[i], names[j]) };
}
