import { nearestNeighbor } from '../evaluation/baselines/nearest.js';
import { trainMean } from '../evaluation/baselines/train-mean.js';
import { Undefined, type UndefinedReason } from '../metrics/metric.js';
import { metricsFor } from '../metrics/registry.js';
import { selectFingerprints } from '../similarity/fingerprints.js';
import { tiedNeighbors } from '../similarity/tied.js';
import type { AuditContext } from './finding.js';
import { meanLabels } from './side.js';

/** A metric's value, or why it has none. */
export type LookUpValue =
  | { readonly value: number }
  | { readonly value: null; readonly reason: UndefinedReason };

/** Scores of predicting the test labels by the nearest training molecule, and by the training mean. */
export interface LookUp {
  /** Test records with a label. */
  readonly n: number;
  /** Baseline, then metric: `r2`, `rmse` and `mae`, or `roc_auc` and `mcc`. */
  readonly baselines: Readonly<Record<string, Readonly<Record<string, LookUpValue>>>>;
}

const METRICS = {
  regression: ['r2', 'rmse', 'mae'],
  classification: ['roc_auc', 'mcc'],
} as const;

/** Scores the baselines on the labeled test records; null without labels on both sides. */
export async function lookUp(context: AuditContext): Promise<LookUp | null> {
  const { train, test, labelTask, job } = context;
  const labels = meanLabels(train);
  if (labelTask === null || !labels || !test.labels) return null;
  const records = [...test.labels.keys()].filter((r) => !Number.isNaN(test.labels?.[r]));
  const labeled = [...labels.keys()].filter((m) => !Number.isNaN(labels[m]));
  if (records.length === 0 || labeled.length === 0) return null;
  job.progress.start('nearest neighbors', test.fingerprints.count, 'molecules');
  const neighbors = await tiedNeighbors(
    test.fingerprints,
    selectFingerprints(train.fingerprints, labeled),
    1,
    job,
  );
  job.progress.finish();
  const truth = Float64Array.from(records, (r) => test.labels?.[r] as number);
  const baselines: Record<string, Record<string, LookUpValue>> = {};
  for (const baseline of [nearestNeighbor, trainMean]) {
    const predicted = baseline.predict({
      task: labelTask,
      trainLabels: Float64Array.from(labeled, (m) => labels[m]),
      count: test.fingerprints.count,
      neighbors,
      properties: null,
    });
    const scores: Record<string, LookUpValue> = {};
    for (const metric of metricsFor(labelTask, METRICS[labelTask])) {
      if (predicted instanceof Undefined) {
        scores[metric.name] = { value: null, reason: predicted.reason };
        continue;
      }
      const own = Float64Array.from(records, (r) => predicted[test.moleculeOf[r]]);
      const classes = metric.needs[0] === 'class';
      const found = metric.compute(truth, classes ? own.map((p) => (p >= 0.5 ? 1 : 0)) : own);
      scores[metric.name] =
        found instanceof Undefined ? { value: null, reason: found.reason } : { value: found };
    }
    baselines[baseline.name] = scores;
  }
  return { n: records.length, baselines };
}
