import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalDensity, normalQuantile, normalSf } from '../../src/numerics/normal.js';
import { hasShared } from '../shared.js';
import { expectRelative, referenceRows } from '../statistics/closeness.js';

describe('the normal distribution', () => {
  // Computed with 70 digits.
  it.each([
    [0.3, 0.3820885778110474],
    [0.9, 0.18406012534675947],
    [1.1, 0.13566606094638264],
    [5, 2.866515718791939e-7],
    [8.3, 5.205569744890254e-17],
    [20.3, 6.429244467698346e-92],
    [37.3, 8.205494844930773e-305],
  ])('has the tails of %d', (z, tail) => {
    expectRelative(normalSf(z), tail, 1e-15);
    expectRelative(normalCdf(-z), tail, 1e-15);
    expectRelative(normalSf(-z), 1 - tail, 1e-15);
  });

  // Computed with 70 digits.
  it.each([
    [1e-300, -37.0470962993612],
    [1e-100, -21.273453560965326],
    [1e-11, -6.706023155495136],
    [1.4e-11, -6.656723091518184],
    [1e-6, -4.753424308822899],
    [0.025, -1.9599639845400543],
    [0.074, -1.4466320671589785],
    [0.076, -1.4325027208258116],
    [0.3, -0.5244005127080408],
    [0.499999, -2.5066282745665593e-6],
    [0.9, 1.2815515655446006],
  ])('has the quantile of %d', (p, z) => {
    expectRelative(normalQuantile(p), z, 1e-15);
  });

  it('has quantiles at the ends, and none outside', () => {
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([-Infinity, 0, Infinity]);
    expect(() => normalQuantile(-0.1)).toThrow(RangeError);
    expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
    expect([normalSf(Infinity), normalSf(-Infinity), normalSf(50)]).toEqual([0, 1, 0]);
  });

  it('has a quantile that undoes the distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 0, noNaN: true }), (z) => {
        expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-14 * Math.max(1, -z));
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1, noNaN: true, maxExcluded: true }), (p) => {
        expectRelative(normalCdf(normalQuantile(p)), p, 1e-12);
      }),
    );
  });

  it('falls with z, as steeply as its density', () => {
    const z = fc.double({ min: -8, max: 37, noNaN: true });
    fc.assert(
      fc.property(z, z, (a, b) => {
        if (a < b) expect(normalSf(a)).toBeGreaterThanOrEqual(normalSf(b));
      }),
    );
    for (const at of [-3, -0.4, 0, 0.7, 2, 6]) {
      const h = 1e-4;
      const slope = (normalSf(at - h) - normalSf(at + h)) / (2 * h);
      expectRelative(slope, normalDensity(at), 1e-6);
    }
    expect([normalDensity(50), normalDensity(Infinity)]).toEqual([0, 0]);
  });
});

describe.skipIf(!hasShared)('the normal distribution, against reference values', () => {
  it('tails', () => {
    expect(referenceRows('normal_sf')).toHaveLength(7);
    for (const { z, sf } of referenceRows('normal_sf')) expectRelative(normalSf(z), sf, 1e-14);
  });

  it('quantiles', () => {
    expect(referenceRows('normal_ppf')).toHaveLength(7);
    for (const { p, z } of referenceRows('normal_ppf')) {
      expectRelative(normalQuantile(p), z, 1e-14);
    }
  });
});
