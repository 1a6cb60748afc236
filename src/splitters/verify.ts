import { assertInvariant } from '../errors.js';
import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import type { SimilarityBins } from '../similarity/bins.js';
import { type Compared, nearestOf, selectCompared } from '../similarity/compared.js';
import type { Nearest } from '../similarity/search.js';
import type { Sizes } from './sizes.js';
import { type Assignment, DISCARDED, type Molecules, TEST, TRAIN, VALID } from './splitter.js';
import type { Units } from './units.js';

/** Molecules of each subset, ascending. */
export interface Subsets {
  readonly train: Int32Array;
  readonly valid: Int32Array;
  readonly test: Int32Array;
}

/** Similarities across a split, recomputed from the fingerprints. */
export interface MeasuredSplit {
  /** Nearest training molecule (a position in `train`) of each test molecule, in the order of `test`. */
  readonly testNearest: Nearest;
  readonly validNearest: Nearest;
  /** Nearest validation molecule (a position in `valid`) of each test molecule; null without validation. */
  readonly testToValid: Nearest | null;
  /** Bin of max similarity of each test molecule, in the order of `test`. */
  readonly testBins: Uint8Array;
  /** Test molecules in each bin, by their weight. */
  readonly histogram: number[];
  readonly validHistogram: number[];
  /** Test molecules in each bin of their max similarity to train and validation together; null without validation. */
  readonly withValidHistogram: number[] | null;
}

/** An assignment whose promises were checked, with similarities recomputed from the fingerprints. */
export interface VerifiedSplit extends Subsets, MeasuredSplit {
  readonly discarded: Int32Array;
}

/**
 * Checks what every split of every method must hold: each molecule in exactly one subset, sizes
 * as resolved or explained, groups whole. Then recomputes max similarity from scratch against the final
 * training set, without anything that the splitter used.
 *
 * @throws InvariantError when a promise is broken: a bug in the splitter
 */
export async function verifyAssignment(
  molecules: Molecules,
  assignment: Assignment,
  units: Units,
  sizes: Sizes,
  bins: SimilarityBins,
  job: Job,
): Promise<VerifiedSplit> {
  const { subset } = assignment;
  assertInvariant(
    subset.length === molecules.count,
    `the splitter assigned ${subset.length} of ${molecules.count} molecules`,
  );
  const members = (code: number) =>
    Int32Array.from([...subset.keys()].filter((m) => subset[m] === code));
  const train = members(TRAIN);
  const valid = members(VALID);
  const test = members(TEST);
  const discarded = members(DISCARDED);
  const assigned = train.length + valid.length + test.length + discarded.length;
  assertInvariant(assigned === molecules.count, 'a molecule is in no subset');
  assertInvariant(train.length > 0, 'no molecule is left for training');
  checkSizes({ train, valid, test, discarded }, assignment, units, sizes);
  for (let u = 0; u < units.count; u++) {
    const first = subset[units.members[units.offsets[u]]];
    for (let p = units.offsets[u] + 1; p < units.offsets[u + 1]; p++) {
      assertInvariant(subset[units.members[p]] === first, 'a group is in two subsets');
    }
  }
  for (const clusters of [assignment.clusters, assignment.otherClusters]) {
    if (clusters) checkClusters(clusters, subset);
  }
  const subsets = { train, valid, test };
  const measured = await measureSubsets(
    molecules.pairs ?? molecules.fingerprints,
    subsets,
    units.weight,
    bins,
    job,
  );
  const { testNearest, validNearest, testToValid } = measured;
  if (assignment.apart) {
    for (const nearest of [testNearest, validNearest, ...(testToValid ? [testToValid] : [])]) {
      assertInvariant(
        firstReaching(nearest, assignment.apart) < 0,
        'a pair across the split is more similar than allowed',
      );
    }
  }
  return { ...subsets, discarded, ...measured };
}

/**
 * Max similarities of test and validation molecules (or pairs), and their histograms.
 *
 * @param weight what each molecule counts for in histograms
 */
export async function measureSubsets(
  compared: Compared,
  { train, valid, test }: Subsets,
  weight: Int32Array,
  bins: SimilarityBins,
  job: Job,
): Promise<MeasuredSplit> {
  job.progress.start('checking the split', test.length, 'molecules');
  const training = selectCompared(compared, train);
  const nearestTo = (queries: Int32Array) =>
    nearestOf(selectCompared(compared, queries), training, job);
  const testNearest = await nearestTo(test);
  const validNearest = await nearestTo(valid);
  const testToValid =
    valid.length === 0
      ? null
      : await nearestOf(selectCompared(compared, test), selectCompared(compared, valid), job);
  job.progress.finish();
  const binsOf = ({ intersection, union }: Nearest) =>
    Uint8Array.from(intersection, (c, i) => bins.of(c, union[i]));
  const histogramOf = (queries: Int32Array, found: Uint8Array) => {
    const histogram = new Array<number>(bins.count).fill(0);
    queries.forEach((m, i) => {
      histogram[found[i]] += weight[m];
    });
    return histogram;
  };
  const testBins = binsOf(testNearest);
  return {
    testNearest,
    validNearest,
    testToValid,
    testBins,
    histogram: histogramOf(test, testBins),
    validHistogram: histogramOf(valid, binsOf(validNearest)),
    withValidHistogram: testToValid
      ? histogramOf(
          test,
          binsOf(testToValid).map((b, i) => Math.max(b, testBins[i])),
        )
      : null,
  };
}

/** No cluster in two subsets; molecules left out are in none. */
function checkClusters(clusters: Int32Array, subset: Uint8Array): void {
  const subsetOf = new Map<number, number>();
  clusters.forEach((cluster, m) => {
    if (cluster < 0 || subset[m] === DISCARDED) return;
    const known = subsetOf.get(cluster) ?? subset[m];
    assertInvariant(known === subset[m], 'a cluster is in two subsets');
    subsetOf.set(cluster, known);
  });
}

/** The first query whose nearest reference reaches a similarity; -1 where none does. */
export function firstReaching(
  { index, intersection, union }: Nearest,
  { num, den }: Rational,
): number {
  return index.findIndex((at, i) => at >= 0 && intersection[i] * den >= num * union[i]);
}

function checkSizes(
  subsets: Record<'train' | 'valid' | 'test' | 'discarded', Int32Array>,
  { sizeReason, discardReason }: Assignment,
  { weight }: Units,
  sizes: Sizes,
): void {
  const weightOf = (members: Int32Array) => members.reduce((sum, m) => sum + weight[m], 0);
  const [train, valid, test, discarded] = [
    weightOf(subsets.train),
    weightOf(subsets.valid),
    weightOf(subsets.test),
    weightOf(subsets.discarded),
  ];
  assertInvariant(
    (test === sizes.test && valid === sizes.valid) || sizeReason !== undefined,
    `asked for ${sizes.test} test and ${sizes.valid} valid molecules, got ${test} and ${valid}`,
  );
  assertInvariant(
    train + discarded === sizes.train || sizeReason !== undefined,
    `asked for ${sizes.train} training molecules, got ${train} and discarded ${discarded}`,
  );
  assertInvariant(
    subsets.discarded.length === 0 || discardReason !== undefined,
    'molecules were discarded without a reason',
  );
}
