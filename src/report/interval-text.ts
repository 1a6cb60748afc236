import { needsDraws } from '../evaluation/bootstrap/interval.js';
import type { ResampledUnits } from '../evaluation/types.js';
import type { IntervalKind } from '../metrics/metric.js';
import { metricNamed } from '../metrics/registry.js';
import { count, list, plural } from '../text.js';

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
 * @param resampled absent in documents of earlier versions
 */
export function intervalMethod(
  names: Iterable<string>,
  { resample, bootstrap, interval }: Readonly<Record<string, unknown>>,
  resampled: ResampledUnits | undefined,
): string {
  const metrics = [...new Set(names)].flatMap((name) => metricNamed(name) ?? []);
  const drawn = metrics.filter(({ interval }) => interval === 'bca');
  const others = metrics.some((metric) => !needsDraws(metric));
  const draws = `BCa bootstrap, ${count(Number(bootstrap))} draws`;
  const clusters = clustersText(resampled);
  const titles = list(drawn.map(({ title }) => title));
  if (interval === 'studentized' && others) {
    const beside = drawn.length > 0 ? `; ${titles}: BCa` : '';
    return `studentized bootstrap, ${count(Number(bootstrap))} draws of ${resample}s${clusters}${beside}`;
  }
  if (interval !== undefined && interval !== 'studentized') {
    const method = interval === 'bca' ? 'BCa' : 'percentile';
    return `${method} bootstrap, ${count(Number(bootstrap))} draws of ${resample}s${clusters}`;
  }
  if (!others && drawn.length > 0) return `${draws} of ${resample}s${clusters}`;
  const beside = drawn.length > 0 ? `; ${titles}: ${draws}` : '';
  return `jackknife by ${resample}${clusters}${beside}`;
}

/** How many clusters are resampled, and what they are; empty for other units. */
export function clustersText(resampled: ResampledUnits | undefined): string {
  if (resampled?.unit !== 'cluster') return '';
  const { count: n, similarity, whole } = resampled;
  const undivided = whole ? `, ${whole} undivided` : '';
  return `: ${plural(n, 'cluster')} of test molecules, Butina at similarity ≥ ${similarity}${undivided}`;
}
