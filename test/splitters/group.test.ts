import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { group } from '../../src/splitters/group.js';
import { leaveOneGroupOut } from '../../src/splitters/leave-one-group-out.js';
import { random } from '../../src/splitters/random.js';
import type { Assignment, GroupColumn } from '../../src/splitters/splitter.js';
import { errorOf } from '../helpers.js';
import { edgesOf, fromBits } from '../oracle/generators.js';
import { membership, runFolds, runSplitter } from '../oracle/run-splitter.js';

const { bins } = edgesOf('0,1/3,2/3,1');

/** A column of groups from their names, empty for none, and the units that follow from it. */
function column(cells: readonly string[]): { groups: GroupColumn; units: number[] } {
  const names = [...new Set(cells.filter((cell) => cell !== ''))];
  const of = Int32Array.from(cells, (cell) => names.indexOf(cell));
  return {
    groups: { column: 'series', names, of },
    units: cells.map((_, m) => (of[m] < 0 ? 1000 + m : of[m])),
  };
}

const blank = (n: number) => fromBits(new Array(n).fill([]), 1);
const cells = fc.array(fc.constantFrom('', '', 'a', 'b', 'c', 'd', 'e'), {
  minLength: 8,
  maxLength: 30,
});

/** Molecules of each group. */
const byName = (all: readonly string[]) =>
  new Map(
    [...new Set(all)].map((name) => [
      name,
      [...all.keys()].filter((m) => name !== '' && all[m] === name),
    ]),
  );

function expectWhole({ subset }: Assignment, all: readonly string[]): void {
  for (const own of byName(all).values()) {
    expect(new Set(own.map((m) => subset[m])).size).toBeLessThanOrEqual(1);
  }
}

describe('group', () => {
  it('divides as random does, whole groups at a time', async () => {
    await fc.assert(
      fc.asyncProperty(cells, fc.nat(), async (all, seed) => {
        const { groups, units } = column(all);
        const asked = { test: Math.floor(all.length / 3), valid: 2, group: units, seed };
        const made = await runSplitter(group, blank(all.length), bins, {
          ...asked,
          context: { groups },
        }).catch((error) => {
          expect(error.message).toContain('no molecule is left for training');
        });
        if (!made) return;
        const plain = await runSplitter(random, blank(all.length), bins, asked);
        expect(made.assignment).toEqual({ ...plain.assignment, clusters: groups.of });
        expectWhole(made.assignment, all);
      }),
      { numRuns: 100 },
    );
  });

  it('makes folds of whole groups', async () => {
    await fc.assert(
      fc.asyncProperty(cells, fc.nat(), async (all, seed) => {
        const { groups, units } = column(all);
        const n = all.length;
        const sizes = [Math.ceil(n / 2), Math.floor(n / 2)];
        const context = { groups };
        const made = await runFolds(group, blank(n), bins, sizes, { group: units, seed, context });
        const tests = made.map((fold) => membership(fold).test);
        expect(tests.flat().sort((a, b) => a - b)).toEqual([...all.keys()]);
        for (const fold of made) expectWhole(fold, all);
      }),
      { numRuns: 100 },
    );
  });

  it('needs groups', () => {
    expect(group.needsGroups).toBe(true);
    expect(leaveOneGroupOut).toMatchObject({ needsGroups: true, alwaysFolds: true });
  });
});

describe('leave-one-group-out', () => {
  const folds = (all: readonly string[]) => {
    const { groups, units } = column(all);
    const setting = { group: units, context: { groups } };
    return runFolds(leaveOneGroupOut, blank(all.length), bins, [], setting);
  };

  it('leaves out each group once, and trains on all others', async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (all) => {
        const names = [...new Set(all.filter((cell) => cell !== ''))];
        fc.pre(names.length > 0 && new Set(column(all).units).size > 1);
        const made = await folds(all);
        expect(made.map((fold) => fold.diagnostics)).toEqual(
          names.map((name) => ({ held_out: name })),
        );
        expect(made.map(membership)).toEqual(
          names.map((name) => ({
            train: [...all.keys()].filter((m) => all[m] !== name),
            valid: [],
            test: [...all.keys()].filter((m) => all[m] === name),
            discarded: [],
          })),
        );
        expect(made.every((fold) => fold.sizeReason === undefined)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('says what is wrong', async () => {
    const message = async (all: string[]) => (await errorOf(() => folds(all))).message;
    expect(await message(['', '', ''])).toBe(
      '--group series: no molecule is in a group; choose another column',
    );
    expect(await message(['a', 'a', 'a'])).toContain('all molecules are in one group');
    const many = Array.from({ length: 101 }, (_, g) => `g${g}`);
    expect(await message(many)).toBe(
      '--group series: 101 groups need as many folds, at most 100 are possible; use --method group --folds 10, which leaves out several at a time, or a coarser column',
    );
    expect(await folds(many.slice(1))).toHaveLength(100);
  });
});
