import { lossOfScored } from '../../evaluation/loss.js';
import type { Against, FlaggedGroup, Scored } from '../../evaluation/types.js';
import type { Metric } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import type { NamedTask, ScoredStratum, Scores, TaskScores } from './types.js';

type Kind = 'tasks' | 'classes';

/** Number of true values: all classes of one column have the same. */
function total(counts: readonly number[], kind: Kind): number {
  return kind === 'classes' ? Math.max(...counts) : counts.reduce((sum, n) => sum + n, 0);
}

/**
 * The mean over tasks of every metric, with how many tasks it is the mean of: those in which it is undefined, or
 * whose stratum is too small, are not in it. Tasks may have different units: metrics that have one have no mean, but
 * say how the model compares with each baseline.
 */
export function meanOfTasks(tasks: readonly NamedTask[], kind: Kind = 'tasks'): TaskScores {
  const [first] = tasks;
  const names = Object.keys(first.baselines);
  const kinds = new Set(tasks.map(({ task }) => task));
  const baselines = names.map(
    (name) => [name, tasks.map((task) => task.baselines[name])] as [string, Scores[]],
  );
  return {
    task: kinds.size === 1 ? first.task : 'regression',
    n: total(
      tasks.map(({ n }) => n),
      kind,
    ),
    molecules: Math.max(...tasks.map(({ molecules }) => molecules)),
    resampled: {
      ...first.resampled,
      count: Math.max(...tasks.map(({ resampled }) => resampled.count)),
    },
    train: {
      molecules: first.train.molecules,
      labelled: Math.max(...tasks.map(({ train }) => train.labelled)),
    },
    ...meanScores(tasks, kind, baselines),
    baselines: Object.fromEntries(
      baselines.map(([name, scores]) => [name, meanScores(scores, kind)]),
    ),
    curve: null,
    deployment: null,
  };
}

type Named<T> = readonly [name: string, of: readonly T[]];

/** @param baselines what the scores are compared with, task by task, where there is no mean */
function meanScores(
  scores: readonly Scores[],
  kind: Kind,
  baselines: readonly Named<Scores>[] = [],
): Scores {
  const mean = (of: (scores: Scores) => FlaggedGroup) =>
    meanGroup(
      scores.map(of),
      kind,
      baselines.map(([name, own]) => [name, own.map(of)]),
    );
  return {
    overall: mean(({ overall }) => overall),
    strata: scores[0].strata.map(
      ({ bin, low, high }, b): ScoredStratum => ({
        bin,
        low,
        high,
        ...mean(({ strata }) => strata[b]),
      }),
    ),
  };
}

/** The mean over tasks of one group of rows, such as a stratum or all. */
export function meanGroup(
  groups: readonly FlaggedGroup[],
  kind: Kind,
  baselines: readonly Named<FlaggedGroup>[],
): FlaggedGroup {
  // Tasks too small for their strata to be reported would count in the whole alone.
  const all = [...groups.keys()];
  const large = all.filter((t) => groups[t].flag !== 'small');
  const counted = large.length > 0 ? large : all;
  const names = new Set(groups.flatMap(({ metrics }) => Object.keys(metrics)));
  const metrics = [...names].map((name): [string, Scored] => {
    const own = counted.map((t) => groups[t].metrics[name]);
    const values = own.flatMap((scored) => (scored && scored.value !== null ? [scored.value] : []));
    if (values.length === 0) {
      const reasons = own.flatMap((s) => (s && s.value === null ? [s.reason] : []));
      return [name, { value: null, reason: reasons[0] ?? 'too_few' }];
    }
    const having = groups.filter(({ metrics: of }) => Object.hasOwn(of, name)).length;
    if (kind === 'tasks' && having > 1 && metricNamed(name)?.unit !== undefined) {
      const against = baselines.map(([baseline, theirs]): [string, Against] => [
        baseline,
        againstBaseline(
          metricNamed(name) as Metric,
          own,
          counted.map((t) => theirs[t].metrics[name]),
        ),
      ]);
      const compared = against.length > 0 ? { against: Object.fromEntries(against) } : {};
      return [name, { value: null, reason: 'different_units', ...compared }];
    }
    const value = values.reduce((sum, v) => sum + v, 0) / values.length;
    const targets = new Set(own.map((scored) => targetIn(scored)));
    const [target] = targets.size === 1 ? targets : [];
    const best = target === undefined ? {} : { target };
    return [name, { value, ci95: null, ...best, tasks: values.length, of: groups.length }];
  });
  return {
    n: total(
      groups.map(({ n }) => n),
      kind,
    ),
    flag: null,
    metrics: Object.fromEntries(metrics),
  };
}

/**
 * How the values of a metric compare with those of a baseline over tasks, whatever their units.
 *
 * @param own of the model in each task; undefined where it does not have the metric
 * @param theirs of the baseline, likewise
 */
export function againstBaseline(
  metric: Metric,
  own: readonly (Scored | undefined)[],
  theirs: readonly (Scored | undefined)[],
): Against {
  const pairs = own.flatMap((scored, t): [Scored, Scored][] => {
    const other = theirs[t];
    return scored && other && scored.value !== null && other.value !== null
      ? [[scored, other]]
      : [];
  });
  // A bias has no ratio, nor what another unit shifts; nothing is a multiple of 0.
  const hasRatio = metric.target === undefined && metric.unit !== 'summand';
  const ratios = hasRatio
    ? pairs.flatMap(([{ value: a }, { value: b }]) =>
        Number(b) > 0 ? [Number(a) / Number(b)] : [],
      )
    : [];
  return {
    median_ratio: ratios.length === 0 ? null : median(ratios),
    better: pairs.filter(([a, b]) => lossOfScored(metric, a) < lossOfScored(metric, b)).length,
    of: pairs.length,
  };
}

/** The best value for the predictions that a value is of. */
function targetIn(scored: Scored | undefined): number | undefined {
  return scored && scored.value !== null ? scored.target : undefined;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return (sorted[low] + sorted[high]) / 2;
}
