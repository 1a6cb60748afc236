import { Undefined, type UndefinedReason } from '../metrics/metric.js';
import { metricsFor } from '../metrics/registry.js';
import type { LabelTask } from '../tables/labels.js';

/** A metric's value, or why it has none. */
export type LookUpValue =
  | { readonly value: number }
  | { readonly value: null; readonly reason: UndefinedReason };

/** Metrics of baselines. */
const METRICS = {
  regression: ['r2', 'rmse', 'mae'],
  classification: ['roc_auc', 'mcc'],
} as const;

/**
 * Scores of a baseline by metric: `r2`, `rmse` and `mae`, or `roc_auc` and `mcc`.
 *
 * @param truth true values
 * @param predicted of each true value
 */
export function baselineScores(
  task: LabelTask,
  truth: Float64Array,
  predicted: Float64Array | Undefined,
): Record<string, LookUpValue> {
  const scores: Record<string, LookUpValue> = {};
  for (const metric of metricsFor(task, METRICS[task])) {
    if (predicted instanceof Undefined) {
      scores[metric.name] = { value: null, reason: predicted.reason };
      continue;
    }
    const classes = metric.needs[0] === 'class';
    const own = classes ? predicted.map((p) => (p >= 0.5 ? 1 : 0)) : predicted;
    const found = metric.compute(truth, own);
    scores[metric.name] =
      found instanceof Undefined ? { value: null, reason: found.reason } : { value: found };
  }
  return scores;
}
