import { amountOf, isShare } from '../../amount.js';
import { lossDifference } from '../../evaluation/bootstrap/difference.js';
import { atValue, type Ratio, ratioOf } from '../../evaluation/bootstrap/ratio.js';
import type { Statistic } from '../../evaluation/bootstrap/statistic.js';
import type { Metric } from '../../metrics/metric.js';
import type { Tolerance } from '../config/types.js';
import { type TestedWorsening, testedWorsening } from './test-scale.js';

/** How surely a comparison found a worsening. */
export interface Spread extends TestedWorsening {
  /** In the unit of the metric. */
  readonly standardError: number;
}

/** How much worse the new predictions are than the baseline, and how that is tested. */
export interface MeasuredWorsening {
  /** In the unit of the metric, above 0 where they are worse; null where one of both is undefined. */
  readonly drop: number | null;
  /** 95% interval of it; that of the ratio, at the value of the baseline, where that is tested. */
  readonly drop_ci95: readonly [number, number] | null;
  /** 95% interval of the new value over that of the baseline; null where the difference is tested. */
  readonly ratio_ci95: Ratio['ci95'] | null;
  /** In the unit of the metric; null where the baseline is undefined. */
  readonly tolerance: number | null;
  readonly spread: Spread | undefined;
}

/**
 * Compares the new predictions with the baseline. A tolerance that is a share is tested on the ratio of both values, where
 * the metric is an error; any other on their difference. Whether they are worse at all is tested on the difference in
 * either case: of RMSE that test fails fewer equal models (`npm run bench gate-rules`).
 */
export function measuredWorsening(
  metric: Metric,
  own: Statistic,
  theirs: Statistic,
  { maxDrop, margin }: Tolerance,
): MeasuredWorsening {
  const found = lossDifference(metric, own, theirs);
  const baseline = typeof theirs.value === 'number' ? theirs.value : Number.NaN;
  const tolerance = amountOf(maxDrop, baseline) + amountOf(margin, baseline);
  const ratio = isShare(maxDrop, margin) ? ratioOf(metric, own, theirs) : null;
  const tested = found && testedWorsening(metric, own, theirs, found);
  return {
    drop: found?.difference ?? null,
    drop_ci95: ratio ? atValue(ratio.ci95, baseline) : (found?.ci95 ?? null),
    ratio_ci95: ratio?.ci95 ?? null,
    tolerance: Number.isNaN(tolerance) ? null : tolerance,
    spread:
      found?.spread && tested
        ? { ...tested, standardError: found.spread.standardError }
        : undefined,
  };
}
