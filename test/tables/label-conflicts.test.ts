import { describe, expect, it } from 'vitest';
import { grouped } from '../../src/grouped.js';
import { conflictsText, labelConflicts } from '../../src/tables/label-conflicts.js';

const conflictsOf = (moleculeOf: number[], labels: number[]) =>
  labelConflicts(Float64Array.from(labels), grouped(moleculeOf, Math.max(...moleculeOf) + 1));

describe('labelConflicts', () => {
  it('counts molecules whose rows differ, with the largest difference first', () => {
    const found = conflictsOf([0, 1, 0, 2, 1, 0, 3, -1], [5, 1, 6.5, 3, 1, 4, 2, 9]);
    expect(found).toEqual({
      molecules: 1,
      rows: 3,
      largest_difference: 2.5,
      examples: [{ rows: [1, 3, 6], labels: [5, 6.5, 4], difference: 2.5 }],
    });
    expect(conflictsText(found)).toBe(
      '1 molecule has rows with different labels (rows 1, 3 and 6: 5, 6.5 and 4); the largest difference is 2.5',
    );
  });

  it('names three, and does not say how far classes are apart', () => {
    const molecules = [0, 0, 1, 1, 2, 2, 3, 3];
    const found = conflictsOf(molecules, [0, 1, 1, 0, 0, 1, 1, 0]);
    expect(found.molecules).toBe(4);
    expect(conflictsText(found)).toBe(
      '4 molecules have rows with different labels (rows 1 and 2: 0 and 1; rows 3 and 4: 1 and 0; rows 5 and 6: 0 and 1; …)',
    );
  });

  it.each([
    ['one row each', [0, 1], [1, 2]],
    ['equal labels', [0, 0], [3, 3]],
    ['one label missing', [0, 0], [3, Number.NaN]],
    ['all labels missing', [0, 0], [Number.NaN, Number.NaN]],
    ['a rounding error', [0, 0], [0.3, 0.1 + 0.2]],
    ['a rounding error of small numbers', [0, 0], [3e-12, 3e-12 * (1 + 1e-12)]],
    ['zeros of both signs', [0, 0], [0, -0]],
  ])('finds none with %s', (_, molecules, labels) => {
    expect(conflictsOf(molecules, labels).molecules).toBe(0);
  });

  it.each([
    ['small numbers', [5e-9, 5e-10]],
    ['opposite signs', [-1, 1]],
    ['the last digit', [6.01, 6.02]],
    ['negative numbers', [-5, -7]],
  ])('finds differences of %s', (_, labels) => {
    expect(conflictsOf([0, 0], labels)).toMatchObject({
      molecules: 1,
      largest_difference: Math.abs(labels[0] - labels[1]),
    });
  });
});
