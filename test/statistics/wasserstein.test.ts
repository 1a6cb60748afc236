import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wassersteinDistance } from '../../src/statistics/wasserstein.js';

describe('the Wasserstein distance', () => {
  it.each([
    // As scipy.stats.wasserstein_distance documents it.
    [[0, 1, 3], [5, 6, 8], 5],
    [[0, 1], [0, 1], 0],
    // Half of the mass moves by one.
    [[0, 0], [0, 1], 0.5],
    [[0], [0, 1, 2], 1],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(wassersteinDistance(a, b)).toBeCloseTo(distance, 12);
    expect(wassersteinDistance(b, a)).toBeCloseTo(distance, 12);
  });

  it('is the mean difference of sorted values for samples of one size', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [x, y] = [a, b].map((values) => [...values].sort((p, q) => p - q));
        const mean = x.reduce((sum, v, i) => sum + Math.abs(v - y[i]), 0) / 6;
        expect(wassersteinDistance(a, b)).toBeCloseTo(mean, 9);
      }),
    );
  });

  it('leaves NaN out, and is null without values', () => {
    expect(wassersteinDistance([Number.NaN, 1], [3])).toBe(2);
    expect(wassersteinDistance([Number.NaN], [3])).toBeNull();
    expect(wassersteinDistance([1], [])).toBeNull();
  });
});
