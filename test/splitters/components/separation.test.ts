import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { separate } from '../../../src/splitters/components/separate.js';
import { type Bounds, Separation } from '../../../src/splitters/components/separation.js';
import type { UnitGraph } from '../../../src/splitters/components/unit-graph.js';
import { seeded } from '../../oracle/generators.js';

/** A graph of an adjacency matrix. */
function graphOf(near: readonly (readonly boolean[])[], weight: readonly number[]): UnitGraph {
  const rows = near.map((row, u) => [...row.keys()].filter((v) => v !== u && row[v]));
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, u) => {
    offsets[u + 1] = offsets[u] + row.length;
  });
  return {
    count: rows.length,
    offsets,
    neighbors: Int32Array.from(rows.flat()),
    weight: Int32Array.from(weight),
  };
}

/** A connected graph of communities, from numbers of its own. */
function randomGraph(seed: number, n: number) {
  const uniform = seeded(seed);
  const near = Array.from({ length: n }, () => new Array<boolean>(n).fill(false));
  const join = (a: number, b: number) => {
    near[a][b] = true;
    near[b][a] = true;
  };
  for (let v = 1; v < n; v++) join(v, Math.floor(uniform() * v));
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) if (uniform() < (a % 3 === b % 3 ? 0.5 : 0.1)) join(a, b);
  }
  return { near, weight: near.map(() => 1 + Math.floor(uniform() * 3)) };
}

const weigh = (weight: readonly number[], part: ArrayLike<number>, p: number) =>
  weight.reduce((sum, w, u) => (part[u] === p ? sum + w : sum), 0);

const touches = (near: readonly (readonly boolean[])[], part: ArrayLike<number>, parts: number) =>
  near.some((row, u) =>
    row.some((edge, v) => edge && part[u] !== part[v] && part[u] < parts && part[v] < parts),
  );

/** The least weight to leave out, looking at every division; null when there is none within the bounds. */
function least(near: boolean[][], weight: number[], bounds: readonly Bounds[]): number | null {
  const [n, k] = [near.length, bounds.length];
  const part = new Array<number>(n).fill(0);
  let best: number | null = null;
  const go = (u: number, out: number): void => {
    if (best !== null && out >= best) return;
    if (u === n) {
      const sizes = bounds.map((_, p) => weigh(weight, part, p));
      if (bounds.every(({ low, high }, p) => sizes[p] >= low && sizes[p] <= high)) best = out;
      return;
    }
    for (let p = 0; p <= k; p++) {
      if (p < k && near[u].some((edge, v) => edge && v < u && part[v] < k && part[v] !== p))
        continue;
      part[u] = p;
      go(u + 1, p === k ? out + weight[u] : out);
    }
    part[u] = 0;
  };
  go(0, 0);
  return best;
}

describe('separation', () => {
  it('keeps parts apart and its sums right, whatever is moved', () => {
    const input = fc.record({
      seed: fc.nat(),
      n: fc.integer({ min: 2, max: 14 }),
      parts: fc.integer({ min: 2, max: 4 }),
      steps: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }),
    });
    fc.assert(
      fc.property(input, ({ seed, n, parts, steps }) => {
        const { near, weight } = randomGraph(seed, n);
        const bounds = Array.from({ length: parts }, (_, p) => ({ low: p, high: 6 + p }));
        const state = new Separation(graphOf(near, weight), bounds);
        const kept = state.division();
        const half = Math.floor(steps.length / 2);
        let marked: number[] = [];
        for (const [i, [a, b]] of steps.entries()) {
          if (i === half) {
            state.mark();
            marked = [...state.part];
          }
          if (state.left.length === 0 || a % 5 === 0) {
            const inside = [...state.part.keys()].filter((u) => state.part[u] < parts);
            if (inside.length > 0) state.leave(inside[b % inside.length]);
            continue;
          }
          const u = state.left[a % state.left.length];
          const to = b % parts;
          const [cost, excess, before] = [
            state.cost(u, to),
            state.excessAfter(u, to),
            state.leftOut,
          ];
          state.move(u, to);
          expect(state.leftOut - before).toBe(cost);
          expect(state.excess).toBe(excess);
          expect(state.part[u]).toBe(to);
        }
        const check = () => {
          expect(touches(near, state.part, parts)).toBe(false);
          expect(state.leftOut).toBe(weigh(weight, state.part, parts));
          expect([...state.left].sort((a, b) => a - b)).toEqual(
            [...state.part.keys()].filter((u) => state.part[u] === parts),
          );
          bounds.forEach((_, p) => {
            expect(state.sizeOf(p)).toBe(weigh(weight, state.part, p));
            near.forEach((row, u) => {
              const own = row.map((edge, v) => (edge && v !== u ? weight[v] : 0));
              expect(state.linked(u, p)).toBe(weigh(own, state.part, p));
            });
          });
        };
        check();
        if (steps.length > 0) {
          state.undo();
          expect([...state.part]).toEqual(marked);
          check();
        }
        state.restore(kept);
        check();
        expect(state.leftOut).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is left out', () => {
  it('is the least there can be on small graphs, but for one', async () => {
    let [feasible, missed] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const n = 5 + (seed % 5);
      const { near, weight } = randomGraph(seed, n);
      const total = weight.reduce((a, b) => a + b, 0);
      const [low, high] = [Math.ceil(total / 5), Math.ceil(total / 2.5)];
      const bounds = [
        { low, high },
        ...(seed % 3 === 0 ? [{ low: 1, high: low }] : []),
        { low: 1, high: total },
      ];
      const best = least(near, weight, bounds);
      const found = await separate(graphOf(near, weight), bounds, 0.2, new Random(seed), new Job());
      if (best === null) {
        expect(found).toBeNull();
        continue;
      }
      feasible++;
      if (found?.leftOut !== best) missed++;
      expect(found?.leftOut).toBeLessThanOrEqual(best + 1);
      const part = found?.part ?? [];
      expect(weigh(weight, part, bounds.length)).toBe(found?.leftOut);
      expect(touches(near, part, bounds.length)).toBe(false);
      bounds.forEach((b, p) => {
        expect(weigh(weight, part, p)).toBeGreaterThanOrEqual(b.low);
        expect(weigh(weight, part, p)).toBeLessThanOrEqual(b.high);
      });
    }
    expect(feasible).toBeGreaterThan(25);
    expect(missed).toBeLessThanOrEqual(1);
  });

  it('is the bridge between communities', async () => {
    // Ten cliques of eight in a ring, each joined to the next by one unit of its own.
    const n = 90;
    const near = Array.from({ length: n }, () => new Array<boolean>(n).fill(false));
    const join = (a: number, b: number) => {
      near[a][b] = true;
      near[b][a] = true;
    };
    for (let c = 0; c < 10; c++) {
      for (let a = 0; a < 8; a++) for (let b = 0; b < a; b++) join(8 * c + a, 8 * c + b);
      join(80 + c, 8 * c);
      join(80 + c, 8 * ((c + 1) % 10) + 1);
    }
    const graph = graphOf(near, new Array(n).fill(1));
    const bounds = [
      { low: 16, high: 20 },
      { low: 1, high: n },
    ];
    const found = await separate(graph, bounds, 0.1, new Random(3), new Job());
    expect(found?.leftOut).toBe(2);
  });
});
