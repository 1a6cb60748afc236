import type { Scored } from '../evaluation/types.js';
import type { MetricDescriptor } from '../metrics/metric.js';

type Told = Pick<MetricDescriptor, 'direction' | 'target'>;

/** Where the best value of a metric is: `lower is better`, `best at 0.95`. */
export function bestText({ direction, target }: Told): string {
  if (target !== undefined) return `best at ${targetText(target)}`;
  return direction === 'minimize' ? 'lower is better' : 'higher is better';
}

/** The same of two values: `lower is better`, `nearer to 0.95 is better`. */
export function betterText({ direction, target }: Told): string {
  return target === undefined
    ? bestText({ direction })
    : `nearer to ${targetText(target)} is better`;
}

/** A metric whose best value is that of some values of it, where they have one of their own. */
export function withTargetOf(metric: Told, values: readonly (Scored | undefined)[]): Told {
  if (metric.target !== 'level') return metric;
  const own = values.find(
    (scored) => scored && scored.value !== null && scored.target !== undefined,
  );
  return own && own.value !== null && own.target !== undefined
    ? { ...metric, target: own.target }
    : metric;
}

function targetText(target: number | 'level'): string {
  return target === 'level' ? 'the promised level' : String(target);
}
