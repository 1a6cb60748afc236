import type { InUnits } from '../../numerics/magnitude.js';
import { normalQuantile } from '../../numerics/normal.js';
import type { GivenData } from '../metric.js';
import { absoluteErrors } from '../regression/differences.js';
import { remembered } from '../sample.js';

/** What is common to metrics of a predicted mean and standard deviation. */
export const GAUSSIAN = {
  task: 'uncertainty',
  labels: 'regression',
  direction: 'minimize',
  needs: ['value', 'std'],
  undefinedFor: ['no_std'],
  shown: false,
  fractional: true,
} as const;

const inDeviations = remembered((truth, prediction) => {
  const { values, unit } = absoluteErrors(truth, prediction);
  return remembered((std) =>
    values.map((error, i) =>
      // In the order in which nothing overflows that need not.
      unit < 1 ? error / (std[i] / unit) : (error / std[i]) * unit,
    ),
  );
});

/** |truth − prediction| */
export function absoluteErrorsOf({ truth, prediction }: GivenData): InUnits {
  return absoluteErrors(truth, prediction);
}

/** |truth − prediction| in standard deviations; infinite where that is no number. */
export function standardErrorsOf({ truth, prediction, std }: GivenData): Float64Array {
  return inDeviations(truth, prediction)(std);
}

/** How many standard deviations to either side hold the share `level` of a normal distribution. */
export function halfWidthOf(level: number): number {
  return level === 1 ? Number.POSITIVE_INFINITY : normalQuantile(0.5 + level / 2);
}

/** How many of the ascending `limits` lie below `value`. */
export function countBelow(limits: Float64Array, value: number): number {
  let low = 0;
  let high = limits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (limits[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
