import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../../src/chemistry/pool.js';
import { readMoleculeTable } from '../../../src/dataset/molecule-table.js';
import { Job } from '../../../src/job.js';
import { fingerprintsOf } from '../../../src/similarity/compared.js';
import { components } from '../../../src/splitters/components/index.js';
import { splitterOptions } from '../../../src/splitters/registry.js';
import { type Molecules, TEST } from '../../../src/splitters/splitter.js';
import { verifyAssignment } from '../../../src/splitters/verify.js';
import { compare, type Matrix, type Ratio, similarity } from '../../oracle/brute-force.js';
import {
  adversarial,
  clustered,
  edgesOf,
  fromBits,
  moleculeLike,
} from '../../oracle/generators.js';
import { membership, runFolds, runSplitter } from '../../oracle/run-splitter.js';
import { hasShared, sharedPath } from '../../shared.js';
import { asDeepChem, clusterLists, isWhole } from '../cluster-oracle.js';
import { contextOf, unitsOf } from '../setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');

const near = (matrix: Matrix, threshold: Ratio) => (a: number, b: number) =>
  compare(similarity(matrix, a, matrix, b), threshold) >= 0;

/** The component of each molecule, by walking. */
function walk(matrix: Matrix, threshold: Ratio): number[] {
  const isNear = near(matrix, threshold);
  const component = new Array<number>(matrix.molecules).fill(-1);
  for (let first = 0; first < matrix.molecules; first++) {
    if (component[first] >= 0) continue;
    const reached = new Set([first]);
    for (const m of reached) {
      component[m] = first;
      for (let o = 0; o < matrix.molecules; o++) if (isNear(m, o)) reached.add(o);
    }
  }
  return component;
}

function across(matrix: Matrix, threshold: Ratio, lists: readonly number[][]): boolean {
  const isNear = near(matrix, threshold);
  return lists.some((one, i) =>
    lists.some((other, j) => i < j && one.some((a) => other.some((b) => isNear(a, b)))),
  );
}

describe('components', () => {
  it('are those of a plain walk, the largest in training', async () => {
    const inputs = fc.record({
      matrix: fc.oneof(moleculeLike(24), adversarial(2, 16)).filter((m) => m.molecules > 1),
      tenths: fc.constantFrom(3, 4, 5, 6, 8),
      test: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(inputs, async ({ matrix, tenths, test }) => {
        const component = walk(matrix, [BigInt(tenths), 10n]);
        const request = { test: test / 10, options: { threshold: `0.${tenths}` } };
        if (clusterLists(component).length < 2) {
          await expect(runSplitter(components, matrix, bins, request)).rejects.toThrow(
            /^\w+ would be empty: there is 1 component; .*; raise --threshold, or allow --max-discard$/,
          );
          return;
        }
        const { assignment, sizes } = await runSplitter(components, matrix, bins, request);
        expect([...(assignment.clusters ?? [])]).toEqual(component);
        expect(assignment.apart).toEqual(
          splitterOptions(components, request.options).values.threshold,
        );
        const ours = membership(assignment);
        const theirs = asDeepChem(component, test, 0);
        if (theirs.test.length === sizes.test) expect(ours).toEqual({ ...theirs, discarded: [] });
        expect(across(matrix, [BigInt(tenths), 10n], [ours.train, ours.test])).toBe(false);
      }),
      { numRuns: 80 },
    );
  });

  it('leave molecules out where sizes need it, and no pair is across, groups or not', async () => {
    let discarding = 0;
    for (let seed = 0; seed < 12; seed++) {
      const matrix = clustered(seed, 40, 3, 6);
      const group = Array.from({ length: 40 }, (_, m) => (seed % 2 === 0 ? m : m % 23));
      const options = { threshold: '0.45', 'max-discard': '0.5', effort: '0.02' };
      const request = { test: 0.25, valid: seed % 3 === 0 ? 0.2 : 0, group, options, seed };
      let made: Awaited<ReturnType<typeof runSplitter>>;
      try {
        made = await runSplitter(components, matrix, bins, request);
      } catch (error) {
        expect(String(error)).toMatch(/would be empty/);
        continue;
      }
      const { train, valid, test, discarded } = membership(made.assignment);
      expect(across(matrix, [45n, 100n], [train, valid, test])).toBe(false);
      expect(isWhole(group, train, valid, test, discarded)).toBe(true);
      if (discarded.length === 0) continue;
      discarding++;
      expect(made.assignment.discardReason).toBe(
        'discarded so that no pair across the split has similarity ≥ 0.45',
      );
      expect(Math.abs(test.length - made.sizes.test)).toBeLessThanOrEqual(2);
      discarded.forEach((m) => {
        expect(made.assignment.clusters?.[m]).toBe(-1);
      });
    }
    expect(discarding).toBeGreaterThan(2);
  });

  it('leave none out where the sizes can be had without', async () => {
    const matrix = clustered(4, 40, 3, 6);
    const component = walk(matrix, [8n, 10n]);
    expect(clusterLists(component).length).toBeGreaterThan(10);
    const options = { threshold: '0.8', 'max-discard': '0.5' };
    const { assignment } = await runSplitter(components, matrix, bins, { test: 0.2, options });
    expect(membership(assignment).discarded).toEqual([]);
    expect(assignment.discardReason).toBeUndefined();
  });

  it('do not advise what was done where sizes are within the tolerance', async () => {
    const rows = Array.from({ length: 21 }, (_, m) => [Math.floor(m / 3)]);
    const options = { threshold: '0.8', 'max-discard': '0.5' };
    const { assignment } = await runSplitter(components, fromBits(rows, 1), bins, {
      test: 4,
      options,
    });
    expect(membership(assignment).discarded).toEqual([]);
    expect(assignment.sizeReason).toBe(
      '3 instead of 4 in test: components are never divided, and the largest holds 3 of 21; with this size fewer molecules are discarded (--tolerance 0 keeps the requested size)',
    );
  });

  it('say how many would have to be left out where that is too many', async () => {
    for (let seed = 0; seed < 12; seed++) {
      const matrix = clustered(seed, 40, 3, 2);
      const component = clusterLists(walk(matrix, [3n, 10n]));
      if (component.length < 2 || component.some((c) => c.length > 1 && c.length < 30)) continue;
      const options = { threshold: '0.3', 'max-discard': '0.03', effort: '0.02' };
      const { assignment } = await runSplitter(components, matrix, bins, { test: 0.3, options });
      if (membership(assignment).discarded.length > 0) continue;
      expect(assignment.sizeReason).toMatch(
        /in test: components are never divided, .*; (these sizes need \d+ discarded; allow --max-discard 0\.\d+, or raise --threshold|no molecules were found)/,
      );
    }
  });

  it('make folds that are all apart from one another', async () => {
    const matrix = clustered(6, 60, 3, 9);
    const sizes = [20, 20, 20];
    for (const options of [
      { threshold: '0.7' },
      { threshold: '0.45', 'max-discard': '0.5', effort: '0.05' },
    ]) {
      const made = await runFolds(components, matrix, bins, sizes, { options });
      const tests = made.map((fold) => membership(fold).test);
      for (const test of tests) expect(Math.abs(test.length - 20)).toBeLessThanOrEqual(3);
      const [num, den] = [BigInt(Math.round(Number(options.threshold) * 100)), 100n];
      expect(across(matrix, [num, den], tests)).toBe(false);
      expect(new Set(tests.flat()).size).toBe(tests.flat().length);
      const discarded = membership(made[0]).discarded;
      expect(tests.flat().length + discarded.length).toBe(60);
      for (const fold of made) expect(membership(fold).discarded).toEqual(discarded);
    }
  });

  it('deal the smaller components out evenly', async () => {
    const rows = Array.from({ length: 21 }, (_, m) => [Math.floor(m / 3)]);
    const options = { threshold: '0.8', 'max-discard': '0.5' };
    const made = await runFolds(components, fromBits(rows, 1), bins, [7, 7, 7], { options });
    const sizes = made.map((fold) => membership(fold).test.length);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([6, 6, 9]);
  });

  it('draw numbers only where something may be left out', () => {
    const uses = components.usesSeed as (options: Record<string, unknown>) => boolean;
    expect(uses(splitterOptions(components, {}).values)).toBe(false);
    expect(uses(splitterOptions(components, { 'max-discard': '1%' }).values)).toBe(true);
    for (const name of ['max-discard', 'tolerance']) {
      expect(() => splitterOptions(components, { [name]: '0.51' })).toThrow(
        `--${name} 0.51: give a fraction from 0 to 0.5`,
      );
    }
  });
});

describe.skipIf(!hasShared)('components of the dopamine D2 set of Lo-Hi', () => {
  it('need few left out for a test set of a fifth, at 0.4', async () => {
    const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 2 });
    try {
      const job = new Job();
      const path = sharedPath('datasets/drd2_hi.csv');
      const { compared, set } = await readMoleculeTable(path, {}, pool, job);
      const molecules: Molecules = {
        count: set.count,
        fingerprints: fingerprintsOf(compared),
        labels: null,
        labelTask: null,
        scaffolds: null,
      };
      const units = unitsOf(set.count);
      const options = { 'max-discard': '0.1', effort: '0.05' };
      const context = {
        ...contextOf(molecules, units, { test: 1254, valid: 0 }, 0),
        options: splitterOptions(components, options).values,
      };
      const made = await components.split(molecules, context);
      // The check recomputes that no pair is across.
      expect(made.apart).toEqual({ num: 2, den: 5 });
      await verifyAssignment(molecules, made, units, context.sizes, bins, job);
      const { train, test, discarded } = membership(made);
      expect(Math.abs(test.length / set.count - 0.2)).toBeLessThan(0.05);
      expect(Math.abs(train.length / set.count - 0.8)).toBeLessThan(0.05);
      // lohi_splitter leaves out 737 in its tutorial, for a test set of a tenth.
      expect(discarded.length).toBeLessThan(200);
      expect(made.subset.filter((s) => s === TEST)).toHaveLength(test.length);
    } finally {
      await pool.close();
    }
  });
});
