import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { findNearest } from '../../src/similarity/nearest.js';
import { compare, type Matrix, nearest } from '../oracle/brute-force.js';
import { adversarial, clustered, fromBits, moleculeLike, packed } from '../oracle/generators.js';

async function expectOraclesNearest(queries: Matrix, references: Matrix) {
  const found = await findNearest(packed(queries), packed(references), new Job());
  expect(found.index).toHaveLength(queries.molecules);
  for (let q = 0; q < queries.molecules; q++) {
    const expected = nearest(queries, q, references);
    expect(found.index[q]).toBe(expected?.index ?? -1);
    expect(found.union[q]).toBeGreaterThan(0);
    const ratio = [BigInt(found.intersection[q]), BigInt(found.union[q])] as const;
    expect(compare(ratio, expected?.value ?? [0n, 1n])).toBe(0);
  }
  return found;
}

describe('findNearest', () => {
  it('finds the most similar reference and its exact ratio', async () => {
    const references = fromBits([[0, 1, 2], [0, 1, 2, 3, 4, 5], [9]], 1);
    const found = await expectOraclesNearest(
      fromBits(
        [
          [0, 1, 2, 3],
          [9, 10, 11],
        ],
        1,
      ),
      references,
    );
    expect([...found.index]).toEqual([0, 2]);
    expect([...found.intersection]).toEqual([3, 1]);
    expect([...found.union]).toEqual([4, 3]);
  });

  it('takes the first of equally similar references, by value and not by counts', async () => {
    // 1/2 and 2/4 are the same similarity.
    const found = await expectOraclesNearest(
      fromBits([[0, 1]], 1),
      fromBits([[5], [0], [0, 1, 2, 3], [1], [0]], 1),
    );
    expect(found.index[0]).toBe(1);
  });

  it('takes the first reference when all similarities are 0', async () => {
    const found = await expectOraclesNearest(fromBits([[7], []], 1), fromBits([[1], [2]], 1));
    expect([...found.index]).toEqual([0, 0]);
    expect([...found.intersection]).toEqual([0, 0]);
  });

  it('counts two empty fingerprints as the same', async () => {
    const found = await expectOraclesNearest(
      fromBits([[], [1]], 1),
      fromBits([[1], [], [1], []], 1),
    );
    expect([...found.index]).toEqual([1, 0]);
    expect([found.intersection[0], found.union[0]]).toEqual([1, 1]);
  });

  it('says -1 and similarity 0 without references', async () => {
    const found = await expectOraclesNearest(fromBits([[1], []], 1), fromBits([], 1));
    expect([...found.index]).toEqual([-1, -1]);
    expect([...found.intersection]).toEqual([0, 0]);
    expect([...found.union]).toEqual([1, 1]);
  });

  it('answers no queries', async () => {
    const found = await expectOraclesNearest(fromBits([], 1), fromBits([[1]], 1));
    expect(found.index).toHaveLength(0);
  });

  it('equals the oracle on adversarial matrices', async () => {
    await fc.assert(
      fc.asyncProperty(adversarial(2), adversarial(2), async (queries, references) => {
        await expectOraclesNearest(queries, references);
      }),
      { numRuns: 300 },
    );
  });

  it('equals the oracle when queries are also references', async () => {
    await fc.assert(
      fc.asyncProperty(moleculeLike(20), async (matrix) => {
        const { intersection, union } = await expectOraclesNearest(matrix, matrix);
        expect([...intersection]).toEqual([...union]);
      }),
      { numRuns: 50 },
    );
  });

  it('equals the oracle on molecule-like matrices with few bits, so that ties abound', async () => {
    for (let seed = 0; seed < 20; seed++) {
      await expectOraclesNearest(clustered(seed, 15, 1, 2), clustered(seed + 100, 25, 1, 2));
    }
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const job = new Job({ signal: controller.signal });
    job.due = () => true;
    const matrix = packed(clustered(1, 40));
    await expect(findNearest(matrix, matrix, job)).rejects.toThrow(AbortedError);
  });
});
