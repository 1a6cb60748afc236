import { metricNamed } from '../../metrics/registry.js';

/** The metric behind a name in a table or a flag. */
export interface NamedMetric {
  /** Its own name, or what is written where no metric is called so. */
  readonly key: string;
  /** Whether values have their sign turned, so that higher is better: scikit-learn's `neg_mean_absolute_error`. */
  readonly negated: boolean;
}

/**
 * One name for a metric, whatever alias or case it is written in; the prefix `test_` of scikit-learn's cross_validate
 * goes, and so does `neg_` before an error or a loss.
 */
export function metricWritten(name: string): NamedMetric {
  const known = metricNamed(name);
  if (known) return { key: known.name, negated: false };
  const bare = name.trim().replace(/^test_/i, '');
  const plain = metricNamed(bare);
  if (plain) return { key: plain.name, negated: false };
  const turned = /^neg_/i.test(bare) ? metricNamed(bare.slice(4)) : undefined;
  if (turned?.direction === 'minimize') return { key: turned.name, negated: true };
  return { key: bare, negated: false };
}

/** The name alone. */
export function metricKey(name: string): string {
  return metricWritten(name).key;
}
