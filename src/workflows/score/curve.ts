import { evaluateWindows } from '../../evaluation/bootstrap/index.js';
import type { Rows } from '../../evaluation/bootstrap/measure.js';
import type { Metric } from '../../metrics/metric.js';
import type { Curve } from './types.js';

/** Windows hold a tenth of the rows, and at least so many. */
const LEAST = 30;

/**
 * A metric along max similarity, in windows of equally many rows that overlap by half. Rows of one similarity are
 * never torn apart, so that windows may hold more; the order of rows does not matter.
 *
 * @param similarity of each row
 */
export function similarityCurve(rows: Rows, similarity: Float64Array, metric: Metric): Curve {
  const order = Int32Array.from(similarity.keys()).sort((a, b) => similarity[a] - similarity[b]);
  const windows = windowsOf(Float64Array.from(order, (i) => similarity[i]));
  const members = windows.map(([start, end]) => order.slice(start, end));
  const values = evaluateWindows(rows, members, metric);
  return {
    metric: metric.name,
    points: members.map((window, w) => {
      const own = Float64Array.from(window, (i) => similarity[i]).sort();
      return {
        similarity: own.reduce((sum, s) => sum + s, 0) / own.length,
        low: own[0],
        high: own[own.length - 1],
        n: own.length,
        values: values[w],
      };
    }),
  };
}

/** Starts and ends of windows in an ascending list. */
function windowsOf(sorted: Float64Array): [number, number][] {
  const n = sorted.length;
  const length = Math.max(LEAST, Math.ceil(n / 10));
  if (n < length) return [];
  const step = Math.ceil(length / 2);
  const windows: [number, number][] = [];
  for (let at = 0; ; at += step) {
    let start = Math.min(at, n - length);
    let end = start + length;
    while (start > 0 && sorted[start - 1] === sorted[start]) start--;
    while (end < n && sorted[end] === sorted[end - 1]) end++;
    const last = windows[windows.length - 1];
    if (!last || start !== last[0] || end !== last[1]) windows.push([start, end]);
    if (end === n && at >= n - length) return windows;
  }
}
