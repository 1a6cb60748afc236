import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ksDistance } from '../../src/statistics/kolmogorov-smirnov.js';

/** The largest difference of the shares that are at most t, over every t that occurs. */
function bruteForce(a: readonly number[], b: readonly number[]): number {
  const atMost = (values: readonly number[], t: number) =>
    values.filter((v) => v <= t).length / values.length;
  return Math.max(...[...a, ...b].map((t) => Math.abs(atMost(a, t) - atMost(b, t))));
}

describe('ksDistance', () => {
  // Values of scipy.stats.ks_2samp (1.17).
  it.each([
    [[1, 2, 3, 4], [3, 4, 5, 6, 7], 0.6],
    [[0.1, 0.5, 0.5, 0.9], [0.5], 0.25],
    [[1, 1, 1, 2, 5], [1, 2, 2, 2, 3, 8, 9], 32 / 70],
    [[0, 0, 1], [0, 1, 1, 1], 5 / 12],
    [[-2, -1, 0], [-2, -1, 0], 0],
    [[1, 2], [3, 4], 1],
    [[3, 4], [1, 2], 1],
  ])('of %j and %j is %d', (a, b, value) => {
    expect(ksDistance(a, b)).toBeCloseTo(value, 12);
  });

  it('is the largest difference over all thresholds', () => {
    const few = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 15 });
    const many = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 15 });
    const sample = fc.oneof(few, many);
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(ksDistance(a, b)).toBeCloseTo(bruteForce(a, b), 12);
        expect(ksDistance(b, a)).toBe(ksDistance(a, b));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves missing values out, and changes neither sample', () => {
    const a = Float64Array.of(3, Number.NaN, 1);
    expect(ksDistance(a, [1, 3, Number.NaN, Number.NaN])).toBe(0);
    expect(ksDistance(a, [2])).toBe(0.5);
    expect([...a]).toEqual([3, Number.NaN, 1]);
  });

  it('is not defined without values', () => {
    expect(ksDistance([], [1])).toBeNull();
    expect(ksDistance([1], [])).toBeNull();
    expect(ksDistance([Number.NaN], [1])).toBeNull();
  });
});
