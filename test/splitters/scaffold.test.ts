import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFingerprint } from '../../src/chemistry/fingerprint.js';
import { ChemistryPool } from '../../src/chemistry/pool.js';
import { splitterOptions } from '../../src/splitters/registry.js';
import { scaffold } from '../../src/splitters/scaffold.js';
import type { Assignment, SplitContext } from '../../src/splitters/splitter.js';
import { membership } from '../oracle/run-splitter.js';
import { leastMissed } from '../oracle/whole-units.js';
import { hasShared, sharedJson } from '../shared.js';
import { asDeepChem, clusterLists, isWhole } from './cluster-oracle.js';
import { blank, contextOf, unitsOf } from './setting.js';

function contextFor(
  scaffolds: readonly number[],
  test: number,
  valid: number,
  {
    seed = 0,
    options = {},
    generic,
  }: { seed?: number; options?: Record<string, string>; generic?: number[] },
): SplitContext {
  const molecules = blank(scaffolds.length);
  const context = contextOf(molecules, unitsOf(scaffolds.length), { test, valid }, seed);
  return {
    ...context,
    options: splitterOptions(scaffold, options).values,
    facts: { ...context.facts, genericScaffolds: async () => Int32Array.from(generic ?? []) },
  };
}

function run(
  scaffolds: readonly number[],
  test: number,
  valid: number,
  setting: Parameters<typeof contextFor>[3] = {},
): Promise<Assignment> {
  const molecules = { ...blank(scaffolds.length), scaffolds: Int32Array.from(scaffolds) };
  return Promise.resolve(scaffold.split(molecules, contextFor(scaffolds, test, valid, setting)));
}

const sizesFor = (n: number, test: number, valid: number) => {
  const testSize = n - Math.floor(((10 - test) * n) / 10);
  return { test: testSize, valid: n - testSize - Math.floor(((10 - test - valid) * n) / 10) };
};

describe('scaffold', () => {
  it("is DeepChem's, molecule by molecule, where its rule meets the sizes, and as near to them as any groups are", async () => {
    const input = fc.integer({ min: 4, max: 60 }).chain((n) =>
      fc.record({
        scaffolds: fc.array(fc.integer({ min: -1, max: 9 }), { minLength: n, maxLength: n }),
        test: fc.integer({ min: 1, max: 5 }),
        valid: fc.nat(3),
      }),
    );
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(input, async ({ scaffolds, test, valid }) => {
        const asked = sizesFor(scaffolds.length, test, valid);
        const theirs = asDeepChem(scaffolds, test, valid);
        fc.pre(asked.test + asked.valid < scaffolds.length);
        const made = run(scaffolds, asked.test, asked.valid);
        const weights = clusterLists(scaffolds).map((list) => list.length);
        const least = leastMissed(weights, asked);
        if (least === Number.POSITIVE_INFINITY) {
          await expect(made).rejects.toThrow(/would be empty/);
          return;
        }
        const missed = (split: { test: number[]; valid: number[] }) =>
          Math.abs(split.test.length - asked.test) + Math.abs(split.valid.length - asked.valid);
        const ours = membership(await made);
        expect(missed(ours)).toBe(least);
        expect(isWhole(scaffolds, ours.train, ours.valid, ours.test)).toBe(true);
        expect((await made).sizeReason === undefined).toBe(least === 0);
        if (missed(theirs) > 0) return;
        compared++;
        expect(ours).toEqual({ ...theirs, discarded: [] });
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('takes generic scaffolds where told so, and the plain one where there is no generic one', async () => {
    const scaffolds = [0, 1, 2, 3, 3, 4, 5, 6, -1];
    const generic = [0, 0, 0, -1, -1, 1, 1, 2, -1];
    const made = await run(scaffolds, 4, 0, { options: { scaffold: 'generic' }, generic });
    const clusters = [...(made.clusters ?? [])];
    expect(clusterLists(clusters)).toEqual([[0, 1, 2], [3, 4], [5, 6], [7], [8]]);
    expect(made.diagnostics).toEqual({ scaffolds: 4, largest_scaffold: 3, singletons: 1 });
    expect(membership(made).train).toEqual([0, 1, 2, 5, 6]);
  });

  it('has a seed only when balanced', () => {
    const uses = scaffold.usesSeed as (options: Record<string, unknown>) => boolean;
    expect(uses(splitterOptions(scaffold, {}).values)).toBe(false);
    expect(uses(splitterOptions(scaffold, { balanced: 'true' }).values)).toBe(true);
    expect(() => splitterOptions(scaffold, { scaffold: 'carbon' })).toThrow(
      '--scaffold carbon: unknown scaffold; choose murcko or generic',
    );
  });
});

describe('balanced scaffold', () => {
  /** Every result of chemprop's rule: large ones in any order, then the others in any order. */
  function everyResult(scaffolds: number[], test: number, valid: number): Set<string> {
    const n = scaffolds.length;
    const half = valid > 0 ? Math.min(test, valid) / 2 : test / 2;
    const lists = clusterLists(scaffolds);
    const results = new Set<string>();
    const orders = function* (items: number[][]): Generator<number[][]> {
      if (items.length === 0) yield [];
      for (const [i, item] of items.entries()) {
        for (const rest of orders(items.filter((_, j) => j !== i))) yield [item, ...rest];
      }
    };
    for (const large of orders(lists.filter((l) => l.length > half))) {
      for (const small of orders(lists.filter((l) => l.length <= half))) {
        const sets = [[], [], []] as number[][];
        for (const list of [...large, ...small]) {
          const fitsTrain = sets[0].length + list.length <= n - test - valid;
          const fitsBoth = sets[0].length + sets[1].length + list.length <= n - test;
          sets[fitsTrain ? 0 : fitsBoth ? 1 : 2].push(...list);
        }
        results.add(sets.map((s) => s.sort((a, b) => a - b).join()).join('|'));
      }
    }
    return results;
  }

  it("is a result of chemprop's rule that meets the sizes, sooner or later each of them, or meets them otherwise", async () => {
    const scaffolds = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5];
    for (const [test, valid] of [
      [4, 0],
      [4, 2],
    ]) {
      const possible = everyResult(scaffolds, test, valid);
      const seen = new Set<string>();
      for (let seed = 0; seed < 300; seed++) {
        const made = await run(scaffolds, test, valid, { seed, options: { balanced: 'true' } });
        const { train, valid: v, test: t } = membership(made);
        expect(isWhole(scaffolds, train, v, t)).toBe(true);
        expect([t.length, v.length]).toEqual([test, valid]);
        seen.add([train, v, t].map((s) => s.join()).join('|'));
      }
      const sized = [...possible].filter((result) => {
        const [, inValid, inTest] = result.split('|').map((s) => s.split(',').filter(Boolean));
        return inTest.length === test && inValid.length === valid;
      });
      expect(sized.filter((result) => !seen.has(result))).toEqual([]);
      expect(sized.length).toBeGreaterThan(2);
    }
  });
});

describe.skipIf(!hasShared)('scaffolds of 1000 molecules', () => {
  it('make the groups of RDKit 2022.09.3, murcko and generic', async () => {
    const { molecules } = sharedJson<{
      molecules: { smiles: string; murcko: string; murcko_generic: string }[];
    }>('reference/molecules.json');
    const pool = new ChemistryPool(parseFingerprint('morgan'), { threads: 2 });
    try {
      const options = { scaffolds: true, fingerprints: false };
      const ours = await pool.describe(
        molecules.map((m) => m.smiles),
        undefined,
        options,
      );
      // The reference kept stereo, which is no part of a scaffold here or in DeepChem.
      const flat = await pool.describe(
        molecules.map((m) => m.murcko.replace(/[@/\\]/g, '')),
        undefined,
        { fingerprints: false },
      );
      const numbers = (texts: readonly (string | null | undefined)[]) => {
        const known = [...new Set(texts)];
        return texts.map((t) => known.indexOf(t));
      };
      const theirs = numbers(flat.canonical);
      expect(numbers(ours.scaffolds ?? [])).toEqual(theirs);
      const made = await run(numbers(ours.scaffolds ?? []), 200, 100);
      expect(membership(made)).toEqual({ ...asDeepChem(theirs, 2, 1), discarded: [] });
      expect(made.sizeReason).toBeUndefined();
    } finally {
      await pool.close();
    }
  });
});
