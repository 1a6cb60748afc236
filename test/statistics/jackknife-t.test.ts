import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scale } from '../../src/metrics/metric.js';
import { studentQuantile } from '../../src/statistics/distributions/student.js';
import {
  jackknifeInterval,
  jackknifeSpread,
  shareInterval,
} from '../../src/statistics/jackknife-t.js';

/** Means without each value in turn. */
function leaveOut(values: readonly number[]): Float64Array {
  const sum = values.reduce((a, b) => a + b, 0);
  return Float64Array.from(values, (v) => (sum - v) / (values.length - 1));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const number = fc.double({ min: 0.01, max: 100, noNaN: true });
const list = fc
  .array(number, { minLength: 3, maxLength: 40 })
  .filter((values) => Math.max(...values) - Math.min(...values) > 1e-3);

describe('the spread by the jackknife', () => {
  it('of a mean is s / √n, with the degrees of freedom of its kurtosis', () => {
    fc.assert(
      fc.property(list, (values) => {
        const n = values.length;
        const center = mean(values);
        const squares = values.map((v) => (v - center) ** 2);
        const s = Math.sqrt(squares.reduce((a, b) => a + b, 0) / (n - 1));
        const kurtosis = mean(squares.map((q) => q * q)) / mean(squares) ** 2;
        const found = jackknifeSpread(leaveOut(values));
        expect(found?.standardError).toBeCloseTo(s / Math.sqrt(n), 9);
        // Of values that are all as far from the mean, the kurtosis is 1, or a rounding below it.
        const df = Math.min(n - 1, (2 * n) / Math.max(kurtosis - 1, 1e-12));
        expect((found?.df as number) / df).toBeCloseTo(1, 4);
      }),
    );
  });

  it('has few degrees of freedom where one row decides', () => {
    const values = [...Array.from({ length: 99 }, (_, i) => i % 2), 1000];
    expect(jackknifeSpread(leaveOut(values))?.df).toBeCloseTo(200 / (98.99 - 1), 1);
    const even = Array.from({ length: 100 }, (_, i) => i % 2);
    expect(jackknifeSpread(leaveOut(even))?.df).toBe(99);
  });

  it('is 0 where nothing varies, and unknown where too little is defined', () => {
    const infinite = { standardError: 0, df: Number.POSITIVE_INFINITY };
    expect(jackknifeSpread(Float64Array.of(0.3, 0.3, 0.1 + 0.2))).toEqual(infinite);
    expect(jackknifeSpread(Float64Array.of(0, 0))).toEqual(infinite);
    const some = (undefinedOnes: number) =>
      Float64Array.from({ length: 20 }, (_, i) => (i < undefinedOnes ? Number.NaN : i));
    expect(jackknifeSpread(some(2))).not.toBeNull();
    expect(jackknifeSpread(some(3))).toBeNull();
    expect(jackknifeSpread(Float64Array.of(1))).toBeNull();
    expect(jackknifeSpread(Float64Array.of(1, Number.POSITIVE_INFINITY))).toBeNull();
  });

  it('does not depend on the order, and goes with the unit', () => {
    fc.assert(
      fc.property(list, (values) => {
        const left = leaveOut(values);
        const found = jackknifeSpread(left);
        expect(jackknifeSpread(left.toReversed())).toEqual(found);
        for (const unit of [2 ** 600, 2 ** -600]) {
          const scaled = jackknifeSpread(left.map((v) => v * unit));
          expect((scaled?.standardError as number) / unit).toBe(found?.standardError);
          expect(scaled?.df).toBe(found?.df);
        }
      }),
    );
  });
});

const scales: readonly (readonly [Scale, (x: number) => number, (x: number) => number])[] = [
  ['identity', (x) => x, (x) => x],
  ['log', Math.log, Math.exp],
  ['log1m', (x) => -Math.log(1 - x), (x) => 1 - Math.exp(-x)],
  ['atanh', (x) => 0.5 * Math.log((1 + x) / (1 - x)), (x) => 1 - 2 / (1 + Math.exp(2 * x))],
  ['logit', (x) => Math.log(x / (1 - x)), (x) => 1 / (1 + Math.exp(-x))],
];

describe('jackknifeInterval', () => {
  it.each(scales)('is t standard errors on the scale: %s', (scale, to, from) => {
    const values = [0.21, 0.34, 0.27, 0.55, 0.4, 0.31, 0.62, 0.18];
    const left = leaveOut(values);
    const there = Array.from(left, to);
    const center = mean(there);
    const squares = there.map((v) => (v - center) ** 2);
    const se = Math.sqrt((7 / 8) * squares.reduce((a, b) => a + b, 0));
    const kurtosis = mean(squares.map((q) => q * q)) / mean(squares) ** 2;
    for (const level of [0.5, 0.95]) {
      const half = studentQuantile((1 + level) / 2, Math.min(7, 16 / (kurtosis - 1))) * se;
      const value = mean(values);
      expect(jackknifeInterval(value, left, scale, level)).toEqual([
        expect.closeTo(from(to(value) - half), 10),
        expect.closeTo(from(to(value) + half), 10),
      ]);
    }
  });

  it('is the value where nothing varies, and none at the end of a scale', () => {
    expect(jackknifeInterval(0, new Float64Array(9), 'log')).toEqual([0, 0]);
    expect(jackknifeInterval(1, Float64Array.of(1, 1, 0.9, 0.8), 'atanh')).toBeNull();
    expect(jackknifeInterval(0.9, Float64Array.of(1, 0.8, 0.9, 0.85), 'logit')).toBeNull();
  });
});

describe('shareInterval', () => {
  /** Leave-out shares of so many right ones. */
  const shares = (right: number, of: number) =>
    leaveOut(Array.from({ length: of }, (_, i) => (i < right ? 1 : 0)));

  it.each([
    // Wilson's interval of x of n, with z = 1.959964 (Brown, Cai and DasGupta, Stat. Sci. 16 (2001) 101).
    [40, 40, 0.91238, 1],
    [0, 40, 0, 0.08762],
    [10, 10, 0.72247, 1],
  ])('of %d of %d is from %d to %d', (right, of, low, high) => {
    expect(shareInterval(right / of, shares(right, of), of, false)).toEqual([
      expect.closeTo(low, 5),
      expect.closeTo(high, 5),
    ]);
  });

  it('is Wilson’s formula with the trials of the standard error', () => {
    const left = shares(16, 20);
    const [z, n, p] = [1.959963984540054, 19, 0.8];
    const center = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
    const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
    const expected = [expect.closeTo(center - half, 10), expect.closeTo(center + half, 10)];
    expect(shareInterval(p, left, 20, false)).toEqual(expected);
    // Fewer trials than the standard error speaks for.
    const [low] = shareInterval(p, left, 10, false) as [number, number];
    expect(low).toBeLessThan(center - half);
    // An estimated standard error has few degrees of freedom.
    const [lower] = shareInterval(p, left, 20, true) as [number, number];
    expect(lower).toBeLessThan(center - half);
  });

  it('holds the share, within 0 and 1', () => {
    const trials = fc.integer({ min: 2, max: 60 });
    fc.assert(
      fc.property(trials, fc.nat(), fc.boolean(), (of, some, estimated) => {
        const right = some % (of + 1);
        const [low, high] = shareInterval(right / of, shares(right, of), of, estimated) as [
          number,
          number,
        ];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(right / of);
        expect(high).toBeGreaterThanOrEqual(right / of);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThan(low);
      }),
    );
  });

  it('is unknown without trials', () => {
    expect(shareInterval(1, shares(5, 5), 0, false)).toBeNull();
    expect(shareInterval(0.5, Float64Array.of(Number.NaN, 0.5), 2, false)).toBeNull();
  });
});
