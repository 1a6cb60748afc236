import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { eachSummedRow, MILLIONTHS } from '../../src/similarity/summed.js';
import { type Matrix, similarity } from '../oracle/brute-force.js';
import { adversarial, clustered, packed } from '../oracle/generators.js';

/** Similarity in whole millionths, rounded half up, in exact integers. */
function millionths(matrix: Matrix, i: number, j: number): number {
  const [num, den] = similarity(matrix, i, matrix, j);
  return Number((2n * num * BigInt(MILLIONTHS) + den) / (2n * den));
}

async function rowsOf(matrix: Matrix, cluster: number[], count: number, rows = count) {
  const found: number[][] = [];
  await eachSummedRow(
    packed(matrix),
    { cluster: Int32Array.from(cluster), count, rows },
    new Job(),
    (c, row) => {
      expect(c).toBe(found.length);
      found.push([...row]);
    },
  );
  return found;
}

function expected(matrix: Matrix, cluster: number[], count: number): number[][] {
  return Array.from({ length: count }, (_, c) =>
    Array.from({ length: count }, (_, d) => {
      let sum = 0;
      for (let i = 0; i < matrix.molecules; i++) {
        for (let j = 0; j < matrix.molecules; j++) {
          const once = c === d ? i < j : c < d;
          if (once && cluster[i] === c && cluster[j] === d) sum += millionths(matrix, i, j);
        }
      }
      return sum;
    }),
  );
}

describe('eachSummedRow', () => {
  it('adds up every pair once, also of empty fingerprints', async () => {
    const input = adversarial(2).filter((matrix) => matrix.molecules >= 3);
    await fc.assert(
      fc.asyncProperty(
        input,
        fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
        async (m, r) => {
          const cluster = Array.from({ length: m.molecules }, (_, i) => (i < 3 ? i : r[i]));
          expect(await rowsOf(m, cluster, 3)).toEqual(expected(m, cluster, 3));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('makes the first rows alone, if no more are asked for', async () => {
    const matrix = clustered(3, 40);
    const cluster = Array.from({ length: 40 }, (_, i) => (i * 7) % 9);
    const all = expected(matrix, cluster, 9);
    expect(await rowsOf(matrix, cluster, 9)).toEqual(all);
    expect(await rowsOf(matrix, cluster, 9, 4)).toEqual(all.slice(0, 4));
  });
});
