import type { SimilarityBins } from '../../similarity/bins.js';
import { count } from '../../text.js';
import type { TargetBound } from '../splitter.js';
import type { HistogramBounds, Limit } from './bounds.js';

/** The lower bound on misplaced molecules with its reason in words. @param together bounds of test and validation sets */
export function targetBound(
  { misplaced, binding }: HistogramBounds,
  requested: readonly number[],
  bins: SimilarityBins,
  together: HistogramBounds | null,
): TargetBound {
  const reason =
    misplaced === 0 || !binding
      ? 'no proof excludes the requested counts'
      : inWords(binding, requested, bins);
  return { misplaced, reason, ...(together ? { together: together.misplaced } : {}) };
}

function inWords(
  { kind, bin, most }: Limit,
  requested: readonly number[],
  { texts, labels }: SimilarityBins,
): string {
  const sum = (from: number, to: number) =>
    requested.slice(from, to).reduce((total, n) => total + n, 0);
  const can = `at most ${count(most)} can`;
  switch (kind) {
    case 'below':
      return `${can} stay below ${texts[bin]}, and ${count(sum(0, bin))} were requested`;
    case 'at_least':
      return `${can} have a training neighbor ≥ ${texts[bin]}, and ${count(sum(bin, requested.length))} were requested`;
    case 'within':
      return `${can} be in ${labels[bin]}, and ${count(requested[bin])} were requested`;
  }
}
