import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../src/metrics/metric.js';
import { metricNamed } from '../../../src/metrics/registry.js';
import { mcnemarExact } from '../../../src/statistics/hypothesis/mcnemar.js';
import { wilcoxonSignedRank } from '../../../src/statistics/hypothesis/wilcoxon.js';
import { pairedTest, testOf } from '../../../src/workflows/compare/paired-test.js';

const truth = Float64Array.of(1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0);
const sources = [
  [1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0],
  [1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1],
].map((classes, s) => ({
  name: `m${s}`,
  predictions: {
    value: Float64Array.from(classes, (c, i) => 0.1 + 0.7 * c + i / 100),
    classes: Float64Array.from(classes),
    probabilities: true,
  },
}));
const rows = {
  truth,
  unit: Int32Array.from(truth.keys()),
  trainMean: 'no_training_labels' as const,
  sources,
};
const all = Int32Array.from(truth.keys());
const gain = (difference: number, standardError: number | null, df = Number.POSITIVE_INFINITY) => ({
  difference,
  ci95: null,
  spread: standardError === null ? null : { standardError, df },
});

describe('the p-value from a standard error', () => {
  const p = (difference: number, standardError: number | null, df?: number) =>
    pairedTest('jackknife', rows, all, 0, 1, gain(difference, standardError, df));

  it('is two-sided, of Student’s distribution', () => {
    // Tables of Student's t.
    expect(p(2.570582, 1, 5)).toEqual({ p: expect.closeTo(0.05, 7) });
    expect(p(-2 * 2.75, 2, 30)).toEqual({ p: expect.closeTo(0.01, 6) });
    for (const sign of [1, -1]) {
      expect(p(sign * 1.959963984540054, 1)).toEqual({ p: expect.closeTo(0.05, 12) });
      expect(p(sign * 5.151658607097802, 2)).toEqual({ p: expect.closeTo(0.01, 12) });
    }
    expect(p(0, 1)).toEqual({ p: 1 });
  });

  it('has a reason where there is none', () => {
    expect(p(0.1, null)).toMatchObject({ reason: 'unstable' });
    expect(p(0, 0)).toMatchObject({ reason: 'no_difference' });
    expect(p(0.1, 0)).toMatchObject({ reason: 'no_variation' });
  });
});

describe('tests of rows', () => {
  it('are chosen by the metric, where rows are independent', () => {
    const chosen = (name: string, independent: boolean) =>
      testOf(metricNamed(name) as Metric, independent);
    expect(['mae', 'roc_auc', 'accuracy', 'rmse', 'f1'].map((name) => chosen(name, true))).toEqual([
      'wilcoxon',
      'delong',
      'mcnemar',
      'jackknife',
      'jackknife',
    ]);
    expect(chosen('median_ae', true)).toBe('bootstrap');
    for (const name of ['mae', 'roc_auc', 'accuracy'])
      expect(chosen(name, false)).toBe('jackknife');
  });

  it('count the rows that one alone has right', () => {
    // The first alone is right in rows 2-5, 7, 8 and 12, the second in rows 10 and 11.
    const expected = mcnemarExact(2, 7);
    expect(expected).toMatchObject({ p: expect.closeTo(0.1796875, 12) });
    expect(pairedTest('mcnemar', rows, all, 0, 1, gain(0, null))).toMatchObject({ ...expected });
    const some = Int32Array.of(1, 2, 3, 9);
    expect(pairedTest('mcnemar', rows, some, 0, 1, gain(0, null))).toMatchObject({
      ...mcnemarExact(1, 3),
    });
    expect(pairedTest('mcnemar', rows, all, 0, 0, gain(0, null))).toMatchObject({
      reason: 'no_difference',
    });
  });

  it('say whose errors are smaller in most rows', () => {
    const errors = sources.map(({ predictions }) =>
      truth.map((y, i) => Math.abs(y - predictions.value[i])),
    );
    const { p } = wilcoxonSignedRank(errors[0], errors[1]) as { p: number };
    expect(pairedTest('wilcoxon', rows, all, 0, 1, gain(0, null))).toEqual({ p, rankGain: -1 });
    expect(pairedTest('wilcoxon', rows, all, 1, 0, gain(0, null))).toEqual({ p, rankGain: 1 });
  });
});
