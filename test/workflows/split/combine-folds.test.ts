import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moleculeLabels } from '../../../src/dataset/molecule-labels.js';
import { Job } from '../../../src/job.js';
import { type Assignment, DISCARDED, TEST, TRAIN } from '../../../src/splitters/splitter.js';
import { verifyAssignment } from '../../../src/splitters/verify.js';
import { poolFolds } from '../../../src/workflows/split/combine-folds.js';
import {
  combineFolds,
  describePart,
  recordOutcomes,
} from '../../../src/workflows/split/describe-split.js';
import { binOf, histogram, type Matrix, maxSimilarity } from '../../oracle/brute-force.js';
import { clustered, edgesOf, fromBits } from '../../oracle/generators.js';
import { moleculesIn, unitsOf } from '../../splitters/setting.js';
import { madeTable } from './made.js';

const { bins, edges } = edgesOf('0,1/3,2/3,1');

/** Pools the folds that the molecules are in; -1 is in none. */
async function pool(
  matrix: Matrix,
  foldOf: readonly number[],
  requested?: readonly (readonly number[])[],
  scaffolds?: readonly number[],
  /** Molecules that are in no fold's training. */
  out: readonly number[] = [],
) {
  const labels = foldOf.map((_, m) => m * m);
  const data = madeTable({ matrix, labels });
  const described = {
    data,
    bins,
    labels: moleculeLabels(data),
    scaffolds: scaffolds ? Int32Array.from(scaffolds) : null,
  };
  const folds = Math.max(...foldOf) + 1;
  const assignments: Assignment[] = [];
  const parts = [];
  for (let f = 0; f < folds; f++) {
    const assignment: Assignment = {
      subset: Uint8Array.from(foldOf, (g, m) =>
        g === f ? TEST : out.includes(m) ? DISCARDED : TRAIN,
      ),
      ...(out.length > 0 ? { discardReason: 'out' } : {}),
      ...(requested ? { requested: requested[f], reason: `fold ${f} is off` } : {}),
      diagnostics: { moves: 7, fold: f },
    };
    const test = foldOf.filter((g) => g === f).length;
    const sizes = { train: foldOf.length - test, valid: 0, test };
    const units = unitsOf(foldOf.length);
    const verified = await verifyAssignment(
      moleculesIn(matrix),
      assignment,
      units,
      sizes,
      bins,
      new Job(),
    );
    const outcomes = recordOutcomes(data, assignment, verified);
    parts.push({ outcomes, part: describePart(described, assignment, verified, outcomes) });
    assignments.push(assignment);
  }
  const combined = combineFolds(parts.map((p) => p.outcomes));
  return poolFolds(
    described,
    parts.map((p) => p.part),
    assignments,
    combined,
  );
}

describe('poolFolds', () => {
  it('counts each test molecule once, against the training set of its own fold', async () => {
    const input = fc.integer({ min: 3, max: 12 }).chain((molecules) =>
      fc.record({
        matrix: fc.nat().map((seed) => clustered(seed, molecules)),
        foldOf: fc.array(fc.integer({ min: -1, max: 2 }), {
          minLength: molecules,
          maxLength: molecules,
        }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(input, async ({ matrix, foldOf }) => {
        const folds = Math.max(...foldOf) + 1;
        fc.pre(folds > 0 && new Set(foldOf).size > 1);
        const found = await pool(matrix, foldOf);
        const all = [...foldOf.keys()];
        const outside = (f: number) => all.filter((m) => foldOf[m] !== f);
        const achieved = [0, 0, 0];
        for (let f = 0; f < folds; f++) {
          const inFold = all.filter((m) => foldOf[m] === f);
          histogram(matrix, inFold, outside(f), edges).forEach((n, b) => {
            achieved[b] += n;
          });
        }
        const test = all.filter((m) => foldOf[m] >= 0);
        expect(found.similarity).toEqual({
          bins: bins.texts,
          requested: null,
          achieved,
          status: null,
          reason: null,
          bound: null,
          valid: null,
          with_valid: null,
        });
        const sizes = { train: all.length - test.length, valid: 0, test: test.length };
        expect(found.sizes).toEqual({ ...sizes, discarded: 0, invalid: 0 });
        expect(found.records).toEqual(found.sizes);
        found.labels?.bins.forEach((bin, b) => {
          const values = test
            .filter((m) => binOf(maxSimilarity(matrix, m, outside(foldOf[m])), edges) === b)
            .map((m) => m * m);
          expect(bin.n).toBe(values.length);
          if (values.length > 0) {
            expect(bin.mean).toBeCloseTo(values.reduce((x, y) => x + y) / values.length, 9);
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  // 0 and 1 are copies, 2 shares 1 of 3 bits with 3, and 4 shares 2 of 3 with 5.
  const matrix = fromBits([[0], [0], [4, 5], [5, 6], [9, 10], [9, 10, 11]], 1);

  it('puts similarities on an edge into the bin above it', async () => {
    const found = await pool(matrix, [0, 1, 0, 1, 0, 1]);
    expect(found.similarity.achieved).toEqual([0, 2, 4]);
    expect(found.labels?.bins.map((b) => b.n)).toEqual([0, 2, 4]);
    expect(found.labels?.bins[1].mean).toBe((4 + 9) / 2);
  });

  it('adds up what was asked, and is as good as its worst fold', async () => {
    const folds = [0, 1, 0, 1, 0, 1];
    const exact = await pool(matrix, folds, [
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(exact.similarity).toMatchObject({ requested: [0, 2, 4], status: 'exact', reason: null });
    const withinOne = await pool(matrix, folds, [
      [0, 1, 2],
      [1, 0, 2],
    ]);
    expect(withinOne.similarity).toMatchObject({
      requested: [1, 1, 4],
      status: 'within_one',
      reason: 'fold 1 is off',
    });
    // Each fold is within one, and so are they all, whatever it adds up to.
    const both = await pool(matrix, folds, [
      [1, 0, 2],
      [1, 0, 2],
    ]);
    expect(both.similarity).toMatchObject({ requested: [2, 0, 4], status: 'within_one' });
    // Errors that cancel are errors still.
    const canceling = await pool(matrix, folds, [
      [0, 3, 0],
      [0, 0, 3],
    ]);
    expect(canceling.similarity).toMatchObject({
      requested: [0, 3, 3],
      status: 'closest',
      reason: 'fold 0 is off',
    });
  });

  it('counts different scaffolds, and none for molecules without one', async () => {
    const found = await pool(matrix, [0, 1, 0, 1, 0, 1], undefined, [3, 3, -1, -1, 0, 1]);
    expect(found.scaffolds?.bins).toEqual([0, 0, 3]);
  });

  it('counts what is left out, and repeats what was said of all folds alike', async () => {
    const found = await pool(matrix, [0, 1, 0, 1, -1, -1], undefined, undefined, [5]);
    expect(found.sizes).toMatchObject({ train: 1, test: 4, discarded: 1 });
    expect(found.records).toEqual(found.sizes);
    expect(found.labels?.train).toMatchObject({ n: 1, mean: 16 });
    expect(found.diagnostics).toEqual({ moves: 7 });
    expect((await pool(matrix, [0, 0, 0, -1, -1, -1])).diagnostics).toEqual({ moves: 7, fold: 0 });
  });
});
