import { describe, expect, it } from 'vitest';
import { metrics } from '../../src/metrics/registry.js';

const value = (name: string, truth: number[], predictions: number[]) =>
  metrics
    .find((m) => m.name === name)
    ?.compute(Float64Array.from(truth), Float64Array.from(predictions));

describe('metrics, by hand', () => {
  // Errors 1, -1, 0, 2; mean truth 4, squared deviations 9 + 1 + 1 + 9.
  const truth = [1, 3, 5, 7];
  const predictions = [2, 2, 5, 9];
  it.each([
    ['mae', 1],
    ['rmse', Math.sqrt(6 / 4)],
    ['r2', 1 - 6 / 20],
    // Deviations -3 -1 1 3 and -2.5 -2.5 0.5 4.5: products 7.5 + 2.5 + 0.5 + 13.5.
    ['pearson', 24 / Math.sqrt(20 * 33)],
    // Ranks 1 2 3 4 and 1.5 1.5 3 4.
    ['spearman', 4.5 / Math.sqrt(5 * 4.5)],
    // Five pairs agree, one is tied in the predictions.
    ['kendall', 5 / Math.sqrt(6 * 5)],
  ])('%s', (name, expected) => {
    expect(value(name, truth, predictions)).toBeCloseTo(expected, 12);
  });

  // Two positives at 0.9 and 0.4, three negatives at 0.6, 0.4 and 0.1.
  const classes = [1, 0, 1, 0, 0];
  const scores = [0.9, 0.6, 0.4, 0.4, 0.1];
  it.each([
    // Of six pairs: three right for the first, one right and one tied for the second.
    ['roc_auc', scores, 4.5 / 6],
    // Recall 1/2 at precision 1; then both ties at once: the other half at 2 of 4.
    ['average_precision', scores, 0.5 * 1 + 0.5 * (2 / 4)],
    // From 0.5 on: true positive 1, false positive 1, false negative 1, true negative 2.
    ['mcc', [1, 1, 0, 0, 0], (1 * 2 - 1 * 1) / Math.sqrt(2 * 2 * 3 * 3)],
    ['balanced_accuracy', [1, 1, 0, 0, 0], (1 / 2 + 2 / 3) / 2],
  ])('%s', (name, given, expected) => {
    expect(value(name, classes, given)).toBeCloseTo(expected, 12);
  });
});
