import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerOfTen, wholePower } from '../../src/numerics/exponential.js';

describe('powers of ten', () => {
  it('are exact where they are whole', () => {
    for (let n = -300; n <= 308; n++) expect(powerOfTen(n)).toBe(Number(`1e${n}`));
    expect([powerOfTen(400), powerOfTen(-400), powerOfTen(Number.NaN)]).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ]);
  });

  it('are right to fifteen digits, and never fall', () => {
    fc.assert(
      fc.property(fc.double({ min: -290, max: 300, noNaN: true }), (x) => {
        expect(Math.abs(powerOfTen(x) / 10 ** x - 1)).toBeLessThan(5e-14);
        const y = x - Math.round(x);
        expect(Math.abs(powerOfTen(y) / 10 ** y - 1)).toBeLessThan(1e-15);
      }),
    );
  });

  it('have the same bytes wherever they are computed', () => {
    // By multiplication and division of doubles alone, which all machines do alike.
    expect([0.1, 0.25, 0.4999, 1.2345678, -2.75].map(powerOfTen).map(String)).toEqual([
      '1.2589254117941673',
      '1.778279410038923',
      '3.161549602652294',
      '17.161996141734416',
      '0.001778279410038923',
    ]);
  });
});

describe('whole powers', () => {
  it('are products', () => {
    expect([0, 1, 2, 5, 10].map((n) => wholePower(3, n))).toEqual([1, 3, 9, 243, 59049]);
    expect(wholePower(0, 0)).toBe(1);
    expect(Math.abs(wholePower(0.7, 37) / 0.7 ** 37 - 1)).toBeLessThan(1e-14);
  });
});
