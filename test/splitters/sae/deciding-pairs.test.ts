import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NeighborGraph } from '../../../src/similarity/neighbor-graph.js';
import { decidingPairs } from '../../../src/splitters/sae/free.js';
import { IN_TEST, IN_TRAIN, OUT, SplitState } from '../../../src/splitters/sae/state.js';
import { makeUnits } from '../../../src/splitters/units.js';

const BINS = 5;

/** Levels of all pairs of some molecules, 0 for pairs that are not in a graph. */
const dense = fc.integer({ min: 9, max: 16 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    levels: fc.array(fc.integer({ min: 0, max: BINS - 1 }), {
      minLength: (n * (n - 1)) / 2,
      maxLength: (n * (n - 1)) / 2,
    }),
    most: fc.integer({ min: 1, max: 3 }),
  }),
);

const levelIn = (levels: readonly number[], i: number, k: number) =>
  levels[(Math.max(i, k) * (Math.max(i, k) - 1)) / 2 + Math.min(i, k)];

function graphOf(n: number, levels: readonly number[]): NeighborGraph {
  const rows = Array.from({ length: n }, (_, i) =>
    [...Array(n).keys()].filter((k) => k !== i && levelIn(levels, i, k) > 0),
  );
  const offsets = new Int32Array(n + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i] + row.length;
  });
  return {
    count: n,
    offsets,
    neighbors: Int32Array.from(rows.flat()),
    levels: Uint8Array.from(rows.flatMap((row, i) => row.map((k) => levelIn(levels, i, k)))),
  };
}

describe('the pairs that decide something', () => {
  it('give every molecule its bin, however many are outside of training', () => {
    let pruned = 0;
    fc.assert(
      fc.property(
        dense,
        fc.array(fc.nat(1e6), { minLength: 24, maxLength: 24 }),
        (given, picks) => {
          const { n, levels, most } = given;
          const graph = graphOf(n, levels);
          const { graph: kept, base } = decidingPairs({ graph, base: null }, BINS, most);
          if (!base) {
            expect(kept).toBe(graph);
            return;
          }
          pruned++;
          expect(2 * kept.levels.length).toBeLessThanOrEqual(graph.levels.length);
          const state = new SplitState(kept, BINS, makeUnits(n), base, false);
          // Moves from here to there, with no more than `most` outside at a time.
          const outside: number[] = [];
          for (const pick of picks) {
            const m = pick % n;
            const at = outside.indexOf(m);
            if (at >= 0) outside.splice(at, 1);
            else if (outside.length < most) outside.push(m);
            else continue;
            state.begin();
            state.move(m, at >= 0 ? IN_TRAIN : pick & 1 ? IN_TEST : OUT);
            for (let i = 0; i < n; i++) {
              const training = [...Array(n).keys()].filter((k) => k !== i && !outside.includes(k));
              const highest = Math.max(0, ...training.map((k) => levelIn(levels, i, k)));
              expect(state.bin[i]).toBe(highest);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(pruned).toBeGreaterThan(100);
  });

  it('are all pairs where most of them decide something, and above what anchors decide', () => {
    const n = 12;
    const ring = (i: number, k: number) => (Math.abs(i - k) === 1 ? 2 : 0);
    const levels = Array.from({ length: n }, (_, i) =>
      Array.from({ length: i }, (_, k) => ring(i, k)),
    ).flat();
    const graph = graphOf(n, levels);
    expect(decidingPairs({ graph, base: null }, BINS, 3)).toEqual({ graph, base: null });
    const base = new Uint8Array(n).fill(3);
    const found = decidingPairs({ graph, base }, BINS, 3);
    expect(found.graph.levels.length).toBe(0);
    expect([...(found.base ?? [])]).toEqual([...base]);
  });
});
