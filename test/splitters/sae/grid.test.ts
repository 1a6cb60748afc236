import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { parseBins } from '../../../src/similarity/bins.js';
import { splitterOptions } from '../../../src/splitters/registry.js';
import { Budget } from '../../../src/splitters/sae/budget.js';
import { cellBounds, requestedCells } from '../../../src/splitters/sae/grid/bounds.js';
import { gridProblem } from '../../../src/splitters/sae/grid/problem.js';
import { anneal } from '../../../src/splitters/sae/grid/search.js';
import { GridState } from '../../../src/splitters/sae/grid/state.js';
import { sae } from '../../../src/splitters/sae/index.js';
import { DISCARDED, type SplitContext, TEST, TRAIN } from '../../../src/splitters/splitter.js';
import { makeUnits } from '../../../src/splitters/units.js';
import { plainContext } from '../setting.js';
import { allPairs, cellsOutside, type Made, made } from './grid-problem.js';

/** A problem that is too large for trying every choice. */
const madeLarge = (n: number) => {
  for (let k = n; ; k += 10) {
    const problem = made(k, 60, [12, 12]);
    const entities = problem.of.reduce((sum, own) => sum + new Set(own).size, 0);
    if (entities > 16) return problem;
  }
};

/** Pairs outside of every training set by their cell; much faster than one by one. */
function* everyTrainingSet(problem: Made): Generator<{ trained: number; cells: number[] }> {
  const { bins, binsOf, of, count } = problem;
  // The highest bin of each entity, for every set of entities in training.
  const highest = binsOf.map((own) => {
    const table = [own.map(() => 0)];
    for (let set = 1; set < 2 ** own.length; set++) {
      const one = 31 - Math.clz32(set);
      const others = table[set - 2 ** one];
      table.push(others.map((bin, e) => Math.max(bin, own[e][one])));
    }
    return table;
  });
  for (let set = 1; set < 2 ** count; set++) {
    let [drugs, partners, trained] = [0, 0, 0];
    for (let p = 0; p < count; p++) {
      if (((set >> p) & 1) === 0) continue;
      drugs |= 1 << of[0][p];
      partners |= 1 << of[1][p];
      trained++;
    }
    const cells = new Array<number>(bins.count ** 2).fill(0);
    for (let p = 0; p < count; p++) {
      if (((set >> p) & 1) === 1) continue;
      cells[highest[0][drugs][of[0][p]] * bins.count + highest[1][partners][of[1][p]]]++;
    }
    yield { trained, cells };
  }
}

/** The least pairs short and left out of all divisions into train, test and others, and the most of each cell. */
function best(problem: Made, requested: readonly number[], maxOut: number) {
  const { count, size } = problem;
  let found = { short: Number.POSITIVE_INFINITY, out: Number.POSITIVE_INFINITY };
  const most = requested.map(() => 0);
  for (const { trained, cells } of everyTrainingSet(problem)) {
    if (count - trained - Math.min(size, count - trained) <= maxOut) {
      cells.forEach((n, c) => {
        most[c] = Math.max(most[c], Math.min(n, size));
      });
    }
    const tested = cells.map((n, c) => Math.min(n, requested[c])).reduce((a, b) => a + b, 0);
    const out = count - trained - tested;
    const short = requested.reduce((a, b) => a + b, 0) - tested;
    if (out > maxOut) continue;
    if (short < found.short || (short === found.short && out < found.out)) found = { short, out };
  }
  return { ...found, most };
}

const contextOf = (
  { pairs, bins, count, size }: Made,
  seed: number,
  options: Record<string, string>,
): SplitContext => ({
  ...plainContext,
  units: makeUnits(pairs.count),
  sizes: { train: count - size, valid: 0, test: size },
  bins,
  options: splitterOptions(sae, { grid: 'true', ...options }).values,
  random: new Random(seed),
  neighbors: () => {
    throw new Error('a grid needs no pairs of pairs');
  },
  job: new Job(),
});

const moleculesOf = ({ pairs, count }: Made, labels: Float64Array | null = null) => ({
  count,
  get fingerprints(): never {
    throw new Error('pairs have no fingerprints');
  },
  pairs,
  labels,
  labelTask: labels ? ('regression' as const) : null,
  scaffolds: null,
});

/** The least pairs short and left out of a complete table of categories, over the numbers of those held out. */
function bestOfCategories(drugs: number, partners: number, requested: readonly number[]) {
  let found = { short: Number.POSITIVE_INFINITY, out: Number.POSITIVE_INFINITY };
  for (let d = 0; d < drugs; d++) {
    for (let t = 0; t < partners; t++) {
      const [others, rest] = [drugs - d, partners - t];
      const cells = [d * t, d * rest, others * t, others * rest - Math.max(others, rest)];
      const tested = cells.map((n, c) => Math.min(n, requested[c]));
      const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
      const short = sum(requested) - sum(tested);
      const out = drugs * partners - others * rest - sum(tested.slice(0, 3));
      if (short < found.short || (short === found.short && out < found.out)) found = { short, out };
    }
  }
  return found;
}

describe('sae --grid on complete tables of categories', () => {
  it.each([
    [20, 30, 120],
    [8, 90, 200],
    [50, 40, 333],
    [25, 25, 400],
  ])(
    'finds the best numbers of %d drugs and %d partners, %d test pairs',
    async (drugs, partners, size) => {
      const pairs = allPairs(drugs, partners);
      const { count } = pairs;
      const problem = { ...made(1, 14, [5, 4]), pairs, bins: parseBins('0,1/2,1'), count, size };
      const context = contextOf(problem, size, { effort: '0.1' });
      const { subset, grid } = await sae.split(moleculesOf(problem), context);
      const { requested = [], achieved = [] } = grid ?? {};
      const short = requested.reduce((sum, n, c) => sum + n - achieved[c], 0);
      const out = subset.filter((code) => code === DISCARDED).length;
      expect({ short, out }).toEqual(bestOfCategories(drugs, partners, requested));
      expect(requested).toEqual([0, 1, 2, 3].map((c) => Math.floor((size + 3 - c) / 4)));
    },
  );
});

describe('sae --grid on up to 14 pairs', () => {
  it('reaches the least number of pairs short of all divisions, and bounds are above all of them', async () => {
    const seen = { problems: 0, least: 0, leastOut: 0, exact: 0, short: 0, tight: 0, cells: 0 };
    for (let n = 0; n < 240; n++) {
      const problem = made(n, 14, n % 2 === 0 ? [5, 4] : [9, 8]);
      if (problem.count < 3) continue;
      const { count, size, bins } = problem;
      const share = ['0.1', '0.3', '0.5'][n % 3];
      const limited = n % 4 === 3;
      const maxOut = limited ? Math.floor(count * Number(share)) : count;
      const options = { effort: '0.02', ...(limited ? { 'max-discard': share } : {}) };
      const assignment = await sae.split(moleculesOf(problem), contextOf(problem, n, options));
      const { requested, achieved, bound } = assignment.grid ?? {
        requested: [],
        achieved: [],
        bound: [],
      };
      // The numbers claimed are those of the division.
      const train = Array.from(assignment.subset, (code) => code === TRAIN);
      const test = Array.from(assignment.subset, (code) => code === TEST);
      const others = Array.from(assignment.subset, (code) => code === DISCARDED);
      const outside = cellsOutside(problem, train);
      const discarded = cellsOutside(
        problem,
        train.map((own, p) => own || test[p]),
      );
      const { short, out, most } = best(problem, requested, maxOut);
      expect(requested.reduce((a, b) => a + b, 0)).toBe(
        Math.min(
          size,
          bound.reduce((a, b) => a + b, 0),
        ),
      );
      expect(train.some(Boolean)).toBe(true);
      expect(outside.reduce((a, b) => a + b, 0)).toBe(count - train.filter(Boolean).length);
      expect(discarded.reduce((a, b) => a + b, 0)).toBe(others.filter(Boolean).length);
      expect(others.filter(Boolean).length).toBeLessThanOrEqual(maxOut);
      for (let c = 0; c < bins.count ** 2; c++) {
        expect(bound[c], `problem ${n}, cell ${c}`).toBeGreaterThanOrEqual(most[c]);
        expect(achieved[c], `problem ${n}, cell ${c}`).toBe(Math.min(requested[c], outside[c]));
        if (bound[c] === most[c]) seen.tight++;
        seen.cells++;
      }
      const lacking = requested.reduce((sum, n, c) => sum + n - achieved[c], 0);
      const left = others.filter(Boolean).length;
      expect(lacking).toBeGreaterThanOrEqual(short);
      if (lacking === short) expect(left).toBeGreaterThanOrEqual(out);
      seen.problems++;
      if (lacking === short) seen.least++;
      if (lacking === short && left === out) seen.leastOut++;
      seen[lacking === 0 ? 'exact' : 'short']++;
    }
    expect(seen.least).toBeGreaterThanOrEqual(0.95 * seen.problems);
    expect(seen.leastOut).toBeGreaterThanOrEqual(0.95 * seen.problems);
    expect(seen.exact).toBeGreaterThan(100);
    expect(seen.short).toBeGreaterThan(40);
    expect(seen.tight).toBeGreaterThan(seen.cells / 3);
  });

  it('does so by annealing alone', async () => {
    const seen = { problems: 0, least: 0 };
    for (let n = 1000; n < 1150; n++) {
      const problem = made(n, 14, [7, 6]);
      const { count, size, bins, pairs } = problem;
      const job = new Job();
      const grid = await gridProblem(pairs, bins, 2 ** 30, job);
      const requested = requestedCells(cellBounds(grid, size, count), size);
      const goal = { requested, maxOut: count };
      const state = new GridState(grid);
      const { rank } = await anneal(state, goal, 200_000, new Random(n), new Budget(state, job));
      const { short, out } = best(problem, requested, count);
      expect(rank.short).toBeGreaterThanOrEqual(short);
      seen.problems++;
      if (rank.short === short && rank.out === out) seen.least++;
    }
    expect(seen.least).toBeGreaterThanOrEqual(0.95 * seen.problems);
  });

  it('does not depend on the clock', async () => {
    const made = async (n: number, isDue: boolean) => {
      const problem = madeLarge(n);
      const context = contextOf(problem, n, { effort: '0.02' });
      context.job.due = () => isDue;
      const { subset, diagnostics } = await sae.split(moleculesOf(problem), context);
      return { subset, diagnostics };
    };
    for (const n of [1, 2, 3]) expect(await made(n, true)).toEqual(await made(n, false));
  });
});
