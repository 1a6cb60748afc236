import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROPERTIES } from '../../../src/chemistry/descriptors/properties.js';
import { atOnce, Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { parseBins } from '../../../src/similarity/bins.js';
import { splitterOptions } from '../../../src/splitters/registry.js';
import { polish } from '../../../src/splitters/simpd/choose.js';
import { simpd } from '../../../src/splitters/simpd/index.js';
import { nsga2 } from '../../../src/splitters/simpd/nsga2.js';
import { Objectives } from '../../../src/splitters/simpd/objectives.js';
import { TestSets } from '../../../src/splitters/simpd/test-sets.js';
import { verifyAssignment } from '../../../src/splitters/verify.js';
import { clustered, seeded } from '../../oracle/generators.js';
import { membership } from '../../oracle/run-splitter.js';
import { contextOf, moleculesIn, unitsOf } from '../setting.js';

const molecules = 60;
const width = PROPERTIES.length;

/** Molecules with made-up properties and labels. */
function setting(seed: number, groups?: number[], weights?: number[]) {
  const uniform = seeded(seed);
  const values = Float64Array.from({ length: molecules * width }, () => Math.floor(uniform() * 40));
  const labels = Array.from({ length: molecules }, () => uniform() * 4);
  const input = moleculesIn(clustered(seed, molecules, 2, 6), labels);
  return { input, units: unitsOf(molecules, groups, weights), values };
}

async function run(
  seed: number,
  sizes: { test: number; valid: number },
  {
    groups,
    weights,
    options = {},
    random = seed,
  }: {
    groups?: number[];
    weights?: number[];
    options?: Record<string, string>;
    random?: number;
  } = {},
) {
  const { input, units, values } = setting(seed, groups, weights);
  const context = {
    ...contextOf(input, units, sizes, random),
    bins: parseBins('0,1/3,2/3,1'),
    options: splitterOptions(simpd, options).values,
  };
  const facts = { ...context.facts, properties: async () => ({ names: PROPERTIES, values }) };
  const assignment = await simpd.split(input, { ...context, facts });
  await verifyAssignment(input, assignment, units, context.sizes, context.bins, new Job());
  return assignment;
}

describe('simpd', () => {
  it('makes sets of the sizes asked for, and says what they are like', async () => {
    const assignment = await run(1, { test: 12, valid: 6 });
    const { train, valid, test } = membership(assignment);
    expect([train.length, valid.length, test.length]).toEqual([42, 6, 12]);
    expect(assignment.sizeReason).toBeUndefined();
    expect(assignment.notes?.[0]).toMatch(
      /^medians, test − training: heavy atoms [+−][\d.]+ \(target \+3\.1\), tpsa .*\)$/,
    );
    expect(assignment.notes?.[1]).toMatch(
      /^share of actives, test − all: .*\(target \+0\.110\); spatial statistics of the SIMPD paper: ΣG − ΣF [\d.-]+ \(target 10 to 30\), ΣG [\d.]+ \(target 70 or more\)$/,
    );
    expect(assignment.notes?.[2]).toMatch(/^medians, validation − training: heavy/);
    expect(assignment.diagnostics).toMatchObject({ population: 100, generations: 100 });
  });

  it('is the same for the same seed, and another for another', async () => {
    const one = await run(2, { test: 10, valid: 0 });
    expect(await run(2, { test: 10, valid: 0 })).toEqual(one);
    expect((await run(2, { test: 10, valid: 0 }, { random: 5 })).subset).not.toEqual(one.subset);
  });

  it('keeps groups whole', async () => {
    const groups = Array.from({ length: molecules }, (_, m) => (m * 11) % 17);
    const weights = Array.from({ length: molecules }, (_, m) => 1 + (m % 2));
    const assignment = await run(3, { test: 20, valid: 0 }, { groups, weights });
    expect(membership(assignment).test.length).toBeGreaterThan(0);
  });

  it('leaves something to train on where the nearest size would not', async () => {
    const groups = Array.from({ length: molecules }, (_, m) => m % 2);
    const assignment = await run(3, { test: 50, valid: 0 }, { groups });
    expect(membership(assignment).test).toHaveLength(30);
    expect(assignment.sizeReason).toContain('30 instead of 50 in test');
    await expect(run(3, { test: 20, valid: 20 }, { groups })).rejects.toThrow('fewer groups');
  });

  it('cannot divide one group', async () => {
    const groups = new Array<number>(molecules).fill(0);
    await expect(run(3, { test: 20, valid: 0 }, { groups })).rejects.toThrow(
      'there are fewer groups than sets; leave out --group or --valid',
    );
  });

  it('refuses a shift that is no share', () => {
    expect(() => splitterOptions(simpd, { 'active-shift': '1.5' })).toThrow(
      'give a share from 0 to 1',
    );
  });
});

describe('test sets', () => {
  it('have the weight aimed at, whatever is done to them', () => {
    const input = fc.record({
      seed: fc.nat(10_000),
      size: fc.integer({ min: 1, max: 20 }),
      heavy: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ seed, size, heavy }) => {
        const weights = Array.from({ length: molecules }, (_, m) => (heavy ? 1 + (m % 3) : 1));
        const units = unitsOf(molecules, undefined, weights);
        const random = new Random(seed);
        const candidates = Int32Array.from({ length: 50 }, (_, u) => u + 5);
        const clusters = {
          of: Int32Array.from({ length: molecules }, (_, m) => (m * seed) % 4),
          count: 4,
        };
        const none = {
          offsets: new Int32Array(molecules + 1),
          neighbors: new Int32Array(),
          steps: new Uint8Array(),
        };
        const may = Uint8Array.from({ length: molecules }, (_, m) => (m >= 5 && m < 55 ? 1 : 0));
        const active = new Float64Array(molecules);
        const objectives = new Objectives([], active, 0, none, clusters, may);
        const sets = new TestSets(units, candidates, size, clusters, objectives);
        const weigh = (set: Uint8Array) => set.reduce((sum, x, u) => sum + x * weights[u], 0);
        const [a, b] = [sets.sample(random), sets.sample(random)];
        const child = sets.cross(a, b, random);
        for (let u = 0; u < molecules; u++) {
          if (a[u] & b[u]) expect(child[u]).toBe(1);
          if (child[u] === 1) expect(a[u] | b[u]).toBe(1);
        }
        const before = child.slice();
        sets.mutate(child, random);
        for (const set of [a, b, before, child]) {
          if (heavy) expect(weigh(set)).toBeLessThanOrEqual(size);
          else expect(weigh(set)).toBe(size);
          expect([...set.subarray(0, 5), ...set.subarray(55)].every((x) => x === 0)).toBe(true);
        }
        const lost = before.filter((x, u) => x === 1 && child[u] === 0).length;
        expect(lost).toBeLessThanOrEqual(Math.max(1, size / 10));
      }),
      { numRuns: 60 },
    );
  });

  it('end at the size where units allow it', () => {
    const units = unitsOf(
      30,
      undefined,
      Array.from({ length: 30 }, (_, m) => 2 + (m % 2)),
    );
    const clusters = { of: Int32Array.from({ length: 30 }, (_, m) => m % 3), count: 3 };
    const rows = {
      offsets: new Int32Array(31),
      neighbors: new Int32Array(),
      steps: new Uint8Array(),
    };
    const active = Float64Array.from({ length: 30 }, (_, m) => m % 2);
    const objectives = new Objectives([], active, 0.1, rows, clusters, new Uint8Array(30).fill(1));
    const sets = new TestSets(units, Int32Array.from(active.keys()), 13, clusters, objectives);
    const front = atOnce(nsga2(sets, { population: 20, generations: 10 }, new Random(0)));
    for (const { solution } of front) {
      expect(solution.reduce((sum, x, u) => sum + x * units.unitWeight[u], 0)).toBe(13);
    }
  });

  it('get no worse by exchanges', () => {
    const units = unitsOf(40);
    const clusters = { of: Int32Array.from({ length: 40 }, (_, m) => m % 4), count: 4 };
    const rows = {
      offsets: new Int32Array(41),
      neighbors: new Int32Array(),
      steps: new Uint8Array(),
    };
    const uniform = seeded(1);
    const values = Float64Array.from({ length: 40 }, () => Math.floor(uniform() * 100));
    const active = Float64Array.from({ length: 40 }, (_, m) => m % 2);
    const goals = [{ name: 'size', values, shift: 30 }];
    const may = new Uint8Array(40).fill(1);
    const objectives = new Objectives(goals, active, 0.2, rows, clusters, may);
    const sets = new TestSets(units, Int32Array.from(active.keys()), 10, clusters, objectives);
    const solution = sets.sample(new Random(3));
    const start = { solution, ...sets.judge(solution) };
    const score = (o: readonly number[]) => -o[0] - 10 * o[1];
    const end = atOnce(polish(sets, start, score, 300, new Random(4)));
    const judged = sets.judge(end);
    expect(score(judged.objectives)).toBeGreaterThan(score(start.objectives));
    expect(judged.violation).toBeLessThanOrEqual(start.violation);
    expect(end.reduce((sum, x) => sum + x, 0)).toBe(10);
    // With ten of forty, half of them active, a share of 0.7 can be had, and a shift near 30.
    expect(judged.objectives[0]).toBeLessThan(2);
    expect(judged.objectives[1]).toBeCloseTo(0, 12);
    expect(atOnce(polish(sets, start, score, 0, new Random(4)))).toEqual(solution);
  });
});
