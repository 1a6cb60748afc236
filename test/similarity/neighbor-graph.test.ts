import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { buildNeighborGraph, type NeighborGraph } from '../../src/similarity/neighbor-graph.js';
import { type Matrix, type Pair, pairsAboveBinZero } from '../oracle/brute-force.js';
import {
  adversarial,
  clustered,
  edgesOf,
  edgeTexts,
  fromBits,
  moleculeLike,
  packed,
} from '../oracle/generators.js';

/** The rows written out, in the order in which they are stored. */
function pairsOf({ count, offsets, neighbors, levels }: NeighborGraph): Pair[] {
  const pairs: Pair[] = [];
  for (let a = 0; a < count; a++) {
    for (let e = offsets[a]; e < offsets[a + 1]; e++) {
      pairs.push({ a, b: neighbors[e], bin: levels[e] });
    }
  }
  return pairs;
}

/** The oracle lists pairs by row and then by neighbor, so equality also means ascending rows. */
async function expectOraclesGraph(matrix: Matrix, text: string) {
  const { bins, edges } = edgesOf(text);
  const graph = await buildNeighborGraph(packed(matrix), bins, new Job());
  expect(graph.count).toBe(matrix.molecules);
  expect(graph.offsets).toHaveLength(matrix.molecules + 1);
  expect(graph.offsets[0]).toBe(0);
  expect(graph.offsets[matrix.molecules]).toBe(graph.neighbors.length);
  expect(graph.levels).toHaveLength(graph.neighbors.length);
  expect(pairsOf(graph)).toEqual(pairsAboveBinZero(matrix, edges));
  return graph;
}

describe('buildNeighborGraph', () => {
  it('puts pairs on an edge above it', async () => {
    // 0 and 1 share 1 of 3, 0 and 2 share 2 of 3, 1 and 2 share 1 of 4: 1/3, 2/3 and below 1/3.
    const matrix = fromBits(
      [
        [0, 1],
        [1, 2],
        [0, 1, 3],
      ],
      1,
    );
    const graph = await expectOraclesGraph(matrix, '0,1/3,2/3,1');
    expect(pairsOf(graph)).toEqual([
      { a: 0, b: 1, bin: 1 },
      { a: 0, b: 2, bin: 2 },
      { a: 1, b: 0, bin: 1 },
      { a: 2, b: 0, bin: 2 },
    ]);
  });

  it('equals the oracle on adversarial matrices and any edges', async () => {
    await fc.assert(
      fc.asyncProperty(adversarial(2), edgeTexts(), async (matrix, text) => {
        await expectOraclesGraph(matrix, text);
      }),
      { numRuns: 300 },
    );
  });

  it('equals the oracle on molecule-like matrices and any edges', async () => {
    await fc.assert(
      fc.asyncProperty(moleculeLike(24), edgeTexts(10), async (matrix, text) => {
        await expectOraclesGraph(matrix, text);
      }),
      { numRuns: 100 },
    );
  });

  it('equals the oracle on a larger matrix, in which every bin occurs', async () => {
    const graph = await expectOraclesGraph(clustered(1, 120, 4, 6), '0,1/4,1/2,3/4,1');
    expect(new Set(graph.levels)).toEqual(new Set([1, 2, 3]));
  });

  it('grows past its first allocation', async () => {
    const matrix = fromBits(new Array(80).fill([3, 17]), 1);
    const graph = await expectOraclesGraph(matrix, '0,1/2,1');
    expect(graph.neighbors).toHaveLength(80 * 79);
  });

  it('is symmetric, ascending and without loops', async () => {
    await fc.assert(
      fc.asyncProperty(moleculeLike(30, 1), async (matrix) => {
        const { bins } = edgesOf('0,1/3,2/3,1');
        const graph = await buildNeighborGraph(packed(matrix), bins, new Job());
        const pairs = pairsOf(graph);
        const keys = new Set(pairs.map(({ a, b, bin }) => `${a} ${b} ${bin}`));
        expect(keys.size).toBe(pairs.length);
        for (const { a, b, bin } of pairs) {
          expect(a).not.toBe(b);
          expect(keys).toContain(`${b} ${a} ${bin}`);
        }
        for (let i = 1; i < pairs.length; i++) {
          if (pairs[i].a === pairs[i - 1].a) expect(pairs[i].b).toBeGreaterThan(pairs[i - 1].b);
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['no molecule', fromBits([], 2)],
    ['one molecule', fromBits([[1, 2]], 2)],
    ['one empty molecule', fromBits([[]], 2)],
    ['only empty molecules', fromBits([[], [], []], 2)],
    ['an empty one among full ones', fromBits([[], [0, 1], [], [0, 1]], 2)],
    ['strangers', fromBits([[0], [1], [2], [63]], 2)],
  ])('handles %s', async (_, matrix) => {
    await expectOraclesGraph(matrix, '0,1/3,2/3,1');
  });

  it('has no pairs when there is one bin only', async () => {
    const graph = await expectOraclesGraph(fromBits([[1], [1], [1]], 1), '0,1/1');
    expect(graph.neighbors).toHaveLength(0);
    expect([...graph.offsets]).toEqual([0, 0, 0, 0]);
  });

  it('handles fifty bins', async () => {
    const text = Array.from({ length: 51 }, (_, i) => `${i}/50`).join(',');
    await expectOraclesGraph(clustered(5, 40, 2, 3), text);
  });

  it('keeps what does not fit in training, and is exact about the rest', async () => {
    let anchors = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(moleculeLike(24), adversarial(2)),
        fc.integer({ min: 0, max: 40 }),
        async (matrix, limit) => {
          const { bins, edges } = edgesOf('0,1/3,2/3,1');
          const memory = limit * 32;
          const graph = await buildNeighborGraph(packed(matrix), bins, new Job(), { memory });
          const all = pairsAboveBinZero(matrix, edges);
          if (!graph.anchors) {
            expect(pairsOf(graph)).toEqual(all);
            expect(all.length / 2).toBeLessThanOrEqual(limit);
            return;
          }
          const { isAnchor, bin, count } = graph.anchors;
          anchors += count;
          expect(all.length / 2).toBeGreaterThan(limit);
          expect(count).toBe(isAnchor.reduce((sum, x) => sum + x, 0));
          expect(graph.neighbors.length / 2).toBeLessThanOrEqual(limit);
          const free = (m: number) => isAnchor[m] === 0;
          expect(pairsOf(graph)).toEqual(all.filter(({ a, b }) => free(a) && free(b)));
          for (let m = 0; m < matrix.molecules; m++) {
            if (!free(m)) continue;
            const highest = all
              .filter(({ a, b }) => a === m && !free(b))
              .reduce((most, pair) => Math.max(most, pair.bin), 0);
            expect(bin[m]).toBe(highest);
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(anchors).toBeGreaterThan(100);
  });

  it('lets the molecules with the most neighbors stay in training', async () => {
    // 0 to 3 are alike, 4 and 5 are, 6 is alone; one pair is allowed.
    const matrix = packed(fromBits([[1], [1], [1], [1], [2], [2], [3]], 1));
    const { bins } = edgesOf('0,1/3,1');
    const graph = await buildNeighborGraph(matrix, bins, new Job(), { memory: 32 });
    expect([...(graph.anchors?.isAnchor ?? [])].slice(4)).toEqual([0, 0, 0]);
    expect(graph.anchors?.count).toBe(3);
    expect(pairsOf(graph)).toEqual([
      { a: 4, b: 5, bin: 1 },
      { a: 5, b: 4, bin: 1 },
    ]);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const job = new Job({ signal: controller.signal });
    job.due = () => true;
    const { bins } = edgesOf('0,1/2,1');
    await expect(buildNeighborGraph(packed(clustered(1, 40)), bins, job)).rejects.toThrow(
      AbortedError,
    );
  });
});
