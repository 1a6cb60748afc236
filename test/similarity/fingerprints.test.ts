import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprintMatrix,
  onBitPositions,
  overlapOf,
  selectFingerprints,
} from '../../src/similarity/fingerprints.js';
import { hasBit, type Matrix } from '../oracle/brute-force.js';
import { adversarial, fromBits, packed } from '../oracle/generators.js';

function bitsOf(matrix: Matrix, molecule: number): number[] {
  return Array.from({ length: matrix.words * 32 }, (_, bit) => bit).filter((bit) =>
    hasBit(matrix, molecule, bit),
  );
}

describe('fingerprintMatrix', () => {
  it('counts the on-bits of each molecule', () => {
    const words = Uint32Array.of(0, 0, 0xffffffff, 0xffffffff, 0x80000000, 1, 0x55555555, 0xf0);
    const matrix = fingerprintMatrix(words, 2);
    expect(matrix.count).toBe(4);
    expect(matrix.width).toBe(2);
    expect([...matrix.onBits]).toEqual([0, 64, 2, 20]);
  });

  it('holds no molecule', () => {
    const matrix = fingerprintMatrix(new Uint32Array(0), 64);
    expect(matrix.count).toBe(0);
    expect(matrix.onBits).toHaveLength(0);
  });

  it('counts as the oracle does, bit by bit', () => {
    fc.assert(
      fc.property(adversarial(3), (matrix) => {
        const counts = Array.from({ length: matrix.molecules }, (_, m) => bitsOf(matrix, m).length);
        expect([...packed(matrix).onBits]).toEqual(counts);
      }),
    );
  });
});

describe('onBitPositions', () => {
  it('writes positions ascending, bit b being bit b mod 32 of word b / 32', () => {
    const matrix = fingerprintMatrix(Uint32Array.of(7, 7, 0x80000001, 2), 2);
    const into = new Int32Array(64).fill(-1);
    expect(onBitPositions(matrix, 1, into)).toBe(3);
    expect([...into.subarray(0, 4)]).toEqual([0, 31, 33, -1]);
  });

  it('finds exactly the bits that are on', () => {
    fc.assert(
      fc.property(adversarial(2), (matrix) => {
        const into = new Int32Array(64);
        for (let m = 0; m < matrix.molecules; m++) {
          const n = onBitPositions(packed(matrix), m, into);
          expect([...into.subarray(0, n)]).toEqual(bitsOf(matrix, m));
        }
      }),
    );
  });
});

describe('selectFingerprints', () => {
  const matrix = packed(fromBits([[0], [1, 40], [2, 3, 4], []], 2));

  it('takes the named rows in the given order, repeats included', () => {
    const selected = selectFingerprints(matrix, Int32Array.of(2, 0, 2, 3));
    expect(selected.count).toBe(4);
    expect([...selected.words]).toEqual([0b11100, 0, 1, 0, 0b11100, 0, 0, 0]);
    expect([...selected.onBits]).toEqual([3, 1, 3, 0]);
  });

  it('takes none', () => {
    const selected = selectFingerprints(matrix, []);
    expect(selected.count).toBe(0);
    expect(selected.words).toHaveLength(0);
  });

  it('copies: the source may change afterwards', () => {
    const source = packed(fromBits([[5]], 1));
    const selected = selectFingerprints(source, [0]);
    source.words[0] = 0;
    expect([...selected.words]).toEqual([32]);
  });
});

describe('overlapOf', () => {
  it('counts the bits of both and of either, one by one', () => {
    fc.assert(
      fc.property(adversarial(2, 6), (matrix) => {
        for (let i = 0; i < matrix.molecules; i++) {
          for (let j = 0; j < matrix.molecules; j++) {
            const [a, b] = [bitsOf(matrix, i), bitsOf(matrix, j)];
            expect(overlapOf(packed(matrix), i, packed(matrix), j)).toEqual({
              intersection: a.filter((bit) => b.includes(bit)).length,
              union: new Set([...a, ...b]).size,
            });
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
