import { median } from 'simple-statistics';
import type { SimilarityBins } from '../similarity/bins.js';
import { countBins } from '../similarity/nearest.js';
import { searchNeighbors } from '../similarity/search.js';
import { ksDistance } from '../statistics/kolmogorov-smirnov.js';
import type { AuditContext } from './finding.js';

/** Max similarities of the test molecules to training, and of training molecules to each other. */
export interface SimilarityShape {
  readonly bins: readonly string[];
  /** Number of test molecules in each bin of max similarity to training. */
  readonly test: readonly number[];
  /** Medians of that similarity, and of that of each training molecule to its nearest other one (null for one molecule alone). */
  readonly median_test: number;
  readonly median_train: number | null;
  /** Kolmogorov-Smirnov distance of the two distributions: near 0 where test molecules might as well be training molecules. */
  readonly ks: number | null;
  /** Comparison of the two distributions; null where there are too few molecules. */
  readonly likeness: Likeness | null;
}

/** Outcomes of comparing test-to-train similarity with similarity within training. */
export const LIKENESSES = ['as_random', 'nearer', 'further', 'otherwise'] as const;

/**
 * `as_random`: no evidence of a difference from a random split: the Kolmogorov-Smirnov
 * distance is at most 0.1, or below the 5% critical value of the two-sample test, 1.36 √((n + m) / nm).
 * `nearer`, `further`: by the medians. `otherwise`: the medians are equal, the distributions are not.
 */
export type Likeness = (typeof LIKENESSES)[number];

/** Kolmogorov-Smirnov distance up to which two distributions count as equal. */
const ALIKE = 0.1;

function likenessOf(own: Float64Array, theirs: Float64Array, ks: number | null): Likeness | null {
  const [n, m] = [own.length, theirs.length];
  const critical = 1.36 * Math.sqrt((n + m) / (n * m));
  const [ours, within] = [medianOf(own), medianOf(theirs)];
  if (ks === null || ours === null || within === null || critical >= 1) return null;
  if (ks <= ALIKE || ks <= critical) return 'as_random';
  return ours > within ? 'nearer' : ours < within ? 'further' : 'otherwise';
}

/** Compares the similarities of test to training with those within training, the molecules of each side being distinct. */
export async function similarityShape(
  { train, nearest, job }: AuditContext,
  bins: SimilarityBins,
): Promise<SimilarityShape> {
  const own = Float64Array.from(nearest.intersection, (c, t) => c / nearest.union[t]);
  const { fingerprints } = train;
  job.progress.start('comparing training molecules', fingerprints.count, 'molecules');
  // A molecule is found among its own nearest two, or both are its equals.
  const lists = await searchNeighbors(fingerprints, fingerprints, { k: 2 }, job);
  job.progress.finish();
  const { offsets, indices, intersections, unions } = lists;
  const theirs =
    fingerprints.count < 2
      ? new Float64Array(0)
      : Float64Array.from({ length: fingerprints.count }, (_, m) => {
          const e = indices[offsets[m]] === m ? offsets[m] + 1 : offsets[m];
          return unions[e] === 0 ? 1 : intersections[e] / unions[e];
        });
  const ks = ksDistance(own, theirs);
  return {
    bins: bins.texts,
    test: countBins(nearest, bins),
    median_test: medianOf(own) as number,
    median_train: medianOf(theirs),
    ks,
    likeness: likenessOf(own, theirs, ks),
  };
}

/** Null of nothing. */
function medianOf(values: Float64Array): number | null {
  return values.length === 0 ? null : median(Array.from(values));
}
