import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OneToAll } from '../../src/similarity/one-to-all.js';
import { hasBit, type Matrix } from '../oracle/brute-force.js';
import { adversarial, fromBits, moleculeLike, packed } from '../oracle/generators.js';

/** Bits that two rows share, bit by bit. */
function shared(matrix: Matrix, i: number, j: number): number {
  const bits = Array.from({ length: matrix.words * 32 }, (_, b) => b);
  return bits.filter((b) => hasBit(matrix, i, b) && hasBit(matrix, j, b)).length;
}

function check(matrix: Matrix): void {
  const all = [...Array(matrix.molecules).keys()];
  const index = new OneToAll(packed(matrix));
  // Backwards and once more: nothing may be left of an earlier comparison.
  for (const m of [...[...all].reverse(), ...all]) {
    index.compare(m);
    expect([...index.common]).toEqual(all.map((other) => shared(matrix, m, other)));
  }
}

describe('OneToAll', () => {
  it.each([1, 2, 5])('counts common on-bits as bit by bit, %i words', (words) => {
    fc.assert(fc.property(adversarial(words), check), { numRuns: 60 });
    fc.assert(fc.property(moleculeLike(16, words), check), { numRuns: 60 });
  });

  it('has nothing to say of no molecules', () => {
    expect(new OneToAll(packed(fromBits([], 2))).common).toHaveLength(0);
  });
});
