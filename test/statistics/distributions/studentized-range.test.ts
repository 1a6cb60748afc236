import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erfc } from '../../../src/numerics/erf.js';
import { normalCdf, normalDensity } from '../../../src/numerics/normal.js';
import { studentQuantile, studentSf } from '../../../src/statistics/distributions/student.js';
import {
  studentizedRangeQuantile,
  studentizedRangeSf,
} from '../../../src/statistics/distributions/studentized-range.js';
import { hasShared } from '../../shared.js';
import { expectRelative, referenceRows } from '../closeness.js';

/** Simpson's rule over n intervals. */
function simpson(f: (x: number) => number, low: number, high: number, n: number): number {
  const h = (high - low) / n;
  let sum = f(low) + f(high);
  for (let i = 1; i < n; i++) sum += f(low + i * h) * (i % 2 === 1 ? 4 : 2);
  return (sum * h) / 3;
}

/** From the definition: 1 - k ∫ φ(z) (Φ(z) - Φ(z - w))^(k-1) dz, the largest value being z. */
function rangeByDefinition(w: number, k: number): number {
  const density = (z: number) => normalDensity(z) * (normalCdf(z) - normalCdf(z - w)) ** (k - 1);
  return 1 - k * simpson(density, -9, 9, 600);
}

/** That, for an estimate of the standard deviation from v + 1 normal values, v even. */
function byDefinition(q: number, k: number, v: number): number {
  let constant = 2 * (v / 2) ** (v / 2);
  for (let i = 1; i < v / 2; i++) constant /= i;
  const density = (s: number) => constant * s ** (v - 1) * Math.exp((-v * s * s) / 2);
  return simpson((s) => density(s) * rangeByDefinition(q * s, k), 0, 1 + 8 / Math.sqrt(v), 1600);
}

describe('studentizedRangeSf', () => {
  it('of two values is the two-sided tail of Student', () => {
    for (const df of [1, 1.5, 2, 24, 300, 1e4, 1e7]) {
      for (const q of [1e-3, 0.5, 3, 8, 20, 100]) {
        expectRelative(studentizedRangeSf(q, 2, df), 2 * studentSf(q / Math.SQRT2, df), 1e-12);
      }
    }
    for (const q of [1e-3, 0.5, 3, 8, 20, 40]) {
      expectRelative(studentizedRangeSf(q, 2, Infinity), erfc(q / 2), 1e-12);
    }
  });

  it.each([
    [3.9, 3, 10],
    [6, 5, 4],
    [2, 8, 2],
    [5, 20, 60],
  ])('of q = %d, k = %d, df = %d is its definition', (q, k, df) => {
    expect(Math.abs(studentizedRangeSf(q, k, df) - byDefinition(q, k, df))).toBeLessThan(1e-9);
  });

  it('with a known standard deviation is the range', () => {
    for (const [w, k] of [
      [1, 3],
      [4.47, 10],
      [6, 40],
    ]) {
      const sf = studentizedRangeSf(w, k, Infinity);
      expect(Math.abs(sf - rangeByDefinition(w, k))).toBeLessThan(1e-12);
      expectRelative(studentizedRangeSf(w, k, 1e11), sf, 1e-9);
    }
  });

  it('in the far tail is at most that of all pairs together, and nearly so', () => {
    for (const [q, k] of [
      [15, 3],
      [20, 8],
    ]) {
      const pairs = ((k * (k - 1)) / 2) * studentizedRangeSf(q, 2, Infinity);
      const sf = studentizedRangeSf(q, k, Infinity);
      expect(sf).toBeLessThan(pairs);
      expectRelative(sf, pairs, 1e-3);
    }
  });

  it('is 1 at most, and falls with q and rises with k', () => {
    const parameters = fc.tuple(
      fc.double({ min: 1e-3, max: 30, noNaN: true }),
      fc.double({ min: 1e-3, max: 10, noNaN: true }),
      fc.integer({ min: 2, max: 12 }),
      fc.double({ min: 1, max: 200, noNaN: true }),
    );
    fc.assert(
      fc.property(parameters, ([q, more, k, df]) => {
        const sf = studentizedRangeSf(q, k, df);
        expect(sf).toBeGreaterThan(0);
        expect(sf).toBeLessThanOrEqual(1);
        expect(studentizedRangeSf(q + more, k, df)).toBeLessThanOrEqual(sf * (1 + 1e-11));
        expect(studentizedRangeSf(q, k + 1, df)).toBeGreaterThanOrEqual(sf * (1 - 1e-11));
      }),
      { numRuns: 20 },
    );
  });

  it('at the ends, and outside', () => {
    expect([-1, 0, Infinity].map((q) => studentizedRangeSf(q, 3, 5))).toEqual([1, 1, 0]);
    expect(() => studentizedRangeSf(1, 1, 5)).toThrow(RangeError);
    expect(() => studentizedRangeSf(1, 2.5, 5)).toThrow(RangeError);
    expect(() => studentizedRangeSf(1, 3, 0.5)).toThrow(RangeError);
    expect(() => studentizedRangeSf(Number.NaN, 3, 5)).toThrow(RangeError);
  });
});

describe.skipIf(!hasShared)('studentizedRangeSf, against reference values', () => {
  it('tails', () => {
    expect(referenceRows('studentized_range_sf')).toHaveLength(12);
    for (const { q, k, df, sf } of referenceRows('studentized_range_sf')) {
      // The reference has an absolute accuracy of some 1e-14, visible where tails are small.
      expectRelative(studentizedRangeSf(q, k, df), sf, sf < 1e-4 ? 1e-7 : 1e-11);
    }
  });
});

describe('studentizedRangeQuantile', () => {
  it('is the inverse', () => {
    for (const [tail, k, df] of [
      [0.9, 3, 1],
      [0.05, 2, 1],
      [0.05, 5, 96],
      [1e-4, 7, 24],
      [0.5, 40, 500],
      [0.05, 3, Number.POSITIVE_INFINITY],
    ]) {
      const q = studentizedRangeQuantile(tail, k, df);
      expectRelative(studentizedRangeSf(q, k, df), tail, 1e-10);
    }
  });

  it('of two values is a t distribution', () => {
    expectRelative(
      studentizedRangeQuantile(0.05, 2, 24),
      Math.SQRT2 * studentQuantile(0.975, 24),
      1e-11,
    );
  });

  it('refuses a tail that has no quantile', () => {
    for (const tail of [0, 1, -0.1, Number.NaN]) {
      expect(() => studentizedRangeQuantile(tail, 3, 10)).toThrow(RangeError);
    }
  });
});
