import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { largestRemainder } from '../../src/splitters/largest-remainder.js';
import {
  type Assignment,
  type Molecules,
  TEST,
  TRAIN,
  VALID,
} from '../../src/splitters/splitter.js';
import { strataOf } from '../../src/splitters/strata.js';
import { stratified } from '../../src/splitters/stratified.js';
import type { Units } from '../../src/splitters/units.js';
import { verifyAssignment } from '../../src/splitters/verify.js';
import { errorOf } from '../helpers.js';
import { edgesOf, fromBits } from '../oracle/generators.js';
import { contextOf, moleculesIn, unitsOf } from './setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');
const NONE = Number.NaN;

function labeled(labels: readonly number[], classes: boolean): Molecules {
  const blank = fromBits(new Array(labels.length).fill([]), 1);
  return { ...moleculesIn(blank, labels), labelTask: classes ? 'classification' : 'regression' };
}

async function split(
  labels: readonly number[],
  sizes: { test: number; valid: number },
  {
    classes = false,
    units = unitsOf(labels.length),
    seed = 0,
    strata = null as number | null,
  }: { classes?: boolean; units?: Units; seed?: number; strata?: number | null } = {},
) {
  const molecules = labeled(labels, classes);
  const context = { ...contextOf(molecules, units, sizes, seed), options: { strata } };
  const assignment = await stratified.split(molecules, context);
  await verifyAssignment(molecules, assignment, units, context.sizes, bins, new Job());
  return assignment;
}

async function folds(
  labels: readonly number[],
  sizes: readonly number[],
  classes: boolean,
  units = unitsOf(labels.length),
  seed = 0,
) {
  const molecules = labeled(labels, classes);
  const context = contextOf(molecules, units, { test: sizes[0], valid: 0 }, seed);
  const made = stratified.folds?.(molecules, { ...context, options: { strata: null } }, sizes);
  return (await made) as Assignment[];
}

const count = ({ subset }: Assignment, code: number, is: (m: number) => boolean) =>
  [...subset.keys()].filter((m) => subset[m] === code && is(m)).length;

/** Two classes, a few without a label, and few that are between. */
const classLabels = fc.array(fc.constantFrom(0, 0, 0, 1, 1, NONE), {
  minLength: 12,
  maxLength: 60,
});

describe('stratified', () => {
  it('gives every class its share of each set, to within one', async () => {
    const input = classLabels.chain((labels) =>
      fc.record({
        labels: fc.constant(labels),
        test: fc.integer({ min: 1, max: Math.floor(labels.length / 4) }),
        valid: fc.nat(Math.floor(labels.length / 4)),
        seed: fc.nat(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(input, async ({ labels, test, valid, seed }) => {
        const made = await split(labels, { test, valid }, { classes: true, seed });
        expect(made.sizeReason).toBeUndefined();
        for (const is of [0, 1, NONE].map((v) => (m: number) => Object.is(labels[m], v))) {
          const own = labels.filter((_, m) => is(m)).length;
          for (const [code, size] of [
            [TEST, test],
            [VALID, valid],
          ]) {
            const share = (own * size) / labels.length;
            expect(Math.abs(count(made, code, is) - share)).toBeLessThan(1);
          }
        }
        expect(made.notes?.length ?? 0).toBe(labels.some(Number.isNaN) ? 1 : 0);
      }),
      { numRuns: 200 },
    );
  });

  it('gives every quantile of numbers its share of each set, to within one', async () => {
    const input = fc.record({
      labels: fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), {
        minLength: 20,
        maxLength: 60,
      }),
      strata: fc.integer({ min: 2, max: 6 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ labels, strata, seed }) => {
        const n = labels.length;
        const [test, valid] = [Math.floor(n / 5), Math.floor(n / 6)];
        const made = await split(labels, { test, valid }, { strata, seed });
        const ranks = labels.map((x) => labels.filter((y) => y < x).length);
        for (let s = 0; s < strata; s++) {
          // A molecule is in the quantile in which the middle of its rank is.
          const is = (m: number) => Math.floor((strata * (ranks[m] + 0.5)) / n) === s;
          const own = labels.filter((_, m) => is(m)).length;
          expect(Math.abs(count(made, TEST, is) - (own * test) / n)).toBeLessThan(1);
          expect(Math.abs(count(made, VALID, is) - (own * valid) / n)).toBeLessThan(1);
        }
        expect(made.diagnostics).toEqual({ strata });
      }),
      { numRuns: 100 },
    );
  });

  it('is random within strata', async () => {
    const labels = Array.from({ length: 12 }, (_, m) => (m < 8 ? 0 : 1));
    const times = new Array<number>(12).fill(0);
    for (let seed = 0; seed < 1000; seed++) {
      const made = await split(labels, { test: 3, valid: 0 }, { classes: true, seed });
      expect(count(made, TEST, (m) => m < 8)).toBe(2);
      for (const [m, code] of made.subset.entries()) if (code === TEST) times[m]++;
    }
    // 250 expected, standard deviation 13.7.
    for (const n of times) expect(Math.abs(n - 250)).toBeLessThan(60);
  });

  it('keeps groups whole and repeats itself, and comes near to the sizes', async () => {
    const input = fc.integer({ min: 12, max: 50 }).chain((n) =>
      fc.record({
        labels: fc.array(fc.constantFrom(0, 1, 2.5, 3, NONE), { minLength: n, maxLength: n }),
        group: fc.array(fc.nat(Math.floor(n / 2)), { minLength: n, maxLength: n }),
        weight: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: n, maxLength: n }),
        seed: fc.nat(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(input, async ({ labels, group, weight, seed }) => {
        const units = unitsOf(labels.length, group, weight);
        const heaviest = Math.max(...units.unitWeight);
        const size = Math.floor(units.total / 4);
        fc.pre(heaviest <= size);
        const sizes = { test: size, valid: size };
        const made = await split(labels, sizes, { units, seed });
        expect(made).toEqual(await split(labels, sizes, { units, seed }));
        for (const code of [TEST, VALID]) {
          const got = made.subset.reduce((sum, c, m) => (c === code ? sum + weight[m] : sum), 0);
          expect(Math.abs(got - size)).toBeLessThanOrEqual(heaviest / 2);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the share of classes near among groups of any size', async () => {
    // 60 groups of 1 to 3, one in three of them positive.
    const group = Array.from({ length: 60 }, (_, g) =>
      new Array<number>(1 + (g % 3)).fill(g),
    ).flat();
    const labels = group.map((g) => (Math.floor(g / 3) % 3 === 0 ? 1 : 0));
    const units = unitsOf(group.length, group);
    for (let seed = 0; seed < 20; seed++) {
      const made = await split(labels, { test: 24, valid: 12 }, { classes: true, units, seed });
      expect(Math.abs(count(made, TEST, (m) => labels[m] === 1) - 8.4)).toBeLessThan(3);
      expect(count(made, TEST, () => true)).toBe(24);
      expect(count(made, VALID, () => true)).toBe(12);
    }
  });

  it('says what is wrong', async () => {
    const molecules = { ...labeled([1, 2, 3], false), labels: null, labelTask: null };
    const context = contextOf(molecules, unitsOf(3), { test: 1, valid: 0 }, 0);
    const none = await errorOf(() =>
      stratified.split(molecules, { ...context, options: { strata: null } }),
    );
    expect(none.code).toBe('column');
    expect(none.message).toContain('name it with --label');
    const classes = await errorOf(() =>
      split([0, 1, 0, 1], { test: 1, valid: 0 }, { classes: true, strata: 4 }),
    );
    expect(classes.message).toBe(
      '--strata 4: the labels are classes, and each class is a stratum; leave --strata out',
    );
    const [option] = stratified.options;
    expect(option.parse('7')).toBe(7);
    for (const text of ['1', '0', '-3', '2.5', 'many', '', '1001']) {
      const error = await errorOf(() => option.parse(text));
      expect(error.message).toBe(`--strata ${text}: give a whole number from 2 to 1000, or auto`);
    }
  });
});

describe('stratified folds', () => {
  it('hold every class in its share, to within one, and every molecule once', async () => {
    const input = fc.record({
      labels: classLabels,
      k: fc.integer({ min: 2, max: 6 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ labels, k, seed }) => {
        const n = labels.length;
        const sizes = Array.from({ length: k }, (_, f) => Math.floor(n / k) + (f < n % k ? 1 : 0));
        const made = await folds(labels, sizes, true, undefined, seed);
        made.forEach((fold, f) => {
          expect(fold.sizeReason).toBeUndefined();
          expect(count(fold, TEST, () => true)).toBe(sizes[f]);
          for (const value of [0, 1, NONE]) {
            const is = (m: number) => Object.is(labels[m], value);
            const own = labels.filter((_, m) => is(m)).length;
            expect(Math.abs(count(fold, TEST, is) - own / k)).toBeLessThan(1);
          }
        });
        for (let m = 0; m < n; m++) {
          expect(made.filter((fold) => fold.subset[m] === TEST)).toHaveLength(1);
          expect(made.filter((fold) => fold.subset[m] === TRAIN)).toHaveLength(k - 1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('hold their share when most molecules are in none', async () => {
    const labels = Array.from({ length: 90 }, (_, m) => (m % 3 === 0 ? 1 : 0));
    const made = await folds(labels, [10, 10, 10], true);
    for (const fold of made) {
      expect(count(fold, TEST, () => true)).toBe(10);
      expect(Math.abs(count(fold, TEST, (m) => m % 3 === 0) - 10 / 3)).toBeLessThan(1.4);
    }
  });

  it('keep groups whole, and all of them', async () => {
    const group = Array.from({ length: 40 }, (_, g) =>
      new Array<number>(1 + (g % 4)).fill(g),
    ).flat();
    const labels = group.map((g) => (g % 5 === 0 ? 1 : 0));
    const units = unitsOf(group.length, group);
    const made = await folds(labels, [25, 25, 25, 25], true, units);
    for (const fold of made) {
      for (const g of new Set(group)) {
        const codes = new Set([...fold.subset].filter((_, m) => group[m] === g));
        expect(codes.size).toBe(1);
      }
      expect(Math.abs(count(fold, TEST, () => true) - 25)).toBeLessThanOrEqual(4);
      expect(Math.abs(count(fold, TEST, (m) => labels[m] === 1) - 5)).toBeLessThanOrEqual(3);
    }
    const inTest = group.map((_, m) => made.filter((fold) => fold.subset[m] === TEST).length);
    expect(new Set(inTest)).toEqual(new Set([1]));
  });
});

describe('strataOf', () => {
  const strata = (labels: number[], task: 'regression' | 'classification', wanted: number | null) =>
    strataOf(unitsOf(labels.length), Float64Array.from(labels), task, wanted).members;

  it('puts equal labels into one stratum, that of their middle rank', () => {
    expect(strata([1, 1, 1, 1, 2, 3, 4, 5], 'regression', 2)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    expect(strata([1, 1, 1, 1, 1, 3, 4, 5], 'regression', 2)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7],
    ]);
    expect(strata([3, 1, 3, 3, 3, 3, 3, 9], 'regression', 4)).toEqual([
      [1],
      [0, 2, 3, 4, 5, 6],
      [7],
    ]);
  });

  it('makes fewer quantiles of small sets', () => {
    const labels = (n: number) => Array.from({ length: n }, (_, m) => m);
    for (const [n, expected] of [
      [4, 1],
      [10, 2],
      [24, 4],
      [50, 10],
      [5000, 10],
    ]) {
      expect(strata(labels(n), 'regression', null)).toHaveLength(expected);
    }
  });

  it('has a stratum for each class, what is between, and what has no label', () => {
    expect(strata([0, 1, NONE, 0.5, 1, 0], 'classification', null)).toEqual([
      [0, 5],
      [1, 4],
      [3],
      [2],
    ]);
  });
});

describe('largestRemainder', () => {
  it.each([
    [[53, 24, 23], 10, [5, 3, 2]],
    [[1, 1, 1], 2, [1, 1, 0]],
    [[0, 5], 3, [0, 3]],
    [[7, 1, 1, 1], 5, [4, 1, 0, 0]],
    [[], 0, []],
  ])('divides %j into %i', (weights, total, expected) => {
    expect(
      largestRemainder(
        weights,
        total,
        weights.map(() => 100),
      ),
    ).toEqual(expected);
  });

  it('gives to others what there is no room for', () => {
    expect(largestRemainder([5, 5, 10], 8, [1, 5, 10])).toEqual([1, 3, 4]);
    expect(largestRemainder([5, 5, 10], 8, [1, 2, 10])).toEqual([1, 2, 5]);
  });
});
