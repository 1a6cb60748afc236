import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../../src/metrics/metric.js';
import { studentSf } from '../../../src/statistics/distributions/student.js';
import {
  correctedResampledT,
  uncorrectedErrorRate,
} from '../../../src/statistics/hypothesis/corrected-resampled-t.js';
import { pairedT } from '../../../src/statistics/hypothesis/paired-t.js';
import { defined, expectRelative } from '../closeness.js';

const value = fc.integer({ min: -40, max: 40 }).map((v) => v / 8);
const pairs = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 20 });
const a = (rows: readonly (readonly [number, number])[]) => rows.map(([x]) => x);
const b = (rows: readonly (readonly [number, number])[]) => rows.map(([, y]) => y);

describe('correctedResampledT', () => {
  it('is the formula of Nadeau and Bengio', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0, max: 4, noNaN: true }), (rows, ratio) => {
        const result = correctedResampledT(a(rows), b(rows), ratio);
        const d = rows.map(([x, y]) => x - y);
        const mean = d.reduce((s, x) => s + x, 0) / d.length;
        const variance = d.reduce((s, x) => s + (x - mean) ** 2, 0) / (d.length - 1);
        if (d.every((x) => x === d[0])) {
          expect(result).toEqual(new Undefined(d[0] === 0 ? 'no_difference' : 'no_variation'));
          return;
        }
        const error = Math.sqrt((1 / d.length + ratio) * variance);
        const { standardError, statistic, p, interval, df, difference } = defined(result);
        expect(difference).toBeCloseTo(mean, 12);
        expectRelative(standardError, error, 1e-12);
        expect(statistic).toBeCloseTo(mean / error, 9);
        expect(df).toBe(d.length - 1);
        expect(p).toBeCloseTo(2 * studentSf(Math.abs(mean / error), df), 9);
        // The end of the interval that is nearer to 0 is at 0 where p is 0.05.
        const reach = (interval[1] - interval[0]) / 2 / error;
        expectRelative(2 * studentSf(reach, df), 0.05, 1e-9);
        expect((interval[0] + interval[1]) / 2).toBeCloseTo(mean, 9);
      }),
    );
  });

  it('is a paired t test where training sets are endless, and turns with the two', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        expect(correctedResampledT(a(rows), b(rows), 0)).toEqual(pairedT(a(rows), b(rows)));
        const result = correctedResampledT(a(rows), b(rows), 0.25);
        const turned = correctedResampledT(b(rows), a(rows), 0.25);
        if (result instanceof Undefined) {
          expect(turned).toEqual(result);
          return;
        }
        expect(defined(turned).statistic).toBe(-result.statistic || 0);
        expect(defined(turned).p).toBe(result.p);
        expect(defined(turned).interval).toEqual(result.interval.map((end) => -end).reverse());
      }),
    );
  });

  it("gives the numbers of scikit-learn's example of ten times ten folds", () => {
    // t is 2.611 and p, one-sided, 0.005; corrected, 0.750 and 0.227.
    const spread = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const error = Math.sqrt(100 / 99 / 100);
    const d = spread.map((s) => s + 2.611 * error);
    const zero = d.map(() => 0);
    expect(defined(correctedResampledT(d, zero, 0)).p / 2).toBeCloseTo(0.005, 3);
    const result = defined(correctedResampledT(d, zero, 1 / 9));
    expect(result.statistic).toBeCloseTo(0.75, 3);
    expect(result.p / 2).toBeCloseTo(0.227, 3);
  });

  it('refuses what cannot be', () => {
    expect(correctedResampledT([1], [2], 0.25)).toEqual(new Undefined('too_few'));
    expect(() => correctedResampledT([1, 2], [2, 3], -0.1)).toThrow(RangeError);
    expect(() => correctedResampledT([1, 2], [2, 3], Number.NaN)).toThrow(RangeError);
    expect(() => correctedResampledT([1, 2], [2], 0.25)).toThrow(RangeError);
  });
});

describe('uncorrectedErrorRate', () => {
  it('is the level where training sets are endless, and grows with splits and overlap', () => {
    expectRelative(uncorrectedErrorRate(25, 0), 0.05, 1e-12);
    expectRelative(uncorrectedErrorRate(7, 0, 0.01), 0.01, 1e-12);
    // t(24) of 0.975 is 2.063898562; five times five folds widen t by the root of 7.25.
    expectRelative(
      uncorrectedErrorRate(25, 0.25),
      2 * studentSf(2.0638985616280205 / Math.sqrt(7.25), 24),
      1e-12,
    );
    expect(uncorrectedErrorRate(25, 0.25)).toBeCloseTo(0.4508, 4);
    expect(uncorrectedErrorRate(100, 1 / 9)).toBeGreaterThan(uncorrectedErrorRate(10, 1 / 9));
  });

  it('is how often correlated differences look different', () => {
    // Normal differences with a correlation of 0.2, as of five folds.
    let state = 7;
    const uniform = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const zero = new Array(25).fill(0);
    const runs = 4000;
    let [plain, corrected] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const common = Math.sqrt(0.2) * normal();
      const d = zero.map(() => common + Math.sqrt(0.8) * normal());
      if (defined(pairedT(d, zero)).p < 0.05) plain++;
      if (defined(correctedResampledT(d, zero, 0.25)).p < 0.05) corrected++;
    }
    // Four standard errors.
    expect(Math.abs(plain / runs - uncorrectedErrorRate(25, 0.25))).toBeLessThan(0.032);
    expect(Math.abs(corrected / runs - 0.05)).toBeLessThan(0.014);
  });
});
