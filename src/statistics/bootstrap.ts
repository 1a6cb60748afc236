import { quantileSorted } from 'simple-statistics';
import type { Random } from '../random.js';
import type { Task } from '../task.js';

/** Percentile interval of a statistic, or why there is none. */
export type Interval = readonly [number, number] | null;

/** The share of draws in which a statistic must be defined for its interval to be given. */
const DEFINED_SHARE = 0.9;

/**
 * 95 % percentile bootstrap intervals (Efron 1979) of several statistics of the same rows. All
 * are computed on the same draws.
 *
 * Whole groups are drawn with replacement, as many as there are; rows of one group (the records of
 * one molecule) are not independent. A statistic that is undefined (NaN) in more than a tenth
 * of the draws gets no interval; otherwise those draws are left out.
 *
 * @param groups the rows of each group
 * @param statistics receives the drawn rows and writes each statistic's value, NaN if undefined
 * @param count number of statistics
 */
export async function bootstrapIntervals(
  groups: readonly Int32Array[],
  statistics: (rows: Int32Array, values: Float64Array) => void,
  count: number,
  draws: number,
  random: Random,
  task: Task,
): Promise<Interval[]> {
  const results = Array.from({ length: count }, () => new Float64Array(draws));
  const values = new Float64Array(count);
  const largest = groups.reduce((most, group) => Math.max(most, group.length), 0);
  const buffer = new Int32Array(largest * groups.length);
  for (let d = 0; d < draws; d++) {
    let n = 0;
    for (let g = 0; g < groups.length; g++) {
      const group = groups[random.below(groups.length)];
      for (let k = 0; k < group.length; k++) buffer[n++] = group[k];
    }
    statistics(buffer.subarray(0, n), values);
    for (let s = 0; s < count; s++) results[s][d] = values[s];
    if (task.due()) await task.breathe();
  }
  return results.map(percentileInterval);
}

function percentileInterval(values: Float64Array): Interval {
  const defined = values.filter((v) => !Number.isNaN(v)).sort();
  if (values.length === 0 || defined.length < DEFINED_SHARE * values.length) return null;
  const sorted = Array.from(defined);
  return [quantileSorted(sorted, 0.025), quantileSorted(sorted, 0.975)];
}
