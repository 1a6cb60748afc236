import { baselines } from '../../evaluation/baselines/registry.js';
import type { Against, Scored } from '../../evaluation/types.js';
import type { Metric } from '../../metrics/metric.js';
import { shortNumber } from '../layout.js';
import type { Column } from './columns.js';

/** A row of a table that stands for a mean over tasks of different units. */
export interface AcrossRow {
  readonly title: string;
  readonly cells: readonly string[];
}

/** How the model compares with each baseline over tasks of different units; null where there is a mean. */
export function againstIn(scored: Scored | undefined): Readonly<Record<string, Against>> | null {
  const without = scored?.value === null && scored.reason === 'different_units';
  return without ? (scored.against ?? {}) : null;
}

/**
 * Of a metric without a mean over tasks: for each baseline the median ratio of the model to it, and in how many tasks
 * the model is better. Null where the metric has a mean.
 */
export function acrossRows(metric: Metric, columns: readonly Column[]): AcrossRow[] | null {
  const own = columns.map(({ sources }) => againstIn(sources[0]?.metrics[metric.name]));
  if (own.every((against) => against === null)) return null;
  return baselines
    .filter(({ name }) => own.some((against) => against && Object.hasOwn(against, name)))
    .map(({ name, title }) => ({
      title: `model ÷ ${title}`,
      cells: own.map((against) => cell(against?.[name])),
    }));
}

/** `0.62 (6/7)` */
function cell(against: Against | undefined): string {
  if (!against || against.of === 0) return '–';
  const { median_ratio: ratio, better, of } = against;
  return `${ratio === null ? '–' : shortNumber(ratio)} (${better}/${of})`;
}

/** A footnote that explains the ratio rows and why there is no mean; null without such rows. */
export function acrossNote(columns: readonly Column[]): string | null {
  const some = columns.some(({ sources }) =>
    sources.some(({ metrics }) => Object.values(metrics).some((scored) => againstIn(scored))),
  );
  return some
    ? ' model ÷ baseline: median ratio over tasks, and the number of tasks in which the model is better. Tasks may have different units, so metrics with a unit have no mean.'
    : null;
}
