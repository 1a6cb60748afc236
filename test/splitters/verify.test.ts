import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { type Assignment, DISCARDED, TEST, TRAIN, VALID } from '../../src/splitters/splitter.js';
import type { Units } from '../../src/splitters/units.js';
import { verifyAssignment } from '../../src/splitters/verify.js';
import { binOf, histogram, type Matrix, maxSimilarity, nearest } from '../oracle/brute-force.js';
import { adversarial, clustered, edgesOf, fromBits, moleculeLike } from '../oracle/generators.js';
import { moleculesIn, unitsOf } from './setting.js';

const { bins, edges } = edgesOf('0,1/3,2/3,1');

function verify(
  matrix: Matrix,
  subset: number[],
  sizes: Partial<Record<'train' | 'test' | 'valid', number>>,
  discardReason: string | undefined = 'too alike',
  units: Units = unitsOf(matrix.molecules),
  sizeReason?: string,
) {
  const count = (code: number) =>
    subset.reduce((sum, s, m) => sum + (s === code ? (units.weight[m] ?? 0) : 0), 0);
  return verifyAssignment(
    moleculesIn(matrix),
    {
      subset: Uint8Array.from(subset),
      diagnostics: {},
      ...(discardReason ? { discardReason } : {}),
      ...(sizeReason ? { sizeReason } : {}),
    },
    units,
    { train: count(TRAIN) + count(DISCARDED), valid: count(VALID), test: count(TEST), ...sizes },
    bins,
    new Job(),
  );
}

describe('verifyAssignment', () => {
  const matrix = fromBits([[0, 1], [0, 1], [0, 2], [7], [0, 1, 2]], 1);

  it('lists members ascending and recomputes bins against the training molecules only', async () => {
    const found = await verify(matrix, [TEST, VALID, TRAIN, TEST, DISCARDED], {});
    expect([...found.train]).toEqual([2]);
    expect([...found.valid]).toEqual([1]);
    expect([...found.test]).toEqual([0, 3]);
    expect([...found.discarded]).toEqual([4]);
    // 0 is a copy of 1 (valid) and like 4 (discarded), but shares only 1 of 3 bits with 2 (train).
    expect([...found.testBins]).toEqual([1, 0]);
    expect(found.histogram).toEqual([1, 1, 0]);
    expect([...found.testNearest.intersection]).toEqual([1, 0]);
    expect([...found.validNearest.union]).toEqual([3]);
  });

  it('has a histogram and nearest molecules equal to the oracle', async () => {
    const anyMatrix = fc.oneof(adversarial(1), moleculeLike(16));
    const subsets = fc.array(fc.constantFrom(TRAIN, TRAIN, VALID, TEST, TEST, DISCARDED), {
      minLength: 16,
      maxLength: 16,
    });
    await fc.assert(
      fc.asyncProperty(anyMatrix, subsets, async (matrix, codes) => {
        const subset = codes.slice(0, matrix.molecules);
        const of = (code: number) => [...subset.keys()].filter((m) => subset[m] === code);
        const [train, test, valid] = [of(TRAIN), of(TEST), of(VALID)];
        fc.pre(train.length > 0);
        const found = await verify(matrix, subset, {});
        expect([...found.train]).toEqual(train);
        expect([...found.test]).toEqual(test);
        expect([...found.valid]).toEqual(of(VALID));
        expect([...found.discarded]).toEqual(of(DISCARDED));
        expect(found.histogram).toEqual(histogram(matrix, test, train, edges));
        expect(found.validHistogram).toEqual(histogram(matrix, valid, train, edges));
        expect(found.withValidHistogram).toEqual(
          valid.length > 0 ? histogram(matrix, test, [...train, ...valid], edges) : null,
        );
        expect([...found.testBins]).toEqual(
          test.map((m) => binOf(maxSimilarity(matrix, m, train), edges)),
        );
        const references: Matrix = {
          data: Uint32Array.from(
            train.flatMap((m) => [
              ...matrix.data.subarray(m * matrix.words, (m + 1) * matrix.words),
            ]),
          ),
          molecules: train.length,
          words: matrix.words,
        };
        test.forEach((m, i) => {
          expect(found.testNearest.index[i]).toBe(nearest(matrix, m, references)?.index ?? -1);
        });
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['one test molecule too few', { test: 3 }],
    ['one test molecule too many', { test: 1 }],
    ['a training molecule too few', { train: 3 }],
    ['a valid set nobody asked for', { valid: 0 }],
    ['a valid set that is too small', { valid: 2 }],
  ])('throws on %s', async (_, sizes) => {
    const run = verify(matrix, [TEST, TEST, VALID, TRAIN, TRAIN], sizes);
    await expect(run).rejects.toThrow(InvariantError);
    await expect(run).rejects.toThrow(/asked for/);
  });

  it('throws when molecules are missing or too many', async () => {
    await expect(verify(matrix, [TEST, TRAIN, TRAIN, TRAIN], {})).rejects.toThrow(
      'assigned 4 of 5 molecules',
    );
    await expect(verify(matrix, new Array(6).fill(TRAIN), {})).rejects.toThrow(InvariantError);
  });

  it('throws when molecules are discarded without a reason', async () => {
    const run = verify(matrix, [TEST, TRAIN, DISCARDED, TRAIN, TRAIN], {}, '');
    await expect(run).rejects.toThrow('discarded without a reason');
  });

  it('throws when a molecule is in no subset', async () => {
    const run = verify(matrix, [TEST, TRAIN, 4, TRAIN, TRAIN], {});
    await expect(run).rejects.toThrow(InvariantError);
    await expect(run).rejects.toThrow('a molecule is in no subset');
  });

  it('does not take the word of the splitter for anything', async () => {
    const matrix = clustered(3, 12);
    const subset = Array.from({ length: 12 }, (_, m) => (m < 4 ? TEST : TRAIN));
    const found = await verifyAssignment(
      moleculesIn(matrix),
      { subset: Uint8Array.from(subset), requested: [4, 0, 0], diagnostics: { misplaced: 0 } },
      unitsOf(12),
      { train: 8, valid: 0, test: 4 },
      bins,
      new Job(),
    );
    const all = Array.from({ length: 12 }, (_, m) => m);
    expect(found.histogram).toEqual(histogram(matrix, all.slice(0, 4), all.slice(4), edges));
  });

  it('throws when nothing is left to train on', async () => {
    const run = verify(matrix, [TEST, TEST, VALID, DISCARDED, TEST], {});
    await expect(run).rejects.toThrow(InvariantError);
    await expect(run).rejects.toThrow('no molecule is left for training');
  });

  it('takes other sizes only with an explanation', async () => {
    const subset = [TEST, TEST, VALID, TRAIN, TRAIN];
    for (const sizes of [
      { test: 3, train: 1 },
      { valid: 0, train: 3 },
    ]) {
      await expect(verify(matrix, subset, sizes)).rejects.toThrow(InvariantError);
      const found = await verify(matrix, subset, sizes, '', undefined, 'groups are like that');
      expect([...found.test]).toEqual([0, 1]);
    }
  });

  it('throws when a group is in two subsets, whichever and wherever they are', async () => {
    const codes = [TRAIN, VALID, TEST, DISCARDED];
    const units = unitsOf(5, [0, 1, 2, 1, 0]);
    for (const a of codes) {
      for (const b of codes) {
        const run = verify(matrix, [TRAIN, a, TEST, b, TRAIN], {}, undefined, units);
        if (a === b) await run;
        else await expect(run).rejects.toThrow('a group is in two subsets');
      }
    }
    const last = verify(
      matrix,
      [TRAIN, TEST, TEST, TRAIN, TEST],
      {},
      '',
      unitsOf(5, [0, 1, 2, 0, 0]),
    );
    await expect(last).rejects.toThrow('a group is in two subsets');
  });

  it('counts weights in sizes and histograms', async () => {
    const units = unitsOf(5, undefined, [3, 1, 1, 10, 1]);
    const subset = [TEST, VALID, TRAIN, TEST, DISCARDED];
    const found = await verify(matrix, subset, { test: 13, valid: 1, train: 2 }, undefined, units);
    expect(found.histogram).toEqual([10, 3, 0]);
    expect(found.validHistogram).toEqual([0, 1, 0]);
    // Molecule 0 is a copy of molecule 1, which is for validation.
    expect(found.withValidHistogram).toEqual([10, 0, 3]);
    await expect(verify(matrix, subset, { test: 2 }, undefined, units)).rejects.toThrow(
      'asked for 2 test and 1 valid molecules, got 13 and 1',
    );
  });
});

describe('promises of an assignment', () => {
  // 0 and 1 are alike; 2 shares one of three bits with both; 3 is a stranger.
  const matrix = fromBits([[0, 1], [0, 1], [0, 2], [7]], 1);
  const check = (subset: number[], promise: Partial<Assignment>) => {
    const count = (code: number) => subset.filter((s) => s === code).length;
    const train = count(TRAIN) + count(DISCARDED);
    return verifyAssignment(
      moleculesIn(matrix),
      { subset: Uint8Array.from(subset), diagnostics: {}, discardReason: 'too alike', ...promise },
      unitsOf(4),
      { train, valid: count(VALID), test: count(TEST) },
      bins,
      new Job(),
    );
  };
  const half = { num: 1, den: 2 };
  const third = { num: 1, den: 3 };

  it('holds that nothing across the split reaches a similarity, validation included', async () => {
    await expect(check([TRAIN, TRAIN, TEST, VALID], { apart: half })).resolves.toBeDefined();
    await expect(check([TRAIN, TRAIN, VALID, TEST], { apart: half })).resolves.toBeDefined();
    await expect(check([TRAIN, DISCARDED, VALID, TEST], { apart: half })).resolves.toBeDefined();
    for (const subset of [
      [TRAIN, TEST, TRAIN, TRAIN],
      [TRAIN, VALID, TRAIN, TEST],
      [VALID, TEST, TRAIN, TRAIN],
    ]) {
      await expect(check(subset, { apart: half })).rejects.toThrow('more similar than allowed');
    }
  });

  it('does not take a pair that reaches it exactly', async () => {
    const run = check([TRAIN, TRAIN, TEST, TEST], { apart: third });
    await expect(run).rejects.toThrow(InvariantError);
  });

  it('holds clusters together, but for what is left out or in none', async () => {
    const clusters = Int32Array.of(7, 7, -1, -1);
    await expect(check([TEST, TEST, TRAIN, TEST], { clusters })).resolves.toBeDefined();
    await expect(check([TEST, DISCARDED, TRAIN, TEST], { clusters })).resolves.toBeDefined();
    for (const other of [TRAIN, VALID]) {
      const run = check([TEST, other, TRAIN, TRAIN], { clusters });
      await expect(run).rejects.toThrow('a cluster is in two subsets');
    }
  });
});
