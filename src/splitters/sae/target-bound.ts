import type { SimilarityBins } from '../../similarity/bins.js';
import { count, plural } from '../../text.js';
import type { TargetBound } from '../splitter.js';
import type { HistogramBounds, Limit } from './bounds.js';

/** The bounds in words. */
export function targetBound(
  { misplaced, binding }: HistogramBounds,
  requested: readonly number[],
  bins: SimilarityBins,
): TargetBound {
  if (misplaced === 0 || !binding) {
    return { misplaced, reason: 'no limit that forbids the request is known' };
  }
  return { misplaced, reason: inWords(binding, requested, bins) };
}

function inWords(
  { kind, bin, most }: Limit,
  requested: readonly number[],
  { texts, labels }: SimilarityBins,
): string {
  const sum = (from: number, to: number) =>
    requested.slice(from, to).reduce((total, n) => total + n, 0);
  const can = `at most ${plural(most, 'test molecule')} can be`;
  switch (kind) {
    case 'below':
      return `${can} below ${texts[bin]} and ${count(sum(0, bin))} were asked for: the others' neighbors would have to leave the training set, too`;
    case 'at_least':
      return `${can} at ${texts[bin]} or above and ${count(sum(bin, requested.length))} were asked for: each needs a training molecule that is so similar`;
    case 'within':
      return `${can} in ${labels[bin]} and ${count(requested[bin])} were asked for`;
  }
}
