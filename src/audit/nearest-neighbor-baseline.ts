import { nearestNeighbor } from '../evaluation/baselines/nearest.js';
import { trainMean } from '../evaluation/baselines/train-mean.js';
import { Undefined } from '../metrics/metric.js';
import { selectFingerprints } from '../similarity/fingerprints.js';
import { tiedNeighbors } from '../similarity/tied.js';
import { baselineScores, type LookUpValue } from './baseline-scores.js';
import type { AuditContext } from './finding.js';
import { meanLabels } from './side.js';

/** Scores of predicting the test labels by the nearest training molecule, and by the training mean. */
export interface LookUp {
  /** Test records with a label. */
  readonly n: number;
  /** Baseline, then metric: `r2`, `rmse` and `mae`, or `roc_auc` and `mcc`. */
  readonly baselines: Readonly<Record<string, Readonly<Record<string, LookUpValue>>>>;
}

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
    const own =
      predicted instanceof Undefined
        ? predicted
        : Float64Array.from(records, (r) => predicted[test.moleculeOf[r]]);
    baselines[baseline.name] = baselineScores(labelTask, truth, own);
  }
  return { n: records.length, baselines };
}
