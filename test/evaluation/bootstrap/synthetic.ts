import type { Rows } from '../../../src/evaluation/bootstrap/measure.js';
import type { Metric } from '../../../src/metrics/metric.js';
import { metricNamed } from '../../../src/metrics/registry.js';
import { Random } from '../../../src/random.js';

/** A standard normal deviate (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

export function named(...names: string[]): Metric[] {
  return names.map((name) => metricNamed(name) as Metric);
}

/** Numbers whose model is off by normal errors, a baseline by errors twice as large. */
export function madeUp(n: number, seed = 1): Rows {
  const random = new Random(seed);
  const truth = Float64Array.from({ length: n }, () => normal(random));
  const off = (sd: number) => ({
    value: truth.map((y) => y + sd * normal(random)),
    probabilities: false,
  });
  return {
    truth,
    unit: Int32Array.from(truth.keys()),
    trainMean: 0.25,
    sources: [
      { name: 'model', predictions: off(0.5) },
      { name: 'baseline', predictions: off(1) },
    ],
  };
}

export const everyRow = (rows: Rows) => Int32Array.from(rows.truth.keys());
