import { evaluate, MODEL } from '../../evaluation/bootstrap/index.js';
import type { Group, Rows } from '../../evaluation/bootstrap/measure.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import { grouped } from '../../grouped.js';
import type { Job } from '../../job.js';
import { lossOf, type Metric } from '../../metrics/metric.js';
import { orderlessMean } from '../../numerics/orderless-mean.js';
import { Random } from '../../random.js';
import type { PartnerScores } from './types.js';

/**
 * The metrics of each partner's test rows by themselves, averaged over partners; undefined where rows are molecules. Over
 * all rows together a correlation is mostly that of the partners' means.
 *
 * @param kept the test rows that are scored
 */
export async function partnerScores(
  rows: Rows,
  kept: Int32Array,
  metrics: readonly Metric[],
  { test, settings }: EvaluationContext,
  job: Job,
): Promise<PartnerScores | undefined> {
  const { pairs, set } = test.table;
  if (!pairs) return undefined;
  const { of, distinct } = pairs.partners;
  const partners = kept.map((i) => distinct[of[set.moleculeOf[test.records[i]]]]);
  const count = partners.reduce((most, p) => Math.max(most, p + 1), 0);
  const { offsets, members } = grouped(partners, count);
  const groups: Group[] = [];
  let tested = 0;
  for (let p = 0; p < count; p++) {
    const own = members.subarray(offsets[p], offsets[p + 1]);
    if (own.length > 0) tested++;
    if (own.length >= settings.minN) groups.push({ rows: own, report: 'values' });
  }
  const scored =
    groups.length === 0 ? [] : await evaluate(rows, groups, metrics, 0, new Random(0), job);
  const names = rows.sources.map(({ name }) => name);
  const valuesOf = (source: string, metric: Metric) =>
    scored.map((scores) => scores.get(source)?.metrics[metric.name]?.value ?? null);
  const means = (source: string) =>
    metrics.map((metric) => {
      const defined = valuesOf(source, metric).filter((value) => value !== null);
      const mean = defined.length === 0 ? null : orderlessMean(defined);
      return [metric.name, { value: mean, partners: defined.length }] as const;
    });
  return {
    min_n: settings.minN,
    partners: groups.length,
    rows: groups.reduce((sum, group) => sum + group.rows.length, 0),
    left_out: tested - groups.length,
    metrics: Object.fromEntries(names.map((name) => [name, Object.fromEntries(means(name))])),
    better_than: names.includes(MODEL)
      ? Object.fromEntries(
          names.filter((name) => name !== MODEL).map((name) => [name, shareBetter(name)]),
        )
      : null,
  };

  /** Share of the partners for which the model is better than a baseline by the first metric. */
  function shareBetter(baseline: string): number | null {
    const [metric] = metrics;
    const [ours, theirs] = [MODEL, baseline].map((name) => valuesOf(name, metric));
    const both = ours.flatMap((value, p) => {
      const other = theirs[p];
      return value === null || other === null
        ? []
        : [lossOf(metric, value) < lossOf(metric, other)];
    });
    return both.length === 0 ? null : both.filter(Boolean).length / both.length;
  }
}
