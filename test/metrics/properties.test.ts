import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../src/metrics/metric.js';
import {
  countInversions,
  denseRanks,
  doubledRanks,
  orderByRanks,
} from '../../src/metrics/ranks.js';
import { metrics, metricsFor } from '../../src/metrics/registry.js';

const find = (name: string) => metrics.find((m) => m.name === name) as (typeof metrics)[number];
/** Few distinct values, so that ties are common. */
const value = fc.integer({ min: -4, max: 4 }).map((v) => v / 2);
const rows = (truth: fc.Arbitrary<number>, prediction: fc.Arbitrary<number>) =>
  fc.array(fc.tuple(truth, prediction), { minLength: 1, maxLength: 30 });
const columns = (pairs: [number, number][]) =>
  [Float64Array.from(pairs, (p) => p[0]), Float64Array.from(pairs, (p) => p[1])] as const;

describe('every metric', () => {
  it.each(metrics.map((m) => [m.name, m] as const))(
    '%s does not depend on the order of rows, and is a finite number or undefined',
    (_, metric) => {
      const binary = fc.constantFrom(0, 1);
      const truth = metric.task === 'classification' ? binary : value;
      const prediction = metric.needs === 'class' ? binary : value;
      fc.assert(
        fc.property(rows(truth, prediction), fc.infiniteStream(fc.nat()), (pairs, noise) => {
          const shuffled = pairs
            .map((pair) => ({ pair, key: noise.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ pair }) => pair);
          const before = metric.compute(...columns(pairs));
          const after = metric.compute(...columns(shuffled));
          if (before instanceof Undefined) {
            expect(after).toBeInstanceOf(Undefined);
            expect((after as Undefined).reason).toBe(before.reason);
          } else {
            expect(Number.isFinite(before)).toBe(true);
            expect(after).toBeCloseTo(before, 10);
          }
        }),
      );
    },
  );

  it('does not write to its inputs', () => {
    for (const metric of metrics) {
      const truth = Float64Array.of(1, 0, 1, 0, 0);
      const predictions = Float64Array.of(1, 1, 0, 0, 0);
      metric.compute(truth, predictions);
      expect([...truth, ...predictions], metric.name).toEqual([1, 0, 1, 0, 0, 1, 1, 0, 0, 0]);
    }
  });
});

describe('rank metrics', () => {
  it.each(['spearman', 'kendall', 'roc_auc', 'average_precision'])(
    '%s does not change when the predictions are stretched',
    (name) => {
      const metric = find(name);
      const truth = metric.task === 'classification' ? fc.constantFrom(0, 1) : value;
      fc.assert(
        fc.property(rows(truth, value), (pairs) => {
          const stretched = pairs.map(([y, p]): [number, number] => [y, Math.exp(p) * 7 - 3]);
          expect(metric.compute(...columns(stretched))).toEqual(metric.compute(...columns(pairs)));
        }),
      );
    },
  );

  it('kendall equals a count over all pairs', () => {
    fc.assert(
      fc.property(rows(value, value), (pairs) => {
        let surplus = 0;
        let untiedTruth = 0;
        let untiedPrediction = 0;
        for (let i = 0; i < pairs.length; i++) {
          for (let j = 0; j < i; j++) {
            const dy = Math.sign(pairs[i][0] - pairs[j][0]);
            const dp = Math.sign(pairs[i][1] - pairs[j][1]);
            surplus += dy * dp;
            untiedTruth += Math.abs(dy);
            untiedPrediction += Math.abs(dp);
          }
        }
        const result = find('kendall').compute(...columns(pairs));
        if (untiedTruth === 0 || untiedPrediction === 0) {
          expect(result).toBeInstanceOf(Undefined);
        } else {
          expect(result).toBeCloseTo(surplus / Math.sqrt(untiedTruth * untiedPrediction), 12);
        }
      }),
    );
  });

  it('ROC-AUC equals the share of pairs in the right order', () => {
    fc.assert(
      fc.property(rows(fc.constantFrom(0, 1), value), (pairs) => {
        const positives = pairs.filter(([y]) => y === 1);
        const negatives = pairs.filter(([y]) => y === 0);
        const result = find('roc_auc').compute(...columns(pairs));
        if (positives.length === 0 || negatives.length === 0) {
          expect(result).toBeInstanceOf(Undefined);
          return;
        }
        let right = 0;
        for (const [, p] of positives) {
          for (const [, n] of negatives) right += p > n ? 1 : p === n ? 0.5 : 0;
        }
        expect(result).toBeCloseTo(right / positives.length / negatives.length, 12);
      }),
    );
  });
});

describe('ranks', () => {
  it('are twice the mean rank of equal values', () => {
    expect([...doubledRanks(Float64Array.of(3, 1, 3, 2, 3))]).toEqual([8, 2, 8, 4, 8]);
  });

  it('are the same by counting and by sorting, and order as a comparison does', () => {
    const whole = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3 });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const n = Math.min(a.length, b.length);
        const major = doubledRanks(Float64Array.from(a.slice(0, n)));
        const minor = doubledRanks(Float64Array.from(b.slice(0, n)));
        // Halves are no whole numbers, and keep the order.
        expect([...doubledRanks(Float64Array.from(a.slice(0, n), (v) => v / 2 + 0.25))]).toEqual([
          ...major,
        ]);
        const expected = [...major.keys()].sort(
          (i, j) => major[i] - major[j] || minor[i] - minor[j] || i - j,
        );
        expect([...orderByRanks(major, minor)]).toEqual(expected);
        const distinct = [...new Set(a)].sort((x, y) => x - y);
        expect([...denseRanks(Float64Array.from(a))]).toEqual(a.map((v) => distinct.indexOf(v)));
      }),
    );
  });

  it('counts inversions as a double loop does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (items) => {
        let expected = 0;
        items.forEach((a, i) => {
          for (const b of items.slice(i + 1)) if (a > b) expected++;
        });
        const values = Float64Array.from(items);
        expect(countInversions(values)).toBe(expected);
        expect([...values]).toEqual([...items].sort((a, b) => a - b));
      }),
    );
  });
});

describe('metricsFor', () => {
  it('takes names and aliases, and refuses others with the nearest', () => {
    expect(metricsFor('classification', ['AUROC', 'mcc']).map((m) => m.name)).toEqual([
      'roc_auc',
      'mcc',
    ]);
    expect(() => metricsFor('regression', ['rsme'])).toThrow(/did you mean rmse/);
    expect(() => metricsFor('regression', ['roc_auc'])).toThrow(/it is for classification/);
  });
});
