import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { Random } from '../../src/random.js';
import { sphereExclusion, spheresOf } from '../../src/splitters/sphere-exclusion.js';
import { compare, type Matrix, type Ratio, similarity } from '../oracle/brute-force.js';
import { adversarial, clustered, edgesOf, moleculeLike, packed } from '../oracle/generators.js';
import { membership, runFolds, runSplitter } from '../oracle/run-splitter.js';

const { bins } = edgesOf('0,1/3,2/3,1');
const thresholds = fc.constantFrom<Ratio>([2n, 5n], [1n, 2n], [1n, 3n], [1n, 1n], [1n, 10n]);

/** Each center with all that is left and similar enough, one after the other. */
function bySearch(matrix: Matrix, order: readonly number[], threshold: Ratio): number[] {
  const sphere = order.map(() => -1);
  let made = 0;
  for (const center of order) {
    if (sphere[center] >= 0) continue;
    for (const m of order) {
      const near = compare(similarity(matrix, center, matrix, m), threshold) >= 0;
      if (near && sphere[m] < 0) sphere[m] = made;
    }
    made++;
  }
  return sphere;
}

describe('spheresOf', () => {
  it('takes what comparing all pairs takes, in any order of centers', async () => {
    for (const matrices of [moleculeLike(20, 1), adversarial(1, 20)]) {
      const input = matrices.chain((matrix) =>
        fc.record({
          matrix: fc.constant(matrix),
          order: fc.shuffledSubarray([...Array(matrix.molecules).keys()], {
            minLength: matrix.molecules,
          }),
          threshold: thresholds,
        }),
      );
      await fc.assert(
        fc.asyncProperty(input, async ({ matrix, order, threshold: [num, den] }) => {
          const at = { num: Number(num), den: Number(den) };
          const found = await spheresOf(packed(matrix), Int32Array.from(order), at, new Job());
          expect([...found]).toEqual(bySearch(matrix, order, [num, den]));
        }),
        { numRuns: 100 },
      );
    }
  });
});

describe('sphere-exclusion', () => {
  it('puts whole spheres on one side, around random centers', async () => {
    const matrix = clustered(4, 60, 2, 8);
    const order = [...new Random(9).shuffle(Int32Array.from({ length: 60 }, (_, m) => m))];
    const spheres = bySearch(matrix, order, [1n, 2n]);
    const asked = { test: 15, valid: 6, seed: 9, options: { threshold: '0.5' } };
    const { assignment } = await runSplitter(sphereExclusion, matrix, bins, asked);
    expect([...(assignment.clusters ?? [])]).toEqual(spheres);
    expect(assignment.diagnostics).toEqual({ spheres: Math.max(...spheres) + 1 });
    for (const s of spheres) {
      const codes = spheres.flatMap((t, m) => (t === s ? [assignment.subset[m]] : []));
      expect(new Set(codes).size).toBe(1);
    }
    const found = membership(assignment);
    expect([found.test.length, found.valid.length]).toEqual([15, 6]);
  });

  it('keeps groups and spheres whole, and explains its sizes', async () => {
    const input = fc.record({
      seed: fc.nat(),
      group: fc.array(fc.nat(20), { minLength: 24, maxLength: 24 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ seed, group }) => {
        const matrix = clustered(seed, 24, 2, 6);
        const setting = { group, seed, options: { threshold: '3/4' } };
        const made = await runFolds(sphereExclusion, matrix, bins, [12, 12], setting);
        const tests = made.map((fold) => membership(fold).test);
        expect(tests.flat().sort((a, b) => a - b)).toEqual([...group.keys()]);
        for (const { subset, clusters = [], sizeReason } of made) {
          for (const [a, b] of group.flatMap((_, i) => group.map((_x, j) => [i, j]))) {
            if (group[a] === group[b] || clusters[a] === clusters[b]) {
              expect(subset[a]).toBe(subset[b]);
            }
          }
          const size = subset.filter((code) => code === 2).length;
          expect(sizeReason).toBe(
            size === 12 ? undefined : `${size} instead of 12 in test: spheres are never divided`,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
