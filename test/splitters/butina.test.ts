import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { readMoleculeTable } from '../../src/dataset/molecule-table.js';
import { Job } from '../../src/job.js';
import { fingerprintsOf } from '../../src/similarity/compared.js';
import { selectFingerprints } from '../../src/similarity/fingerprints.js';
import { butina } from '../../src/splitters/butina.js';
import { leader } from '../../src/splitters/leader.js';
import { splitterOptions } from '../../src/splitters/registry.js';
import type { Molecules, Splitter } from '../../src/splitters/splitter.js';
import { compare, type Matrix, type Ratio, similarity } from '../oracle/brute-force.js';
import { adversarial, edgesOf, moleculeLike } from '../oracle/generators.js';
import { membership, runFolds, runSplitter } from '../oracle/run-splitter.js';
import { hasShared, sharedJson, sharedPath } from '../shared.js';
import { asDeepChem, asGroupKFold, clusterLists, isWhole } from './cluster-oracle.js';
import { contextOf, unitsOf } from './setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');
const TENTHS = [2, 4, 5, 7, 10];

type Clusters = (matrix: Matrix, threshold: Ratio) => number[];

/** By definition: the molecule with the most free neighbors, of several the last, with them. */
const butinaSlowly: Clusters = (matrix, threshold) => {
  const n = matrix.molecules;
  const cluster = new Array<number>(n).fill(-1);
  const near = (a: number, b: number) => compare(similarity(matrix, a, matrix, b), threshold) >= 0;
  for (let made = 0; cluster.includes(-1); made++) {
    let best: number[] = [];
    for (let c = 0; c < n; c++) {
      if (cluster[c] >= 0) continue;
      const own = [c];
      for (let m = 0; m < n; m++) if (m !== c && cluster[m] < 0 && near(c, m)) own.push(m);
      if (own.length >= best.length) best = own;
    }
    for (const m of best) cluster[m] = made;
  }
  return cluster;
};

/** By definition: leaders in order, then the nearest of them. */
const leaderSlowly: Clusters = (matrix, threshold) => {
  const to = (a: number, b: number) => similarity(matrix, a, matrix, b);
  const leaders: number[] = [];
  for (let m = 0; m < matrix.molecules; m++) {
    if (leaders.every((l) => compare(to(m, l), threshold) < 0)) leaders.push(m);
  }
  return Array.from({ length: matrix.molecules }, (_, m) =>
    leaders.reduce((best, l) => (compare(to(m, l), to(m, best)) > 0 ? l : best)),
  );
};

describe.each<[string, Splitter, Clusters]>([
  ['butina', butina, butinaSlowly],
  ['leader', leader, leaderSlowly],
])('%s', (_, splitter, slowly) => {
  const inputs = fc.record({
    matrix: fc.oneof(moleculeLike(24), adversarial(2, 16)).filter((m) => m.molecules > 1),
    tenths: fc.constantFrom(...TENTHS),
    test: fc.integer({ min: 1, max: 5 }),
  });

  it('has the clusters of a plain search, the largest in training', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async ({ matrix, tenths, test }) => {
        const cluster = slowly(matrix, [BigInt(tenths), 10n]);
        const request = { test: test / 10, options: { threshold: `${tenths}/10` } };
        if (clusterLists(cluster).length < 2) {
          await expect(runSplitter(splitter, matrix, bins, request)).rejects.toThrow(
            /^\w+ would be empty: there is 1 cluster; .*raise --threshold/,
          );
          return;
        }
        const { assignment, sizes } = await runSplitter(splitter, matrix, bins, request);
        expect(clusterLists([...(assignment.clusters ?? [])])).toEqual(clusterLists(cluster));
        const ours = membership(assignment);
        const theirs = asDeepChem(cluster, test, 0);
        if (theirs.test.length === sizes.test) expect(ours).toEqual({ ...theirs, discarded: [] });
        expect(isWhole(cluster, ours.train, ours.test)).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  it('has folds of whole clusters, as GroupKFold', async () => {
    await fc.assert(
      fc.asyncProperty(moleculeLike(24), async (matrix) => {
        const cluster = slowly(matrix, [1n, 2n]);
        if (clusterLists(cluster).length < 6) return;
        const n = matrix.molecules;
        const sizes = [0, 1, 2].map((f) => Math.floor(n / 3) + (f < n % 3 ? 1 : 0));
        const options = { threshold: '0.5' };
        const made = await runFolds(splitter, matrix, bins, sizes, { options });
        expect(made.map((fold) => membership(fold).test)).toEqual(asGroupKFold(cluster, 3));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps groups and clusters whole, with validation', async () => {
    const input = moleculeLike(30).filter((m) => m.molecules > 5);
    await fc.assert(
      fc.asyncProperty(input, fc.nat(), async (matrix, salt) => {
        const group = Array.from({ length: matrix.molecules }, (_, m) => (m * 7 + salt) % 17);
        const request = { test: 0.3, valid: 0.2, group, options: { threshold: '0.6' } };
        try {
          const { assignment } = await runSplitter(splitter, matrix, bins, request);
          const { train, valid, test } = membership(assignment);
          expect(isWhole(slowly(matrix, [6n, 10n]), train, valid, test)).toBe(true);
          expect(isWhole(group, train, valid, test)).toBe(true);
        } catch (error) {
          expect(String(error)).toMatch(/would be empty/);
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each(['0', '1.01', 'x', ''])('refuses the threshold %j', (threshold) => {
    expect(() => splitterOptions(splitter, { threshold })).toThrow(`--threshold ${threshold}: `);
  });
});

describe.skipIf(!hasShared)('butina on carbonic anhydrase I', () => {
  it("has RDKit's clusters whole, and gives the size", async () => {
    const reference = sharedJson<{
      cluster_sizes_descending: number[];
      largest_cluster_members: number[];
    }>('reference/butina.json');
    const pool = new ChemistryPool(parseFingerprint('morgan'));
    try {
      const path = sharedPath('datasets/Ki_Carbonic_anhydrase_I.csv');
      const { compared } = await readMoleculeTable(path, {}, pool, new Job());
      const fingerprints = selectFingerprints(fingerprintsOf(compared), [...new Array(800).keys()]);
      const molecules: Molecules = {
        count: 800,
        fingerprints,
        labels: null,
        labelTask: null,
        scaffolds: null,
      };
      const context = {
        ...contextOf(molecules, unitsOf(800), { test: 160, valid: 0 }, 0),
        options: splitterOptions(butina, { threshold: '0.6' }).values,
      };
      const made = await butina.split(molecules, context);
      const lists = clusterLists([...(made.clusters ?? [])]).sort((a, b) => b.length - a.length);
      expect(lists.map((l) => l.length)).toEqual(reference.cluster_sizes_descending);
      expect(lists[0]).toEqual([...reference.largest_cluster_members].sort((a, b) => a - b));
      const { train, test } = membership(made);
      expect(test).toHaveLength(160);
      expect(isWhole([...(made.clusters ?? [])], train, test)).toBe(true);
      // The largest cluster goes to training, and the test set is of the small ones.
      expect(lists[0].every((m) => train.includes(m))).toBe(true);
      expect(made.diagnostics).toMatchObject({ largest_cluster: 34 });
    } finally {
      await pool.close();
    }
  });
});
