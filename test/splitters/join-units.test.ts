import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinUnits } from '../../src/splitters/join-units.js';
import { unitsOf } from './setting.js';

describe('joined units', () => {
  it('hold what a unit or a cluster holds, through any chain, and nothing else', () => {
    const numbers = fc.integer({ min: 1, max: 12 }).chain((n) => {
      const list = (min: number) =>
        fc.array(fc.integer({ min, max: n }), { minLength: n, maxLength: n });
      return fc.tuple(
        list(0),
        list(-1),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: n, maxLength: n }),
      );
    });
    fc.assert(
      fc.property(numbers, ([group, cluster, weight]) => {
        const n = group.length;
        const tied = (a: number, b: number) =>
          group[a] === group[b] || (cluster[a] >= 0 && cluster[a] === cluster[b]);
        // Everything that can be reached, by walking.
        const reach = (from: number) => {
          const seen = new Set([from]);
          for (const m of seen) for (let o = 0; o < n; o++) if (tied(m, o)) seen.add(o);
          return [...seen].sort((a, b) => a - b);
        };
        const joined = joinUnits(unitsOf(n, group, weight), Int32Array.from(cluster));
        expect(joined.total).toBe(weight.reduce((a, b) => a + b, 0));
        for (let m = 0; m < n; m++) {
          const u = joined.of[m];
          const own = [...joined.members.subarray(joined.offsets[u], joined.offsets[u + 1])];
          expect(own).toEqual(reach(m));
          expect(joined.unitWeight[u]).toBe(own.reduce((sum, o) => sum + weight[o], 0));
        }
      }),
    );
  });
});
