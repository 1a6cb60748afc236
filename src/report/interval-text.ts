import { needsDraws } from '../evaluation/bootstrap/interval.js';
import type { IntervalKind } from '../metrics/metric.js';
import { metricNamed } from '../metrics/registry.js';
import { count, list } from '../text.js';

/** How the 95% interval of each kind of metric is computed. */
export const intervalTexts: Readonly<Record<IntervalKind, string>> = {
  identity: 'jackknife-t',
  log: 'jackknife-t, log scale',
  log1m: 'jackknife-t, scale of log(1 − x)',
  atanh: 'jackknife-t, scale of artanh(x)',
  logit: 'jackknife-t, logit scale',
  proportion: 'Wilson',
  share: 'Wilson, with the standard error of the jackknife',
  signed_share: 'Wilson of (1 + x) / 2, with the standard error of the jackknife',
  bca: 'BCa bootstrap',
  none: 'none, because chance shifts the value itself',
};

/**
 * The method of intervals, in words.
 *
 * @param names of the metrics that have them
 */
export function intervalMethod(
  names: Iterable<string>,
  { resample, bootstrap }: Readonly<Record<string, unknown>>,
): string {
  const metrics = [...new Set(names)].flatMap((name) => metricNamed(name) ?? []);
  const drawn = metrics.filter(({ interval }) => interval === 'bca');
  const others = metrics.some((metric) => !needsDraws(metric));
  const draws = `BCa bootstrap, ${count(Number(bootstrap))} draws`;
  if (!others && drawn.length > 0) return `${draws} of ${resample}s`;
  const beside = drawn.length > 0 ? `; ${list(drawn.map(({ title }) => title))}: ${draws}` : '';
  return `jackknife by ${resample}${beside}`;
}
