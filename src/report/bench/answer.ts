import type { BenchReport, ModelSummary } from '../../bench/report/types.js';
import { metricNamed } from '../../metrics/registry.js';
import { plural } from '../../text.js';
import { firstMetrics, modelTitle } from './tables.js';

/**
 * Whether a model ranks better than every baseline, in the first metric, in one sentence; null where no model, or no
 * baseline, has scores.
 */
export function benchAnswer(report: BenchReport): string | null {
  const [metric] = firstMetrics(report);
  if (!metric) return null;
  const scored = new Set(metric.table.filter((e) => e.value !== null).map(({ model }) => model));
  const isBaseline = (name: string) =>
    report.models.some((model) => model.name === name && model.builtin !== null);
  const ranked = metric.models.filter((one): one is Ranked => {
    return one.mean_rank !== null && scored.has(one.model);
  });
  const best = bestOf(ranked.filter(({ model }) => !isBaseline(model)));
  const baseline = bestOf(ranked.filter(({ model }) => isBaseline(model)));
  if (!best || !baseline) return null;
  const title = metricNamed(metric.metric)?.title ?? metric.metric;
  const places =
    report.data.length === 1
      ? plural(best.ranked, 'split')
      : plural(best.ranked, 'data set × split', 'data sets × splits');
  const [own, other] = [best, baseline].map(({ model }) => modelTitle(model, report));
  const [ownRank, otherRank] = [best, baseline].map(({ mean_rank }) => mean_rank.toFixed(2));
  return best.mean_rank < baseline.mean_rank
    ? `${own} has the best mean rank in ${title} over ${places}: ${ownRank}, and the best baseline, ${other}, has ${otherRank}.`
    : `No model has a better mean rank in ${title} than the baseline ${other}: over ${places} it is ${otherRank}, and that of the best model, ${own}, is ${ownRank}.`;
}

type Ranked = ModelSummary & { readonly mean_rank: number };

function bestOf(models: readonly Ranked[]): Ranked | undefined {
  return models.toSorted((a, b) => a.mean_rank - b.mean_rank)[0];
}
