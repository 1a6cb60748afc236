import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillWithClusters, foldsOfClusters } from '../../src/splitters/fill.js';
import { membership } from '../oracle/run-splitter.js';
import { leastMissed } from '../oracle/whole-units.js';
import { asDeepChem, asGroupKFold, clusterLists, isWhole } from './cluster-oracle.js';
import { unitsOf } from './setting.js';

const words = { noun: 'cluster', remedy: 'do something' };

const clusterings = (most: number) =>
  fc
    .integer({ min: 2, max: most })
    .chain((n) => fc.array(fc.integer({ min: -1, max: 6 }), { minLength: n, maxLength: n }));

function fill(cluster: number[], test: number, valid: number) {
  const n = cluster.length;
  // As the sizes of the shares are: train is rounded down, then test and valid share the rest.
  const train = Math.floor(((10 - test - valid) * n) / 10);
  const testSize = n - Math.floor(((10 - test) * n) / 10);
  const sizes = { train, valid: n - train - testSize, test: testSize };
  const made = fillWithClusters(Int32Array.from(cluster), unitsOf(n), sizes, words);
  return { made, sizes };
}

describe('whole clusters in subsets', () => {
  it('are those of DeepChem where its rule meets the sizes, or nearer to them', () => {
    const shares = fc.record({ test: fc.integer({ min: 1, max: 5 }), valid: fc.nat(3) });
    fc.assert(
      fc.property(clusterings(24), shares, (cluster, { test, valid }) => {
        // Where sizes leave nothing to train on they are refused before.
        fc.pre(Math.floor(((10 - test - valid) * cluster.length) / 10) > 0);
        const theirs = asDeepChem(cluster, test, valid);
        let got: ReturnType<typeof fill>;
        try {
          got = fill(cluster, test, valid);
        } catch (error) {
          // Only where clusters are fewer than subsets.
          expect(String(error)).toMatch(/(train|valid|test) would be empty/);
          expect(clusterLists(cluster).length).toBeLessThan(valid > 0 ? 3 : 2);
          return;
        }
        const { made, sizes } = got;
        const ours = membership(made);
        const missed = (split: { test: number[]; valid: number[] }) =>
          Math.abs(split.test.length - sizes.test) + Math.abs(split.valid.length - sizes.valid);
        expect(isWhole(cluster, ours.train, ours.valid, ours.test)).toBe(true);
        const weights = clusterLists(cluster).map((list) => list.length);
        const least = leastMissed(weights, sizes);
        if (missed(theirs) === 0) expect(ours).toEqual({ ...theirs, discarded: [] });
        expect(missed(ours)).toBe(least);
        expect(made.sizeReason === undefined).toBe(missed(ours) === 0);
      }),
      { numRuns: 300 },
    );
  });

  it('come as near to the size of a test set as any choice of clusters', () => {
    fc.assert(
      fc.property(clusterings(16), fc.integer({ min: 1, max: 6 }), (cluster, share) => {
        const sizes = clusterLists(cluster).map((list) => list.length);
        if (sizes.length < 2) return;
        let sums = new Set([0]);
        for (const size of sizes) sums = new Set([...sums, ...[...sums].map((s) => s + size)]);
        sums.delete(0);
        sums.delete(cluster.length);
        if (Math.floor(((10 - share) * cluster.length) / 10) === 0) return;
        const { made, sizes: asked } = fill(cluster, share, 0);
        const best = Math.min(...[...sums].map((s) => Math.abs(s - asked.test)));
        expect(Math.abs(membership(made).test.length - asked.test)).toBe(best);
      }),
      { numRuns: 300 },
    );
  });

  it('are small ones in the test set also where the rule misses the sizes', () => {
    const cluster = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7];
    const sizes = { train: 14, valid: 3, test: 3 };
    // The rule puts two pairs into validation before a single one fills training up, and misses both by one.
    expect(asDeepChem(cluster, 1.5, 1.5).test).toEqual([17, 18]);
    const { train: _, ...ours } = membership(
      fillWithClusters(Int32Array.from(cluster), unitsOf(20), sizes, words),
    );
    expect(ours).toEqual({ valid: [8, 9, 10], test: [17, 18, 19], discarded: [] });
  });

  it('count weights, and hold groups together with clusters', () => {
    const units = unitsOf(6, [0, 1, 2, 3, 4, 0], [1, 1, 1, 3, 1, 1]);
    const cluster = Int32Array.from([0, 0, 1, 2, 3, 4]);
    const made = fillWithClusters(cluster, units, { train: 4, valid: 0, test: 4 }, words);
    // 0, 1 and 5 are one (group 0, cluster 0) and weigh 3, as 3 does.
    expect(membership(made)).toEqual({
      train: [3, 4],
      valid: [],
      test: [0, 1, 2, 5],
      discarded: [],
    });
    expect(made.sizeReason).toBeUndefined();
    expect(made.diagnostics).toEqual({ clusters: 5, largest_cluster: 2, singletons: 4 });
  });

  it('are refused where one would fill everything', () => {
    expect(() => fill([1, 1, 1, 1], 3, 0)).toThrow(
      'train would be empty: there is 1 cluster; clusters are never divided, and the largest holds 4 of 4; do something',
    );
  });
});

describe('folds of whole clusters', () => {
  it('are those of GroupKFold, disjoint and whole', () => {
    fc.assert(
      fc.property(clusterings(20), fc.integer({ min: 2, max: 4 }), (cluster, k) => {
        const n = cluster.length;
        if (clusterLists(cluster).length < 2 * k || n < k) return;
        const sizes = Array.from({ length: k }, (_, f) => Math.floor(n / k) + (f < n % k ? 1 : 0));
        const made = foldsOfClusters(Int32Array.from(cluster), unitsOf(n), sizes, words);
        const tests = made.map((fold) => membership(fold).test);
        expect(tests).toEqual(asGroupKFold(cluster, k));
        expect(isWhole(cluster, ...tests)).toBe(true);
        made.forEach((fold, f) => {
          expect(fold.sizeReason === undefined).toBe(tests[f].length === sizes[f]);
        });
      }),
    );
  });

  it('leave the largest clusters in training where the sizes do not add up to all', () => {
    const cluster = [0, 0, 0, 0, 1, 1, 2, 3, 4, 5];
    const made = foldsOfClusters(Int32Array.from(cluster), unitsOf(10), [2, 2], words);
    expect(made.map((fold) => membership(fold).test)).toEqual([
      [4, 5],
      [7, 9],
    ]);
    expect(membership(made[0]).train).toEqual([0, 1, 2, 3, 6, 7, 8, 9]);
  });
});
