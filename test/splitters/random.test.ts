import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/splitters/random.js';
import { clustered, edgesOf } from '../oracle/generators.js';
import { membership, runSplitter } from '../oracle/run-splitter.js';

const { bins } = edgesOf('0,1/3,2/3,1');
const everyone = (n: number) => Array.from({ length: n }, (_, m) => m);
const ascending = (a: number, b: number) => a - b;

async function split(molecules: number, test: number, valid: number, seed: number) {
  const { assignment } = await runSplitter(random, clustered(1, molecules, 1), bins, {
    test,
    valid,
    seed,
  });
  return { assignment, ...membership(assignment) };
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
});
