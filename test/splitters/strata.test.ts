import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strataOf, strataOfClasses } from '../../src/splitters/strata.js';
import { unitsOf } from './setting.js';

describe('strata of classes', () => {
  it('are those of the class that most molecules of a unit have, of several the first', () => {
    const units = unitsOf(8, [0, 0, 0, 1, 1, 2, 3, 4]);
    // Unit 0 has 2, 1 and 1; unit 1 has 2 and 0; the unit of molecule 6 has none.
    const classes = Int32Array.from([2, 1, 1, 2, 0, 2, -1, 0]);
    const { members, unlabeled } = strataOfClasses(units, classes);
    expect(members).toEqual([[1, 4], [0], [2], [3]]);
    expect(unlabeled).toEqual([3]);
  });
});

describe('strata of numbers', () => {
  it('are the numbers themselves where these are as few as classes', () => {
    const labels = fc
      .integer({ min: 2, max: 10 })
      .chain((k) => fc.array(fc.nat(k - 1), { minLength: 2 * k, maxLength: 60 }));
    fc.assert(
      fc.property(labels, (values) => {
        const { members } = strataOf(
          unitsOf(values.length),
          Float64Array.from(values),
          'regression',
          null,
        );
        const distinct = [...new Set(values)].sort((a, b) => a - b);
        expect(members).toEqual(
          distinct.map((v) => [...values.keys()].filter((m) => values[m] === v)),
        );
      }),
    );
  });

  it('are quantiles where numbers are many, or their number is given', () => {
    const values = Float64Array.from({ length: 40 }, (_, m) => m);
    const sizes = (wanted: number | null) =>
      strataOf(unitsOf(40), values, 'regression', wanted).members.map((own) => own.length);
    expect(sizes(null)).toEqual([5, 5, 5, 5, 5, 5, 5, 5]);
    const few = Float64Array.from({ length: 40 }, (_, m) => m % 4);
    expect(strataOf(unitsOf(40), few, 'regression', 2).members.length).toBe(2);
    expect(sizes(2)).toEqual([20, 20]);
  });
});
