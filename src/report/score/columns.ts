import { baselines } from '../../evaluation/baselines/registry.js';
import type { Flag, FlaggedGroup, Scored } from '../../evaluation/types.js';
import type { Metric } from '../../metrics/metric.js';
import { metrics } from '../../metrics/registry.js';
import type { Scores, TaskScores } from '../../workflows/score/types.js';

/** A column of a table of scores: everything, a stratum, or another group of rows. */
export interface Column {
  /** Grouping of the rows: none, `similarity`, a column, `scaffold` or `cliff`. */
  readonly by: string;
  readonly title: string;
  readonly flag: Flag;
  readonly n: number;
  /** Rows of class 1, where labels are classes. */
  readonly positives?: number | undefined;
  /** Scores of each source, the model first. */
  readonly sources: readonly SourceScores[];
}

export interface SourceScores {
  /** `model`, or a baseline's name. */
  readonly name: string;
  readonly title: string;
  readonly metrics: Readonly<Record<string, Scored>>;
}

/** Everything and the strata; then, each by itself, the other groupings. */
export function columnsOf(scores: TaskScores): Column[][] {
  const sources = [
    ...(Object.keys(scores.overall.metrics).length > 0
      ? [{ name: 'model', title: 'model', scores: scores as Scores }]
      : []),
    ...baselines.flatMap(({ name, title }) =>
      Object.hasOwn(scores.baselines, name)
        ? [{ name, title, scores: scores.baselines[name] }]
        : [],
    ),
  ];
  const column = (
    by: string,
    title: string,
    { flag, n, positives }: FlaggedGroup,
    of: (scores: Scores) => FlaggedGroup,
  ): Column => ({
    by,
    title,
    flag,
    n,
    positives,
    sources: sources.map(({ name, title, scores }) => ({
      name,
      title,
      metrics: of(scores).metrics,
    })),
  });
  const similarity = scores.strata.map((stratum, b) =>
    column('similarity', stratum.bin, stratum, (own) => own.strata[b]),
  );
  const others = (scores.by ?? []).map(({ by, groups }, k) =>
    groups.map((group, g) =>
      column(by, group.value, group, (own) => own.by?.[k].groups[g] as FlaggedGroup),
    ),
  );
  return [[column('', 'overall', scores.overall, (own) => own.overall), ...similarity], ...others];
}

/** The metrics that a table of these columns has, in the usual order. */
export function metricsIn(columns: readonly Column[]): Metric[] {
  return metrics.filter((m) =>
    columns.some(({ sources }) => sources.some((source) => Object.hasOwn(source.metrics, m.name))),
  );
}

/** Whether the model beats all baselines: clearly, not clearly, or not at all; null where none is to be compared. */
export function standing(scored: Scored): 'yes' | 'unclear' | 'no' | null {
  const verdicts = scored.value === null ? [] : Object.values(scored.beats ?? {});
  if (verdicts.length === 0) return null;
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('unclear') ? 'unclear' : 'yes';
}
