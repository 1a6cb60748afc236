import { wordFingerprints } from '../../src/dataset/pairs/sequences.js';
import { CategorySide } from '../../src/similarity/two-sided/category-side.js';
import { FingerprintSide } from '../../src/similarity/two-sided/fingerprint-side.js';
import { MatrixSide } from '../../src/similarity/two-sided/matrix-side.js';
import { madeMatrix, madeSequences } from '../oracle/pair-data.js';
import { categories, matrix, sequences } from '../oracle/pairs.js';

/** Partners of one of the three kinds, with their similarities. */
export function madePartners(seed: number, count: number) {
  const names = Array.from({ length: count }, (_, i) => `n${i}`);
  if (seed % 3 === 0) {
    const texts = madeSequences(seed, count).map((text) => text.toUpperCase().replace('*', ''));
    const side = new FingerprintSide(wordFingerprints(texts, 2));
    return { side, of: (i: number, j: number) => sequences(2).similarity(texts[i], texts[j]) };
  }
  if (seed % 3 === 1) {
    const of = (i: number, j: number) => categories.similarity(names[i], names[j]);
    return { side: new CategorySide(names), of };
  }
  const cells = madeMatrix(seed, count);
  const values = Int32Array.from(cells.flat(), (cell) => Math.round(Number(cell) * 1e6));
  const side = new MatrixSide({ key: 'made', size: count, values }, Int32Array.from(names.keys()));
  const made = matrix(names, cells);
  return { side, of: (i: number, j: number) => made.similarity(names[i], names[j]) };
}
