import { median } from 'simple-statistics';
import type { Job } from '../../job.js';
import { orderlessMean } from '../../numerics/orderless-mean.js';
import type { Rational } from '../../rational.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import type { PairRows } from './pair-rows.js';

/**
 * Max similarities of the pairs of test rows to training pairs; that of two pairs is the smaller of their drugs' and their
 * partners' similarity.
 */
export interface PairSimilarityShape {
  /** Edges of the bins. */
  readonly bins: readonly string[];
  /** Number of test rows in each bin. */
  readonly test: readonly number[];
  /** Mean and median over the test rows. */
  readonly mean: number;
  readonly median: number;
}

/** Test rows with a training pair of at least some similarity, duplicates included. */
export interface NearPairs {
  /** The threshold, as a number between 0 and 1. */
  readonly similarity: number;
  readonly test_records: number;
  /** The rows as a share of all test rows. */
  readonly share: number;
}

/**
 * The nearest training pair of each test pair.
 *
 * @param near thresholds, highest first
 * @throws AbortedError
 */
export async function findNearPairs(
  train: PairRows,
  test: PairRows,
  near: readonly { readonly value: Rational }[],
  bins: SimilarityBins,
  job: Job,
): Promise<{ readonly shape: PairSimilarityShape; readonly near: readonly NearPairs[] }> {
  job.progress.start('finding neighbors', test.compared.count, 'pairs');
  const { intersection, union } = await test.compared.nearestIn(train.compared, job);
  job.progress.finish();
  const similarities = Array.from(test.pairOf, (pair) => intersection[pair] / union[pair]);
  const counts = new Array<number>(bins.count).fill(0);
  for (const pair of test.pairOf) counts[bins.of(intersection[pair], union[pair])]++;
  const rows = test.pairOf.length;
  return {
    shape: {
      bins: bins.texts,
      test: counts,
      mean: orderlessMean(similarities),
      median: median(similarities),
    },
    near: near.map(({ value: { num, den } }) => {
      const records = test.pairOf.reduce(
        (sum, pair) => sum + (intersection[pair] * den >= num * union[pair] ? 1 : 0),
        0,
      );
      return { similarity: num / den, test_records: records, share: records / rows };
    }),
  };
}
