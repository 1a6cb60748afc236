import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { leaderClusters } from '../../src/similarity/leaders.js';
import { clustered, packed } from '../oracle/generators.js';

describe('leader clusters', () => {
  it('go on from one block of molecules to the next', async () => {
    const matrix = clustered(9, 9000, 2, 40);
    const bits = (m: number) => [...matrix.data.subarray(2 * m, 2 * m + 2)];
    const ones = (word: number) => {
      let n = 0;
      for (let w = word; w !== 0; w &= w - 1) n++;
      return n;
    };
    const rows = Array.from({ length: matrix.molecules }, (_, m) => bits(m));
    const shared = (a: number, b: number) =>
      ones(rows[a][0] & rows[b][0]) + ones(rows[a][1] & rows[b][1]);
    const either = (a: number, b: number) =>
      ones(rows[a][0] | rows[b][0]) + ones(rows[a][1] | rows[b][1]);
    // Ratios of such small numbers are the same doubles when they are equal.
    const similarity = (a: number, b: number) => shared(a, b) / either(a, b);
    const leaders: number[] = [];
    for (let m = 0; m < rows.length; m++) {
      if (leaders.every((l) => 5 * shared(m, l) < 2 * either(m, l))) leaders.push(m);
    }
    expect(leaders.length).toBeGreaterThan(30);
    expect(leaders.some((l) => l > 4096)).toBe(true);
    const expected = rows.map((_, m) =>
      leaders.reduce((best, l) => (similarity(m, l) > similarity(m, best) ? l : best)),
    );
    const found = await leaderClusters(packed(matrix), { num: 2, den: 5 }, new Job());
    expect([...found]).toEqual(expected);
  });
});
