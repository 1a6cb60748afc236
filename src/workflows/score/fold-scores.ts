import { evaluate, MODEL } from '../../evaluation/bootstrap/index.js';
import type { Group, Rows } from '../../evaluation/bootstrap/measure.js';
import { FOLD, type Strata } from '../../evaluation/strata/strata.js';
import type { Job } from '../../job.js';
import type { Metric } from '../../metrics/metric.js';
import { Random } from '../../random.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import type { FoldScores } from './types.js';

/**
 * The metrics of the model in each fold, overall and in each stratum of the fold; none where it has no folds, or only
 * baselines are scored.
 */
export async function foldScores(
  rows: Rows,
  { strata, by }: Strata,
  metrics: readonly Metric[],
  bins: SimilarityBins,
  job: Job,
): Promise<FoldScores[] | undefined> {
  const folds = by.find((grouping) => grouping.by === FOLD)?.parts;
  if (!folds || !rows.sources.some(({ name }) => name === MODEL)) return undefined;
  const own = { ...rows, sources: rows.sources.filter(({ name }) => name === MODEL) };
  const parts = folds.flatMap(({ value, rows: inFold }) => {
    const members = new Set(inFold);
    return [
      { fold: value, stratum: 'overall', rows: inFold },
      ...strata.map((stratum, b) => ({
        fold: value,
        stratum: bins.labels[b],
        rows: stratum.rows.filter((row) => members.has(row)),
      })),
    ];
  });
  const filled = parts.filter((part) => part.rows.length > 0);
  const groups = filled.map((part): Group => ({ rows: part.rows, report: 'values' }));
  // Without draws no random number is used.
  const scored = await evaluate(own, groups, metrics, 0, new Random(0), job);
  return filled.map(({ fold, stratum, rows: { length } }, g) => {
    const found = scored[g].get(MODEL)?.metrics ?? {};
    const values = Object.entries(found).map(([name, { value }]) => [name, value] as const);
    return { fold, stratum, n: length, metrics: Object.fromEntries(values) };
  });
}
