import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scored } from '../../../src/evaluation/types.js';
import { lossOf, type Metric } from '../../../src/metrics/metric.js';
import { metrics } from '../../../src/metrics/registry.js';
import { contentOrder } from '../../../src/workflows/compare/model-order.js';
import { effectOf, gainOf } from '../../../src/workflows/compare/pair.js';
import { ranksOf } from '../../../src/workflows/compare/ranks.js';
import type { Gain } from '../../../src/workflows/compare/types.js';

const LEVEL = 0.75;
/** Metrics; those whose best value is the level of intervals have it from the predictions. */
const own = ({ target }: Metric) => (target === 'level' ? LEVEL : target);
const value = fc.double({ min: -3, max: 3, noNaN: true });
const metric = fc.constantFrom(...metrics);
/** A value with draws and leave-out values around it. */
const statistic = fc
  .tuple(value, fc.array(value, { minLength: 20, maxLength: 20 }))
  .map(([v, around]) => ({
    value: v,
    units: 8,
    resampled: {
      draws: Float64Array.from(around, (d) => v + d / 10),
      jackknife: Float64Array.from(around.slice(0, 8), (d) => v + d / 50),
    },
  }));

describe('the gain of one model over another', () => {
  it('is that of the other with its sign turned, to the last bit', () => {
    fc.assert(
      fc.property(metric, statistic, statistic, (m: Metric, s, t) => {
        const [a, b] = [
          { statistic: { ...s, target: own(m) }, place: 0 },
          { statistic: { ...t, target: own(m) }, place: 1 },
        ];
        const there = gainOf(m, a, b) as Gain;
        const back = gainOf(m, b, a) as Gain;
        expect(back.difference).toBe(0 - there.difference);
        const [low, high] = there.ci95 as [number, number];
        expect(back.ci95).toEqual([0 - high, 0 - low]);
        expect(back.spread).toEqual(there.spread);
        const loss = (v: number) => lossOf(m, v, own(m));
        expect(there.difference).toBeCloseTo(loss(s.value) - loss(t.value), 11);
      }),
    );
  });

  it('is given in the unit of the metric: the second less the first', () => {
    fc.assert(
      fc.property(metric, statistic, statistic, (m: Metric, s, t) => {
        const target = own(m);
        const effect = effectOf(
          m,
          { statistic: { ...s, target }, place: 1 },
          { statistic: { ...t, target }, place: 0 },
        );
        const expected =
          target === undefined
            ? t.value - s.value
            : Math.abs(t.value - target) - Math.abs(s.value - target);
        expect(effect.difference).toBeCloseTo(expected, 11);
      }),
    );
  });
});

describe('ranks', () => {
  it('count the better ones, and half of the equal ones', () => {
    const values = fc.array(fc.option(fc.integer({ min: -4, max: 4 })), { maxLength: 8 });
    fc.assert(
      fc.property(metric, values, (m: Metric, given) => {
        const target = own(m);
        const ranks = ranksOf(
          m,
          given.map(
            (v): Scored =>
              v === null
                ? { value: null, reason: 'too_few' }
                : { value: v, ci95: null, ...(target === undefined ? {} : { target }) },
          ),
        );
        const loss = (v: number) => lossOf(m, v, target);
        given.forEach((v, i) => {
          if (v === null) expect(ranks[i]).toBeNull();
          else {
            const losses = given.flatMap((w) => (w === null ? [] : [loss(w)]));
            const better = losses.filter((one) => one < loss(v)).length;
            const equal = losses.filter((one) => one === loss(v)).length;
            expect(ranks[i]).toBe(better + (equal + 1) / 2);
          }
        });
      }),
    );
  });
});

describe('the order by content', () => {
  it('is the same for any order of rows and of models', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), value, value, value), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (own, keys) => {
        const order = (rows: typeof own, models: readonly number[]) =>
          contentOrder(
            Float64Array.from(rows, ([y]) => y),
            models.map((m) => ({
              name: `m${m}`,
              predictions: {
                value: Float64Array.from(rows, (row) => row[m]),
                probabilities: false,
              },
            })),
          ).map((s) => models[s]);
        const shuffled = own
          .map((row) => ({ row, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        expect(order(shuffled, [3, 1, 2])).toEqual(order(own, [1, 2, 3]));
      }),
    );
  });
});

describe('a difference in any unit', () => {
  it('has the same interval and standard error, in that unit', () => {
    const of = (k: number, unit: number) => ({
      value: k * unit,
      units: 50,
      resampled: {
        draws: Float64Array.from({ length: 200 }, (_, i) => unit * (k + Math.sin(i * k))),
        jackknife: Float64Array.from({ length: 50 }, (_, i) => unit * (k + Math.cos(i * k) / 99)),
      },
    });
    const gain = (unit: number) =>
      gainOf(
        metrics.find(({ name }) => name === 'rmse') as Metric,
        { statistic: of(2, unit), place: 0 },
        { statistic: of(3, unit), place: 1 },
      ) as Gain;
    const { ci95, spread } = gain(1);
    for (const unit of [2 ** 600, 2 ** -600]) {
      const found = gain(unit);
      expect(found.ci95?.map((end) => end / unit)).toEqual(ci95);
      expect((found.spread?.standardError as number) / unit).toBe(spread?.standardError);
      expect(found.spread?.df).toBe(spread?.df);
    }
  });
});
