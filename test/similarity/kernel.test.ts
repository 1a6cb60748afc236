import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { Comparison } from '../../src/similarity/comparison.js';
import { TILE } from '../../src/similarity/kernel/layout.js';
import { findNearest } from '../../src/similarity/nearest.js';
import { buildThresholdGraph } from '../../src/similarity/threshold-graph.js';
import { sparse } from '../oracle/fingerprint-cases.js';
import { fromBits, packed } from '../oracle/generators.js';
import { thresholdGraph } from '../oracle/similarity-lists.js';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('counters of a byte', () => {
  // Two alike in 400 bits that nothing else has: the lists of these bits are short, and their sum is
  // above what a byte counts.
  const strangers = range(0, 1500).map((m) => range(0, 12).map((k) => (m * 31 + k * 97) % 1000));
  const twins = [range(1200, 1600), range(1200, 1601)];
  const matrix = packed(fromBits([...strangers, ...twins], 64));

  it('do not overflow in a join', async () => {
    const graph = await buildThresholdGraph(matrix, { num: 9, den: 10 }, new Job());
    const row = graph.offsets[1500];
    expect([...graph.neighbors.subarray(row, graph.offsets[1501])]).toEqual([1501]);
    expect(graph.intersections[row]).toBe(400);
  });

  it('do not overflow in a nearest search', async () => {
    const others = packed(fromBits([...strangers, twins[0]], 64));
    const found = await findNearest(packed(fromBits([twins[1]], 64)), others, new Job());
    expect([found.index[0], found.intersection[0], found.union[0]]).toEqual([1500, 400, 401]);
  });
});

describe('the kernel', () => {
  it.each([
    [1, 3],
    [1, 2],
    [2, 3],
    [0, 1],
    [1, 1],
  ])(
    'finds as many pairs at %i/%i by its join and by a popcount of everything',
    async (num, den) => {
      const data = sparse(5, 900, 20, 30);
      const job = new Job();
      const comparison = await Comparison.prepare(packed(data), { queryRoom: 0, threads: 1 }, job);
      comparison.setThreshold({ num, den });
      const kernel = comparison.kernel(0);
      const joined = kernel.join(0, 900, 0, true);
      let everything = 0;
      for (let q = 0; q < 900; q++) everything += kernel.bruteForce(q, q + 1, 0, q);
      const expected = thresholdGraph(data, { num, den }).neighbors.length / 2;
      expect(joined.pairs.length).toBe(expected);
      expect(everything).toBe(expected);
      expect(joined.counts.reduce((sum, n) => sum + n, 0)).toBe(expected);
    },
  );

  it('goes on where its output was full', async () => {
    // Every pair is one: 3,000 × 2,999 / 2 of them, more than fit into the output at once.
    const alike = packed(fromBits(new Array(3000).fill([1, 2, 3]), 1));
    const comparison = await Comparison.prepare(alike, { queryRoom: 0, threads: 1 }, new Job());
    comparison.setThreshold({ num: 1, den: 1 });
    const { pairs, counts } = comparison.kernel(0).join(0, 3000, 0, true);
    expect(pairs.length).toBe((3000 * 2999) / 2);
    expect([...counts]).toEqual(range(0, 3000));
    // The last query's pairs: all before it, each with three bits in common.
    expect([...pairs.subarray(-2999)]).toEqual(range(0, 2999).map((p) => p + 3 * 65_536));
    expect(TILE).toBeGreaterThan(3000);
  });
});
