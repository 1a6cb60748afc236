import { describe, expect, it } from 'vitest';
import { type Metric, Undefined } from '../../src/metrics/metric.js';
import { enrichmentFactor } from '../../src/metrics/ranking/early-recognition.js';
import { metricNamed } from '../../src/metrics/registry.js';
import { hasShared, sharedJson } from '../shared.js';

interface Case {
  case: string;
  y_true: number[];
  y_pred?: number[];
  y_score?: number[];
  y_std?: number[];
  threshold?: number;
  expected: Record<string, number | null | { error: string }>;
}

const FAMILIES = ['regression', 'classification', 'enrichment', 'uncertainty'] as const;

/** Names of the reference file that are not among ours, nor an alias without what they end in. */
const names: Record<string, string> = { medae: 'median_ae', pr_auc_trapezoid: 'pr_auc' };

function metricOf(reference: string): Metric {
  if (reference === 'ef_20pct') return enrichmentFactor(20);
  const found = metricNamed(names[reference] ?? reference.replace(/_mean$/, ''));
  if (!found) throw new Error(`no metric for ${reference}`);
  return found;
}

/** Where the reference package gives a conventional number, or none, and we say why there is none. */
const undefinedCases: Record<string, Record<string, string>> = {
  constant_prediction: {
    pearson: 'constant_prediction',
    spearman: 'constant_prediction',
    kendall_tau_b: 'constant_prediction',
  },
  constant_truth: {
    r2: 'constant_truth',
    explained_variance: 'constant_truth',
    pearson: 'constant_truth',
    spearman: 'constant_truth',
    kendall_tau_b: 'constant_truth',
    concordance_index: 'constant_truth',
  },
  one_point: {
    r2: 'too_few',
    explained_variance: 'too_few',
    pearson: 'too_few',
    spearman: 'too_few',
    kendall_tau_b: 'too_few',
    concordance_index: 'constant_truth',
  },
  constant_score: { mcc: 'one_predicted_class' },
  one_class_negative: {
    roc_auc: 'one_class',
    average_precision: 'one_class',
    pr_auc_trapezoid: 'one_class',
    balanced_accuracy: 'one_class',
    f1: 'one_class',
    recall: 'one_class',
    mcc: 'one_class',
  },
  one_class_positive: {
    roc_auc: 'one_class',
    average_precision: 'one_class',
    pr_auc_trapezoid: 'one_class',
    balanced_accuracy: 'one_class',
    mcc: 'one_class',
  },
};

function compute(metric: Metric, { y_true, y_pred, y_score, y_std, threshold = 0.5 }: Case) {
  const values = y_pred ?? (y_score as number[]);
  const byClass = metric.needs[0] === 'class';
  const inputs = byClass ? values.map((v) => (v >= threshold ? 1 : 0)) : values;
  return metric.compute(Float64Array.from(y_true), Float64Array.from(inputs), {
    std: y_std && Float64Array.from(y_std),
  });
}

describe.skipIf(!hasShared)('values of scikit-learn, SciPy, RDKit and uncertainty-toolbox', () => {
  const reference = hasShared
    ? sharedJson<Record<(typeof FAMILIES)[number], Case[]>>('reference/metrics.json')
    : { regression: [], classification: [], enrichment: [], uncertainty: [] };

  it('are all there', () => {
    expect(FAMILIES.map((family) => reference[family].length)).toEqual([8, 8, 2, 2]);
    const cases = FAMILIES.flatMap((family) => reference[family]);
    const counts = cases.map((c) => Object.keys(c.expected).length);
    expect(counts.reduce((a, b) => a + b)).toBe(8 * 12 + 8 * 12 + 2 * 9 + 2 * 8);
    for (const [name, reasons] of Object.entries(undefinedCases)) {
      const known = cases.find((c) => c.case === name)?.expected ?? {};
      expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(reasons)));
    }
  });

  const cases = FAMILIES.flatMap((family) => reference[family].map((c) => [family, c.case, c]));
  it.each(cases as [string, string, Case][])('%s: %s', (_, name, c) => {
    for (const [quantity, expected] of Object.entries(c.expected)) {
      const value = compute(metricOf(quantity), c);
      const reason = undefinedCases[name]?.[quantity];
      if (reason) {
        expect(value, quantity).toEqual(new Undefined(reason as Undefined['reason']));
        continue;
      }
      expect(typeof expected, quantity).toBe('number');
      const difference = Math.abs((value as number) - (expected as number));
      // What is 0 but for rounding has no relative accuracy.
      const allowed = 1e-9 * Math.abs(expected as number) + (expected === 0 ? 1e-15 : 0);
      expect(difference, `${quantity}: ${value}, not ${expected}`).toBeLessThanOrEqual(allowed);
    }
  });
});
