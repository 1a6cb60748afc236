import { evaluate, MODEL } from '../../evaluation/bootstrap/index.js';
import type { Group, Rows } from '../../evaluation/bootstrap/measure.js';
import type { CalibrationSet } from '../../evaluation/conformal/calibration-set.js';
import { type CrossFitted, coverageOf } from '../../evaluation/conformal/cross-fitted.js';
import type { Settings } from '../../evaluation/settings.js';
import type { Job } from '../../job.js';
import type { Metric } from '../../metrics/metric.js';
import type { Random } from '../../random.js';
import type { DomainLimit, DomainPoint, ExpectSummary } from './types.js';

/** Cut-offs 0, 0.05, …, 1: whole numbers divided, so that they are the nearest doubles. */
export const CUTOFFS = Array.from({ length: 21 }, (_, i) => i / 20);

/** Scored rows and the library, by similarity. */
export interface DomainInput {
  readonly rows: Rows;
  /** Max similarity of each scored row. */
  readonly similarity: Float64Array;
  readonly set: CalibrationSet;
  readonly fitted: CrossFitted;
  /** Of the valid library rows, ascending. */
  readonly library: Float64Array;
}

/**
 * The applicability domain: error of the model and of the baselines, coverage and share of the library that a cut-off
 * keeps; and the largest cut-off below which the model is not significantly better than every baseline.
 *
 * @throws AbortedError
 */
export async function applicabilityDomain(
  { rows, similarity, set, fitted, library }: DomainInput,
  metric: Metric,
  { minN, bootstrap }: Pick<Settings, 'minN' | 'bootstrap'>,
  random: Random,
  job: Job,
): Promise<ExpectSummary['domain']> {
  const all = Int32Array.from(similarity.keys());
  const group = (own: Int32Array): Group => ({
    rows: own,
    report: own.length < minN ? 'nothing' : 'intervals',
  });
  const kept = CUTOFFS.slice(0, -1).map((c) => group(all.filter((i) => similarity[i] >= c)));
  const below = CUTOFFS.slice(1).map((c) => group(all.filter((i) => similarity[i] < c)));
  const scores = await evaluate(rows, [...kept, ...below], [metric], bootstrap, random, job);
  const shareFrom = (c: number) => library.filter((s) => s >= c).length / library.length;
  const points = kept.map((one, p): DomainPoint => {
    const cutoff = CUTOFFS[p];
    const value = (source: string) => scores[p].get(source)?.metrics[metric.name]?.value ?? null;
    const model = scores[p].get(MODEL)?.metrics[metric.name];
    const members = [...set.similarity.keys()].filter((m) => set.similarity[m] >= cutoff);
    const { judged, coverage } = coverageOf(fitted, members);
    return {
      cutoff,
      n: one.rows.length,
      share_kept: shareFrom(cutoff),
      value: model?.value ?? null,
      ci95: model && model.value !== null ? model.ci95 : null,
      baselines: Object.fromEntries(
        rows.sources.flatMap(({ name }) => (name === MODEL ? [] : [[name, value(name)]])),
      ),
      coverage: judged < minN ? null : coverage,
    };
  });
  const judgements = below.map((one, p) => ({
    cutoff: CUTOFFS[p + 1],
    n: one.rows.length,
    scored: scores[kept.length + p].get(MODEL)?.metrics[metric.name],
    enough: one.rows.length >= minN,
  }));
  return { metric: metric.name, points, limit: limitOf(judgements, shareFrom) };
}

type Judgement = {
  readonly cutoff: number;
  readonly n: number;
  readonly enough: boolean;
  readonly scored:
    | NonNullable<
        ReturnType<Awaited<ReturnType<typeof evaluate>>[number]['get']>
      >['metrics'][string]
    | undefined;
};

function limitOf(
  judgements: readonly Judgement[],
  shareFrom: (cutoff: number) => number,
): DomainLimit | null {
  const judged = judgements.flatMap(({ cutoff, n, enough, scored }) => {
    if (!enough || !scored || scored.value === null || !scored.beats) return [];
    const standings = Object.entries(scored.beats);
    if (standings.length === 0) return [];
    const worse = standings.find(([, beats]) => beats === 'no');
    const alike = worse ?? standings.find(([, beats]) => beats !== 'yes');
    return [{ cutoff, n, baseline: alike?.[0] ?? null, worse: worse !== undefined }];
  });
  if (judged.length === 0) return null;
  const tested = judged[0].cutoff;
  const last = judged.filter(({ baseline }) => baseline !== null).pop();
  if (!last) {
    return {
      cutoff: null,
      n: null,
      baseline: null,
      worse: null,
      share_below: null,
      tested_from: tested,
    };
  }
  const { cutoff, n, baseline, worse } = last;
  return { cutoff, n, baseline, worse, share_below: 1 - shareFrom(cutoff), tested_from: tested };
}
