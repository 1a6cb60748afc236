import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random.js';
import { dealUnits, makeUnits, pickUnits, unitsWeight } from '../../src/splitters/units.js';
import { unitsOf } from './setting.js';

const ascending = (a: number, b: number) => a - b;
const everyone = (n: number) => Int32Array.from({ length: n }, (_, u) => u);

/** Molecules in groups, with weights of their own. */
const grouped = fc.integer({ min: 1, max: 14 }).chain((n) =>
  fc.record({
    groups: fc.array(fc.integer({ min: -2, max: 4 }), { minLength: n, maxLength: n }),
    weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: n, maxLength: n }),
  }),
);

describe('makeUnits', () => {
  it('gives every molecule a unit of its own, weighing 1, unless told', () => {
    const units = makeUnits(4);
    expect([...units.of]).toEqual([0, 1, 2, 3]);
    expect([...units.members]).toEqual([0, 1, 2, 3]);
    expect([...units.offsets]).toEqual([0, 1, 2, 3, 4]);
    expect([...units.unitWeight]).toEqual([1, 1, 1, 1]);
    expect([units.count, units.total, units.uniform]).toEqual([4, 4, 1]);
  });

  it('lists the members of each group, ascending, and adds up their weights', () => {
    const units = unitsOf(6, [7, -1, 7, 0, -1, 7], [1, 2, 3, 4, 5, 6]);
    expect([...units.of]).toEqual([0, 1, 0, 2, 1, 0]);
    expect([...units.members]).toEqual([0, 2, 5, 1, 4, 3]);
    expect([...units.offsets]).toEqual([0, 3, 5, 6]);
    expect([...units.unitWeight]).toEqual([10, 7, 4]);
    expect([units.total, units.uniform]).toEqual([21, 0]);
  });

  it('has the unit weight as uniform only where every unit has it', () => {
    expect(unitsOf(6, [0, 0, 1, 1, 2, 2]).uniform).toBe(2);
    expect(unitsOf(5, [0, 0, 1, 1, 2]).uniform).toBe(0);
    expect(unitsOf(3, [0, 0, 1], [1, 2, 3]).uniform).toBe(3);
    expect(unitsOf(0).uniform).toBe(1);
  });

  it('divides the molecules by group, whatever the groups', () => {
    fc.assert(
      fc.property(grouped, ({ groups, weights }) => {
        const units = unitsOf(groups.length, groups, weights);
        expect(units.count).toBe(new Set(groups).size);
        const seen: number[] = [];
        for (let u = 0; u < units.count; u++) {
          const members = [...units.members.subarray(units.offsets[u], units.offsets[u + 1])];
          const group = groups[members[0]];
          expect(members).toEqual([...groups.keys()].filter((m) => groups[m] === group));
          expect(units.unitWeight[u]).toBe(members.reduce((sum, m) => sum + weights[m], 0));
          for (const m of members) expect(units.of[m]).toBe(u);
          seen.push(...members);
        }
        expect(seen.sort(ascending)).toEqual([...groups.keys()]);
        expect(units.total).toBe(weights.reduce((a, b) => a + b, 0));
      }),
    );
  });
});

describe('pickUnits', () => {
  it('picks different candidates whose weight is as near to the goal as that of any', () => {
    fc.assert(
      fc.property(grouped, fc.nat(), fc.integer({ min: 1, max: 60 }), (made, seed, goal) => {
        const units = unitsOf(made.groups.length, made.groups, made.weights);
        const candidates = everyone(units.count).filter((u) => u !== 1);
        const picked = pickUnits(units, candidates, goal, new Random(seed));
        expect(new Set(picked).size).toBe(picked.length);
        for (const u of picked) expect(candidates).toContain(u);
        let nearest = Number.POSITIVE_INFINITY;
        for (let mask = 1; mask < 2 ** candidates.length; mask++) {
          const chosen = [...candidates].filter((_, i) => (mask >> i) & 1);
          nearest = Math.min(nearest, Math.abs(unitsWeight(units, chosen) - goal));
        }
        if (candidates.length === 0) expect(picked).toEqual([]);
        else expect(Math.abs(unitsWeight(units, picked) - goal)).toBe(nearest);
      }),
      { numRuns: 500 },
    );
  });

  it('picks nothing for nothing', () => {
    expect(pickUnits(unitsOf(5), everyone(5), 0, new Random(1))).toEqual([]);
    expect(pickUnits(unitsOf(5, [0, 0, 1, 1, 1]), everyone(2), 0, new Random(1))).toEqual([]);
  });

  // As subsetSum: of two equally near sums the smaller, but something rather than nothing.
  it.each([
    [6, 1],
    [10, 2],
    [11, 3],
    [1, 1],
    [2, 1],
    [40, 5],
  ])('of units of 4 takes for %d the nearest number, %d', (goal, picked) => {
    const units = unitsOf(
      20,
      Array.from({ length: 20 }, (_, m) => m >> 2),
    );
    expect(pickUnits(units, everyone(5), goal, new Random(3))).toHaveLength(picked);
  });

  it('leaves its candidates as they are, and depends on the seed alone', () => {
    const units = unitsOf(12, [0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8]);
    const candidates = everyone(units.count);
    const pick = (seed: number) => pickUnits(units, candidates, 5, new Random(seed)).join();
    const first = Array.from({ length: 20 }, (_, seed) => pick(seed));
    expect(Array.from({ length: 20 }, (_, seed) => pick(seed))).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(8);
    expect(candidates).toEqual(everyone(units.count));
  });
});

describe('dealUnits', () => {
  it('leaves no unit over, and no part further off than its heaviest unit', () => {
    fc.assert(
      fc.property(grouped, fc.integer({ min: 2, max: 4 }), fc.nat(99), (setup, parts, seed) => {
        const { groups, weights } = setup;
        const units = unitsOf(groups.length, groups, weights);
        const sizes = Array.from({ length: parts }, (_, p) =>
          Math.floor((units.total + p) / parts),
        );
        const part = dealUnits(units, sizes, new Random(seed));
        expect(part).toHaveLength(units.count);
        for (let p = 0; p < parts; p++) {
          const own = [...part.keys()].filter((u) => part[u] === p);
          const heaviest = Math.max(0, ...own.map((u) => units.unitWeight[u]));
          expect(unitsWeight(units, own) - sizes[p]).toBeLessThanOrEqual(heaviest);
        }
      }),
    );
  });

  it('divides evenly what can be', () => {
    // One unit of 8 and sixteen of 1 in three parts of 8.
    const units = unitsOf(24, [...new Array(8).fill(0), ...everyone(16).map((u) => u + 1)]);
    for (let seed = 0; seed < 10; seed++) {
      const part = dealUnits(units, [8, 8, 8], new Random(seed));
      const weights = [0, 1, 2].map((p) =>
        unitsWeight(
          units,
          [...part.keys()].filter((u) => part[u] === p),
        ),
      );
      expect(weights).toEqual([8, 8, 8]);
    }
  });

  it('leaves no unit of several records over where all weigh the same', () => {
    // Ten molecules of 3 records in three parts of 10.
    const units = unitsOf(10, [...everyone(10)], new Array(10).fill(3));
    const part = dealUnits(units, [10, 10, 10], new Random(1));
    const sizes = [0, 1, 2].map((p) => part.filter((of) => of === p).length);
    expect(sizes.sort(ascending)).toEqual([3, 3, 4]);
  });
});
