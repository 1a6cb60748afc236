import type { EvaluationContext } from './context.js';

/** What a model of one target could learn from. */
export interface TrainCounts {
  /** Distinct training molecules; of pairs their drugs. */
  readonly molecules: number;
  /** Distinct training pairs, where rows are pairs. */
  readonly pairs?: number;
  /** Those of them, molecules or pairs, that have a label. */
  readonly labelled: number;
}

/** @param labels of each training molecule, or pair; NaN where it has none */
export function trainCounts(
  labels: Float64Array,
  { test: { pairs, train } }: Pick<EvaluationContext, 'test'>,
): TrainCounts {
  const labelled = labels.filter((y) => !Number.isNaN(y)).length;
  if (!pairs) return { molecules: labels.length, labelled };
  const drugs = new Set(Array.from(train.members, (m) => pairs.trainDrug[m]));
  return { molecules: drugs.size, pairs: labels.length, labelled };
}
