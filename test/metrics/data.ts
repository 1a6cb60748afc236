import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type Metric,
  type MetricData,
  type MetricValue,
  type Need,
  Undefined,
} from '../../src/metrics/metric.js';
import { enrichmentFactor } from '../../src/metrics/ranking/early-recognition.js';
import { metrics } from '../../src/metrics/registry.js';
import { Sample } from '../../src/metrics/sample.js';
import { type Row, ranking, type Setting, uncertaintyOfFew } from './oracle.js';

/** All metrics, and enrichment of a part large enough to end among a few rows. */
export const tested: readonly Metric[] = [...metrics, enrichmentFactor(20), enrichmentFactor(50)];

export const metricOf = (name: string): Metric => {
  const found = tested.find((m) => m.name === name);
  if (!found) throw new Error(`no metric ${name}`);
  return found;
};

export const column = (rows: readonly Row[], of: keyof Row) =>
  Float64Array.from(rows, (r) => r[of]);

export function dataOf(rows: readonly Row[], { trainMean, level }: Setting): MetricData {
  return {
    truth: column(rows, 'y'),
    prediction: column(rows, 'p'),
    std: column(rows, 'std'),
    interval: { lower: column(rows, 'lower'), upper: column(rows, 'upper'), level },
    trainMean,
  };
}

/** The metric of all rows, through the public way. */
export function computed(metric: Metric, rows: readonly Row[], setting: Setting): MetricValue {
  const { truth, prediction, ...more } = dataOf(rows, setting);
  return metric.compute(truth, prediction, more);
}

/** The metric of rows drawn as often as `weights` says. */
export function measured(
  metric: Metric,
  rows: readonly Row[],
  weights: readonly number[],
  setting: Setting,
): MetricValue {
  return metric.prepare(dataOf(rows, setting))(new Sample(Float64Array.from(weights)));
}

export const gathered = (rows: readonly Row[], weights: readonly number[]): Row[] =>
  rows.flatMap((row, i) => Array.from({ length: weights[i] }, () => row));

/** The value, or the reason for none. */
export const said = (value: MetricValue | string): number | string =>
  value instanceof Undefined ? value.reason : value;

/** Expects the same reason, or the same number but for rounding. */
export function same(value: number | string, expected: number | string, digits = 9): void {
  if (typeof value === 'string' || typeof expected === 'string') {
    expect(value).toBe(expected);
    return;
  }
  const allowed = 10 ** -digits * Math.max(1, Math.abs(expected));
  expect(Math.abs(value - expected), `${value}, not ${expected}`).toBeLessThanOrEqual(allowed);
}

const half = fc.integer({ min: -4, max: 4 }).map((v) => v / 2);
const halfAbove = fc.integer({ min: 1, max: 4 }).map((v) => v / 2);

/** Rows that suit a metric, with few distinct values, so that ties are common. */
export function rowFor({ labels, needs }: Metric): fc.Arbitrary<Row> {
  const binary: fc.Arbitrary<number> = fc.constantFrom(0, 1);
  const prediction: Partial<Record<Need, fc.Arbitrary<number>>> = {
    class: binary,
    probability: fc.constantFrom(0, 0.25, 0.3, 0.6, 0.9, 1),
  };
  return fc
    .record({
      y: labels === 'classification' ? binary : half,
      p: prediction[needs[0]] ?? half,
      std: halfAbove,
      below: halfAbove,
      above: halfAbove,
    })
    .map(({ y, p, std, below, above }) => ({ y, p, std, lower: p - below, upper: p + above }));
}

export const setting: fc.Arbitrary<Setting> = fc.record({
  trainMean: half,
  level: fc.constantFrom(0.5, 0.8, 0.95),
});

/** Metrics whose oracle goes through all orders of ties. */
export const ofFew = (metric: Metric) => metric.name in ranking || metric.name in uncertaintyOfFew;

/** How often a row is drawn. */
const times: fc.Arbitrary<number> = fc.constantFrom(0, 0, 1, 1, 1, 2, 3);

/** Rows and how often each was drawn, at least one of them. */
export function drawnRows(metric: Metric, most = ofFew(metric) ? 6 : 14) {
  return fc
    .array(fc.tuple(rowFor(metric), times), {
      minLength: 1,
      maxLength: most,
    })
    .map((drawn) => ({ rows: drawn.map(([row]) => row), weights: drawn.map(([, w]) => w) }))
    .filter(({ weights }) => {
      const size = weights.reduce((a, b) => a + b, 0);
      return size > 0 && (!ofFew(metric) || size <= 7);
    });
}
