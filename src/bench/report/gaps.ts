import type { Metric } from '../../metrics/metric.js';
import { average } from '../../statistics/hypothesis/input.js';
import type { BenchResults } from '../results.js';
import { type CellSeries, differenceInterval, lossesOf, testToTrain } from './series.js';
import type { Gap } from './types.js';

/**
 * How much worse each model is on each split than on the random one: the generalization gap. The repeats of two splits
 * are independent, so their variances add up.
 */
export function gapsOf(
  metric: Metric,
  series: readonly CellSeries[],
  { splits }: BenchResults,
): Gap[] {
  const random = splits.find(({ method }) => method === 'random')?.name;
  if (random === undefined) return [];
  const losses = (one: CellSeries) => lossesOf(one, metric);
  return series.flatMap((one) => {
    const base = series.find(
      ({ data, split, model }) => data === one.data && model === one.model && split === random,
    );
    if (!base || one.split === random) return [];
    const [own, theirs] = [losses(one), losses(base)];
    if (own === null || theirs === null) return [];
    const worse_by = average(own) - average(theirs);
    const whole = Math.abs(average(theirs));
    return [
      {
        data: one.data,
        model: one.model,
        split: one.split,
        from: random,
        worse_by,
        ci95: differenceInterval(own, theirs, [testToTrain(one), testToTrain(base)]),
        share: whole === 0 ? null : worse_by / whole,
      },
    ];
  });
}
