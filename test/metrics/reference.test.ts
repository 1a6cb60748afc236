import { describe, expect, it } from 'vitest';
import { type Metric, Undefined } from '../../src/metrics/metric.js';
import { metrics } from '../../src/metrics/registry.js';
import { hasShared, sharedJson } from '../shared.js';

interface Case {
  case: string;
  y_true: number[];
  y_pred?: number[];
  y_score?: number[];
  threshold?: number;
  expected: Record<string, number | null | { error: string }>;
}

/** Names that the reference file has for our metrics. */
const referenceNames: Record<string, string> = { kendall: 'kendall_tau_b' };

/** Where the reference package gives a conventional number, or none, and we say why there is none. */
const undefinedCases: Record<string, Record<string, string>> = {
  constant_prediction: {
    pearson: 'constant_prediction',
    spearman: 'constant_prediction',
    kendall: 'constant_prediction',
  },
  constant_truth: {
    r2: 'constant_truth',
    pearson: 'constant_truth',
    spearman: 'constant_truth',
    kendall: 'constant_truth',
  },
  one_point: { r2: 'too_few', pearson: 'too_few', spearman: 'too_few', kendall: 'too_few' },
  constant_score: { mcc: 'one_predicted_class' },
  one_class_negative: {
    roc_auc: 'one_class',
    average_precision: 'one_class',
    mcc: 'one_class',
    balanced_accuracy: 'one_class',
  },
  one_class_positive: {
    roc_auc: 'one_class',
    average_precision: 'one_class',
    mcc: 'one_class',
    balanced_accuracy: 'one_class',
  },
};

function compute(metric: Metric, { y_true, y_pred, y_score, threshold = 0.5 }: Case) {
  const values = y_pred ?? (y_score as number[]);
  const inputs = metric.needs === 'class' ? values.map((v) => (v >= threshold ? 1 : 0)) : values;
  return metric.compute(Float64Array.from(y_true), Float64Array.from(inputs));
}

describe.skipIf(!hasShared)('reference values of scikit-learn and SciPy', () => {
  const reference = hasShared
    ? sharedJson<Record<'regression' | 'classification', Case[]>>('reference/metrics.json')
    : { regression: [], classification: [] };

  it.each(metrics.map((m) => [m.name, m] as const))('%s', (name, metric) => {
    const cases = reference[metric.task];
    expect(cases.length).toBe(8);
    for (const c of cases) {
      const value = compute(metric, c);
      const reason = undefinedCases[c.case]?.[name];
      if (reason) {
        expect(value, c.case).toBeInstanceOf(Undefined);
        expect((value as Undefined).reason, c.case).toBe(reason);
        continue;
      }
      const expected = c.expected[referenceNames[name] ?? name] as number;
      expect(typeof expected, c.case).toBe('number');
      expect(Math.abs((value as number) - expected), `${c.case}: ${value}`).toBeLessThanOrEqual(
        1e-9 * Math.max(1e-300, Math.abs(expected)) + (expected === 0 ? 1e-12 : 0),
      );
    }
  });
});
