import type { Random } from '../../random.js';
import type { Task } from '../../task.js';
import { exponential } from '../exponential.js';
import { type Bounds, type Division, Separation } from './separation.js';
import type { UnitGraph } from './unit-graph.js';

/** Steps of the temperature from its start to about a thirtieth of it. */
const STAGES = 100;
const COOLING = 0.966;
/** Moves that are tried between looks at the clock. */
const BREATH = 4096;

/** Units for which there are tries; of larger graphs each gets fewer. */
const MOST_UNITS = 6000;

/**
 * Rounds of the search: how many divisions are annealed, with how many tries for each unit, and from which
 * temperature (in mean unit weights). The first round makes them; each other goes on with the
 * best so far.
 */
const ROUNDS = [
  { divisions: 48, tries: 50, temperature: 2 },
  { divisions: 6, tries: 500, temperature: 4 },
  { divisions: 3, tries: 2500, temperature: 6 },
] as const;

/**
 * Divides a connected graph into parts within bounds so that as little weight as can be found is left
 * out, and no edge is between two parts: a vertex separator. (Steshin's Hi split, NeurIPS 2023, asks the same of an
 * integer program.) Parts are grown from random units; then units of the separator go to a part, in
 * place of their neighbours in others, by simulated annealing (Kirkpatrick et al., Science 1983),
 * first from many starts, then from the best of them.
 *
 * @param bounds weight of each part; all units are in the last one at first
 * @param effort multiple of the usual number of moves
 * @returns null when no division within the bounds was found
 */
export async function separate(
  graph: UnitGraph,
  bounds: readonly Bounds[],
  effort: number,
  random: Random,
  task: Task,
): Promise<Division | null> {
  const mean = graph.weight.reduce((a, b) => a + b, 0) / graph.count;
  const each = effort * Math.min(graph.count, MOST_UNITS);
  const all = ROUNDS.reduce((sum, { divisions, tries }) => sum + divisions * tries, 0);
  task.progress.start('choosing what to leave out', Math.round(all * each));
  let done = 0;
  let found: Division[] = [];
  for (const { divisions, tries, temperature } of ROUNDS) {
    const starts = done === 0 ? new Array<null>(divisions).fill(null) : found.slice(0, divisions);
    for (const start of starts) {
      const state = new Separation(graph, bounds);
      if (start) state.restore(start);
      else grow(state, random);
      const rest = task.stretch(done);
      const best = await anneal(state, Math.round(tries * each), temperature * mean, random, rest);
      done += tries * each;
      if (best) found.push(best);
    }
    found = found.sort((a, b) => a.leftOut - b.leftOut).slice(0, divisions);
  }
  task.progress.finish();
  return found[0] ?? null;
}

/** Grows each part but the last from a random unit, by what costs least, to the middle of its bounds. */
function grow(state: Separation, random: Random): void {
  const { left, parts, part } = state;
  for (let p = 0; p < parts - 1; p++) {
    const { low, high } = state.bounds[p];
    const goal = (low + high) / 2;
    const inLast = part.reduce((n, q) => n + (q === parts - 1 ? 1 : 0), 0);
    if (inLast === 0) return;
    let skip = random.below(inLast);
    let first = 0;
    for (; part[first] !== parts - 1 || skip > 0; first++) if (part[first] === parts - 1) skip--;
    state.leave(first);
    let next = first;
    while (next >= 0 && state.sizeOf(p) < goal) {
      state.move(next, p);
      next = cheapest(state, left, p);
    }
  }
}

/** The unit of the separator that costs least in a part it is next to; of several the first. */
function cheapest(state: Separation, left: readonly number[], part: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const u of left) {
    if (state.linked(u, part) === 0) continue;
    const cost = state.cost(u, part);
    if (cost < least || (cost === least && u < best)) {
      least = cost;
      best = u;
    }
  }
  return best;
}

/**
 * Simulated annealing; moves that bring parts farther out of their bounds are not made.
 *
 * @returns the lightest separator that was met with all parts within bounds
 */
async function anneal(
  state: Separation,
  tries: number,
  start: number,
  random: Random,
  task: Task,
): Promise<Division | null> {
  const { left, parts } = state;
  const perStage = Math.max(1, Math.round(tries / STAGES));
  let best: Division | null = state.excess === 0 ? state.division() : null;
  let temperature = start;
  for (let stage = 0; stage < STAGES; stage++) {
    for (let i = 0; i < perStage && left.length > 0; i++) {
      if (i % BREATH === 0 && task.due()) await task.breathe(stage * perStage + i);
      const u = left[random.below(left.length)];
      const to = random.below(parts);
      const cost = state.cost(u, to);
      if (cost > 0 && cost > temperature * exponential(random)) continue;
      if (state.excessAfter(u, to) > state.excess) continue;
      state.move(u, to);
      if (state.excess === 0 && (best === null || state.leftOut < best.leftOut)) {
        best = state.division();
      }
    }
    temperature *= COOLING;
  }
  return best;
}
