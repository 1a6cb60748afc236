import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { butinaClusters } from '../../../src/similarity/clusters.js';
import { buildThresholdGraph } from '../../../src/similarity/threshold-graph.js';
import { largeClusters } from '../../../src/splitters/simpd/clusters.js';
import { neighborRows } from '../../../src/splitters/simpd/neighbors.js';
import { compare, type Ratio, similarity } from '../../oracle/brute-force.js';
import { clustered, fromBits, packed } from '../../oracle/generators.js';

const job = new Job();

describe('largeClusters', () => {
  it('keeps Butina clusters of five, and puts each other molecule to its nearest one in them', async () => {
    let others = 0;
    for (let seed = 0; seed < 5; seed++) {
      const matrix = clustered(seed, 60, 2, 7);
      const rows = await neighborRows(packed(matrix), job);
      const { of, count } = await largeClusters(packed(matrix), rows, { memory: 2 ** 30, job });
      const threshold = { num: 7, den: 20 };
      const butina = butinaClusters(await buildThresholdGraph(packed(matrix), threshold, job));
      const size = (c: number) => butina.filter((d) => d === c).length;
      const isLarge = [...butina].map((c) => size(c) >= 5);
      if (!isLarge.includes(true)) continue;
      expect(count).toBe(new Set([...butina].filter((_, m) => isLarge[m])).size);
      for (let m = 0; m < 60; m++) {
        if (isLarge[m]) {
          for (let o = 0; o < 60; o++) {
            if (isLarge[o]) expect(of[m] === of[o]).toBe(butina[m] === butina[o]);
          }
          continue;
        }
        others++;
        let nearest = -1;
        let best: Ratio = [-1n, 1n];
        for (let o = 0; o < 60; o++) {
          const value = similarity(matrix, m, matrix, o);
          if (isLarge[o] && compare(value, best) > 0) {
            nearest = o;
            best = value;
          }
        }
        expect(of[m]).toBe(of[nearest]);
      }
    }
    expect(others).toBeGreaterThan(3);
  });

  it('leaves all as they are if none is large', async () => {
    const matrix = fromBits([[0], [0], [9], [20]], 1);
    const rows = await neighborRows(packed(matrix), job);
    const { of, count } = await largeClusters(packed(matrix), rows, { memory: 2 ** 30, job });
    expect(count).toBe(3);
    expect(of[0]).toBe(of[1]);
    expect(new Set(of).size).toBe(3);
  });
});
