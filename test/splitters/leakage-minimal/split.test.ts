import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBins } from '../../../src/similarity/bins.js';
import { leakageMinimal } from '../../../src/splitters/leakage-minimal/index.js';
import { type Assignment, DISCARDED } from '../../../src/splitters/splitter.js';
import { type Matrix, similarity, subsets } from '../../oracle/brute-force.js';
import { clustered, fromBits } from '../../oracle/generators.js';
import { membership, runFolds, runSplitter } from '../../oracle/run-splitter.js';

const bins = parseBins('0,1/3,2/3,1');

/** Summed similarity of all pairs in different sets, in millionths of each pair. */
function across(matrix: Matrix, subset: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < matrix.molecules; i++) {
    for (let j = 0; j < i; j++) {
      const [num, den] = similarity(matrix, i, matrix, j);
      if (subset[i] !== subset[j]) sum += Number((2_000_000n * num + den) / (2n * den));
    }
  }
  return sum / 1e6;
}

const clustersOf = ({ clusters }: Assignment) => [...(clusters ?? [])];

describe('leakage-minimal', () => {
  it('has the least summed similarity of all test sets of a size, and says that it has', async () => {
    const input = fc.record({
      seed: fc.nat(10_000),
      molecules: fc.integer({ min: 3, max: 9 }),
      test: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ seed, molecules, test: wanted }) => {
        const test = Math.min(wanted, molecules - 1);
        const matrix = clustered(seed, molecules);
        // Identical fingerprints alone are in one cluster.
        const options = { threshold: '1' };
        const { assignment, verified } = await runSplitter(leakageMinimal, matrix, bins, {
          test,
          options,
          seed,
        });
        const cluster = clustersOf(assignment);
        let least = Number.POSITIVE_INFINITY;
        for (const chosen of subsets(molecules, verified.test.length)) {
          const subset = new Uint8Array(molecules);
          for (const m of chosen) subset[m] = 1;
          const whole = cluster.every((c, i) =>
            cluster.every((d, j) => c !== d || subset[i] === subset[j]),
          );
          if (whole) least = Math.min(least, across(matrix, subset));
        }
        const { diagnostics } = assignment;
        expect(across(matrix, assignment.subset)).toBeCloseTo(least, 9);
        expect(diagnostics.cross_similarity).toBeCloseTo(least, 9);
        expect(diagnostics.cross_similarity_bound).toBe(diagnostics.cross_similarity);
        expect(diagnostics.gap).toBe(0);
        const pairs = verified.test.length * (molecules - verified.test.length);
        expect(assignment.notes?.[0]).toContain(
          `the mean similarity over all train-test pairs is ${(least / pairs).toFixed(4)}, the proven minimum for these set sizes and the `,
        );
        expect(assignment.notes?.[0]).toMatch(
          / clusters? that were kept whole\. The mean over all pairs of molecules is \d\.\d{4}$/,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('cuts neither clusters nor groups, and reaches the sizes or says why not', async () => {
    const input = fc.record({
      seed: fc.nat(10_000),
      molecules: fc.integer({ min: 12, max: 40 }),
      groups: fc.option(fc.integer({ min: 6, max: 20 }), { nil: undefined }),
      valid: fc.constantFrom(0, 3),
      heavy: fc.boolean(),
      clusters: fc.constantFrom('5', '1500'),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ seed, molecules, groups, valid, heavy, clusters }) => {
        const matrix = clustered(seed, molecules, 2, 6);
        const each = Array.from({ length: molecules }, (_, m) => m);
        const request = {
          test: 4,
          valid,
          seed,
          options: { threshold: '0.8', clusters },
          ...(groups ? { group: each.map((m) => (m * 7 + seed) % groups) } : {}),
          ...(heavy ? { weight: each.map((m) => 1 + (m % 3)) } : {}),
        };
        const { assignment } = await runSplitter(leakageMinimal, matrix, bins, request).catch(
          (error: Error) => {
            expect(error.message).toMatch(
              /, too few or too large for [23] sets; raise --threshold/,
            );
            return { assignment: null };
          },
        );
        if (!assignment) return;
        expect(assignment.subset).not.toContain(DISCARDED);
        const cluster = clustersOf(assignment);
        expect(cluster).toHaveLength(molecules);
        if (clusters === '5') expect(new Set(cluster).size).toBeLessThanOrEqual(5);
        for (const [i, c] of cluster.entries()) {
          const first = cluster.indexOf(c);
          expect(assignment.subset[i]).toBe(assignment.subset[first]);
        }
        const { diagnostics } = assignment;
        expect(diagnostics.cross_similarity).toBeCloseTo(across(matrix, assignment.subset), 9);
        expect(Number(diagnostics.gap)).toBeGreaterThanOrEqual(0);
        expect(Number(diagnostics.cross_similarity_bound)).toBeLessThanOrEqual(
          Number(diagnostics.cross_similarity),
        );
        expect(assignment.notes?.[0]).toMatch(
          / clusters? that were kept whole\. The mean over all pairs of molecules is \d\.\d{4}$/,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('joins small clusters to the large one they are most similar to', async () => {
    // Two clusters of three, and two molecules that are each near one of them.
    const matrix = fromBits(
      [
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 3, 4, 6],
        [0, 1, 2, 3, 4, 7],
        [20, 21, 22, 23, 24, 25],
        [20, 21, 22, 23, 24, 26],
        [20, 21, 22, 23, 24, 27],
        [0, 1, 40, 41, 42],
        [20, 21, 50, 51, 52],
      ],
      2,
    );
    const { assignment } = await runSplitter(leakageMinimal, matrix, bins, {
      test: 4,
      options: { threshold: '0.5', clusters: '2' },
    });
    const cluster = clustersOf(assignment);
    expect(new Set(cluster.slice(0, 3).concat(cluster[6])).size).toBe(1);
    expect(new Set(cluster.slice(3, 6).concat(cluster[7])).size).toBe(1);
    expect(assignment.diagnostics).toMatchObject({ clusters: 2, cross_similarity: 0, gap: 0 });
  });

  it('compares them by the mean, not the sum', async () => {
    // The last has 0.2 with each of four, 1/3 with each of two.
    const four = [5, 6, 7, 8].map((bit) => [0, 1, 2, 3, 4, bit]);
    const two = [25, 26].map((bit) => [20, 21, 22, 23, 24, bit]);
    const matrix = fromBits([...four, ...two, [0, 1, 20, 21, 22, 40]], 2);
    const { assignment } = await runSplitter(leakageMinimal, matrix, bins, {
      test: 3,
      options: { threshold: '0.5', clusters: '2' },
    });
    expect(membership(assignment).test).toEqual([4, 5, 6]);
  });

  it('makes folds of whole clusters in which each molecule is tested once', async () => {
    const matrix = clustered(4, 60, 2, 8);
    const folds = await runFolds(leakageMinimal, matrix, bins, [20, 20, 20], {
      options: { threshold: '0.9' },
    });
    const { cross_similarity: found, cross_similarity_bound: bound, gap } = folds[0].diagnostics;
    expect(Number(gap)).toBeGreaterThan(0);
    expect(gap).toBeCloseTo((Number(found) - Number(bound)) / Number(found), 12);
    const percent = (Math.ceil(Number(gap) * 1000) / 10).toFixed(1);
    expect(folds[0].notes?.[0]).toMatch(
      /^the mean similarity over all pairs of molecules in different sets is \d\.\d{4}, at most /,
    );
    expect(folds[0].notes?.[0]).toContain(
      `, at most ${percent}% above the proven minimum for these set sizes and the `,
    );
    const tests = folds.map((fold) => membership(fold).test);
    expect(tests.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, m) => m));
    folds.forEach((fold, f) => {
      if (tests[f].length !== 20) expect(fold.sizeReason).toMatch(/clusters are never divided/);
      for (const c of new Set(clustersOf(fold))) {
        const own = clustersOf(fold).flatMap((d, m) => (d === c ? [fold.subset[m]] : []));
        expect(new Set(own).size).toBe(1);
      }
    });
    const part = Uint8Array.from({ length: 60 }, (_, m) => tests.findIndex((t) => t.includes(m)));
    expect(folds[0].diagnostics.cross_similarity).toBeCloseTo(across(matrix, part), 9);
    const some = await runFolds(leakageMinimal, matrix, bins, [10, 10], {
      options: { threshold: '0.9' },
    });
    const tested = some.flatMap((fold) => membership(fold).test);
    expect(new Set(tested).size).toBe(tested.length);
  });

  it('keeps shares of classes on request, at some cost', async () => {
    const matrix = clustered(9, 80, 3, 2);
    // Labels go with the half of the bits that a molecule has more of: the split of least leakage divides them.
    const free = await runSplitter(leakageMinimal, matrix, bins, {
      test: 40,
      options: { threshold: '1' },
    });
    const labels = [...free.assignment.subset].map((code, m) => (code === 2 ? 100 : 0) + m);
    const { assignment } = await runSplitter(leakageMinimal, matrix, bins, {
      test: 40,
      labels,
      options: { threshold: '1', 'balance-label': 'true' },
    });
    const high = membership(assignment).test.filter((m) => labels[m] >= 100).length;
    expect(high).toBeGreaterThanOrEqual(18);
    expect(high).toBeLessThanOrEqual(22);
    expect(Number(assignment.diagnostics.cross_similarity)).toBeGreaterThan(
      Number(free.assignment.diagnostics.cross_similarity),
    );
  });

  it('says when shares cannot be kept, or when there are no labels', async () => {
    const matrix = fromBits([[0], [0], [0], [9], [9], [9]], 1);
    const options = { threshold: '1', 'balance-label': 'true' };
    const { assignment } = await runSplitter(leakageMinimal, matrix, bins, {
      test: 3,
      labels: [1, 1, 1, 0, 0, 0],
      options,
    });
    expect(assignment.notes?.[1]).toMatch(/class shares miss --label-tolerance by \d+ molecules/);
    await expect(runSplitter(leakageMinimal, matrix, bins, { test: 3, options })).rejects.toThrow(
      '--balance-label: the input has no labels',
    );
  });

  it('is the same for the same seed', async () => {
    const matrix = clustered(12, 70, 2, 9);
    const run = () => runSplitter(leakageMinimal, matrix, bins, { test: 14, seed: 3 });
    expect((await run()).assignment).toEqual((await run()).assignment);
  });

  it('leaves something to train on where the nearest size would not', async () => {
    const matrix = fromBits([[0], [0], [0], [9], [9], [9]], 1);
    const { assignment } = await runSplitter(leakageMinimal, matrix, bins, { test: 5 });
    expect(membership(assignment).test).toHaveLength(3);
    expect(assignment.sizeReason).toBe('3 instead of 5 in test: clusters are never divided');
  });

  it('cannot divide one cluster', async () => {
    const matrix = fromBits([[0], [0], [0]], 1);
    await expect(runSplitter(leakageMinimal, matrix, bins, { test: 1 })).rejects.toThrow(
      'the molecules form 1 cluster (the largest has 3 molecules), too few or too large for 2 sets; raise --threshold for smaller clusters',
    );
  });

  it('refuses options that make no sense', async () => {
    const matrix = clustered(1, 10);
    const run = (options: Record<string, string>) =>
      runSplitter(leakageMinimal, matrix, bins, { test: 2, options });
    await expect(run({ threshold: '0' })).rejects.toThrow('give a similarity above 0, at most 1');
    await expect(run({ threshold: '1.1' })).rejects.toThrow('give a similarity above 0, at most 1');
    await expect(run({ clusters: '1' })).rejects.toThrow('give a whole number from 2 to 4,000');
    await expect(run({ 'label-tolerance': '2' })).rejects.toThrow('give a share from 0 to 1');
  });
});
