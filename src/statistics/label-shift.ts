import type { LabelTask } from '../tables/labels.js';
import type { LabelSummary } from './summary.js';

/**
 * Whether labels differ by more than a benchmark can overlook: the means by more than a quarter of the
 * standard deviation in training. Of classes, also if the odds of the positive one differ by a factor
 * of more than 1.5 and the shares by more than two standard errors (√(p (1 - p) (1/n + 1/m)), with p the
 * share on both sides together): of a rare class neither means nor the Kolmogorov-Smirnov distance tell.
 */
export function labelsDiffer(task: LabelTask, train: LabelSummary, test: LabelSummary): boolean {
  if (train.mean === null || test.mean === null) return false;
  const [p, q, n, m] = [train.mean, test.mean, train.n, test.n];
  const sd = train.sd ?? 0;
  const far = train.sd !== null && Math.abs(q - p) > sd / 4;
  if (task !== 'classification') return far;
  // Of one class alone in training the deviation says nothing.
  if (far && sd > 0) return true;
  const [high, low] = [Math.max(p, q), Math.min(p, q)];
  const both = (n * p + m * q) / (n + m);
  const error = Math.sqrt(both * (1 - both) * (1 / n + 1 / m));
  return high * (1 - low) > 1.5 * low * (1 - high) && high - low > 2 * error;
}
