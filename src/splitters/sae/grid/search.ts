import type { Random } from '../../../random.js';
import { exponential } from '../../exponential.js';
import type { Budget } from '../budget.js';
import { searchEveryChoice } from './exhaustive.js';
import { propose } from './moves.js';
import { type GridGoal, type GridRank, isNearer, rankOf } from './rank.js';
import type { GridState } from './state.js';

/** Pairs and neighbors looked at for each unit of effort: a few seconds of one core. */
const WORK_PER_EFFORT = 600_000_000;
/** The same for each entity, at most. */
const WORK_PER_ENTITY = 2_000_000;
/** Pairs beyond which the work grows with their number. */
const LARGE = 300_000;

/** Annealing starts so often, from the best that was found. */
const ROUNDS = 3;
/** Random moves whose effects set the temperature. */
const SAMPLES = 60;
/** Pairs left out that a pair short is worth, at the beginning of a round, and what is added until its end. */
const PRICE = 3;
const DEARER = 60;
/** The temperature, in pairs left out, at the end of a round. */
const COLDEST = 0.5;
/** Proposals between two looks at the clock. */
const STRETCH = 64;

/** Work for an effort. */
export function gridWork({ problem }: GridState, effort: number): number {
  const entities = problem.sides[0].used.length + problem.sides[1].used.length;
  const most = WORK_PER_EFFORT * Math.max(1, problem.count / LARGE);
  return Math.ceil(effort * Math.min(most, entities * WORK_PER_ENTITY));
}

/** What a search has found; the state is there. */
export interface GridSearch {
  readonly rank: GridRank;
  /** Divisions that were looked at. */
  readonly moves: number;
  /** Whether these were all there are. */
  readonly exhaustive: boolean;
}

/**
 * Searches the drugs and partners to hold out: as few pairs short of the goal as possible, then as few left out. Small
 * problems are solved by trying all choices, others by simulated annealing.
 */
export async function searchGrid(
  state: GridState,
  goal: GridGoal,
  effort: number,
  random: Random,
  budget: Budget,
): Promise<GridSearch> {
  const every = searchEveryChoice(state, goal);
  if (every) return { rank: every.rank, moves: every.tried, exhaustive: true };
  return {
    ...(await anneal(state, goal, gridWork(state, effort), random, budget)),
    exhaustive: false,
  };
}

/**
 * Simulated annealing on the pairs short and left out. In each round a pair short weighs more and more, so that in the end
 * none is short that need not be.
 *
 * @param work to be done in all
 */
export async function anneal(
  state: GridState,
  goal: GridGoal,
  work: number,
  random: Random,
  budget: Budget,
): Promise<{ rank: GridRank; moves: number }> {
  let best = rankOf(state, goal) as GridRank;
  state.keep();
  let moves = 0;
  const start = state.work;
  let hot = typicalChange(state, goal, random);
  for (let round = 0; round < ROUNDS && !budget.over; round++) {
    const from = start + (work * round) / ROUNDS;
    const length = work / ROUNDS;
    state.restore();
    let now = best;
    if (round > 0) hot /= 2;
    while (state.work < from + length && !budget.over && (best.short > 0 || best.out > 0)) {
      const done = Math.max(0, (state.work - from) / length);
      // Products and quotients alone are the same on every platform.
      const left = 1 - done;
      const temperature = COLDEST + hot * left * left * left;
      const price = PRICE + DEARER * done * done;
      for (let k = 0; k < STRETCH; k++, moves++) {
        state.begin();
        propose(state, random);
        state.work += goal.requested.length;
        const next = rankOf(state, goal);
        const most = energy(now, goal, price) + temperature * exponential(random);
        if (!next || energy(next, goal, price) > most) {
          state.undo();
          continue;
        }
        now = next;
        if (now.out > goal.maxOut || !isNearer(now, best)) continue;
        best = now;
        state.keep();
      }
      await budget.breathe();
    }
  }
  state.restore();
  return { rank: best, moves };
}

/** In pairs left out; those beyond the limit count as pairs short. */
function energy({ short, out }: GridRank, { maxOut }: GridGoal, price: number): number {
  return out + price * (short + Math.max(0, out - maxOut));
}

/** How much random moves change the pairs left out, on average. */
function typicalChange(state: GridState, goal: GridGoal, random: Random): number {
  const before = rankOf(state, goal) as GridRank;
  let sum = 0;
  for (let k = 0; k < SAMPLES; k++) {
    state.begin();
    propose(state, random);
    const after = rankOf(state, goal);
    if (after) sum += Math.abs(after.out - before.out);
    state.undo();
  }
  return sum / SAMPLES;
}
