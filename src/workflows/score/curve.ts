import { evaluate, evaluateWindows, MODEL } from '../../evaluation/bootstrap/index.js';
import type { Rows } from '../../evaluation/bootstrap/measure.js';
import type { Job } from '../../job.js';
import type { Metric } from '../../metrics/metric.js';
import type { Random } from '../../random.js';
import type { Curve } from './types.js';

/** Windows hold a tenth of the rows, and at least so many. */
const LEAST = 30;

/**
 * A metric along max similarity, in windows of equally many rows that overlap by half. Rows of one similarity are
 * never torn apart, so that windows may hold more; the order of rows does not matter. The model's values have bootstrap
 * intervals.
 *
 * @param similarity of each row
 * @param draws of the bootstrap
 * @throws AbortedError
 */
export async function similarityCurve(
  rows: Rows,
  similarity: Float64Array,
  metric: Metric,
  draws: { readonly bootstrap: number; readonly random: Random; readonly job: Job },
): Promise<Curve> {
  const order = Int32Array.from(similarity.keys()).sort((a, b) => similarity[a] - similarity[b]);
  const windows = windowsOf(Float64Array.from(order, (i) => similarity[i]));
  const members = windows.map(([start, end]) => order.slice(start, end));
  const values = evaluateWindows(rows, members, metric);
  const intervals = await modelIntervals(rows, members, metric, draws);
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
        ...(intervals ? { ci95: intervals[w] } : {}),
      };
    }),
  };
}

/** 95% intervals of the model's metric in each window, null where it has none; null without a model. */
async function modelIntervals(
  rows: Rows,
  windows: readonly Int32Array[],
  metric: Metric,
  { bootstrap, random, job }: Parameters<typeof similarityCurve>[3],
): Promise<(readonly [number, number] | null)[] | null> {
  const sources = rows.sources.filter(({ name }) => name === MODEL);
  if (sources.length === 0) return null;
  const groups = windows.map((window) => ({ rows: window, report: 'intervals' }) as const);
  const scores = await evaluate({ ...rows, sources }, groups, [metric], bootstrap, random, job);
  return scores.map((own) => {
    const scored = own.get(MODEL)?.metrics[metric.name];
    return scored && scored.value !== null ? scored.ci95 : null;
  });
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
