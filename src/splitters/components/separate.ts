import type { Job } from '../../job.js';
import type { Random } from '../../random.js';
import { exponential } from '../exponential.js';
import { type Bounds, type Division, Separation } from './separation.js';
import type { UnitGraph } from './unit-graph.js';

/** Steps of the temperature from its start to about a thirtieth of it. */
const STAGES = 100;
const COOLING = 0.966;
/** One of so many moves takes a unit out of its part. */
const LEAVING = 16;
/** What it costs that parts are out of their bounds, in what is left out. */
const EXCESS_COST = 2;
/** Moves that are tried between looks at the clock. */
const BREATH = 4096;

/** Units for which there are tries of annealing: of larger graphs each gets fewer, of smaller ones more. */
const MOST_UNITS = 6000;
const FEWEST_UNITS = 1000;

/** Divisions that are made, and then annealed for a while. */
const STARTS = 4;
/** Regions that are grown for each one that is taken. */
const REGIONS = 32;
/** Steps of work after which a region grows no further. */
const REGION_WORK = 1_000_000;
/** Steps of work for a part, after which few regions are compared. */
const PART_WORK = 600_000_000;
const FEW_REGIONS = 2;

/**
 * Annealing: of how many divisions, with how many tries for each unit, from which temperature (in mean
 * unit weights). The second goes on with the best of the first.
 */
const ROUNDS = [
  { divisions: STARTS, tries: 100, temperature: 2 },
  { divisions: 2, tries: 500, temperature: 4 },
] as const;

/**
 * Divides a connected graph into parts within bounds so that as little weight as can be found is left
 * out, and no edge is between two parts: a vertex separator. (Steshin's Hi split, NeurIPS 2023, asks the same of an
 * integer program.) Parts are put together of regions that little is left out for; then units of
 * the separator go to a part, in place of their neighbors in others, by simulated annealing
 * (Kirkpatrick et al., Science 1983).
 *
 * @param bounds weight of each part; all units are in the last one at first
 * @param effort multiple of the usual number of regions and of moves
 * @returns null when no division within the bounds was found
 */
export async function separate(
  graph: UnitGraph,
  bounds: readonly Bounds[],
  effort: number,
  random: Random,
  job: Job,
): Promise<Division | null> {
  const mean = graph.weight.reduce((a, b) => a + b, 0) / graph.count;
  const each = effort * Math.max(FEWEST_UNITS, Math.min(graph.count, MOST_UNITS));
  let found: Division[] = [];
  job.progress.start('choosing what to leave out', STARTS * bounds.length);
  for (let d = 0; d < STARTS; d++) {
    const state = new Separation(graph, bounds);
    for (let p = 0; p < bounds.length - 1; p++) {
      await fill(state, p, effort, random, job);
      await job.breathe(d * bounds.length + p + 1);
    }
    found.push(state.division());
  }
  const all = ROUNDS.reduce((sum, { divisions, tries }) => sum + divisions * tries, 0);
  job.progress.start('leaving out fewer', Math.round(all * each));
  let done = 0;
  for (const { divisions, tries, temperature } of ROUNDS) {
    const better: Division[] = [];
    for (const start of found.slice(0, divisions)) {
      const state = new Separation(graph, bounds);
      state.restore(start);
      const rest = job.stretch(done);
      const best = await anneal(state, Math.round(tries * each), temperature * mean, random, rest);
      done += tries * each;
      if (best) better.push(best);
    }
    found = better.sort((a, b) => a.leftOut - b.leftOut);
  }
  job.progress.finish();
  return found[0] ?? null;
}

/** A region that was grown: the unit it began with, and those that were moved, in order. */
interface Region {
  readonly seed: number;
  readonly moved: readonly number[];
  /** Weight that is left out for each weight that the part gains. */
  readonly price: number;
}

/**
 * Fills a part with regions until it is within its bounds: of several grown from random units
 * the one with the lowest price.
 */
async function fill(
  state: Separation,
  part: number,
  effort: number,
  random: Random,
  job: Job,
): Promise<void> {
  const { low, high } = state.bounds[part];
  const most = state.work + PART_WORK * effort;
  const regions = Math.max(FEW_REGIONS, Math.round(REGIONS * effort));
  while (state.sizeOf(part) < low) {
    let best: Region | null = null;
    for (let i = 0; i < (state.work < most ? regions : FEW_REGIONS); i++) {
      const seed = random.below(state.graph.count);
      state.mark();
      const region = grow(state, part, seed, high - state.sizeOf(part));
      state.undo();
      if (region && (best === null || region.price < best.price)) best = region;
      if (job.due()) await job.breathe();
    }
    if (!best) return;
    begin(state, best.seed);
    for (const u of best.moved) state.move(u, part);
  }
}

function begin(state: Separation, seed: number): void {
  if (state.part[seed] < state.parts) state.leave(seed);
}

/** Grows a region from a unit, by what costs least, up to a weight; ends it where its price was lowest. */
function grow(state: Separation, part: number, seed: number, room: number): Region | null {
  if (state.part[seed] === part) return null;
  const [size, leftOut, work] = [state.sizeOf(part), state.leftOut, state.work];
  begin(state, seed);
  const moved: number[] = [];
  let length = 0;
  let price = Number.POSITIVE_INFINITY;
  for (let next = seed; next >= 0; next = cheapest(state, part)) {
    state.move(next, part);
    moved.push(next);
    const gained = state.sizeOf(part) - size;
    if (gained > room) break;
    // Without the one half, everything that costs nothing would be as good as the first unit.
    const now = (state.leftOut - leftOut + 0.5) / gained;
    if (gained > 0 && now < price) {
      price = now;
      length = moved.length;
    }
    if (state.work - work > REGION_WORK) break;
  }
  return length === 0 ? null : { seed, moved: moved.slice(0, length), price };
}

/** The unit of the separator that costs least in a part it is next to; of several the first. */
function cheapest(state: Separation, part: number): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  state.work += state.left.length;
  for (const u of state.left) {
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
 * Simulated annealing, in and out of bounds.
 *
 * @returns the lightest separator that was met with all parts within bounds
 */
async function anneal(
  state: Separation,
  tries: number,
  start: number,
  random: Random,
  job: Job,
): Promise<Division | null> {
  const { left, parts } = state;
  const perStage = Math.max(1, Math.round(tries / STAGES));
  let best: Division | null = state.excess === 0 ? state.division() : null;
  let temperature = start;
  for (let stage = 0; stage < STAGES; stage++) {
    for (let i = 0; i < perStage && left.length > 0; i++) {
      if (i % BREATH === 0 && job.due()) await job.breathe(stage * perStage + i);
      if (random.below(LEAVING) === 0) {
        leaveOne(state, temperature, random);
        continue;
      }
      const u = left[random.below(left.length)];
      const to = random.below(parts);
      const cost = state.cost(u, to) + EXCESS_COST * (state.excessAfter(u, to) - state.excess);
      if (cost > 0 && cost > temperature * exponential(random)) continue;
      state.move(u, to);
      if (state.excess === 0 && (best === null || state.leftOut < best.leftOut)) {
        best = state.division();
      }
    }
    temperature *= COOLING;
  }
  return best;
}

/** Takes a random unit out of its part, perhaps: what no other move leads to may be reached from there. */
function leaveOne(state: Separation, temperature: number, random: Random): void {
  const u = random.below(state.graph.count);
  if (state.part[u] === state.parts) return;
  const cost = state.graph.weight[u] + EXCESS_COST * (state.excessWithout(u) - state.excess);
  if (cost <= temperature * exponential(random)) state.leave(u);
}
