import { describe, expect, it } from 'vitest';
import { AbortedError, TanimarkError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { random } from '../../../src/splitters/random.js';
import { sae } from '../../../src/splitters/sae/index.js';
import {
  parseDistribution,
  requestedHistogram,
  sharesFor,
} from '../../../src/splitters/sae/target.js';
import type { Assignment } from '../../../src/splitters/splitter.js';
import { errorOf } from '../../helpers.js';
import {
  bestDivision,
  deviation,
  highestBin,
  histogram,
  membersOfUnits,
  pairBins,
  type WeightedProblem,
  weightedHistogram,
} from '../../oracle/brute-force.js';
import { clustered, edgesOf, seeded } from '../../oracle/generators.js';
import { leastCost } from '../../oracle/least-cost.js';
import { plantedFamilies } from '../../oracle/planted.js';
import {
  achievedBy,
  members,
  membership,
  type Request,
  runFolds,
  runSplitter,
} from '../../oracle/run-splitter.js';
import {
  optimum,
  type SmallProblem,
  smallProblem,
  solve,
  star,
} from '../../oracle/small-problems.js';
import { softCost } from '../../oracle/soft-cost.js';
import { leastMissed } from '../../oracle/whole-units.js';

const { bins, edges } = edgesOf('0,1/3,2/3,1');
const everyone = (n: number) => Array.from({ length: n }, (_, m) => m);
const ascending = (a: number, b: number) => a - b;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const asked = (distribution: string, bins: number, test: number) =>
  requestedHistogram(sharesFor(parseDistribution(distribution), bins), test);

function wanted({ distribution, bins, test }: SmallProblem): number[] {
  return asked(distribution, bins.count, test);
}

/** The first problems from number `from` on whose optimum is, or is not, 0. */
function problems(from: number, amount: number, reachable: boolean) {
  const found: { n: number; problem: SmallProblem; best: number }[] = [];
  for (let n = from; found.length < amount; n++) {
    const problem = smallProblem(n);
    const best = optimum(problem, wanted(problem));
    if ((best === 0) === reachable) found.push({ n, problem, best });
  }
  return found;
}

describe('sae against an exhaustive search', () => {
  it('reaches the request where a test set of up to 16 molecules can', async () => {
    const missed: number[] = [];
    for (const { n, problem } of problems(0, 300, true)) {
      const { requested, deviation: found } = await solve(problem);
      expect(requested).toEqual(wanted(problem));
      if (found > 0) missed.push(n);
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it('comes as close as any test set can where none fits, and says why', async () => {
    for (const { problem, best } of problems(0, 40, false)) {
      const { assignment, requested, deviation: found } = await solve(problem);
      expect(requested).toEqual(wanted(problem));
      expect(found).toBe(best);
      // What is said to be the least possible is never more than the least there is.
      expect(2 * (assignment.bound?.misplaced ?? Number.NaN)).toBeLessThanOrEqual(best);
      expect(assignment.reason).toMatch(
        /^no other test set is closer \(all [\d,]+ choices were tried\)$/,
      );
    }
  }, 60_000);

  it('finds the hub of a star', async () => {
    const problem = { ...edgesOf('0,1/2,1'), matrix: star(5), distribution: 'balanced', test: 2 };
    expect(optimum({ ...problem, seed: 0 }, [1, 1])).toBe(0);
    for (let seed = 0; seed < 20; seed++) {
      expect((await solve({ ...problem, seed })).deviation).toBe(0);
    }
  });
});

describe('sae', () => {
  const matrix = clustered(21, 90, 4, 20);

  it('reaches a balanced histogram on a larger set, by the oracle', async () => {
    const { assignment, sizes } = await runSplitter(sae, matrix, bins, { test: 0.2, seed: 3 });
    expect(sizes).toEqual({ train: 72, valid: 0, test: 18 });
    expect(assignment.requested).toEqual([6, 6, 6]);
    expect(achievedBy(assignment, matrix, edges)).toEqual([6, 6, 6]);
    expect(assignment.reason).toMatch(/^no closer test set was found in [\d,]+ steps$/);
    for (const name of ['validRequested', 'sizeReason', 'timedOut', 'discardReason']) {
      expect(assignment).not.toHaveProperty(name);
    }
  });

  it('reaches shares', async () => {
    const { assignment } = await runSplitter(sae, matrix, bins, {
      test: 20,
      options: { distribution: '10%,20%,70%' },
    });
    expect(assignment.requested).toEqual([2, 4, 14]);
    expect(achievedBy(assignment, matrix, edges)).toEqual([2, 4, 14]);
  });

  it('puts each molecule in one subset, and compares test and valid with train only', async () => {
    for (const seed of [0, 1, 2]) {
      const { assignment } = await runSplitter(sae, matrix, bins, {
        test: 15,
        valid: 30,
        seed,
        options: { distribution: '20,30,50' },
      });
      const { train, valid, test } = membership(assignment);
      expect([train.length, valid.length, test.length]).toEqual([45, 30, 15]);
      expect([...train, ...valid, ...test].sort(ascending)).toEqual(everyone(90));
      expect(assignment.requested).toEqual([3, 5, 7]);
      expect(assignment.validRequested).toEqual([6, 9, 15]);
      expect(histogram(matrix, test, train, edges)).toEqual([3, 5, 7]);
      expect(histogram(matrix, valid, train, edges)).toEqual([6, 9, 15]);
    }
  });

  it('chooses valid at random: every molecule is in it about equally often', async () => {
    const small = clustered(2, 20, 1, 5);
    const counts = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 250; seed++) {
      const { assignment } = await runSplitter(sae, small, edgesOf('0,1').bins, {
        test: 4,
        valid: 5,
        seed,
        options: { effort: '0.01' },
      });
      for (const m of members(assignment, 1)) counts[m]++;
    }
    // 62.5 expected, standard deviation 6.8.
    for (const n of counts) expect(Math.abs(n - 62.5)).toBeLessThan(34);
  });

  it('gives the same answer for the same seed, others for others', async () => {
    const request = { test: 18, valid: 9, options: { effort: '0.1' } };
    const run = async (seed: number) =>
      (await runSplitter(sae, matrix, bins, { ...request, seed })).assignment;
    const first = await Promise.all([0, 1, 2, 3].map(run));
    const again = await Promise.all([0, 1, 2, 3].map(run));
    expect(again).toEqual(first);
    expect(new Set(first.map(({ subset }) => subset.join())).size).toBe(4);
  });

  it('handles a single bin, a single test molecule and a single training molecule', async () => {
    const one = await runSplitter(sae, matrix, edgesOf('0,1').bins, { test: 7 });
    expect(one.assignment.requested).toEqual([7]);
    expect(members(one.assignment, 2)).toHaveLength(7);
    const lone = await runSplitter(sae, matrix, bins, { test: 1 });
    expect(lone.assignment.requested).toEqual([1, 0, 0]);
    expect(achievedBy(lone.assignment, matrix, edges)).toEqual([1, 0, 0]);
    const last = await runSplitter(sae, clustered(2, 5), bins, {
      test: 4,
      options: { distribution: '1,0,0' },
    });
    expect(members(last.assignment, 0)).toHaveLength(1);
    expect(members(last.assignment, 2)).toHaveLength(4);
  });

  it('refuses shares that do not match the bins', async () => {
    const run = runSplitter(sae, matrix, bins, { test: 9, options: { distribution: '1,2' } });
    await expect(run).rejects.toThrow(TanimarkError);
    await expect(run).rejects.toThrow('2 shares for 3 bins');
  });
});

/** A small problem in every way that the splitter knows of, from a number. */
function variedProblem(n: number) {
  const uniform = seeded(n * 31 + 7);
  const below = (limit: number) => Math.floor(uniform() * limit);
  const molecules = 4 + below(6);
  const matrix = clustered(n, molecules, 1, 1 + below(4));
  const alone = below(2) === 0;
  const group = everyone(molecules).map((m) => (alone ? m : below(5)));
  const heavy = below(2) === 0;
  const weight = everyone(molecules).map(() => (heavy ? 1 + below(3) : 1));
  const total = sum(weight);
  const valid = below(2) === 0 ? 0 : 1 + below(Math.max(1, Math.floor(total / 4)));
  const test = 1 + below(Math.floor(total / 2));
  const discard = ['0', '0', '0.2', '0.4'][below(4)];
  const distribution = ['balanced', '1,0,0', '1,1,0', '0,1,2', '0,0,1'][below(5)];
  const request: Request = {
    test,
    valid,
    group,
    weight,
    seed: n,
    options: { distribution, 'max-discard': discard, effort: '0.01' },
  };
  const maxOut = Math.floor(total * Number(discard));
  return { matrix, request, distribution, test, valid, group, weight, total, maxOut, alone };
}

describe('sae with groups, weights, discards and validation', () => {
  it('comes as close as any choice of units, with as little left out', async () => {
    const seen = { exact: 0, out: 0, valid: 0, unreachable: 0, missed: 0, groups: 0 };
    for (let n = 0; n < 150; n++) {
      const { matrix, request, distribution, test, valid, group, weight, maxOut, alone, total } =
        variedProblem(n);
      if (test + valid >= total) continue;
      const { assignment, verified } = await runSplitter(sae, matrix, bins, request);
      const parts = { test: asked(distribution, 3, test), valid: asked(distribution, 3, valid) };
      expect(assignment.requested).toEqual(parts.test);
      if (valid > 0) expect(assignment.validRequested).toEqual(parts.valid);
      const problem: WeightedProblem = {
        pairs: pairBins(matrix, edges),
        units: membersOfUnits(group),
        weights: weight,
        requested: parts.test.map((k, b) => k + parts.valid[b]),
        size: test + valid,
        maxOut,
      };
      const got = membership(assignment);
      const weightOf = (molecules: readonly number[]) => sum(molecules.map((m) => weight[m]));
      const gotSizes = { test: weightOf(got.test), valid: weightOf(got.valid) };
      const least = leastMissed(problem.units.map(weightOf), { test, valid });
      if (least === Number.POSITIVE_INFINITY) {
        // There are fewer units than sets.
        expect(assignment.sizeReason).toMatch(/groups and rows of one molecule are never divided/);
        seen.unreachable++;
        continue;
      }
      const missed = Math.abs(gotSizes.test - test) + Math.abs(gotSizes.valid - valid);
      expect(missed, `problem ${n}`).toBe(least);
      expect(assignment.sizeReason !== undefined).toBe(least > 0);
      const of = (molecules: readonly number[]) => weightedHistogram(problem, molecules, got.train);
      expect(verified.histogram).toEqual(of(got.test));
      expect(verified.validHistogram).toEqual(of(got.valid));
      const best = bestDivision({
        ...problem,
        size: gotSizes.test + gotSizes.valid,
        ...(valid > 0 ? { some: gotSizes.test } : {}),
      });
      if (least > 0) seen.missed++;
      expect(assignment.reason).toMatch(/^no other test set is closer \(all /);
      const found = of([...got.test, ...got.valid]);
      expect(deviation(found, problem.requested), `problem ${n}`).toBe(best.deviation);
      expect(weightOf(got.discarded)).toBe(best.out);
      expect(assignment.discardReason !== undefined).toBe(best.out > 0);
      if (alone && weight.every((w) => w === 1)) {
        expect([got.test.length, got.valid.length]).toEqual([test, valid]);
        if (best.deviation === 0) {
          expect(of(got.test)).toEqual(parts.test);
          expect(of(got.valid)).toEqual(parts.valid);
        }
      }
      if (best.deviation === 0) seen.exact++;
      if (best.out > 0) seen.out++;
      if (valid > 0) seen.valid++;
      if (!alone) seen.groups++;
    }
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(2);
  });

  it('leaves something in train and in test, whatever the sizes of groups', async () => {
    const small = clustered(5, 12, 1, 3);
    for (const [pattern, text] of [
      [[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], 'two halves'],
      [[0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], 'three thirds'],
      [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 'all but one'],
      [[0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 'seven and five'],
    ] as const) {
      for (const [test, valid] of [
        [1, 0],
        [2, 0],
        [6, 0],
        [11, 0],
        [1, 1],
        [4, 4],
        [2, 9],
      ]) {
        const { assignment } = await runSplitter(sae, small, bins, {
          test,
          valid,
          group: pattern,
          options: { effort: '0.01', 'max-discard': '0.1' },
        });
        const { train, test: inTest } = membership(assignment);
        expect(train.length, `${text}, ${test} and ${valid}`).toBeGreaterThan(0);
        expect(inTest.length, `${text}, ${test} and ${valid}`).toBeGreaterThan(0);
      }
    }
  });

  it('has exact sizes where every molecule has three records', async () => {
    for (let n = 0; n < 5; n++) {
      const matrix = clustered(n, 30, 2, 5);
      const { assignment } = await runSplitter(sae, matrix, bins, {
        test: 18,
        valid: 12,
        weight: new Array<number>(30).fill(3),
        seed: n,
        options: { effort: '0.01' },
      });
      expect(assignment).not.toHaveProperty('sizeReason');
      expect([members(assignment, 2).length, members(assignment, 1).length]).toEqual([6, 4]);
    }
  });
});

describe('sae with a range', () => {
  it('puts as much of the test set between the two similarities as can be', async () => {
    let exact = 0;
    for (let n = 0; n < 60; n++) {
      const text = ['1/3-2/3', '0-1/2', '2/3-1', '1/4-1/2'][n % 4];
      const [low, high] = text.split('-');
      const inner = [low, high].filter((edge) => edge !== '0' && edge !== '1');
      const scale = edgesOf(['0', ...inner, '1'].join(','));
      const matrix = clustered(n, 10, 1, 1 + (n % 4));
      const { assignment, verified } = await runSplitter(sae, matrix, scale.bins, {
        test: 4,
        seed: n,
        options: { distribution: `range:${text}`, effort: '0.01' },
      });
      const inside = inner[0] === low ? 1 : 0;
      const requested = scale.bins.labels.map((_, b) => (b === inside ? 4 : 0));
      expect(assignment.requested).toEqual(requested);
      expect(verified.histogram).toEqual(achievedBy(assignment, matrix, scale.edges));
      const best = bestDivision({
        pairs: pairBins(matrix, scale.edges),
        units: everyone(10).map((m) => [m]),
        weights: everyone(10).map(() => 1),
        requested,
        size: 4,
        maxOut: 0,
      });
      expect(deviation(verified.histogram, requested)).toBe(best.deviation);
      if (best.deviation === 0) exact++;
    }
    expect(exact).toBeGreaterThan(15);
  });

  it('refuses other bins', async () => {
    const run = () =>
      runSplitter(sae, clustered(1, 9), bins, {
        test: 2,
        options: { distribution: 'range:0.4-0.6' },
      });
    expect((await errorOf(run)).message).toContain(
      '--distribution range:0.4-0.6: a range defines its own bins (0,0.4,0.6,1); leave out --bins',
    );
  });
});

describe('sae among test sets with the same histogram', () => {
  it.each([
    ['labels', { 'balance-label': 'true' }],
    ['scaffolds', { 'balance-label': 'false' }],
    ['usage', { 'balance-label': 'false' }],
    ['all', {}],
  ] as const)('takes the best by %s', async (what, options) => {
    let differed = 0;
    for (let n = 0; n < 40; n++) {
      const matrix = clustered(n, 10, 1, 3);
      const uniform = seeded(n);
      const draw = (limit: number) => everyone(10).map(() => Math.floor(uniform() * limit));
      const known = {
        labels: draw(3).map((y) => (y === 2 ? Number.NaN : y)),
        ...(what === 'scaffolds' || what === 'all' ? { scaffolds: draw(5).map((s) => s - 1) } : {}),
        ...(what === 'usage' || what === 'all' ? { usage: draw(3) } : {}),
      };
      const { assignment } = await runSplitter(sae, matrix, bins, {
        test: 4,
        seed: n,
        options,
        ...known,
      });
      const inputs = {
        requested: asked('balanced', 3, 4),
        ...known,
        labels: what === 'labels' || what === 'all' ? known.labels : undefined,
      };
      const pairs = pairBins(matrix, edges);
      const requested = asked('balanced', 3, 4);
      const { train, test } = membership(assignment);
      const cost = softCost(
        inputs,
        test.map((m) => [m, highestBin(pairs, m, train)] as const),
      );
      expect(cost).toBeCloseTo(
        leastCost(pairs, requested, 4, (inTest) => softCost(inputs, inTest)),
        6,
      );
      const plain = membership(
        (await runSplitter(sae, matrix, bins, { test: 4, seed: n })).assignment,
      );
      if (plain.test.join() !== test.join()) differed++;
    }
    expect(differed).toBeGreaterThan(10);
  });

  it('uses new test molecules in each repeat as long as there are any', async () => {
    const matrix = clustered(21, 90, 4, 20);
    const usage = new Array<number>(90).fill(0);
    for (let seed = 0; seed < 4; seed++) {
      const { assignment, verified } = await runSplitter(sae, matrix, bins, {
        test: 12,
        seed,
        usage,
        options: { distribution: '0,1,1', effort: '0.2' },
      });
      expect(verified.histogram).toEqual([0, 6, 6]);
      for (const m of members(assignment, 2)) usage[m]++;
    }
    expect(Math.max(...usage)).toBe(1);
  });

  it('keeps labels even in every bin of a larger set', async () => {
    const matrix = clustered(21, 90, 4, 20);
    const uniform = seeded(4);
    const labels = everyone(90).map(() => uniform());
    const inputs = { requested: [8, 8, 8], labels };
    const pairs = pairBins(matrix, edges);
    const costs = [];
    for (const balance of ['true', 'false']) {
      const { assignment, verified } = await runSplitter(sae, matrix, bins, {
        test: 24,
        labels,
        options: { 'balance-label': balance, effort: '0.2' },
      });
      expect(verified.histogram).toEqual([8, 8, 8]);
      const { train, test } = membership(assignment);
      costs.push(
        softCost(
          inputs,
          test.map((m) => [m, highestBin(pairs, m, train)] as const),
        ),
      );
    }
    expect(costs[0]).toBeLessThan(costs[1] / 2);
  });

  it('needs a label column to balance', async () => {
    const run = () =>
      runSplitter(sae, clustered(1, 9), bins, { test: 2, options: { 'balance-label': 'true' } });
    const error = await errorOf(run);
    expect(error.code).toBe('usage');
    expect(error.message).toBe(
      '--balance-label: the input has no usable label column; name one with --label',
    );
  });
});

describe('sae on larger sets', () => {
  it('reaches planted histograms with discards and validation', async () => {
    for (let n = 0; n < 12; n++) {
      const { matrix, requested, text } = plantedFamilies(n);
      const scale = edgesOf(text);
      const test = sum(requested);
      const options = { distribution: requested.join(','), effort: '0.05', 'max-discard': '0.1' };
      const { assignment, verified } = await runSplitter(sae, matrix, scale.bins, {
        test,
        seed: n,
        options,
      });
      expect(assignment.requested).toEqual(requested);
      expect(achievedBy(assignment, matrix, scale.edges)).toEqual(requested);
      // There is a division without any discards.
      expect(verified.discarded).toHaveLength(0);
    }
  });

  it('is the same for the same seed, however often the event loop runs', async () => {
    const { matrix } = plantedFamilies(7);
    const labels = everyone(matrix.molecules).map((m) => (m * 7) % 10);
    const results = [];
    for (const due of [true, false, undefined]) {
      const job = new Job();
      if (due !== undefined) job.due = () => due;
      const { assignment } = await runSplitter(sae, matrix, bins, {
        test: 9,
        valid: 6,
        seed: 2,
        labels,
        job,
        options: { effort: '0.01', 'balance-label': 'true', 'max-discard': '0.1' },
      });
      results.push(assignment);
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('says that a time limit ended the search, and stops when it is canceled', async () => {
    const job = new Job();
    job.due = () => true;
    const request = { test: 30, options: { distribution: '1,0,0' }, job };
    const matrix = clustered(11, 90, 2, 6);
    const { assignment } = await runSplitter(sae, matrix, bins, { ...request, deadline: 0 });
    expect(assignment.timedOut).toBe(true);
    expect(assignment.reason).toBe(
      'no closer test set was found in 256 steps, when the time limit was reached',
    );
    const controller = new AbortController();
    const canceled = new Job({ signal: controller.signal });
    canceled.due = () => true;
    controller.abort();
    await expect(runSplitter(sae, matrix, bins, { ...request, job: canceled })).rejects.toThrow(
      AbortedError,
    );
  });
});

describe('folds of sae', () => {
  it('are disjoint, of the sizes asked for, each with its request and its histogram', async () => {
    const matrix = clustered(21, 61, 4, 14);
    for (const sizes of [
      [21, 20, 20],
      [10, 10],
      [13, 12, 12, 12, 12],
    ]) {
      const folds = await runFolds(sae, matrix, bins, sizes, {
        options: { distribution: '0,1,2', effort: '0.05' },
      });
      const tests = folds.map((fold) => members(fold, 2));
      expect(tests.map((test) => test.length)).toEqual(sizes);
      expect(new Set(tests.flat()).size).toBe(sum(sizes));
      folds.forEach((fold, f) => {
        expect(fold.requested).toEqual(asked('0,1,2', 3, sizes[f]));
        expect(members(fold, 0)).toEqual(everyone(61).filter((m) => !tests[f].includes(m)));
        expect(fold.reason).toMatch(
          /^these are the best folds found in [\d,]+ steps, not proven to be optimal$/,
        );
        expect(fold).not.toHaveProperty('sizeReason');
      });
      const off = (folds: readonly Assignment[]) =>
        folds.map((fold, f) =>
          deviation(achievedBy(fold, matrix, edges), asked('0,1,2', 3, sizes[f])),
        );
      const blind = off(await runFolds(random, matrix, bins, sizes));
      expect(sum(off(folds))).toBeLessThan(sum(blind));
      if (sizes.length === 2) expect(off(folds)).toEqual([0, 0]);
    }
  });

  it('keep groups whole, and say where sizes cannot be had', async () => {
    const matrix = clustered(3, 12, 1, 3);
    const group = everyone(12).map((m) => m >> 2);
    const folds = await runFolds(sae, matrix, bins, [6, 6], { group, options: { effort: '0.01' } });
    const tests = folds.map((fold) => members(fold, 2));
    for (const test of tests) {
      for (const m of test) {
        const whole = everyone(12).filter((k) => group[k] === group[m]);
        expect(whole.every((k) => test.includes(k))).toBe(true);
      }
    }
    folds.forEach((fold, f) => {
      expect(fold.sizeReason).toBe(
        `${tests[f].length} instead of 6 in test: groups and rows of one molecule are never divided`,
      );
    });
  });

  it('refuse --max-discard', async () => {
    const run = () =>
      runFolds(sae, clustered(1, 9), bins, [3, 3, 3], { options: { 'max-discard': '0.1' } });
    const error = await errorOf(run);
    expect(error.code).toBe('usage');
    expect(error.message).toBe(
      '--max-discard cannot be combined with --folds; use --repeats instead',
    );
  });

  it('have even labels in every bin, and the histograms that they have without', async () => {
    const matrix = clustered(21, 90, 4, 20);
    const uniform = seeded(4);
    const labels = everyone(90).map(() => uniform());
    const pairs = pairBins(matrix, edges);
    const costs = [];
    for (const balance of ['auto', 'false']) {
      const folds = await runFolds(sae, matrix, bins, [24, 24], {
        labels,
        options: { 'balance-label': balance, effort: '0.2' },
      });
      let cost = 0;
      for (const fold of folds) {
        expect(achievedBy(fold, matrix, edges)).toEqual([8, 8, 8]);
        const { train, test } = membership(fold);
        const inTest = test.map((m) => [m, highestBin(pairs, m, train)] as const);
        cost += softCost({ requested: [8, 8, 8], labels }, inTest);
      }
      costs.push(cost);
    }
    expect(costs[0]).toBeLessThan(costs[1] / 2);
  });
});
