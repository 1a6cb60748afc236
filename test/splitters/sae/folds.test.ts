import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { type FoldPlan, searchFolds } from '../../../src/splitters/sae/folds.js';
import { deviation, type WeightedProblem, weightedHistogram } from '../../oracle/brute-force.js';
import { clustered, fromBits, seeded } from '../../oracle/generators.js';
import { type Setup, setups, single, start } from '../../oracle/split-states.js';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** The histogram of each fold against all that is outside it. */
function histograms(
  { pairs, weights }: Pick<WeightedProblem, 'pairs' | 'weights'>,
  bins: number,
  folds: readonly (readonly number[])[],
): number[][] {
  const everyone = pairs.map((_, m) => m);
  const requested = new Array<number>(bins).fill(0);
  return folds.map((fold) =>
    weightedHistogram(
      { pairs, weights, requested },
      fold,
      everyone.filter((m) => !fold.includes(m)),
    ),
  );
}

/** The least total deviation of all ways to make folds of these sizes, of single molecules. */
function leastDeviation(
  pairs: number[][],
  requested: readonly (readonly number[])[],
  sizes: readonly number[],
): number {
  const weights = pairs.map(() => 1);
  let best = Number.POSITIVE_INFINITY;
  const place = (folds: number[][], m: number): void => {
    if (m === pairs.length) {
      if (folds.some((fold, f) => fold.length < sizes[f])) return;
      const found = histograms({ pairs, weights }, requested[0].length, folds);
      best = Math.min(best, sum(found.map((row, f) => deviation(row, requested[f]))));
      return;
    }
    folds.forEach((fold, f) => {
      if (fold.length < sizes[f]) place(folds.with(f, [...fold, m]), m + 1);
    });
    if (sum(sizes) < pairs.length) place(folds, m + 1);
  };
  place(
    sizes.map(() => []),
    0,
  );
  return best;
}

async function search(setup: Setup, plan: Partial<FoldPlan>, seed = 0, job = new Job()) {
  const started = await start(setup);
  const found = await searchFolds(
    started.graph,
    started.bins.count,
    started.units,
    {
      sizes: [],
      requested: [],
      labels: null,
      effort: 0.03,
      deadline: Number.POSITIVE_INFINITY,
      ...plan,
    },
    new Random(seed),
    job,
  );
  const folds = (plan.sizes ?? []).map((_, f) =>
    started.members.filter((_, u) => found.fold[u] === f).flat(),
  );
  return {
    ...started,
    ...found,
    folds,
    histograms: histograms(started, started.bins.count, folds),
  };
}

describe('searchFolds', () => {
  it('comes as close as any folds of a few molecules', async () => {
    const uniform = seeded(5);
    const below = (n: number) => Math.floor(uniform() * n);
    const missed: unknown[] = [];
    for (let n = 0; n < 60; n++) {
      const molecules = 4 + below(5);
      const folds = 2 + below(2);
      const whole = below(3) > 0;
      const sizes = Array.from({ length: folds }, (_, f) =>
        whole ? Math.floor((molecules + f) / folds) : 1,
      );
      const setup = single(clustered(n, molecules, 1, 1 + below(3)), '0,1/3,2/3,1');
      const requested = sizes.map((size) => {
        const asked = [0, 0, 0];
        for (let k = 0; k < size; k++) asked[below(3)]++;
        return asked;
      });
      const found = await search(setup, { sizes, requested }, n);
      expect(found.folds.map((fold) => fold.length)).toEqual(sizes);
      const total = sum(found.histograms.map((row, f) => deviation(row, requested[f])));
      const best = leastDeviation(found.pairs, requested, sizes);
      if (total !== best) missed.push({ n, total, best });
    }
    expect(missed).toEqual([]);
  });

  it('makes disjoint folds of the sizes asked for, of single molecules and of units where it can', async () => {
    await fc.assert(
      fc.asyncProperty(
        setups(12, 4),
        fc.integer({ min: 2, max: 4 }),
        fc.nat(),
        async (setup, folds, seed) => {
          const total = sum(setup.weights);
          const sizes = Array.from({ length: folds }, (_, f) => Math.floor((total + f) / folds));
          const bins = setup.text.split(',').length - 1;
          const requested = sizes.map((size) =>
            Array.from({ length: bins }, (_, b) => Math.floor((size + b) / bins)),
          );
          const found = await search(setup, { sizes, requested, effort: 1e-5 }, seed);
          expect(found.fold).toHaveLength(found.members.length);
          expect([...found.fold].every((f) => f >= -1 && f < folds)).toBe(true);
          if (setup.weights.every((w) => w === 1) && found.members.every((u) => u.length === 1)) {
            expect(found.folds.map((fold) => fold.length)).toEqual(sizes);
          }
        },
      ),
    );
  });

  it('keeps the clusters that it begins with where no exchange can better them', async () => {
    // Three clusters of copies: one per fold leaves every fold below 1/2.
    const rows = [0, 1, 2].flatMap((c) => new Array<number[]>(4).fill([4 * c, 4 * c + 1]));
    for (let seed = 0; seed < 5; seed++) {
      const found = await search(
        single(fromBits(rows, 1), '0,1/2,1'),
        {
          sizes: [4, 4, 4],
          requested: [
            [4, 0],
            [4, 0],
            [4, 0],
          ],
        },
        seed,
      );
      expect(found.histograms).toEqual([
        [4, 0],
        [4, 0],
        [4, 0],
      ]);
    }
  });

  it('keeps the clusters that it begins with where there is nothing to exchange', async () => {
    // Units of one to four molecules, of which the larger two are alike: they have to be in one fold.
    const group = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3];
    const rows = [[0], [1], [1], ...new Array<number[]>(7).fill([2])];
    const setup = {
      matrix: fromBits(rows, 1),
      text: '0,1/2,1',
      group,
      weights: group.map(() => 1),
    };
    const requested = [
      [3, 0],
      [7, 0],
    ];
    for (let seed = 0; seed < 10; seed++) {
      const found = await search(setup, { sizes: [3, 7], requested, effort: 1e-5 }, seed);
      expect(found.histograms).toEqual(requested);
    }
  });

  it('takes the same path for the same seed, however often the event loop runs', async () => {
    const setup = single(clustered(4, 60, 2, 5), '0,1/3,2/3,1');
    const plan = { sizes: [20, 20, 20], requested: [0, 1, 2].map(() => [6, 7, 7]) };
    const results = [];
    for (const due of [true, false, undefined]) {
      const job = new Job();
      if (due !== undefined) job.due = () => due;
      const { fold, moves, timedOut } = await search(setup, plan, 3, job);
      results.push({ fold: [...fold], moves, timedOut });
    }
    expect(results[0].timedOut).toBe(false);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const other = await search(setup, plan, 4);
    expect([...other.fold]).not.toEqual(results[0].fold);
  });

  it('stops at its budget, at the time limit, and when it is canceled', async () => {
    const setup = single(clustered(4, 40, 2, 5), '0,1/3,2/3,1');
    // Not to be had: 40 molecules that resemble each other.
    const plan = { sizes: [20, 20], requested: [0, 1].map(() => [20, 0, 0]) };
    const [short, long] = [
      await search(setup, { ...plan, effort: 0.001 }),
      await search(setup, { ...plan, effort: 0.01 }),
    ];
    expect(short.moves).toBeLessThanOrEqual((0.001 * 1_500_000_000) / 128 + 2);
    expect(long.moves).toBeGreaterThan(5 * short.moves);
    const job = new Job();
    job.due = () => true;
    const timed = await search(setup, { ...plan, deadline: 0 }, 0, job);
    expect([timed.timedOut, timed.moves]).toEqual([true, 256]);
    expect(timed.folds.map((fold) => fold.length)).toEqual([20, 20]);
    const controller = new AbortController();
    controller.abort();
    const canceled = new Job({ signal: controller.signal });
    canceled.due = () => true;
    await expect(search(setup, plan, 0, canceled)).rejects.toThrow(AbortedError);
  });
});
