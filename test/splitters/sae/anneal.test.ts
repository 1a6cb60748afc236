import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { type AnnealPlan, anneal, setPotential } from '../../../src/splitters/sae/anneal.js';
import { Budget } from '../../../src/splitters/sae/budget.js';
import { SoftGoals } from '../../../src/splitters/sae/goals.js';
import { startAtRandom } from '../../../src/splitters/sae/search.js';
import { ONE, type SplitState } from '../../../src/splitters/sae/state.js';
import { deviation, distance } from '../../oracle/brute-force.js';
import { clustered, fromBits } from '../../oracle/generators.js';
import { plantedFamilies } from '../../oracle/planted.js';
import { type Setup, single, start } from '../../oracle/split-states.js';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function planOf(requested: readonly number[], plan: Partial<AnnealPlan> = {}): AnnealPlan {
  return {
    requested,
    size: sum(requested),
    maxOut: 0,
    thresholds: [1],
    temperature: 0.3,
    half: 50,
    work: 3_000_000,
    ...plan,
  };
}

/** What comes first counts first: misfit, what is out, how far off it is, cost. */
type Standing = readonly [misfit: number, out: number, distance: number, cost: number];

function standing(state: SplitState, { requested, size }: AnnealPlan): Standing {
  const off = deviation([...state.histogram], requested);
  return [
    off + 4 * Math.abs(state.testWeight - size),
    state.outWeight,
    distance([...state.histogram], requested),
    state.goals?.cost ?? 0,
  ];
}

function isWorse(a: Standing, b: Standing): boolean {
  const differs = a.findIndex((x, i) => Math.abs(x - b[i]) > 1e-6);
  return differs >= 0 && a[differs] > b[differs];
}

/** Anneals from a random start, and keeps what the state was at before every proposal. */
async function run(
  setup: Setup,
  plan: AnnealPlan,
  {
    seed = 0,
    job = new Job(),
    deadline = Number.POSITIVE_INFINITY,
    goals = undefined as SoftGoals | undefined,
  } = {},
) {
  const { state } = await start(setup);
  const random = new Random(seed);
  startAtRandom(state, plan.size, random);
  state.pursue(goals);
  const seen: (readonly [Standing, trainCount: number])[] = [];
  const begin = state.begin.bind(state);
  state.begin = () => {
    seen.push([standing(state, plan), state.trainCount]);
    begin();
  };
  const from = state.work;
  const budget = new Budget(state, job, deadline);
  const moves = await anneal(state, plan, random, budget);
  return { state, moves, seen, work: state.work - from, budget, end: standing(state, plan) };
}

describe('setPotential', () => {
  it('is c / (c + half) at first and comes near to 1 for all but 0', () => {
    const phi = new Float64Array(200);
    setPotential(phi, 50, 0);
    phi.forEach((value, c) => {
      expect(value).toBe(Math.round((ONE * c) / (c + 50)));
    });
    let before = phi.slice();
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99]) {
      setPotential(phi, 50, share);
      expect(phi[0]).toBe(0);
      expect(phi.every(Number.isInteger)).toBe(true);
      for (let c = 1; c < phi.length; c++) {
        expect(phi[c]).toBeGreaterThanOrEqual(before[c]);
        expect(phi[c]).toBeGreaterThanOrEqual(phi[c - 1]);
      }
      expect(phi[1]).toBeGreaterThan(before[1]);
      before = phi.slice();
    }
    // Half the value at 0.5 neighbors in the end, however it began.
    for (const half of [1, 50, 200]) {
      setPotential(phi, half, 1);
      expect(phi[1]).toBe(Math.round(ONE / 1.5));
      expect(phi[5]).toBe(Math.round((5 * ONE) / 5.5));
    }
  });
});

describe('anneal', () => {
  const unreachable = single(clustered(11, 60, 2, 6), '0,1/3,2/3,1');

  it.each<[string, Partial<AnnealPlan>, boolean]>([
    ['one threshold', {}, false],
    ['two thresholds', { thresholds: [1, 2], temperature: 1 }, false],
    ['molecules left out', { maxOut: 4, half: 10 }, false],
    ['soft goals', { strictness: [2, 22], temperature: 1, half: 1 }, true],
    ['all of it', { maxOut: 3, thresholds: [1, 2] }, true],
  ])('leaves the state at the best it has seen, with %s', async (_, changes, pursued) => {
    let worse = 0;
    for (let seed = 0; seed < 4; seed++) {
      const goals = pursued
        ? new SoftGoals({
            requested: [7, 7, 6],
            usage: Int32Array.from({ length: 60 }, (_, m) => m % 3),
          })
        : undefined;
      const plan = planOf([20, 0, 0], { work: 300_000, ...changes });
      const { state, seen, end } = await run(unreachable, plan, { seed, goals });
      expect(seen.length).toBeGreaterThan(500);
      let [best] = seen[0];
      for (const [at, trainCount] of seen) {
        expect(isWorse(end, at)).toBe(false);
        expect(at[1]).toBeLessThanOrEqual(plan.maxOut);
        expect(trainCount).toBeGreaterThan(0);
        if (isWorse(best, at)) best = at;
        if (isWorse(at, best)) worse++;
      }
      expect(state.potential).toBe(0);
      expect(state.testWeight).toBe(20);
    }
    // It was not only ever downhill.
    expect(worse).toBeGreaterThan(10);
  });

  it('reaches planted histograms on its own', async () => {
    const missed: number[] = [];
    for (let n = 0; n < 30; n++) {
      const { matrix, text, requested } = plantedFamilies(n);
      const plan = planOf(requested, { thresholds: [1, 2] });
      const { end } = await run(single(matrix, text), plan, { seed: n });
      if (end[0] > 0) missed.push(n);
    }
    // One run of several that a search makes.
    expect(missed.length).toBeLessThan(6);
  });

  it('finds clusters that a search on the histogram alone is blind to', async () => {
    // Families of eight, of which two have to be in test as a whole.
    const rows = Array.from({ length: 80 }, (_, m) => [3 * (m >> 3), 3 * (m >> 3) + 1]);
    const setup = single(fromBits(rows, 1), '0,1/2,1');
    for (let seed = 0; seed < 5; seed++) {
      const guided = await run(setup, planOf([16, 0]), { seed });
      expect([...guided.state.histogram]).toEqual([16, 0]);
      const blind = await run(setup, planOf([16, 0], { thresholds: [] }), { seed });
      expect(blind.end[0]).toBeGreaterThan(0);
    }
  });

  it('leaves single molecules out where that is all that is needed', async () => {
    // Pairs of copies: five single ones are rid of their copies only by leaving those out.
    const setup = single(
      fromBits(
        Array.from({ length: 40 }, (_, m) => [m >> 1]),
        1,
      ),
      '0,1/2,1',
    );
    const plan = planOf([5, 0], { maxOut: 3, half: 10, temperature: 0.2 });
    const { state } = await run(setup, plan);
    expect([...state.histogram]).toEqual([5, 0]);
    expect(state.outWeight).toBe(1);
  });

  it('ends with its work, and before when nothing is left to do', async () => {
    for (const work of [100_000, 1_000_000]) {
      const found = await run(unreachable, planOf([20, 0, 0], { work }));
      // What is beyond is one proposal and a restoring.
      expect(found.work).toBeGreaterThanOrEqual(work);
      expect(found.work).toBeLessThan(work + 20_000);
      expect(found.moves).toBe(found.seen.length);
      expect(found.moves).toBeLessThanOrEqual(work / 128 + 1);
    }
    const pairs = single(
      fromBits(
        Array.from({ length: 40 }, (_, m) => [m >> 1]),
        1,
      ),
      '0,1/2,1',
    );
    const done = await run(pairs, planOf([4, 6]));
    expect(done.end).toEqual([0, 0, 0, 0]);
    expect(done.work).toBeLessThan(1_500_000);
  });

  it('takes the same path for the same seed, however often the event loop runs', async () => {
    const plan = planOf([12, 4, 4], { maxOut: 2, thresholds: [1, 2], work: 500_000 });
    const results = [];
    for (const due of [true, false, undefined]) {
      const job = new Job();
      if (due !== undefined) job.due = () => due;
      const { seen, state, moves } = await run(unreachable, plan, { seed: 3, job });
      results.push({ seen, moves, zones: [...state.snapshot()] });
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const other = await run(unreachable, plan, { seed: 4 });
    expect(other.seen).not.toEqual(results[0].seen);
  });

  it('stops at the time limit, and when it is canceled', async () => {
    const job = new Job();
    job.due = () => true;
    const late = await run(unreachable, planOf([20, 0, 0]), { job, deadline: 0 });
    expect([late.moves, late.budget.timedOut]).toEqual([256, true]);
    for (const [at] of late.seen) expect(isWorse(late.end, at)).toBe(false);
    const controller = new AbortController();
    controller.abort();
    const canceled = new Job({ signal: controller.signal });
    canceled.due = () => true;
    await expect(run(unreachable, planOf([20, 0, 0]), { job: canceled })).rejects.toThrow(
      AbortedError,
    );
  });
});
