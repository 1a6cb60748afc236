import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../../src/metrics/metric.js';
import { chiSquareSf } from '../../../src/statistics/distributions/tails.js';
import { mcnemarExact } from '../../../src/statistics/hypothesis/mcnemar.js';
import { pairedT } from '../../../src/statistics/hypothesis/paired-t.js';
import { wilcoxonSignedRank } from '../../../src/statistics/hypothesis/wilcoxon.js';
import { defined, expectRelative } from '../closeness.js';

// Student's own data: hours of sleep gained with two drugs.
const SLEEP_A = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SLEEP_B = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

/** Few distinct values, so that ties and zeros are common. */
const few = fc.integer({ min: -3, max: 3 }).map((v) => v / 2);
const rows = (value: fc.Arbitrary<number>, maxLength: number) =>
  fc.array(fc.tuple(value, value), { maxLength });
const column = (pairs: readonly (readonly number[])[], j: number) => pairs.map((pair) => pair[j]);

describe('pairedT', () => {
  it('of the sleep data', () => {
    const result = defined(pairedT(SLEEP_A, SLEEP_B));
    expect(result.statistic).toBeCloseTo(-4.0621, 4);
    expect(result.df).toBe(9);
    expect(result.p).toBeCloseTo(0.002833, 6);
    expect(result.difference).toBeCloseTo(-1.58, 12);
    expect(result.interval[0]).toBeCloseTo(-2.4598858, 7);
    expect(result.interval[1]).toBeCloseTo(-0.7001142, 7);
  });

  it('turns with a and b, and does not depend on the order of rows', () => {
    fc.assert(
      fc.property(rows(fc.double({ min: -9, max: 9, noNaN: true }), 15), (pairs) => {
        const [a, b] = [column(pairs, 0), column(pairs, 1)];
        const result = pairedT(a, b);
        if (result instanceof Undefined) return;
        const turned = defined(pairedT(b, a));
        expect(turned.statistic + result.statistic).toBe(0);
        expect(turned.p).toBe(result.p);
        expect(turned.interval[0] + result.interval[1]).toBe(0);
        expect(turned.interval[1] + result.interval[0]).toBe(0);
        const reversed = defined(pairedT(a.toReversed(), b.toReversed()));
        // Where the differences are all but equal, p is made of rounding.
        if (result.standardError > 1e-6) expect(reversed.p).toBeCloseTo(result.p, 8);
        // The interval holds 0 where p is above 0.05.
        const [low, high] = result.interval;
        if (Math.abs(result.p - 0.05) > 1e-9) expect(low < 0 && high > 0).toBe(result.p > 0.05);
      }),
    );
  });

  it('is undefined without variation', () => {
    expect(pairedT([1], [2])).toEqual(new Undefined('too_few'));
    expect(pairedT([1, 2], [1, 2])).toEqual(new Undefined('no_difference'));
    // Too small to be squared.
    expect(pairedT([0, 0], [0, 5e-324])).toBeInstanceOf(Undefined);
    // Differences of 0.1 but for rounding.
    const a = [0.3, 1.7, 100.4];
    const shifted = pairedT(
      a.map((v) => v + 0.1),
      a,
    );
    expect(shifted).toEqual(new Undefined('no_variation'));
    expect(() => pairedT([1, 2], [1])).toThrow(RangeError);
    expect(() => pairedT([1, Number.NaN], [1, 2])).toThrow(RangeError);
  });
});

describe('wilcoxonSignedRank', () => {
  /** Twice the share of all assignments of signs with a rank sum of at most the smaller one. */
  function byEnumeration(a: readonly number[], b: readonly number[]): number {
    const d = a.map((v, i) => v - b[i]).filter((v) => v !== 0);
    const size = d.map(Math.abs);
    const ranks = size.map(
      (v) => (size.filter((w) => w < v).length + 1 + size.filter((w) => w <= v).length) / 2,
    );
    const total = ranks.reduce((sum, r) => sum + r, 0);
    const positive = ranks.reduce((sum, r, i) => sum + (d[i] > 0 ? r : 0), 0);
    const smaller = Math.min(positive, total - positive);
    let hits = 0;
    for (let signs = 0; signs < 1 << d.length; signs++) {
      const sum = ranks.reduce((s, r, i) => s + ((signs >> i) & 1) * r, 0);
      if (sum <= smaller) hits++;
    }
    return Math.min(1, (2 * hits) / 2 ** d.length);
  }

  it('is exact, with ties and zeros', () => {
    fc.assert(
      fc.property(rows(few, 10), (pairs) => {
        const [a, b] = [column(pairs, 0), column(pairs, 1)];
        const result = wilcoxonSignedRank(a, b);
        if (result instanceof Undefined) return;
        expect(result.p).toBe(byEnumeration(a, b));
        expect(result.n + result.zeros).toBe(a.length);
        expect(result.positive + result.negative).toBe((result.n * (result.n + 1)) / 2);
        expect(result.statistic).toBe(Math.min(result.positive, result.negative));
      }),
    );
  });

  it('turns with a and b, and does not depend on the order of rows', () => {
    fc.assert(
      fc.property(rows(few, 70), (pairs) => {
        const [a, b] = [column(pairs, 0), column(pairs, 1)];
        const result = wilcoxonSignedRank(a, b);
        expect(wilcoxonSignedRank(a.toReversed(), b.toReversed())).toEqual(result);
        if (result instanceof Undefined) return;
        const { positive, negative } = result;
        expect(wilcoxonSignedRank(b, a)).toEqual({
          ...result,
          positive: negative,
          negative: positive,
        });
      }),
    );
  });

  it('of all positive differences is 2^(1 - n), up to 50 of them', () => {
    const zeros = new Array<number>(51).fill(0);
    const rising = zeros.map((_, i) => i + 1);
    for (const n of [1, 5, 50]) {
      const result = defined(wilcoxonSignedRank(rising.slice(0, n), zeros.slice(0, n)));
      expect(result).toMatchObject({ n, statistic: 0, exact: true, p: 2 ** (1 - n) });
    }
    // The mean of the rank sum of 51 is 663, its variance 51 · 52 · 103 / 24 = 11381.5.
    const result = defined(wilcoxonSignedRank(rising, zeros));
    expect(result.exact).toBe(false);
    expectRelative(result.p, chiSquareSf(663 ** 2 / 11381.5, 1), 1e-12);
  });

  it('corrects the normal distribution for ties', () => {
    // 40 differences of 1 and 20 of -1: all ranks are 30.5.
    const a = Array.from({ length: 60 }, (_, i) => (i < 40 ? 1 : -1));
    const result = defined(wilcoxonSignedRank(a, new Array<number>(60).fill(0)));
    const variance = (60 * 61 * 121) / 24 - (60 ** 3 - 60) / 48;
    expect(result.statistic).toBe(610);
    expectRelative(result.p, chiSquareSf((915 - 610) ** 2 / variance, 1), 1e-12);
  });

  it('is undefined without differences', () => {
    expect(wilcoxonSignedRank([], [])).toEqual(new Undefined('too_few'));
    expect(wilcoxonSignedRank([1, 2], [1, 2])).toEqual(new Undefined('no_difference'));
    expect(() => wilcoxonSignedRank([1], [Infinity])).toThrow(RangeError);
  });
});

describe('mcnemarExact', () => {
  it.each([
    [3, 12, 0.03515625],
    [0, 5, 0.0625],
    [10, 10, 1],
    [10, 11, 1],
    [0, 1, 1],
  ])('of %d and %d is %d', (n01, n10, p) => {
    expectRelative(defined(mcnemarExact(n01, n10)).p, p, 1e-13);
    expect(mcnemarExact(n10, n01)).toEqual(mcnemarExact(n01, n10));
  });

  it('is a binomial sum', () => {
    const counts = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(counts, counts, (n01, n10) => {
        const n = n01 + n10;
        fc.pre(n > 0);
        let [sum, term] = [0, 2 ** -n];
        for (let k = 0; k <= Math.min(n01, n10); k++) {
          sum += term;
          term *= (n - k) / (k + 1);
        }
        expectRelative(defined(mcnemarExact(n01, n10)).p, Math.min(1, 2 * sum), 1e-12);
      }),
    );
  });

  it('is undefined without disagreement', () => {
    expect(mcnemarExact(0, 0)).toEqual(new Undefined('no_difference'));
    expect(() => mcnemarExact(0.5, 1)).toThrow(RangeError);
    expect(() => mcnemarExact(-1, 1)).toThrow(RangeError);
  });
});
