import type { Job } from '../../job.js';
import type { Random } from '../../random.js';
import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import { exponential } from '../exponential.js';
import { dealUnits, pickUnits, type Units, unitsWeight } from '../units.js';
import { firstHalf, potentialTable, setPotential } from './anneal.js';
import { workFor } from './budget.js';
import { clustersOf } from './components.js';
import { FoldState, NO_FOLD } from './fold-state.js';
import { SoftGoals } from './goals.js';
import { ONE } from './state.js';

/** Share of the effort for each annealing run. */
const RUN = 0.4;
/** Share of the effort for even labels, and how many times as much a misplaced molecule then costs, at the start and at the end. */
const LABEL_RUN = 0.2;
const STRICTNESS = [2, 22] as const;
const STEPS = 100;
const TEMPERATURE = 1;

export interface FoldPlan {
  /** Weight of each fold, and what is asked for in its bins. */
  readonly sizes: readonly number[];
  readonly requested: readonly (readonly number[])[];
  /** Labels to balance, NaN for none. */
  readonly labels: Float64Array | null;
  readonly effort: number;
  /** Of `performance.now()`. */
  readonly deadline: number;
}

/**
 * Disjoint test sets, each with the requested histogram, or all equally far from it: by annealing
 * with exchanges between folds, from whole clusters dealt out to the folds, from random ones, and from the better
 * of both; then, where there are labels, towards folds whose bins have the label distribution of the whole set.
 *
 * @returns the fold of each unit, -1 for none, and the number of proposals
 */
export async function searchFolds(
  graph: NeighborGraph,
  bins: number,
  units: Units,
  plan: FoldPlan,
  random: Random,
  job: Job,
): Promise<{ fold: Int8Array; moves: number; timedOut: boolean }> {
  const phi = potentialTable(graph);
  const start = dealUnits(units, plan.sizes, random);
  const thresholds = lowThresholds(graph, bins, units, plan, start, phi);
  const state = new FoldState(graph, bins, units, plan.sizes.length, thresholds, phi);
  const search: FoldSearch = {
    state,
    plan,
    phi,
    half: firstHalf(graph, thresholds),
    work: workFor(plan.effort, units.count),
    best: { fold: start, misfit: Number.POSITIVE_INFINITY, cost: 0 },
    moves: 0,
    timedOut: false,
  };
  // Clusters may leave groups over that the start has places for.
  const dealt = clusteredFolds(state, plan, random);
  const clustered = dealt.includes(NO_FOLD) && !start.includes(NO_FOLD) ? start : dealt;
  // The last run starts from the best of the first two.
  for (const from of [() => clustered, () => start, () => search.best.fold]) {
    await annealFolds(search, from(), RUN, [1, 1], random, job);
  }
  if (plan.labels) {
    state.pursue(new SoftGoals({ requested: plan.requested.flat(), labels: plan.labels }));
    search.best.cost = Number.POSITIVE_INFINITY;
    await annealFolds(search, search.best.fold, LABEL_RUN, STRICTNESS, random, job);
  }
  const { best, moves, timedOut } = search;
  return { fold: best.fold, moves, timedOut };
}

interface FoldSearch {
  readonly state: FoldState;
  readonly plan: FoldPlan;
  /** The potential, of which the state has the values, and its half-value at the start. */
  readonly phi: Float64Array;
  readonly half: number;
  /** Edges to look at for the whole effort. */
  readonly work: number;
  /** The folds with the least misfit, and of those the least cost of the soft goals. */
  best: { fold: Int8Array; misfit: number; cost: number };
  moves: number;
  timedOut: boolean;
}

/**
 * Anneals from given folds, and keeps the best.
 *
 * @param share of the effort
 * @param strictness how many times as much a misplaced molecule costs, at the start and at the end
 */
async function annealFolds(
  search: FoldSearch,
  from: Int8Array,
  share: number,
  [first, last]: readonly [number, number],
  random: Random,
  job: Job,
): Promise<void> {
  const { state, plan, phi, half, work } = search;
  const budget = work * share;
  state.restore(from);
  keepIfBest(search);
  const { goals } = state;
  const begun = state.work;
  let step = -1;
  let energy = 0;
  let temperature = 0;
  let strictness = first;
  const energyNow = () =>
    state.misfit(plan.requested) * strictness + (goals ? goals.cost * ONE : state.potential);
  while (state.work < begun + budget && (search.best.misfit > 0 || goals) && !search.timedOut) {
    const done = (state.work - begun) / budget;
    if (Math.floor(done * STEPS) !== step) {
      step = Math.floor(done * STEPS);
      temperature = (TEMPERATURE * ONE * (STEPS - step)) / STEPS;
      strictness = first + ((last - first) * step) / STEPS;
      setPotential(phi, half, step / STEPS);
      state.resetPotential();
      energy = energyNow();
    }
    search.moves++;
    state.work += 128;
    const pair = proposeExchange(state, random);
    if (pair) {
      const [a, b] = pair;
      const [f, g] = [state.fold[a], state.fold[b]];
      state.move(a, g);
      state.move(b, f);
      const next = energyNow();
      if (next > energy + temperature * exponential(random)) {
        state.move(a, f);
        state.move(b, g);
      } else {
        energy = next;
        keepIfBest(search);
      }
    }
    if ((search.moves & 255) === 0 && job.due()) {
      search.timedOut = performance.now() > plan.deadline;
      const note = `${Math.round(search.best.misfit / ONE)} misplaced`;
      await job.breathe(Math.min(state.work, 3 * work * RUN), note);
    }
  }
}

function keepIfBest({ state, plan, best }: FoldSearch): void {
  const misfit = state.misfit(plan.requested);
  const cost = state.goals?.cost ?? 0;
  if (misfit > best.misfit || (misfit === best.misfit && cost >= best.cost - 1e-9)) return;
  Object.assign(best, { fold: state.fold.slice(), misfit, cost });
}

/** Bins below which random folds have fewer molecules than asked for, at most two. */
function lowThresholds(
  graph: NeighborGraph,
  bins: number,
  units: Units,
  plan: FoldPlan,
  start: Int8Array,
  phi: Float64Array,
): number[] {
  const state = new FoldState(graph, bins, units, plan.sizes.length, [], phi);
  state.restore(start);
  const thresholds: number[] = [];
  let lacking = 0;
  for (let b = 0; b < bins - 1 && thresholds.length < 2; b++) {
    let gap = 0;
    for (let f = 0; f < plan.sizes.length; f++) {
      gap += plan.requested[f][b] - state.histogram[f * bins + b];
    }
    lacking += gap;
    if (lacking > 0 && gap > 0) thresholds.push(b + 1);
  }
  return thresholds;
}

/** Whole components at the lowest threshold dealt out to the folds, the largest first, and random units beside them. */
function clusteredFolds(state: FoldState, plan: FoldPlan, random: Random): Int8Array {
  const { units, thresholds, graph } = state;
  const fold = new Int8Array(units.count).fill(NO_FOLD);
  const filled = plan.sizes.map(() => 0);
  for (const k of thresholds.slice(0, 1)) {
    const clusters = clustersOf(graph, units, k).map((list) => ({
      list,
      weight: unitsWeight(units, list),
    }));
    clusters.sort((a, b) => b.weight - a.weight || a.list[0] - b.list[0]);
    for (const cluster of clusters) {
      const wanted = (f: number) =>
        plan.requested[f].slice(0, k).reduce((a, b) => a + b, 0) - filled[f];
      let neediest = 0;
      for (let f = 1; f < filled.length; f++) if (wanted(f) > wanted(neediest)) neediest = f;
      if (cluster.weight > wanted(neediest)) continue;
      for (const u of cluster.list) fold[u] = neediest;
      filled[neediest] += cluster.weight;
    }
  }
  let free = Int32Array.from([...fold.keys()].filter((u) => fold[u] === NO_FOLD));
  plan.sizes.forEach((size, f) => {
    for (const u of pickUnits(units, free, size - filled[f], random)) fold[u] = f;
    free = free.filter((u) => fold[u] === NO_FOLD);
  });
  return fold;
}

/** Two units of one weight in different folds: one in a fold, the other most often beside it. */
function proposeExchange(state: FoldState, random: Random): [number, number] | undefined {
  const { units, graph, fold } = state;
  const a = random.below(units.count);
  if (fold[a] === NO_FOLD) return undefined;
  let b = random.below(units.count);
  if (random.below(4) > 0) {
    // A neighbor of another unit of the fold; a few tries to find one.
    let friend = b;
    for (let k = 0; k < 8 && fold[friend] !== fold[a]; k++) friend = random.below(units.count);
    if (fold[friend] !== fold[a]) return undefined;
    const first = units.offsets[friend];
    const m = units.members[first + random.below(units.offsets[friend + 1] - first)];
    const degree = graph.offsets[m + 1] - graph.offsets[m];
    if (degree === 0) return undefined;
    b = units.of[graph.neighbors[graph.offsets[m] + random.below(degree)]];
  }
  if (fold[a] === fold[b] || units.unitWeight[a] !== units.unitWeight[b]) return undefined;
  return [a, b];
}
