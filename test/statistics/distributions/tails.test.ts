import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile, normalSf } from '../../../src/numerics/normal.js';
import { studentQuantile, studentSf } from '../../../src/statistics/distributions/student.js';
import { chiSquareSf, fSf } from '../../../src/statistics/distributions/tails.js';
import { hasShared } from '../../shared.js';
import { expectRelative, referenceRows } from '../closeness.js';

const degrees = fc.double({ min: 0.5, max: 1e6, noNaN: true });
const positive = fc.double({ min: 1e-3, max: 200, noNaN: true });

describe("Student's distribution", () => {
  // Computed with 70 digits.
  it.each([
    [0.001, 0.7, 0.4997053638242668],
    [0.5, 3.5, 0.3234252196612755],
    [1.5, 17, 0.07597852441455004],
    [1.8, 3000, 0.03598053294739238],
    [9.7, 200, 8.868242722465677e-19],
    [40.1, 0.7, 0.02345734324707413],
    [40.1, 3000, 3.1799393439283816e-282],
    [1.7, 1e7, 0.0445654783072067],
    [12, 1e7, 1.7774160254673176e-33],
    [2, 1e9, 0.022750132083156623],
    [5, 1e12, 2.8665157192751227e-7],
  ])('has the tail of %d with %d degrees of freedom', (t, df, tail) => {
    expectRelative(studentSf(t, df), tail, 1e-12);
    expectRelative(studentSf(-t, df), 1 - tail, 1e-14);
  });

  it('with one and two degrees of freedom is known in closed form', () => {
    for (const t of [1e-3, 0.4, 1, 7, 1e4, 1e9, 1e300]) {
      expectRelative(studentSf(t, 1), Math.atan(1 / t) / Math.PI, 1e-13);
    }
    for (const t of [1e-3, 0.4, 1, 7, 1e4, 1e9]) {
      const root = Math.sqrt(2 + t * t);
      expectRelative(studentSf(t, 2), 1 / (root * (root + t)), 1e-13);
    }
  });

  it('with infinite degrees of freedom is normal', () => {
    expect(studentSf(1.3, Infinity)).toBe(normalSf(1.3));
    expect(studentQuantile(0.3, Infinity)).toBe(normalQuantile(0.3));
  });

  it('falls with t, from 1 to 0', () => {
    fc.assert(
      fc.property(degrees, positive, positive, (df, a, b) => {
        if (a < b) expect(studentSf(a, df)).toBeGreaterThanOrEqual(studentSf(b, df));
        expect(studentSf(a, df) + studentSf(-a, df)).toBeCloseTo(1, 14);
      }),
    );
    expect([studentSf(-Infinity, 3), studentSf(0, 3), studentSf(Infinity, 3)]).toEqual([1, 0.5, 0]);
  });

  it('has a quantile that undoes it', () => {
    const tail = fc.oneof(
      fc.double({ min: 1e-10, max: 0.5, noNaN: true, maxExcluded: true }),
      fc.double({ min: 0.249, max: 0.251, noNaN: true }),
      fc.integer({ min: -300, max: -1 }).map((e) => 10 ** e),
    );
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), tail, (df, p) => {
        const t = studentQuantile(p, df);
        expectRelative(studentSf(-t, df), p, 5e-12);
        expect(studentQuantile(1 - p, df)).toBeGreaterThanOrEqual(0);
      }),
    );
    for (const df of [1, 3, 30, 116.77, 300, 1000, 1e5]) {
      for (const p of [1e-290, 1e-299, 1e-305]) {
        expectRelative(studentSf(-studentQuantile(p, df), df), p, 5e-12);
      }
    }
    expectRelative(studentQuantile(0.975, 1), 12.706204736174694, 1e-13);
    expectRelative(studentQuantile(0.975, 2), 4.302652729749464, 1e-13);
    expect([0, 0.5, 1].map((p) => studentQuantile(p, 4))).toEqual([-Infinity, 0, Infinity]);
    expect(() => studentQuantile(2, 4)).toThrow(RangeError);
    expect(() => studentQuantile(0.5, 0)).toThrow(RangeError);
  });
});

describe('the F and chi-square distributions', () => {
  it('are those of squares of Student and normal values', () => {
    fc.assert(
      fc.property(positive, degrees, (t, df) => {
        const p = 2 * studentSf(t, df);
        // Smaller ones have lost digits to underflow.
        if (p > 1e-300) expectRelative(fSf(t * t, 1, df), p, 1e-10);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 37, noNaN: true }), (z) => {
        expectRelative(chiSquareSf(z * z, 1), 2 * normalSf(z), 1e-12);
        expectRelative(chiSquareSf(z, 2), Math.exp(-z / 2), 1e-12);
      }),
    );
    for (const x of [0.5, 4, 60]) {
      expectRelative(fSf(x / 3, 3, Infinity), chiSquareSf(x, 3), 1e-14);
      expectRelative(fSf(x / 3, 3, 1e13), chiSquareSf(x, 3), 1e-9);
    }
  });

  it('fall', () => {
    fc.assert(
      fc.property(degrees, degrees, positive, positive, (dfn, dfd, a, b) => {
        if (a >= b) return;
        expect(fSf(a, dfn, dfd)).toBeGreaterThanOrEqual(fSf(b, dfn, dfd) - 1e-14);
        expect(chiSquareSf(a, dfn)).toBeGreaterThanOrEqual(chiSquareSf(b, dfn) - 1e-14);
      }),
    );
    expect([fSf(-1, 2, 3), fSf(0, 2, 3), fSf(Infinity, 2, 3)]).toEqual([1, 1, 0]);
    expect([chiSquareSf(-1, 2), chiSquareSf(0, 3), chiSquareSf(Infinity, 3)]).toEqual([1, 1, 0]);
    expect(() => fSf(1, 0, 3)).toThrow(RangeError);
    expect(() => chiSquareSf(1, 0)).toThrow(RangeError);
  });
});

describe.skipIf(!hasShared)('tails, against reference values', () => {
  it('of Student', () => {
    expect(referenceRows('t_sf')).not.toHaveLength(0);
    for (const { t, df, sf } of referenceRows('t_sf')) expectRelative(studentSf(t, df), sf, 3e-14);
  });

  it('of F', () => {
    expect(referenceRows('f_sf')).not.toHaveLength(0);
    for (const { f, dfn, dfd, sf } of referenceRows('f_sf')) {
      expectRelative(fSf(f, dfn, dfd), sf, 3e-14);
    }
  });

  it('of chi-square', () => {
    expect(referenceRows('chi2_sf')).not.toHaveLength(0);
    for (const { x, df, sf } of referenceRows('chi2_sf')) {
      expectRelative(chiSquareSf(x, df), sf, 3e-14);
    }
  });
});
