import fc from 'fast-check';
import { parseBins, type SimilarityBins } from '../../src/similarity/bins.js';
import { type FingerprintMatrix, fingerprintMatrix } from '../../src/similarity/fingerprints.js';
import type { Matrix, Ratio } from './brute-force.js';

/** A small seeded generator of its own (mulberry32), uniform over [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Packs rows of bit positions. */
export function fromBits(rows: readonly (readonly number[])[], words: number): Matrix {
  const data = new Uint32Array(rows.length * words);
  rows.forEach((bits, molecule) => {
    for (const bit of new Set(bits)) {
      data[molecule * words + Math.floor(bit / 32)] += 2 ** (bit % 32);
    }
  });
  return { data, molecules: rows.length, words };
}

/** The oracle's matrix as the project's. */
export function packed(matrix: Matrix): FingerprintMatrix {
  return fingerprintMatrix(matrix.data, matrix.words);
}

/** Edges for both sides: `0,1/3,2/3,1`, fractions and whole numbers only. */
export function edgesOf(text: string): { bins: SimilarityBins; edges: Ratio[] } {
  const edges = text.split(',').map((edge): Ratio => {
    const [numerator, denominator = '1'] = edge.split('/');
    return [BigInt(numerator), BigInt(denominator)];
  });
  return { bins: parseBins(text), edges };
}

/**
 * Molecule-like fingerprints: random cluster centers, each molecule one of them with a few bits
 * flipped, so that pairs occur in every bin from near-copies to strangers.
 */
export function clustered(seed: number, molecules: number, words = 2, clusters = 4): Matrix {
  const uniform = seeded(seed);
  const below = (n: number) => Math.floor(uniform() * n);
  const bits = words * 32;
  const centers = Array.from({ length: clusters }, () =>
    Array.from({ length: Math.ceil(bits / 4) }, () => below(bits)),
  );
  const rows = Array.from({ length: molecules }, () => {
    const on = new Set(centers[below(clusters)]);
    for (let flips = below(Math.ceil(bits / 5)); flips > 0; flips--) {
      const bit = below(bits);
      if (!on.delete(bit)) on.add(bit);
    }
    return [...on];
  });
  return fromBits(rows, words);
}

/** All-zero rows, all-one rows, sparse and dense ones, the sign bit, and many duplicates. */
export function adversarial(words: number, maxMolecules = 12): fc.Arbitrary<Matrix> {
  const bits = words * 32;
  const row = fc.oneof(
    fc.constant<number[]>([]),
    fc.constant(Array.from({ length: bits }, (_, bit) => bit)),
    fc.constant([31]),
    fc.array(fc.nat(5), { maxLength: 4 }),
    fc.array(fc.nat(bits - 1), { maxLength: bits }),
  );
  return fc
    .array(row, { minLength: 1, maxLength: 5 })
    .chain((pool) =>
      fc
        .array(fc.constantFrom(...pool), { maxLength: maxMolecules })
        .map((rows) => fromBits(rows, words)),
    );
}

/** Clustered matrices of any size and seed. */
export function moleculeLike(maxMolecules = 16, words = 2): fc.Arbitrary<Matrix> {
  return fc
    .record({
      seed: fc.nat(),
      molecules: fc.nat(maxMolecules),
      clusters: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ seed, molecules, clusters }) => clustered(seed, molecules, words, clusters));
}

/** Edges that ascend from 0 to 1, as text. */
export function edgeTexts(maxInner = 6): fc.Arbitrary<string> {
  const inner = fc
    .integer({ min: 2, max: 12 })
    .chain((den) => fc.integer({ min: 1, max: den - 1 }).map((num) => [num, den]));
  return fc
    .uniqueArray(inner, { maxLength: maxInner, selector: ([num, den]) => num / den })
    .map((fractions) =>
      [
        '0',
        ...fractions.sort((a, b) => a[0] / a[1] - b[0] / b[1]).map(([num, den]) => `${num}/${den}`),
        '1/1',
      ].join(','),
    );
}
