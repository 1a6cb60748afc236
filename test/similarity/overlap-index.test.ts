import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverlapIndex } from '../../src/similarity/overlap-index.js';
import { hasBit, type Matrix } from '../oracle/brute-force.js';
import { adversarial, fromBits, packed } from '../oracle/generators.js';

function overlap(a: Matrix, i: number, b: Matrix, j: number): number {
  let shared = 0;
  for (let bit = 0; bit < a.words * 32; bit++) {
    if (hasBit(a, i, bit) && hasBit(b, j, bit)) shared++;
  }
  return shared;
}

describe('OverlapIndex', () => {
  const matrix = fromBits([[0, 1, 63], [1, 2], [], [0, 1, 2, 63], [31, 32]], 2);

  it('counts shared bits with every molecule', () => {
    const index = new OverlapIndex(packed(matrix)).addAll();
    expect(index.size).toBe(5);
    const counts = new Uint16Array(5);
    index.count(packed(matrix), 3, counts);
    expect([...counts]).toEqual([3, 2, 0, 4, 0]);
  });

  it('sees only what has been added, in the order of the matrix', () => {
    const index = new OverlapIndex(packed(matrix));
    const seen: number[][] = [];
    for (let added = 0; added <= 5; added++) {
      expect(index.size).toBe(added);
      const counts = new Uint16Array(5);
      index.count(packed(matrix), 0, counts);
      seen.push([...counts]);
      if (added < 5) index.addNext();
    }
    expect(seen).toEqual([
      [0, 0, 0, 0, 0],
      [3, 0, 0, 0, 0],
      [3, 1, 0, 0, 0],
      [3, 1, 0, 0, 0],
      [3, 1, 0, 3, 0],
      [3, 1, 0, 3, 0],
    ]);
  });

  it('adds to the counts it is given and leaves the rest alone', () => {
    const index = new OverlapIndex(packed(matrix)).addAll();
    const counts = Uint16Array.of(10, 10, 10, 10, 10, 99);
    index.count(packed(matrix), 4, counts);
    expect([...counts]).toEqual([10, 10, 10, 10, 12, 99]);
  });

  it('equals the oracle for queries from another matrix', () => {
    fc.assert(
      fc.property(adversarial(2), adversarial(2), (queries, references) => {
        const index = new OverlapIndex(packed(references)).addAll();
        for (let q = 0; q < queries.molecules; q++) {
          const counts = new Uint16Array(references.molecules);
          index.count(packed(queries), q, counts);
          const expected = [...counts.keys()].map((r) => overlap(queries, q, references, r));
          expect([...counts]).toEqual(expected);
        }
      }),
    );
  });
});
