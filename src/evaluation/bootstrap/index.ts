import type { Job } from '../../job.js';
import { type Metric, Undefined } from '../../metrics/metric.js';
import type { Random } from '../../random.js';
import type { Beats, Scored, ScoredGroup } from '../types.js';
import { lossDifference } from './difference.js';
import { GroupEvaluator } from './group-evaluator.js';
import { intervalOf } from './interval.js';
import { type Group, type Measured, measure, type Rows, workOf } from './measure.js';
import type { Statistic } from './statistic.js';

/** Name of the source that is compared with all others. */
export const MODEL = 'model';

/** Scores of each source in a group. */
export type GroupScores = ReadonlyMap<string, ScoredGroup>;

/**
 * Every metric of every source on every group, with the 95% interval of its kind (interval.ts).
 *
 * @throws AbortedError
 */
export async function evaluate(
  rows: Rows,
  groups: readonly Group[],
  metrics: readonly Metric[],
  bootstrap: number,
  random: Random,
  job: Job,
): Promise<GroupScores[]> {
  const measured = await measure(rows, groups, metrics, bootstrap, random, job);
  return groups.map((group, g) => scoresOf(rows, group, measured[g], metrics, bootstrap));
}

/**
 * The value of one metric on parts of the rows, by source; null where it is undefined.
 *
 * @param windows the rows of each part
 */
export function evaluateWindows(
  rows: Rows,
  windows: readonly Int32Array[],
  metric: Metric,
): Record<string, number | null>[] {
  const all = { rows: Int32Array.from(rows.truth.keys()), report: 'values' } as const;
  const { work, order } = workOf(rows, all, [metric], 0);
  const evaluator = new GroupEvaluator(work);
  const place = new Int32Array(order.length);
  order.forEach((i, k) => {
    place[i] = k;
  });
  const usable = rows.sources.filter(({ predictions }) => !(predictions instanceof Undefined));
  return windows.map((window) => {
    const values = evaluator.of((weights) => {
      weights.fill(0);
      for (const i of window) weights[place[i]] = 1;
    });
    const found = new Map(
      work.statistics.map(({ source }, s) => [usable[source].name, values[s]] as const),
    );
    return Object.fromEntries(
      rows.sources.map(({ name }) => {
        const value = found.get(name);
        return [name, typeof value === 'number' ? value : null];
      }),
    );
  });
}

function scoresOf(
  rows: Rows,
  group: Group,
  measured: Measured,
  metrics: readonly Metric[],
  bootstrap: number,
): GroupScores {
  const model = rows.sources.findIndex(({ name }) => name === MODEL);
  return new Map(
    rows.sources.map(({ name }, s): [string, ScoredGroup] => {
      const scored = metrics.map((metric, m): [string, Scored] => {
        const own = scoredOf(metric, measured[s][m], bootstrap);
        if (s !== model || own.value === null) return [metric.name, own];
        const beats = rows.sources.flatMap((other, o): [string, Beats][] => {
          if (o === model) return [];
          const verdict = beatsOf(metric, measured[s][m], measured[o][m]);
          return verdict ? [[other.name, verdict]] : [];
        });
        return [metric.name, { ...own, beats: Object.fromEntries(beats) }];
      });
      return [name, { n: group.rows.length, metrics: Object.fromEntries(scored) }];
    }),
  );
}

/** A value with its interval. @param bootstrap draws that were asked for; 0 for no intervals */
export function scoredOf(metric: Metric, statistic: Statistic, bootstrap: number): Scored {
  const { value, resampled } = statistic;
  if (value instanceof Undefined) return { value: null, reason: value.reason };
  const { target } = statistic;
  // Of the others it is that of the metric, for all predictions.
  const best = metric.target === 'level' && target !== undefined ? { target } : {};
  if (bootstrap === 0) return { value, ci95: null, ...best };
  if (!resampled) {
    const ci_reason = statistic.fewUnits ? 'few_clusters' : 'too_few';
    return { value, ci95: null, ci_reason, ...best };
  }
  const ci95 = intervalOf(metric, statistic);
  return ci95 instanceof Undefined
    ? { value, ci95: null, ci_reason: ci95.reason, ...best }
    : { value, ci95, ...best };
}

/**
 * Whether the model is better than another source: `yes` if the interval of the difference on the same rows says
 * so, `no` if it is not better at all, else `unclear`. Null where one of them is undefined.
 */
function beatsOf(metric: Metric, model: Statistic, other: Statistic): Beats | null {
  const found = lossDifference(metric, model, other);
  if (!found) return null;
  if (found.difference >= 0) return 'no';
  return found.ci95 && found.ci95[1] < 0 ? 'yes' : 'unclear';
}
