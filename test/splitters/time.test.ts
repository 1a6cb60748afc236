import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { time } from '../../src/splitters/time.js';
import { errorOf } from '../helpers.js';
import { membersOfUnits } from '../oracle/brute-force.js';
import { edgesOf, fromBits } from '../oracle/generators.js';
import { membership, type Request, runFolds, runSplitter } from '../oracle/run-splitter.js';
import { plainContext } from './setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');
const NONE = Number.NaN;

const contextOf = (times: readonly number[], given = false) => ({
  facts: { ...plainContext.facts, times: () => Float64Array.from(times) },
  sizesGiven: { test: given, valid: given },
});

function run(times: readonly number[], request: Request, given = false) {
  const matrix = fromBits(new Array(times.length).fill([]), 1);
  const options = { time: 'year', ...request.options };
  return runSplitter(time, matrix, bins, { ...request, options, context: contextOf(times, given) });
}

function folds(
  times: readonly number[],
  sizes: readonly number[],
  { group, weight }: Partial<Problem> = {},
  options = {},
) {
  const matrix = fromBits(new Array(times.length).fill([]), 1);
  return runFolds(time, matrix, bins, sizes, {
    ...(group ? { group } : {}),
    ...(weight ? { weight } : {}),
    options: { time: 'year', ...options },
    context: contextOf(times),
  });
}

interface Problem {
  readonly times: readonly number[];
  readonly group: readonly number[];
  readonly weight: readonly number[];
  readonly test: number;
  readonly valid: number;
}

const problems: fc.Arbitrary<Problem> = fc.integer({ min: 6, max: 25 }).chain((n) => {
  const each = { minLength: n, maxLength: n };
  return fc.record({
    times: fc.array(fc.constantFrom(NONE, 1990, 1999, 2000, 2000.5, 2003, 2010, 2019), each),
    group: fc.oneof(fc.constant([...Array(n).keys()]), fc.array(fc.nat(n), each)),
    weight: fc.oneof(
      fc.constant(new Array<number>(n).fill(1)),
      fc.array(fc.integer({ min: 1, max: 4 }), each),
    ),
    test: fc.integer({ min: 1, max: Math.floor(n / 3) }),
    valid: fc.nat(Math.floor(n / 4)),
  });
});

/** The time of each molecule's group: the latest in it; NaN if there is none. */
function groupTimes({ times, group }: Problem): number[] {
  const latest = membersOfUnits(group).map((members) => {
    const known = members.map((m) => times[m]).filter((t) => !Number.isNaN(t));
    return known.length === 0 ? NONE : Math.max(...known);
  });
  const numbers = [...new Set(group)];
  return group.map((g) => latest[numbers.indexOf(g)]);
}

/** Every place where time can be cut into parts, the last one that comes nearest to what is wanted. */
function nearestCut(
  at: readonly number[],
  weight: readonly number[],
  goal: number,
  cuts: number[],
) {
  const off = (cut: number) =>
    Math.abs(at.reduce((sum, t, m) => (t >= cut ? sum + weight[m] : sum), 0) - goal);
  const least = Math.min(...cuts.map(off));
  return Math.max(...cuts.filter((cut) => off(cut) === least));
}

const positions = (at: readonly number[], is: (t: number) => boolean) =>
  [...at.keys()].filter((m) => is(at[m]));

const distinct = (at: readonly number[]) =>
  [...new Set(at.filter((t) => !Number.isNaN(t)))].sort((a, b) => a - b);

describe('time', () => {
  it('cuts between times, where sizes are nearest', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const { test, valid, group, weight } = problem;
        const at = groupTimes(problem);
        const all = distinct(at);
        fc.pre(all.length >= (valid > 0 ? 3 : 2));
        const start = nearestCut(at, weight, test, all.slice(valid > 0 ? 2 : 1));
        const earlier = at.map((t) => (t < start ? t : NONE));
        const validStart =
          valid > 0 ? nearestCut(earlier, weight, valid, distinct(earlier).slice(1)) : start;
        const { assignment } = await run(problem.times, { test, valid, group, weight });
        expect(membership(assignment)).toEqual({
          train: positions(at, (t) => t < validStart),
          valid: positions(at, (t) => t >= validStart && t < start),
          test: positions(at, (t) => t >= start),
          discarded: positions(at, Number.isNaN),
        });
      }),
      { numRuns: 400 },
    );
  });

  it('says where it cut, and why sizes are others', async () => {
    const times = [2001, 2003, 2003, 2003, 1999.5, NONE, 2002];
    const { assignment } = await run(times, { test: 2, valid: 1 });
    expect(membership(assignment)).toEqual({
      train: [0, 4],
      valid: [6],
      test: [1, 2, 3],
      discarded: [5],
    });
    expect(assignment).toMatchObject({
      sizeReason: '3 instead of 2 in test: molecules of the same time are never divided',
      discardReason: 'no time',
      notes: ['1 molecule is discarded: no time'],
      diagnostics: { train_until: '2001', valid_from: '2002', test_from: '2003' },
    });
  });

  it('takes everything from a cutoff on', async () => {
    const times = [2001, 2003, 2005 + 59 / 365, 2003, 1999, NONE, 2002];
    const found = await run(times, { test: 1, valid: 1, options: { cutoff: '2002-06' } });
    expect(membership(found.assignment)).toEqual({
      train: [0, 4],
      valid: [6],
      test: [1, 2, 3],
      discarded: [5],
    });
    expect(found.assignment.sizeReason).toBe(
      '3 of 7 are in test: those from 2002-06-01 on (--cutoff)',
    );
    const exact = await run(times, { test: 3, options: { cutoff: '2003' } });
    expect(membership(exact.assignment).test).toEqual([1, 2, 3]);
    expect(exact.assignment.sizeReason).toBeUndefined();
    const late = await run(times, { test: 3, valid: 1, options: { cutoff: '2005-03-01' } });
    expect(membership(late.assignment)).toMatchObject({ test: [2], valid: [1, 3] });
    expect(late.assignment.sizeReason).toBe(
      '1 of 7 are in test: those from 2005-03-01 on (--cutoff); 2 instead of 1 in valid: molecules of the same time are never divided',
    );
  });

  it('says what is wrong', async () => {
    const message = async (times: number[], request: Request, given = false) =>
      (await errorOf(() => run(times, request, given))).message;
    expect(await message([1, 2], { test: 1, options: { time: '' } })).toBe(
      '--method time needs times; name their column with --time, such as --time year',
    );
    expect(await message([1, 2], { test: 1, options: { cutoff: 'soon' } })).toBe(
      '--cutoff soon: give a number or an ISO date (2019-12-31)',
    );
    expect(await message([1, 2], { test: 1, options: { cutoff: '2' } }, true)).toBe(
      '--test and --cutoff cannot be combined; leave one out',
    );
    expect(await message([1990, 2001.5], { test: 1, options: { cutoff: '2002' } })).toBe(
      '--cutoff 2002: no molecule is from this time or later; times are from 1990 to 2001-07-02T12:00',
    );
    expect(await message([1990, 2001], { test: 1, options: { cutoff: '1990' } })).toBe(
      '--cutoff 1990: too few molecules are earlier for training; times are from 1990 to 2001',
    );
    expect(
      await message([1990, 1991, 2001], { test: 1, valid: 1, options: { cutoff: '1991' } }),
    ).toContain('too few molecules are earlier for training and validation');
    expect(await message([1990, 1990, NONE], { test: 1 })).toBe(
      '--time year: 1 different time cannot fill 2 sets, because molecules of the same time are never divided; choose a column with finer times',
    );
    expect(await message([1990, 1991, 1990], { test: 1, valid: 1 })).toContain(
      '--time year: 2 different times cannot fill 3 sets, because molecules of the same time are never divided; choose a column with finer times, or leave out --valid',
    );
  });
});

describe('folds of time', () => {
  it('test each molecule once at most, after everything they train on', async () => {
    await fc.assert(
      fc.asyncProperty(problems, fc.integer({ min: 2, max: 4 }), async (problem, k) => {
        const { weight } = problem;
        const at = groupTimes(problem);
        const all = distinct(at);
        fc.pre(all.length > k);
        const total = weight.reduce((a, b) => a + b, 0);
        const size = Math.floor(total / k);
        const made = await folds(problem.times, new Array(k).fill(size), problem);
        const parts = made.map(membership);
        const latest = (members: number[]) => Math.max(...members.map((m) => at[m]));
        const earliest = (members: number[]) => Math.min(...members.map((m) => at[m]));
        parts.forEach(({ train, test, discarded }, f) => {
          expect(test.length).toBeGreaterThan(0);
          // All that is earlier is trained on, all that is later left out.
          expect(train).toEqual(positions(at, (t) => t < earliest(test)));
          const after = positions(at, (t) => t > latest(test) || Number.isNaN(t));
          expect(discarded).toEqual(after);
          if (f > 0) expect(earliest(test)).toBeGreaterThan(latest(parts[f - 1].test));
        });
        expect(latest(parts[k - 1].test)).toBe(all[all.length - 1]);
      }),
      { numRuns: 200 },
    );
  });

  it('have equal parts, with one of their own for training alone', async () => {
    const times = [1, 2, 3, 4, 5, 6, 7, 8, 9, NONE];
    const made = await folds(times, [5, 5]);
    expect(made.map(membership)).toEqual([
      { train: [0, 1, 2], valid: [], test: [3, 4, 5], discarded: [6, 7, 8, 9] },
      { train: [0, 1, 2, 3, 4, 5], valid: [], test: [6, 7, 8], discarded: [9] },
    ]);
    expect(made[0]).toMatchObject({
      sizeReason:
        '3 instead of 5 in test: molecules of the same time are never divided, and the earliest are always training',
      discardReason: 'no time, or later than the test set',
      notes: ['1 molecule is discarded: no time'],
      diagnostics: { train_until: '3', test_from: '4' },
    });
    expect(made[1].discardReason).toBe('no time');
  });

  it('have the sizes asked for where there is enough before them', async () => {
    const made = await folds([1, 2, 3, 4, 5, 6], [1, 2]);
    expect(made.map((fold) => membership(fold).test)).toEqual([[3], [4, 5]]);
    expect(made.map((fold) => fold.sizeReason)).toEqual([undefined, undefined]);
    expect(made[0].discardReason).toBe('later than the test set');
    expect(made[1].discardReason).toBeUndefined();
  });

  it('cannot be more than there are times, nor have a cutoff', async () => {
    expect((await errorOf(() => folds([1, 2, 2, 3], [1, 1, 1]))).message).toBe(
      '--folds 3: there are only 3 different times, and the earliest is always training; request at most 2',
    );
    expect((await errorOf(() => folds([1, 2, 3], [1, 1], {}, { cutoff: '2' }))).message).toContain(
      '--cutoff cannot be combined with --folds, which need several cutoffs; leave it out',
    );
  });
});
