import { type Histogram, histogramOf } from '../statistics/histogram.js';
import { ksDistance } from '../statistics/kolmogorov-smirnov.js';
import { labelsDiffer } from '../statistics/label-shift.js';
import { type LabelSummary, summarize } from '../statistics/summary.js';
import type { LabelTask } from '../tables/labels.js';
import { type LabeledRecords, meanLabels } from './side.js';

/** Comparison of the label distributions of two sides, by molecule (repeated records count by their mean label). */
export interface LabelShift {
  readonly task: LabelTask;
  /** For classes the mean is the share of the positive one. */
  readonly train: LabelSummary;
  readonly test: LabelSummary;
  /** Kolmogorov-Smirnov distance of the two distributions; null where a side has no label. */
  readonly ks: number | null;
  /** Of labels that are numbers: those of both sides in the same bins. */
  readonly histogram?: Histogram<'train' | 'test'>;
  /** Whether the sides differ, by {@link labelsDiffer}. */
  readonly differs: boolean;
}

/** Two sides whose labels are compared. */
export interface LabeledSides {
  readonly train: LabeledRecords;
  readonly test: LabeledRecords;
  /** Null where labels cannot be compared. */
  readonly labelTask: LabelTask | null;
}

/** Null without labels on both sides. */
export function labelShift({ train, test, labelTask }: LabeledSides): LabelShift | null {
  const [theirs, ours] = [meanLabels(train), meanLabels(test)];
  if (labelTask === null || !theirs || !ours) return null;
  const [learnt, judged] = [summarize(theirs), summarize(ours)];
  const histogram = labelTask === 'regression' ? histogramOf({ train: theirs, test: ours }) : null;
  return {
    task: labelTask,
    train: learnt,
    test: judged,
    ks: ksDistance(theirs, ours),
    ...(histogram ? { histogram } : {}),
    differs: labelsDiffer(labelTask, learnt, judged),
  };
}
