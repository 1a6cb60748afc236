import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../../src/metrics/metric.js';
import { metrics } from '../../../src/metrics/registry.js';
import { delongTest } from '../../../src/statistics/hypothesis/delong.js';
import { defined, expectRelative } from '../closeness.js';

const few = fc.integer({ min: 0, max: 5 });
const many = fc.double({ min: -9, max: 9, noNaN: true });
const rows = (score: fc.Arbitrary<number>) =>
  fc.array(fc.tuple(fc.constantFrom(0, 1), score, score), { minLength: 1, maxLength: 25 });
const column = (table: readonly (readonly number[])[], j: number) => table.map((row) => row[j]);
const run = (table: readonly (readonly number[])[]) =>
  delongTest(column(table, 0), column(table, 1), column(table, 2));

/** Areas and variance of their difference from the placements of all pairs, in O(n²). */
function bruteForce(table: readonly (readonly number[])[]) {
  const positives = table.filter(([y]) => y === 1);
  const negatives = table.filter(([y]) => y === 0);
  const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length;
  const above = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const covariance = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, x, i) => sum + (x - mean(u)) * (v[i] - mean(v)), 0) / (u.length - 1);
  const placed = (j: number) => ({
    v10: positives.map((p) => mean(negatives.map((n) => above(p[j], n[j])))),
    v01: negatives.map((n) => mean(positives.map((p) => above(p[j], n[j])))),
  });
  const [a, b] = [placed(1), placed(2)];
  const s = (x: typeof a, y: typeof a) =>
    covariance(x.v10, y.v10) / positives.length + covariance(x.v01, y.v01) / negatives.length;
  return { aucA: mean(a.v10), aucB: mean(b.v10), variance: s(a, a) + s(b, b) - 2 * s(a, b) };
}

describe('delongTest', () => {
  it.each([
    ['with ties', few],
    ['without', many],
  ])('is that of all pairs, %s', (_, score) => {
    fc.assert(
      fc.property(rows(score), (table) => {
        const result = run(table);
        const positives = table.filter(([y]) => y === 1).length;
        const fewest = Math.min(positives, table.length - positives);
        if (fewest < 2) {
          expect(result).toEqual(new Undefined(fewest === 0 ? 'one_class' : 'too_few'));
          return;
        }
        const { aucA, aucB, variance } = bruteForce(table);
        if (result instanceof Undefined) {
          expect(variance).toBeCloseTo(0, 12);
          expect(result.reason).toBe(
            Math.abs(aucA - aucB) < 1e-12 ? 'no_difference' : 'no_variation',
          );
          return;
        }
        expect(result.aucA).toBeCloseTo(aucA, 12);
        expect(result.aucB).toBeCloseTo(aucB, 12);
        expect(result.difference).toBeCloseTo(aucA - aucB, 12);
        expect(result.variance).toBeCloseTo(variance, 12);
        expect(result.z).toBeCloseTo((aucA - aucB) / Math.sqrt(variance), 6);
        expect(result.p).toBeGreaterThanOrEqual(0);
        expect(result.p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  it('turns with a and b, and knows neither the order of rows nor the scale of scores', () => {
    fc.assert(
      fc.property(rows(few), (table) => {
        const result = run(table);
        const stretched = table.map(([y, a, b]) => [y, Math.exp(a) - 7, b ** 3]);
        expect(run(stretched)).toEqual(result);
        const turned = run(table.map(([y, a, b]) => [y, b, a]));
        const reversed = run(table.toReversed());
        if (result instanceof Undefined) {
          expect([turned, reversed]).toEqual([result, result]);
          return;
        }
        expect(defined(turned).z).toBeCloseTo(-result.z, 12);
        expect(defined(turned).p).toBeCloseTo(result.p, 12);
        expect(defined(turned).interval[0]).toBeCloseTo(-result.interval[1], 12);
        expect(defined(reversed).variance).toBeCloseTo(result.variance, 14);
      }),
    );
  });

  it('has the areas of the metric, and an interval that holds 0 where p is above 0.05', () => {
    const metric = metrics.find((m) => m.name === 'roc_auc') as (typeof metrics)[number];
    fc.assert(
      fc.property(rows(many), (table) => {
        const result = run(table);
        if (result instanceof Undefined) return;
        const truth = Float64Array.from(column(table, 0));
        const auc = metric.compute(truth, Float64Array.from(column(table, 1)));
        expect(result.aucA).toBeCloseTo(auc as number, 12);
        const [low, high] = result.interval;
        if (Math.abs(result.p - 0.05) > 1e-9) expect(low < 0 && high > 0).toBe(result.p > 0.05);
      }),
    );
  });

  it('of a small table', () => {
    // Of three positives and two negatives: placements 1, 1, ½ and ½, 1, 1; 5/6 each.
    const result = defined(delongTest([1, 1, 1, 0, 0], [5, 4, 2, 3, 1], [2, 4, 5, 1, 3]));
    expectRelative(result.aucA, 5 / 6, 1e-15);
    expectRelative(result.aucB, 5 / 6, 1e-15);
    // Differences of placements ½, 0, -½ (variance ¼ over 3) and -⅓, ⅓ (2/9 over 2).
    expectRelative(result.variance, 1 / 12 + 1 / 9, 1e-14);
    expect([result.z, result.p]).toEqual([0, 1]);
  });

  it('is undefined without variation', () => {
    const truth = [1, 1, 0, 0];
    const good = [4, 3, 2, 1];
    expect(delongTest(truth, good, good)).toEqual(new Undefined('no_difference'));
    const worst = good.toReversed();
    expect(delongTest(truth, good, worst)).toEqual(new Undefined('no_variation'));
    expect(delongTest([1, 1], [1, 2], [2, 1])).toEqual(new Undefined('one_class'));
    expect(delongTest([1, 1, 0], [1, 2, 3], [2, 1, 3])).toEqual(new Undefined('too_few'));
    expect(() => delongTest([1, 0], [1], [2])).toThrow(RangeError);
    expect(() => delongTest([1, 0], [1, Number.NaN], [2, 3])).toThrow(RangeError);
  });
});
