import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../src/similarity/edit-distance.js';
import { plainDistance } from '../oracle/edit-distance.js';

describe('editDistance', () => {
  it.each([
    ['', '', 0, 0],
    ['', 'CC', 2, 2],
    ['', 'CC', 1, -1],
    ['kitten', 'sitting', 3, 3],
    ['kitten', 'sitting', 2, -1],
    ['CCO', 'CCO', 0, 0],
    ['CCO', 'CCN', 0, -1],
    ['flaw', 'lawn', 2, 2],
    ['CC(=O)N', 'CC(=S)N', 1, 1],
    ['ab', 'ba', 5, 2],
  ])('of %j and %j, at most %i: %i', (one, other, most, expected) => {
    expect(editDistance(one, other, most)).toBe(expected);
    expect(editDistance(other, one, most)).toBe(expected);
  });

  it('is that of the whole table', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 14 });
    fc.assert(
      fc.property(text, text, fc.nat(15), (one, other, most) => {
        const distance = plainDistance(one, other);
        expect(editDistance(one, other, most)).toBe(distance <= most ? distance : -1);
      }),
      { numRuns: 3000 },
    );
  });
});
