import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { fillWithComponents } from '../../../src/splitters/sae/components.js';
import { levelGraph } from '../../../src/splitters/sae/level-graph.js';
import { bestSelection, SelectionFlow, STEPS } from '../../../src/splitters/sae/selection.js';
import { IN_TEST, SplitState } from '../../../src/splitters/sae/state.js';
import { makeUnits } from '../../../src/splitters/units.js';

/** Molecules with random pairs, groups, weights; some are not free, some can never be closed. */
const problems = fc
  .record({ molecules: fc.integer({ min: 1, max: 9 }), seed: fc.nat(), grouped: fc.boolean() })
  .map(({ molecules, seed, grouped }) => {
    const random = new Random(seed);
    const density = 1 + random.below(5);
    const near = Array.from({ length: molecules }, () => new Set<number>());
    for (let m = 0; m < molecules; m++) {
      for (let k = 0; k < m; k++) {
        if (random.below(density) > 0) continue;
        near[m].add(k);
        near[k].add(m);
      }
    }
    const each = <T>(draw: () => T) => Array.from({ length: molecules }, draw);
    const group = grouped ? Int32Array.from(each(() => random.below(molecules))) : undefined;
    const units = makeUnits(molecules, group, Int32Array.from(each(() => 1 + random.below(3))));
    const free = Uint8Array.from({ length: units.count }, () => (random.below(5) > 0 ? 1 : 0));
    const closable = Uint8Array.from(each(() => (random.below(3) > 0 ? 1 : 0)));
    return { near, units, free, closable };
  });

function graphOf(near: readonly Set<number>[]) {
  const neighbors = near.flatMap((set) => [...set]);
  const offsets = new Int32Array(near.length + 1);
  near.forEach((set, m) => {
    offsets[m + 1] = offsets[m] + set.size;
  });
  return {
    count: near.length,
    offsets,
    neighbors: Int32Array.from(neighbors),
    levels: new Uint8Array(neighbors.length).fill(1),
  };
}

describe('a selection by minimum cut', () => {
  it('is worth as much as the best of all sets of units, at every price', () => {
    const seen = { some: 0, notAll: 0 };
    fc.assert(
      fc.property(problems, ({ near, units, free, closable }) => {
        const graph = levelGraph(graphOf(near), 1, 2);
        const flow = new SelectionFlow(graph, units, free, closable);
        const isClosed = (m: number, taken: (u: number) => boolean) =>
          closable[m] === 1 &&
          free[units.of[m]] === 1 &&
          taken(units.of[m]) &&
          [...near[m]].every((k) => free[units.of[k]] === 0 || taken(units.of[k]));
        const worthOf = (price: number, taken: (u: number) => boolean) => {
          let worth = 0;
          for (let m = 0; m < near.length; m++) {
            if (isClosed(m, taken)) worth += STEPS * units.weight[m];
          }
          for (let u = 0; u < units.count; u++) {
            if (taken(u)) worth -= price * units.unitWeight[u];
          }
          return worth;
        };
        for (const price of [1, 30, 64, 85, 110, 128, 150, 200, 255]) {
          let best = 0;
          for (let set = 0; set < 1 << units.count; set++) {
            best = Math.max(
              best,
              worthOf(price, (u) => ((set >> u) & 1) === 1),
            );
          }
          const found = new Set(atOnce(flow.unitsAt(price)));
          expect(worthOf(price, (u) => found.has(u))).toBe(best);
          for (const u of found) expect(free[u]).toBe(1);
          if (found.size > 0) seen.some++;
          if (found.size > 0 && found.size < units.count) seen.notAll++;
        }
      }),
      { numRuns: 300 },
    );
    expect(seen.some).toBeGreaterThan(300);
    expect(seen.notAll).toBeGreaterThan(100);
  });

  it('is the one that fits best, found by halving the prices', () => {
    // Stars of growing size: the center of star k can be closed for k + 1 units.
    const near: Set<number>[] = [];
    const closable: number[] = [];
    for (let k = 1; k <= 6; k++) {
      const center = near.length;
      near.push(new Set(Array.from({ length: k }, (_, i) => center + 1 + i)));
      closable.push(1);
      for (let i = 0; i < k; i++) {
        near.push(new Set([center]));
        closable.push(0);
      }
    }
    const units = makeUnits(near.length);
    const graph = levelGraph(graphOf(near), 1, 2);
    const free = new Uint8Array(units.count).fill(1);
    for (let room = 2; room <= near.length; room++) {
      const fitOf = (set: readonly number[]) => ({
        tooMuch: Math.max(0, set.length - room),
        tooLittle: Math.max(0, room - set.length),
      });
      const found = atOnce(bestSelection(graph, units, free, Uint8Array.from(closable), fitOf));
      // Sets of the first stars have 2, 5, 9, 14, … units.
      const sizes = [0, 2, 5, 9, 14, 20, 27];
      const nearest = Math.min(...sizes.map((size) => Math.abs(size - room)));
      expect(Math.abs(found.length - room)).toBe(nearest);
    }
  });
});

describe('fillWithComponents with molecules that always have a training neighbor', () => {
  it('closes what a growth from any one seed misses', () => {
    // Forty stars with two leaves each, and a clique that a growth prefers: each of its molecules needs all others.
    const near: Set<number>[] = [];
    const base: number[] = [];
    for (let k = 0; k < 40; k++) {
      const center = near.length;
      near.push(new Set([center + 1, center + 2]), new Set([center]), new Set([center]));
      base.push(0, 1, 1);
    }
    // One path keeps the stars in a single component.
    for (let k = 1; k < 40; k++) {
      near[3 * k + 1].add(3 * (k - 1) + 2);
      near[3 * (k - 1) + 2].add(3 * k + 1);
    }
    const units = makeUnits(near.length);
    const state = new SplitState(graphOf(near), 2, units, Uint8Array.from(base), true);
    atOnce(fillWithComponents(state, [1], [20, 40], 60, new Random(0)));
    expect(state.testWeight).toBe(60);
    expect(state.histogram[0]).toBe(20);
    expect([...units.of].filter((u) => state.zoneOf(u) === IN_TEST)).toHaveLength(60);
  });
});
