import { lossOf, type MetricDescriptor } from '../metrics/metric.js';
import type { Scored } from './types.js';

/** How bad the value of a metric is, the lower the better; NaN where there is none. */
export function lossOfScored(metric: MetricDescriptor, scored: Scored | undefined): number {
  if (!scored || scored.value === null) return Number.NaN;
  return lossOf(metric, scored.value, scored.target);
}
