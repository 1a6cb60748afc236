import { additive, drugMean, partnerMean } from '../../evaluation/baselines/pairs.js';
import { trainMean } from '../../evaluation/baselines/train-mean.js';
import type { LabelTask } from '../../tables/labels.js';
import { baselineScores, type LookUpValue } from '../baseline-scores.js';
import { meanLabels } from '../side.js';
import { adjective } from '../verdict.js';
import type { PairRows } from './pair-rows.js';

/** Baselines that know which drug and which partner a pair has, and nothing else; and the training mean. */
export const HUB_BASELINES = [trainMean, drugMean, partnerMean, additive] as const;

/** How much of the test labels the means of drugs and partners explain. */
export interface HubBias {
  /** Test rows with a label. */
  readonly n: number;
  /**
   * `train_mean`, `drug_mean`, `partner_mean` and `additive`, then the metric: `r2`, `rmse` and `mae` in the unit of the
   * labels, or `roc_auc` and `mcc`.
   */
  readonly baselines: Readonly<Record<string, Readonly<Record<string, LookUpValue>>>>;
  /** What they say, in one sentence. */
  readonly line: string;
}

/** Scores the baselines on the labeled test rows; null where either side has none. */
export function hubBias(
  train: PairRows,
  test: PairRows,
  labelTask: LabelTask | null,
): HubBias | null {
  const trainLabels = meanLabels(train);
  const { labels } = test;
  if (labelTask === null || !trainLabels || !labels) return null;
  const records = [...labels.keys()].filter((r) => !Number.isNaN(labels[r]));
  if (records.length === 0 || trainLabels.every(Number.isNaN)) return null;
  const truth = Float64Array.from(records, (r) => labels[r]);
  const baselines = HUB_BASELINES.map(({ name, predict }) => {
    const predicted = predict({
      task: labelTask,
      trainLabels,
      count: test.compared.count,
      neighbors: [],
      properties: null,
      pairs: {
        ...{ trainDrug: train.drugs.of, trainPartner: train.partners.of },
        ...{ drug: test.drugs.of, partner: test.partners.of },
      },
    });
    const own =
      predicted instanceof Float64Array
        ? Float64Array.from(records, (r) => predicted[test.pairOf[r]])
        : predicted;
    return [name, baselineScores(labelTask, truth, own)] as const;
  });
  const scores = Object.fromEntries(baselines);
  const line = hubLine(labelTask, scores[additive.name], adjective(test.name));
  return { n: records.length, baselines: scores, line };
}

/** What the additive baseline says of a set, in one sentence. */
function hubLine(
  task: LabelTask,
  scores: Readonly<Record<string, LookUpValue>>,
  set: string,
): string {
  const { value } = scores[task === 'regression' ? 'r2' : 'roc_auc'];
  const [means, labels] = ['drug and partner means alone', `of the ${set} labels`];
  if (value === null) return `${means} cannot be scored: the ${set} labels are equal or too few`;
  if (task === 'classification') {
    return `${means} rank the ${set} labels with a ROC-AUC of ${value.toFixed(2)} (chance: 0.5)`;
  }
  return value > 0
    ? `${means} explain ${(100 * value).toFixed(0)}% of the variance ${labels}`
    : `${means} explain none of the variance ${labels}`;
}
