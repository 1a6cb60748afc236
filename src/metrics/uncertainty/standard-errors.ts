import { normalQuantile } from '../../numerics/normal.js';
import type { GivenData } from '../metric.js';
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

const absoluteErrors = remembered((truth, prediction) =>
  truth.map((y, i) => Math.abs(y - prediction[i])),
);

const inUnitsOf = remembered((errors, std) => errors.map((error, i) => error / std[i]));

/** |truth − prediction| */
export function absoluteErrorsOf({ truth, prediction }: GivenData): Float64Array {
  return absoluteErrors(truth, prediction);
}

/** |truth − prediction| in standard deviations. */
export function standardErrorsOf(data: GivenData): Float64Array {
  return inUnitsOf(absoluteErrorsOf(data), data.std);
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
