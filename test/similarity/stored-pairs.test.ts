import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanimarkError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { type Rational, toNumber } from '../../src/rational.js';
import { parseBins } from '../../src/similarity/bins.js';
import { type FingerprintMatrix, overlapOf } from '../../src/similarity/fingerprints.js';
import { buildNeighborGraph } from '../../src/similarity/neighbor-graph.js';
import { type PairSource, StoredPairs, type StoredRow } from '../../src/similarity/stored-pairs.js';
import { buildThresholdGraph } from '../../src/similarity/threshold-graph.js';
import { errorOf } from '../helpers.js';
import { adversarial, clustered, moleculeLike, packed } from '../oracle/generators.js';

/** The rows of every molecule, by comparing each with each, the last molecule first. */
function allRows(matrix: FingerprintMatrix, threshold: Rational): StoredRow[] {
  return Array.from({ length: matrix.count }, (_, molecule) => {
    const neighbors: number[] = [];
    const similarities: number[] = [];
    for (let j = matrix.count - 1; j >= 0; j--) {
      const { intersection, union } = overlapOf(matrix, molecule, matrix, j);
      if (j === molecule || intersection * threshold.den < threshold.num * union) continue;
      neighbors.push(j);
      similarities.push(union === 0 ? 1 : intersection / union);
    }
    return { molecule, neighbors, similarities };
  });
}

function sourceOf(rows: readonly StoredRow[], threshold: Rational): PairSource {
  return {
    threshold,
    async *rows() {
      yield* rows;
    },
    tooHigh: (needed) => new TanimarkError('file', `needs ${needed.num}/${needed.den}`),
    wrong: (i, j, what) => new TanimarkError('file', `${i} and ${j} ${what}`),
  };
}

const BINS = parseBins('0,1/3,2/3,1');
const QUARTER = { num: 1, den: 4 };
const job = new Job();

function stored(matrix: FingerprintMatrix, threshold = QUARTER) {
  return new StoredPairs(sourceOf(allRows(matrix, threshold), threshold), 0);
}

describe('pairs that were found elsewhere', () => {
  it('make the graph that a search makes, with anchors where memory is short', async () => {
    let anchored = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(adversarial(2), moleculeLike(30)),
        fc.constantFrom(1, 3, 10, 1000),
        async (bits, limit) => {
          const matrix = packed(bits);
          const memory = limit * 32;
          const found = await buildNeighborGraph(matrix, BINS, job, { memory });
          const own = { memory, stored: stored(matrix) };
          expect(await buildNeighborGraph(matrix, BINS, job, own)).toEqual(found);
          if (found.anchors) anchored++;
        },
      ),
      { numRuns: 150, seed: 3 },
    );
    expect(anchored).toBeGreaterThan(20);
  });

  it('make the graph of any higher threshold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(adversarial(2), moleculeLike(30)),
        fc.constantFrom(QUARTER, { num: 1, den: 3 }, { num: 1, den: 1 }),
        async (bits, threshold) => {
          const matrix = packed(bits);
          const found = await buildThresholdGraph(matrix, threshold, job);
          const own = { stored: stored(matrix) };
          expect(await buildThresholdGraph(matrix, threshold, job, own)).toEqual(found);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('make none of a lower threshold, or of more pairs than fit', async () => {
    const matrix = packed(clustered(1, 60, 4, 6));
    const pairs = { stored: stored(matrix) };
    const low = await errorOf(() => buildThresholdGraph(matrix, { num: 1, den: 5 }, job, pairs));
    expect(low.message).toBe('needs 1/5');
    const many = { ...pairs, memory: 16 };
    const { message } = await errorOf(() => buildThresholdGraph(matrix, QUARTER, job, many));
    expect(message).toContain('more than 1 pairs of molecules are at least 0.25 similar');
  });

  describe('are checked', () => {
    const matrix = packed(clustered(2, 80, 4, 6));
    const rows = allRows(matrix, QUARTER);
    const at = rows.findIndex(({ neighbors }) => neighbors.length > 2);
    const [one, other] = [at, rows[at].neighbors[1]];
    const with_ =
      (i: number, change: (row: StoredRow, e: number) => StoredRow, j: number) =>
      (all: readonly StoredRow[]) =>
        all.map((row) => (row.molecule === i ? change(row, row.neighbors.indexOf(j)) : row));
    const without = (row: StoredRow, e: number): StoredRow => ({
      ...row,
      neighbors: row.neighbors.filter((_, n) => n !== e),
      similarities: row.similarities.filter((_, n) => n !== e),
    });
    const far = rows.findIndex((_, j) => j !== one && !rows[one].neighbors.includes(j));
    const { intersection, union } = overlapOf(matrix, one, matrix, far);
    const add = (j: number, similarity: number) => (row: StoredRow) => ({
      ...row,
      neighbors: [...row.neighbors, j],
      similarities: [...row.similarities, similarity],
    });
    const exact = rows[one].similarities[1];

    it.each<[string, (all: readonly StoredRow[]) => StoredRow[], string]>([
      [
        'a wrong similarity',
        with_(
          one,
          (row, e) => ({ ...row, similarities: row.similarities.with(e, exact - 2 ** -52) }),
          other,
        ),
        `${one} and ${other} are listed with similarity ${exact - 2 ** -52}, and have ${exact}`,
      ],
      [
        'a foreign pair',
        with_(one, add(far, intersection / union), far),
        `${one} and ${far} are listed, and their similarity of ${intersection / union} is below the threshold`,
      ],
      [
        'a pair that is not listed',
        (all) => with_(other, without, one)(with_(one, without, other)(all)),
        `${Math.min(one, other)} and ${Math.max(one, other)} have similarity ${exact}, and are not listed`,
      ],
      [
        'a pair that is listed from the first molecule only',
        with_(Math.max(one, other), without, Math.min(one, other)),
        `${Math.min(one, other)} and ${Math.max(one, other)} are listed as neighbors from the first of them only`,
      ],
      [
        'a pair that is listed from the second molecule only',
        with_(Math.min(one, other), without, Math.max(one, other)),
        `${Math.max(one, other)} and ${Math.min(one, other)} are listed as neighbors from the first of them only`,
      ],
      [
        'a pair that is listed twice',
        with_(one, add(other, exact), other),
        `${one} and ${other} are listed twice`,
      ],
    ])('%s is an error that names both molecules', async (_, change, message) => {
      expect(toNumber(QUARTER)).toBeLessThanOrEqual(exact);
      const pairs = new StoredPairs(sourceOf(change(rows), QUARTER), 0);
      const error = await errorOf(() =>
        buildThresholdGraph(matrix, QUARTER, job, { stored: pairs }),
      );
      expect(error.message).toBe(message);
    });
  });
});
