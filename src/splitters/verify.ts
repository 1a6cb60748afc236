import { assertInvariant } from '../errors.js';
import type { SimilarityBins } from '../similarity/bins.js';
import { selectFingerprints } from '../similarity/fingerprints.js';
import { findNearest, type Nearest } from '../similarity/nearest.js';
import type { Task } from '../task.js';
import type { Sizes } from './sizes.js';
import { type Assignment, DISCARDED, type Molecules, TEST, TRAIN, VALID } from './splitter.js';

/** An assignment whose promises were checked, with similarities recomputed from the fingerprints. */
export interface VerifiedSplit {
  /** Molecules of each subset, ascending. */
  readonly train: Int32Array;
  readonly valid: Int32Array;
  readonly test: Int32Array;
  readonly discarded: Int32Array;
  /** Nearest training molecule (a position in `train`) of each test molecule, in the order of `test`. */
  readonly testNearest: Nearest;
  readonly validNearest: Nearest;
  /** Bin of max similarity of each test molecule, in the order of `test`. */
  readonly testBins: Uint8Array;
  /** Test molecules in each bin. */
  readonly histogram: number[];
}

/**
 * Checks what every split of every method must hold: each molecule in exactly one subset, sizes
 * as resolved. Then recomputes max similarity from scratch against the final training set, without
 * anything that the splitter used.
 *
 * @throws InvariantError when a promise is broken: a bug in the splitter
 */
export async function verifyAssignment(
  molecules: Molecules,
  assignment: Assignment,
  sizes: Sizes,
  bins: SimilarityBins,
  task: Task,
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
  assertInvariant(
    test.length === sizes.test && valid.length === sizes.valid,
    `asked for ${sizes.test} test and ${sizes.valid} valid molecules, got ${test.length} and ${valid.length}`,
  );
  assertInvariant(
    train.length + discarded.length === sizes.train,
    `asked for ${sizes.train} training molecules, got ${train.length} and discarded ${discarded.length}`,
  );
  assertInvariant(
    discarded.length === 0 || assignment.discardReason !== undefined,
    'molecules were discarded without a reason',
  );
  const trainFingerprints = selectFingerprints(molecules.fingerprints, train);
  const nearest = (queries: Int32Array) =>
    findNearest(selectFingerprints(molecules.fingerprints, queries), trainFingerprints, task);
  task.progress.start('checking the split', test.length);
  const testNearest = await nearest(test);
  const validNearest = await nearest(valid);
  task.progress.finish();
  const testBins = new Uint8Array(test.length);
  const histogram = new Array<number>(bins.count).fill(0);
  for (let i = 0; i < test.length; i++) {
    testBins[i] = bins.of(testNearest.intersection[i], testNearest.union[i]);
    histogram[testBins[i]]++;
  }
  return { train, valid, test, discarded, testNearest, validNearest, testBins, histogram };
}
