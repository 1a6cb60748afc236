import { Undefined } from '../../metrics/metric.js';
import type { PairNumbers } from '../pairs/numbers.js';
import type { Baseline, BaselineContext } from './baseline.js';
import { meanLabel } from './train-mean.js';

/** Pairs of the overall mean that are added to those of each drug and partner, so that few pairs count for little. */
const SHRINKAGE = 1;
/** One side is fitted after the other until no effect changes by more than this share of the labels' range. */
const SMALL_CHANGE = 1e-12;
/** More rounds than it takes: tens. */
const MOST_ROUNDS = 2000;

/** The mean label of the drug's training pairs. */
export const drugMean: Baseline = {
  name: 'drug_mean',
  title: 'drug mean',
  shortTitle: 'drug',
  legend: 'mean label of the training pairs with the same drug; of a new drug, of all',
  summary:
    'pairs: the mean label of the training pairs with the same drug; of a new drug the mean of all',
  usesPairs: true,
  predict: (context) =>
    bySide(context, ({ trainDrug, drug }) => ({ train: trainDrug, test: drug })),
};

/** The mean label of the partner's training pairs. */
export const partnerMean: Baseline = {
  name: 'partner_mean',
  title: 'partner mean',
  shortTitle: 'partner',
  legend: 'mean label of the training pairs with the same partner; of a new partner, of all',
  summary:
    'pairs: the mean label of the training pairs with the same partner; of a new partner the mean of all',
  usesPairs: true,
  predict: (context) =>
    bySide(context, ({ trainPartner, partner }) => ({ train: trainPartner, test: partner })),
};

/**
 * The overall mean, plus an effect of the drug and one of the partner: the effects a and b with the least
 * `Σ (y − mean − a − b)² + Σ a² + Σ b²`, so that drugs and partners with few pairs have small effects; new ones have none.
 */
export const additive: Baseline = {
  name: 'additive',
  title: 'drug + partner',
  shortTitle: 'additive',
  legend: 'mean of all training pairs plus an effect of the drug and one of the partner (ridge)',
  summary:
    'pairs: the mean label plus an effect of the drug and one of the partner, fitted by ridge regression with a penalty of 1; new drugs and partners have no effect',
  usesPairs: true,
  predict({ task, trainLabels, pairs }) {
    const mean = meanLabel(trainLabels);
    if (Number.isNaN(mean) || !pairs) return new Undefined('no_training_labels');
    const { drugs, partners } = effects(trainLabels, mean, pairs);
    const values = Float64Array.from(
      pairs.drug,
      (d, i) => mean + (drugs.get(d) ?? 0) + (partners.get(pairs.partner[i]) ?? 0),
    );
    return task === 'regression' ? values : values.map((p) => Math.min(1, Math.max(0, p)));
  },
};

function bySide(
  { trainLabels, pairs }: BaselineContext,
  side: (pairs: PairNumbers) => { readonly train: Int32Array; readonly test: Int32Array },
): Float64Array | Undefined {
  const mean = meanLabel(trainLabels);
  if (Number.isNaN(mean) || !pairs) return new Undefined('no_training_labels');
  const { train, test } = side(pairs);
  const labels = new Map<number, number[]>();
  trainLabels.forEach((y, m) => {
    if (Number.isNaN(y)) return;
    const own = labels.get(train[m]);
    if (own) own.push(y);
    else labels.set(train[m], [y]);
  });
  const means = new Map(
    [...labels].map(([entity, own]) => [entity, meanLabel(Float64Array.from(own))]),
  );
  return Float64Array.from(test, (entity) => means.get(entity) ?? mean);
}

/** Effects of drugs and partners, one side after the other until they no longer change. */
function effects(labels: Float64Array, mean: number, { trainDrug, trainPartner }: PairNumbers) {
  // The order of rows must not matter, not even in the last bit.
  const rows = Int32Array.from([...labels.keys()].filter((m) => !Number.isNaN(labels[m])));
  const drugs = new Map<number, number>();
  const partners = new Map<number, number>();
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const m of rows) {
    least = Math.min(least, labels[m]);
    most = Math.max(most, labels[m]);
  }
  const small = SMALL_CHANGE * (most - least);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    fitSide(labels, mean, rows, trainDrug, drugs, trainPartner, partners);
    const change = fitSide(labels, mean, rows, trainPartner, partners, trainDrug, drugs);
    if (change <= small) break;
  }
  return { drugs, partners };
}

/** Fits the effects of one side to what the other leaves over. @returns the largest change */
function fitSide(
  labels: Float64Array,
  mean: number,
  rows: Int32Array,
  of: Int32Array,
  own: Map<number, number>,
  otherOf: Int32Array,
  other: ReadonlyMap<number, number>,
): number {
  const residuals = new Map<number, number[]>();
  for (const m of rows) {
    const residual = labels[m] - mean - (other.get(otherOf[m]) ?? 0);
    const known = residuals.get(of[m]);
    if (known) known.push(residual);
    else residuals.set(of[m], [residual]);
  }
  let change = 0;
  for (const [entity, values] of residuals) {
    let sum = 0;
    for (const value of Float64Array.from(values).sort()) sum += value;
    const effect = sum / (values.length + SHRINKAGE);
    change = Math.max(change, Math.abs(effect - (own.get(entity) ?? 0)));
    own.set(entity, effect);
  }
  return change;
}
