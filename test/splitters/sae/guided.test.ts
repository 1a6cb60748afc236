import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { Budget } from '../../../src/splitters/sae/budget.js';
import { searchGuided } from '../../../src/splitters/sae/guided.js';
import { startAtRandom } from '../../../src/splitters/sae/search.js';
import { IN_TEST, OUT, type SplitState } from '../../../src/splitters/sae/state.js';
import { deviation } from '../../oracle/brute-force.js';
import { clustered, fromBits } from '../../oracle/generators.js';
import { plantedAnywhere } from '../../oracle/planted.js';
import { star } from '../../oracle/small-problems.js';
import { type Setup, single, start } from '../../oracle/split-states.js';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

interface How {
  readonly seed?: number;
  readonly work?: number;
  readonly job?: Job;
  readonly deadline?: number;
  /** What is done to the state before. */
  readonly prepare?: (state: SplitState) => void;
}

/** Searches from a random start, and keeps how far off the state was before every proposal. */
async function run(
  setup: Setup,
  requested: readonly number[],
  { seed = 0, work = 3_000_000, job = new Job(), deadline, prepare }: How = {},
) {
  const started = await start(setup);
  const { state } = started;
  const random = new Random(seed);
  prepare?.(state);
  const size = sum(requested);
  startAtRandom(state, size, random);
  const initial = state.snapshot();
  const off = () =>
    deviation([...state.histogram], requested) + 2 * Math.abs(state.testWeight - size);
  const seen: number[] = [];
  const begin = state.begin.bind(state);
  state.begin = () => {
    seen.push(off());
    begin();
  };
  const from = state.work;
  const budget = new Budget(state, job, deadline);
  const moves = await searchGuided(state, { requested, size }, random, work, budget);
  return { ...started, moves, initial, seen, end: off(), work: state.work - from, budget };
}

describe('searchGuided', () => {
  const unreachable = single(clustered(11, 60, 2, 6), '0,1/3,2/3,1');

  it('makes no move when there is nothing to improve', async () => {
    const strangers = single(
      fromBits(
        Array.from({ length: 30 }, (_, m) => [m]),
        1,
      ),
      '0,1/2,1',
    );
    const found = await run(strangers, [6, 0]);
    expect([found.moves, found.end]).toEqual([0, 0]);
    expect(found.state.snapshot()).toEqual(found.initial);
  });

  it('makes no move where one unit is all there is to train on', async () => {
    const copies = single(fromBits(new Array(5).fill([1]), 1), '0,1/2,1');
    const found = await run(copies, [4, 0]);
    expect([found.moves, found.end]).toEqual([0, 8]);
  });

  it('reaches planted histograms on its own', async () => {
    const missed: number[] = [];
    for (let n = 0; n < 40; n++) {
      const { matrix, text, requested } = plantedAnywhere(n);
      const { end } = await run(single(matrix, text), requested, { seed: n });
      if (end > 0) missed.push(n);
    }
    expect(missed).toEqual([]);
  });

  // The hub must enter, although each leaf has fewer neighbors in the way.
  it('finds the hub of a star', async () => {
    for (let seed = 0; seed < 20; seed++) {
      expect((await run(single(star(30), '0,1/2,1'), [9, 1], { seed })).end).toBe(0);
    }
  });

  it('leaves the state at the best it has seen, after worse moves were taken', async () => {
    for (let seed = 0; seed < 3; seed++) {
      const { seen, end } = await run(unreachable, [20, 0, 0], { seed, work: 12_000_000 });
      expect(seen.every((off) => off >= end)).toBe(true);
      expect(end).toBeLessThan(seen[0]);
      expect(seen.slice(seen.indexOf(end)).some((off) => off > end)).toBe(true);
    }
  });

  it('ends with its work', async () => {
    for (const work of [100_000, 1_000_000]) {
      const found = await run(unreachable, [20, 0, 0], { work });
      // What is beyond is one proposal and a restoring.
      expect(found.work).toBeGreaterThanOrEqual(work);
      expect(found.work).toBeLessThan(work + 20_000);
      expect(found.moves).toBe(found.seen.length);
    }
  });

  it('keeps what is out, and the size of units that weigh the same', async () => {
    const group = Array.from({ length: 60 }, (_, m) => m >> 1);
    const found = await run({ ...unreachable, group }, [12, 4, 4], {
      prepare: (state) => {
        state.move(3, OUT);
        state.move(4, OUT);
      },
    });
    expect([found.state.zoneOf(3), found.state.zoneOf(4), found.state.outWeight]).toEqual([
      OUT,
      OUT,
      4,
    ]);
    expect(found.state.testWeight).toBe(20);
    expect([...found.state.snapshot()].filter((zone) => zone === IN_TEST)).toHaveLength(10);
  });

  it('takes the same path for the same seed, however often the event loop runs', async () => {
    const results = [];
    for (const due of [true, false, undefined]) {
      const job = new Job();
      if (due !== undefined) job.due = () => due;
      const { seen, state, moves } = await run(unreachable, [20, 0, 0], { seed: 3, job });
      results.push({ seen, moves, order: [...state.order] });
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const other = await run(unreachable, [20, 0, 0], { seed: 4 });
    expect(other.seen).not.toEqual(results[0].seen);
  });

  it('stops at the time limit, and when it is canceled', async () => {
    const job = new Job();
    job.due = () => true;
    const late = await run(unreachable, [20, 0, 0], { job, deadline: 0 });
    expect([late.moves, late.budget.timedOut]).toEqual([256, true]);
    expect(late.end).toBe(Math.min(...late.seen, late.end));
    const controller = new AbortController();
    controller.abort();
    const canceled = new Job({ signal: controller.signal });
    canceled.due = () => true;
    await expect(run(unreachable, [20, 0, 0], { job: canceled })).rejects.toThrow(AbortedError);
  });
});
