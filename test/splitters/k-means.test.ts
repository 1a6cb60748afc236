import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kMeansSplitter } from '../../src/splitters/k-means.js';
import { splitterOptions } from '../../src/splitters/registry.js';
import { clustered, edgesOf, moleculeLike } from '../oracle/generators.js';
import { membership, runFolds, runSplitter } from '../oracle/run-splitter.js';
import { isWhole } from './cluster-oracle.js';

const { bins } = edgesOf('0,1/3,2/3,1');

describe('k-means', () => {
  it('keeps clusters and groups whole, with the sizes asked or explained', async () => {
    const input = fc.record({
      matrix: moleculeLike(40, 3).filter((m) => m.molecules > 4),
      seed: fc.nat(),
      grouped: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ matrix, seed, grouped }) => {
        const group = Array.from({ length: matrix.molecules }, (_, m) =>
          grouped ? (m * 5) % 11 : m,
        );
        const request = { test: 0.3, valid: 0.2, seed, group, options: { clusters: 'auto' } };
        try {
          const { assignment, sizes } = await runSplitter(kMeansSplitter, matrix, bins, request);
          const { train, valid, test } = membership(assignment);
          expect(isWhole([...(assignment.clusters ?? [])], train, valid, test)).toBe(true);
          expect(isWhole(group, train, valid, test)).toBe(true);
          const exact = test.length === sizes.test && valid.length === sizes.valid;
          expect(assignment.sizeReason === undefined).toBe(exact);
        } catch (error) {
          expect(String(error)).toMatch(/would be empty/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('meets sizes with enough clusters, in one split and in folds', async () => {
    const matrix = clustered(3, 300, 4, 12);
    const options = { clusters: '40' };
    const { assignment } = await runSplitter(kMeansSplitter, matrix, bins, { test: 0.2, options });
    expect(assignment.sizeReason).toBeUndefined();
    expect(assignment.diagnostics).toMatchObject({ clusters: 40 });
    const folds = await runFolds(kMeansSplitter, matrix, bins, [75, 75, 75, 75], { options });
    const tests = folds.map((fold) => membership(fold).test);
    expect(tests.flat().sort((a, b) => a - b)).toEqual([...new Array(300).keys()]);
    for (const fold of folds) expect(isWhole([...(fold.clusters ?? [])], ...tests)).toBe(true);
  });

  it('has other test sets for other seeds, and the root of half the molecules as clusters', async () => {
    const matrix = clustered(8, 162, 4, 9);
    const made = await Promise.all(
      [1, 2, 3].map((seed) => runSplitter(kMeansSplitter, matrix, bins, { test: 0.2, seed })),
    );
    const tests = made.map(({ assignment }) => membership(assignment).test.join());
    expect(new Set(tests).size).toBe(3);
    expect(made[0].assignment.diagnostics).toMatchObject({ clusters: 9 });
  });

  it('says when there are fewer different fingerprints, or molecules, than clusters', async () => {
    const matrix = clustered(1, 30, 1, 1);
    const copies = { ...matrix, data: matrix.data.map((_, i) => [1, 2, 4][i % 3]) };
    const request = { test: 0.3, options: { clusters: '5' } };
    const { assignment } = await runSplitter(kMeansSplitter, copies, bins, request);
    expect(assignment.notes).toEqual([
      '--clusters 5: there are only 3 distinct fingerprints, so as many clusters were made',
    ]);
    await expect(
      runSplitter(kMeansSplitter, matrix, bins, { test: 0.3, options: { clusters: '31' } }),
    ).rejects.toThrow('--clusters 31: there are only 30 molecules; request fewer clusters');
    for (const clusters of ['1', '0', '2.5', 'many', '']) {
      expect(() => splitterOptions(kMeansSplitter, { clusters })).toThrow(
        `--clusters ${clusters}: give a whole number from 2, or auto`,
      );
    }
  });
});
