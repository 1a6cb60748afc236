import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { Random } from '../../src/random.js';
import { kMeans } from '../../src/similarity/k-means.js';
import { hasBit, type Matrix } from '../oracle/brute-force.js';
import { adversarial, clustered, fromBits, moleculeLike, packed } from '../oracle/generators.js';

const cluster = (matrix: Matrix, k: number, seed: number) =>
  kMeans(packed(matrix), k, new Random(seed), new Job());

const vectors = (matrix: Matrix) =>
  Array.from({ length: matrix.molecules }, (_, m) =>
    Array.from({ length: matrix.words * 32 }, (_, b) => (hasBit(matrix, m, b) ? 1 : 0)),
  );

const meanOf = (rows: number[][]) =>
  rows[0].map((_, b) => rows.reduce((sum, row) => sum + row[b], 0) / rows.length);

const squared = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0);

describe('k-means', () => {
  it('ends where every molecule is at its nearest mean, with no cluster empty', async () => {
    const input = fc.record({
      matrix: fc.oneof(moleculeLike(40), adversarial(2, 20)).filter((m) => m.molecules > 0),
      k: fc.integer({ min: 2, max: 7 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ matrix, k, seed }) => {
        const found = await cluster(matrix, k, seed);
        const rows = vectors(matrix);
        const different = new Set(rows.map((row) => row.join(''))).size;
        expect(found.clusters).toBe(Math.min(k, different));
        expect(found.converged).toBe(true);
        const means = Array.from({ length: found.clusters }, (_, c) => {
          const own = rows.filter((_row, m) => found.of[m] === c);
          expect(own.length).toBeGreaterThan(0);
          return meanOf(own);
        });
        rows.forEach((row, m) => {
          const distances = means.map((mean) => squared(row, mean));
          expect(distances[found.of[m]]).toBeLessThan(Math.min(...distances) + 1e-9);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('finds as many groups of copies as there are', async () => {
    const kinds = [[], [0, 1, 2], [40, 41, 42, 43], [10, 20, 30, 50, 60]];
    const rows = Array.from({ length: 40 }, (_, m) => kinds[(m * m + m) % 4]);
    const { of, clusters } = await cluster(fromBits(rows, 2), 9, 3);
    expect(clusters).toBe(new Set(rows).size);
    rows.forEach((row, m) => {
      rows.forEach((other, o) => {
        expect(of[m] === of[o]).toBe(row === other);
      });
    });
  });

  it('chooses first means by the square of their distance', async () => {
    // Squares of distances 4, 6 and 10; the molecule that is not chosen joins the nearer one, for good.
    const matrix = fromBits([[], [0, 1, 2, 3], [4, 5, 6, 7, 8, 9]], 1);
    const together = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const { of } = await cluster(matrix, 2, seed);
      const pair = of[0] === of[1] ? '01' : of[0] === of[2] ? '02' : '12';
      together.set(pair, (together.get(pair) ?? 0) + 1);
    }
    // 0 and 1 are chosen with (4/10 + 4/14) / 3 = 0.2286, and 2 joins 0: 686 of 3000, standard
    // deviation 23. By plain distance it would be 837, by chance 1000.
    expect(together.get('12')).toBeUndefined();
    expect(Math.abs((together.get('02') ?? 0) - 686)).toBeLessThan(90);
  });

  it('depends on the seed alone', async () => {
    const matrix = clustered(5, 200, 4, 6);
    const first = await cluster(matrix, 8, 1);
    expect(await cluster(matrix, 8, 1)).toEqual(first);
    const others = await Promise.all([2, 3, 4].map((seed) => cluster(matrix, 8, seed)));
    expect(new Set([first, ...others].map(({ of }) => of.join())).size).toBeGreaterThan(1);
  });
});
