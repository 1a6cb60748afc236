import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/splitters/random.js';
import { type Assignment, TEST, TRAIN, VALID } from '../../src/splitters/splitter.js';
import type { Units } from '../../src/splitters/units.js';
import { blank, contextOf, unitsOf } from './setting.js';

const everyone = (n: number) => Array.from({ length: n }, (_, m) => m);
const ascending = (a: number, b: number) => a - b;

const members = ({ subset }: Assignment, code: number) =>
  everyone(subset.length).filter((m) => subset[m] === code);

async function splitUnits(units: Units, test: number, valid: number, seed: number) {
  const molecules = blank(units.members.length);
  const context = contextOf(molecules, units, { test, valid }, seed);
  const assignment = await random.split(molecules, context);
  return {
    assignment,
    train: members(assignment, TRAIN),
    valid: members(assignment, VALID),
    test: members(assignment, TEST),
  };
}

const split = (molecules: number, test: number, valid: number, seed: number) =>
  splitUnits(unitsOf(molecules), test, valid, seed);

function folds(units: Units, sizes: number[], seed: number) {
  const molecules = blank(units.members.length);
  const context = contextOf(molecules, units, { test: sizes[0], valid: 0 }, seed);
  return random.folds?.(molecules, context, sizes) as Assignment[];
}

describe('random', () => {
  it('puts each molecule in exactly one subset, of the sizes asked for', async () => {
    const input = fc.integer({ min: 2, max: 80 }).chain((molecules) =>
      fc.record({
        molecules: fc.constant(molecules),
        test: fc.integer({ min: 1, max: molecules - 1 }),
        valid: fc.nat(molecules),
        seed: fc.maxSafeNat(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(input, async ({ molecules, test, valid: asked, seed }) => {
        const valid = Math.min(asked, molecules - test - 1);
        const found = await split(molecules, test, valid, seed);
        expect(found.assignment.subset).toHaveLength(molecules);
        expect(found.test).toHaveLength(test);
        expect(found.valid).toHaveLength(valid);
        expect([...found.train, ...found.valid, ...found.test].sort(ascending)).toEqual(
          everyone(molecules),
        );
      }),
    );
  });

  it('asks for no histogram', async () => {
    const { assignment } = await split(10, 3, 0, 0);
    expect(assignment.requested).toBeUndefined();
    expect(assignment.reason).toBeUndefined();
  });

  it('gives the same split for the same seed, another one for another', async () => {
    const seeds = [0, 1, 2, 3, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
    const first = await Promise.all(seeds.map((seed) => split(60, 12, 6, seed)));
    const again = await Promise.all(seeds.map((seed) => split(60, 12, 6, seed)));
    expect(again).toEqual(first);
    expect(new Set(first.map(({ test }) => test.join())).size).toBe(seeds.length);
    expect(new Set(first.map(({ valid }) => valid.join())).size).toBe(seeds.length);
  });

  it('chooses every molecule about equally often', async () => {
    const [molecules, test, valid, seeds] = [20, 5, 3, 4000];
    const inTest = new Array<number>(molecules).fill(0);
    const inValid = new Array<number>(molecules).fill(0);
    for (let seed = 0; seed < seeds; seed++) {
      const found = await split(molecules, test, valid, seed);
      for (const m of found.test) inTest[m]++;
      for (const m of found.valid) inValid[m]++;
    }
    // Chi-squared of draws without replacement: divided by its variance factor, 19 degrees of
    // freedom; 43.8 is the 0.999 quantile.
    const chiSquared = (counts: number[], size: number) => {
      const p = size / molecules;
      const sum = counts.reduce((s, n) => s + (n - seeds * p) ** 2 / (seeds * p * (1 - p)), 0);
      return (sum * (molecules - 1)) / molecules;
    };
    expect(chiSquared(inTest, test)).toBeLessThan(43.8);
    expect(chiSquared(inValid, valid)).toBeLessThan(43.8);
    for (const n of inTest) expect(Math.abs(n / seeds - test / molecules)).toBeLessThan(0.03);
  });

  it('chooses every pair about equally often', async () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const { test } = await split(6, 2, 0, seed);
      counts.set(test.join(), (counts.get(test.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(15);
    // 200 expected each, standard deviation 13.7.
    for (const n of counts.values()) expect(Math.abs(n - 200)).toBeLessThan(55);
  });

  it('puts whole groups where their molecules go, and explains a size that they do not allow', async () => {
    const groups = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
    const units = unitsOf(12, groups);
    for (let seed = 0; seed < 20; seed++) {
      const { assignment, test, valid } = await splitUnits(units, 3, 3, seed);
      expect(test).toHaveLength(3);
      expect(valid).toHaveLength(3);
      expect(new Set(test.map((m) => groups[m])).size).toBe(1);
      expect(new Set(valid.map((m) => groups[m])).size).toBe(1);
      expect(assignment.sizeReason).toBeUndefined();
    }
    const { assignment, test } = await splitUnits(units, 4, 0, 1);
    expect(test).toHaveLength(3);
    expect(assignment.sizeReason).toMatch(/^3 instead of 4 in test: /);
  });

  it('counts weights, not molecules', async () => {
    const units = unitsOf(6, undefined, [4, 1, 1, 1, 1, 4]);
    for (let seed = 0; seed < 50; seed++) {
      const { test, valid } = await splitUnits(units, 5, 2, seed);
      const weigh = (chosen: number[]) => chosen.reduce((sum, m) => sum + units.weight[m], 0);
      expect([weigh(test), weigh(valid)]).toEqual([5, 2]);
    }
  });
});

describe('random, units of unequal weight', () => {
  /** How often the units of each weight are in the test set. */
  async function shares(counts: Record<number, number>, test: number, seeds: number) {
    const weights = Object.entries(counts).flatMap(([w, n]) =>
      new Array<number>(n).fill(Number(w)),
    );
    const groups = weights.flatMap((w, u) => new Array<number>(w).fill(u));
    const units = unitsOf(groups.length, groups);
    const taken = new Map<number, number>();
    for (let seed = 0; seed < seeds; seed++) {
      const found = await splitUnits(units, test, 0, seed);
      expect(found.test).toHaveLength(test);
      for (const u of new Set(found.test.map((m) => groups[m]))) {
        taken.set(weights[u], (taken.get(weights[u]) ?? 0) + 1);
      }
    }
    return Object.entries(counts).map(([w, n]) => (taken.get(Number(w)) ?? 0) / (n * seeds));
  }

  it.each([
    // Repeated records, with a few molecules that have many: all have the chance of 1 in 5.
    [{ 1: 300, 2: 60, 5: 10, 15: 2 }, 100, 0.035],
    // One group as large as the test set.
    [{ 1: 80, 20: 1 }, 20, 0.06],
    [{ 1: 20, 2: 10, 3: 5, 5: 3 }, 14, 0.035],
  ])('takes them about equally often: %j, %d in test', async (counts, test, off) => {
    const total = Object.entries(counts).reduce((sum, [w, n]) => sum + Number(w) * n, 0);
    for (const share of await shares(counts, test, 1500)) {
      expect(Math.abs(share - test / total)).toBeLessThan(off);
    }
  });
});

describe('random folds', () => {
  it('are disjoint, of the sizes asked for, and each has the others as training', () => {
    const made = folds(unitsOf(11), [4, 4, 3], 5);
    const tests = made.map((a) => members(a, TEST));
    expect(tests.map((t) => t.length)).toEqual([4, 4, 3]);
    expect(tests.flat().sort(ascending)).toEqual(everyone(11));
    made.forEach((a, f) => {
      expect(members(a, TRAIN)).toEqual(everyone(11).filter((m) => !tests[f].includes(m)));
      expect(a.sizeReason).toBeUndefined();
    });
  });

  it('leave molecules in training everywhere when told so', () => {
    const made = folds(unitsOf(10), [2, 2], 5);
    expect(made.map((a) => members(a, TEST).length)).toEqual([2, 2]);
    expect(new Set(made.flatMap((a) => members(a, TEST))).size).toBe(4);
    for (const a of made) expect(members(a, TRAIN)).toHaveLength(8);
  });

  it('keep groups whole, and explain the sizes', () => {
    const groups = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
    const made = folds(unitsOf(10, groups), [5, 5], 2);
    const tests = made.map((a) => members(a, TEST));
    for (const test of tests) {
      for (const m of test) {
        expect(everyone(10).filter((n) => groups[n] === groups[m] && !test.includes(n))).toEqual(
          [],
        );
      }
    }
    expect(new Set(tests.flat()).size).toBe(tests.flat().length);
    made.forEach(({ sizeReason }, f) => {
      expect(sizeReason ?? '').toContain(`${tests[f].length} instead of 5 in test`);
    });
  });

  it('hold every molecule about equally often', () => {
    const counts = new Array<number>(9).fill(0);
    for (let seed = 0; seed < 3000; seed++) {
      for (const m of members(folds(unitsOf(9), [3, 3, 3], seed)[1], TEST)) counts[m]++;
    }
    // 1000 expected each, standard deviation 25.8.
    for (const n of counts) expect(Math.abs(n - 1000)).toBeLessThan(110);
  });
});
