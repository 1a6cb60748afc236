import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/numerics/normal.js';
import { Random } from '../../src/random.js';
import { bcaInterval, percentileInterval as ours } from '../../src/statistics/bca.js';

type Interval = readonly [number, number];

/** Quantiles between two draws, interpolated linearly (type 7 of Hyndman & Fyfe). */
function percentileInterval(draws: Float64Array, level = 0.95): Interval {
  const sorted = draws.toSorted();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}

const expectEnds = (interval: Interval | null, low: number, high: number) =>
  expect(interval).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
const count = (n: number) => Float64Array.from({ length: n }, (_, i) => i);
const symmetric = Float64Array.of(-2, -1, 0, 1, 2);
// The smallest numbers have few digits, so that twice one, or its square, is not what it should be.
const number = fc
  .double({ min: -100, max: 100, noNaN: true })
  .map((v) => (Math.abs(v) < 1e-100 ? 0 : v));
const list = fc.array(number, { minLength: 2, maxLength: 40 });

const whole = fc.integer({ min: -100, max: 100 });
const rounded = fc.array(whole, { minLength: 2, maxLength: 40 });

describe('bcaInterval', () => {
  it('is the formula', () => {
    const draws = count(1001);
    const value = 400;
    const jackknife = Float64Array.of(0, 1, 1, 2, 2, 2, 3, 9);
    // Mean 2.5: Σd³ / (6 (Σd²)^1.5), d = mean - value.
    const d = [2.5, 1.5, 1.5, 0.5, 0.5, 0.5, -0.5, -6.5];
    const squares = d.reduce((sum, x) => sum + x ** 2, 0);
    const a = d.reduce((sum, x) => sum + x ** 3, 0) / (6 * squares ** 1.5);
    expect(a).toBeLessThan(0);
    const z0 = normalQuantile(400.5 / 1001);
    const place = (z: number) => 1000 * normalCdf(z0 + (z0 + z) / (1 - a * (z0 + z)));
    for (const level of [0.5, 0.95, 0.99]) {
      const z = normalQuantile((1 + level) / 2);
      const [low, high] = bcaInterval(value, draws, jackknife, level) as Interval;
      expect(low).toBeCloseTo(place(-z), 8);
      expect(high).toBeCloseTo(place(z), 8);
    }
  });

  it('is the percentile interval where nothing is biased or skewed', () => {
    fc.assert(
      fc.property(list, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (values, level) => {
        // The draws are symmetric about 0, and are below it as often as above.
        const draws = Float64Array.from(values.flatMap((v) => [v, -v]));
        fc.pre(new Set(draws).size > 1);
        const [low, high] = percentileInterval(draws, level);
        const bca = bcaInterval(0, draws, symmetric, level) as Interval;
        expect(bca[0]).toBeCloseTo(low, 8);
        expect(bca[1]).toBeCloseTo(high, 8);
      }),
    );
  });

  it('turns with the sign, and moves with a scale', () => {
    fc.assert(
      fc.property(list, list, number, (a, b, value) => {
        const [draws, jackknife] = [Float64Array.from(a), Float64Array.from(b)];
        const [low, high] = bcaInterval(value, draws, jackknife) as Interval;
        const negate = (values: Float64Array) => values.map((v) => -v);
        const turned = bcaInterval(-value, negate(draws), negate(jackknife)) as Interval;
        expect(turned[0]).toBeCloseTo(-high, 6);
        expect(turned[1]).toBeCloseTo(-low, 6);
        const double = (values: Float64Array) => values.map((v) => 2 * v);
        const scaled = bcaInterval(2 * value, double(draws), double(jackknife)) as Interval;
        expect(scaled[0]).toBeCloseTo(2 * low, 8);
        expect(scaled[1]).toBeCloseTo(2 * high, 8);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('moves with a scale beyond what can be summed or cubed', () => {
    fc.assert(
      fc.property(rounded, rounded, whole, fc.constantFrom(-990, 600, 1013), (a, b, value, e) => {
        const scaled = (values: readonly number[]) => Float64Array.from(values, (v) => v * 2 ** e);
        // Of ordinary numbers, to the same bits.
        const [low, high] = bcaInterval(
          value,
          Float64Array.from(a),
          Float64Array.from(b),
        ) as Interval;
        const found = bcaInterval(value * 2 ** e, scaled(a), scaled(b));
        expect(found).toEqual([low * 2 ** e, high * 2 ** e]);
      }),
    );
  });

  it('does not depend on order, and changes nothing', () => {
    fc.assert(
      fc.property(list, list, number, (a, b, value) => {
        const [draws, jackknife] = [Float64Array.from(a), Float64Array.from(b)];
        const interval = bcaInterval(value, draws, jackknife);
        expect(bcaInterval(value, draws.toReversed(), jackknife.toReversed())).toEqual(interval);
        expect([...draws, ...jackknife]).toEqual([...a, ...b]);
      }),
    );
  });

  it('leaves what is undefined out, up to a tenth', () => {
    const draws = count(100).map((v) => (v < 10 ? Number.NaN : v));
    const jackknife = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 30, Number.NaN);
    expect(bcaInterval(50, draws, jackknife)).toEqual(
      bcaInterval(50, draws.slice(10), jackknife.slice(0, 9)),
    );
    expect(bcaInterval(50, draws, jackknife.slice(1))).toBeNull();
    draws[10] = Number.NaN;
    expect(bcaInterval(50, draws, jackknife)).toBeNull();
    expect(bcaInterval(50, new Float64Array(), symmetric)).toBeNull();
    expect(bcaInterval(50, count(9), new Float64Array())).toBeNull();
  });

  it('of equal draws is the value, and of draws on one side of it their percentiles', () => {
    expect(bcaInterval(3, Float64Array.of(3, 3, 3), symmetric)).toEqual([3, 3]);
    for (const value of [-1, 2000]) {
      expectEnds(bcaInterval(value, count(1001), symmetric), 25, 975);
    }
    // All at the value or above: half of those at it are below.
    expect(bcaInterval(0, count(1001), symmetric)?.[1]).toBeLessThan(1);
    // Equal jackknife values say that nothing is skewed.
    expect(bcaInterval(500, count(1001), Float64Array.of(0.1, 0.1, 0.1 + 1e-16))).toEqual(
      bcaInterval(500, count(1001), symmetric),
    );
  });

  it('stays within the draws where bias and acceleration are extreme', () => {
    // One outlier makes the acceleration nearly ±1/6, its limit.
    const outlier = new Float64Array(2000);
    for (const sign of [-1, 1]) {
      outlier[0] = sign;
      for (const value of [0, 1, 998, 999.5, 1000]) {
        const [low, high] = bcaInterval(value, count(1001), outlier, 0.99999) as Interval;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1000);
        expect(low).toBeLessThanOrEqual(high);
      }
    }
  });

  it('covers the variance of a skewed sample better than the percentile interval does', () => {
    const random = new Random(11);
    const variance = (values: Float64Array) => {
      let [sum, squares] = [0, 0];
      for (const v of values) {
        sum += v;
        squares += v * v;
      }
      return squares / values.length - (sum / values.length) ** 2;
    };
    let [bca, percentile] = [0, 0];
    for (let run = 0; run < 200; run++) {
      const sample = Float64Array.from({ length: 30 }, () => normalQuantile(random.uniform()));
      const value = variance(sample);
      const draws = Float64Array.from({ length: 300 }, () =>
        variance(sample.map(() => sample[random.below(30)])),
      );
      const jackknife = sample.map((_, i) => variance(sample.filter((_v, j) => j !== i)));
      const holds = ([low, high]: Interval) => Number(low <= 1 && 1 <= high);
      bca += holds(bcaInterval(value, draws, jackknife) as Interval);
      percentile += holds(percentileInterval(draws));
    }
    expect(bca).toBeGreaterThan(percentile);
    expect(bca / 200).toBeGreaterThan(0.85);
  });
});

describe('percentileInterval', () => {
  it('is the quantiles of the draws that are defined, of which at least 9 in 10 must be', () => {
    fc.assert(
      fc.property(list, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (values, level) => {
        const draws = Float64Array.from(values);
        const [low, high] = percentileInterval(draws, level);
        expectEnds(ours(draws, level), low, high);
      }),
    );
    const undefinedAt = (n: number) => count(20).map((v) => (v < n ? Number.NaN : v));
    expectEnds(ours(undefinedAt(2)), ...percentileInterval(count(18).map((v) => v + 2)));
    expect(ours(undefinedAt(3))).toBeNull();
    expect(ours(new Float64Array(0))).toBeNull();
  });
});
