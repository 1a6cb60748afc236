import { describe, expect, it } from 'vitest';
import { TanimarkError } from '../../../src/errors.js';
import { sae } from '../../../src/splitters/sae/index.js';
import { parseDistribution, requestedHistogram } from '../../../src/splitters/sae/target.js';
import { deviation, histogram } from '../../oracle/brute-force.js';
import { clustered, edgesOf } from '../../oracle/generators.js';
import { achievedBy, members, membership, runSplitter } from '../../oracle/run-splitter.js';
import {
  optimum,
  type SmallProblem,
  smallProblem,
  solve,
  star,
} from '../../oracle/small-problems.js';

const { bins, edges } = edgesOf('0,1/3,2/3,1');
const everyone = (n: number) => Array.from({ length: n }, (_, m) => m);
const ascending = (a: number, b: number) => a - b;

function wanted({ distribution, bins, test }: SmallProblem): number[] {
  return requestedHistogram(parseDistribution(distribution), bins.count, test);
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
      const { assignment, requested, deviation: found } = await solve(problem);
      expect(requested).toEqual(wanted(problem));
      expect(assignment.diagnostics.misplaced).toBe(found / 2);
      expect(assignment.reason === undefined).toBe(found === 0);
      if (found > 0) missed.push(n);
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it('comes as close as any test set can where none fits, and says why', async () => {
    for (const { problem, best } of problems(0, 40, false)) {
      const { assignment, requested, deviation: found } = await solve(problem);
      expect(requested).toEqual(wanted(problem));
      expect(found).toBe(best);
      expect(assignment.diagnostics.misplaced).toBe(found / 2);
      expect(assignment.reason).toMatch(
        /^no other choice of test molecules comes closer \(all [\d,]+ choices were tried\)$/,
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
    expect(assignment.diagnostics.misplaced).toBe(0);
    expect(assignment).not.toHaveProperty('reason');
  });

  it('reaches shares', async () => {
    const { assignment } = await runSplitter(sae, matrix, bins, {
      test: 20,
      options: { distribution: '10%,20%,70%' },
    });
    expect(assignment.requested).toEqual([2, 4, 14]);
    expect(achievedBy(assignment, matrix, edges)).toEqual([2, 4, 14]);
  });

  it('puts each molecule in one subset, and compares test with train only, not with valid', async () => {
    for (const seed of [0, 1, 2, 3, 4]) {
      const { assignment } = await runSplitter(sae, matrix, bins, { test: 15, valid: 30, seed });
      const { train, valid, test } = membership(assignment);
      expect([train.length, valid.length, test.length]).toEqual([45, 30, 15]);
      expect([...train, ...valid, ...test].sort(ascending)).toEqual(everyone(90));
      expect(assignment.requested).toEqual([5, 5, 5]);
      const achieved = histogram(matrix, test, train, edges);
      expect(deviation(achieved, [5, 5, 5])).toBe(2 * Number(assignment.diagnostics.misplaced));
      expect(achieved).toEqual([5, 5, 5]);
    }
  });

  it('chooses valid at random: every molecule is in it about equally often', async () => {
    const small = clustered(2, 20, 1, 5);
    const counts = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 1000; seed++) {
      const { assignment } = await runSplitter(sae, small, edgesOf('0,1').bins, {
        test: 4,
        valid: 5,
        seed,
      });
      for (const m of members(assignment, 1)) counts[m]++;
    }
    // 250 expected, standard deviation 13.7.
    for (const n of counts) expect(Math.abs(n - 250)).toBeLessThan(60);
  });

  it('gives the same answer for the same seed, others for others', async () => {
    const request = { test: 18, valid: 9 };
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
