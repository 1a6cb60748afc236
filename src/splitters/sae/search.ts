import type { Random } from '../../random.js';
import { pickTestAndValid } from '../random-units.js';
import { pickUnits } from '../units.js';
import { type AnnealPlan, anneal, firstHalf } from './anneal.js';
import { type Budget, LARGE, workFor } from './budget.js';
import { fillWithComponents } from './components.js';
import { searchExhaustively } from './exhaustive.js';
import type { SoftGoals } from './goals.js';
import { searchGuided } from './guided.js';
import { keepBoth } from './moves.js';
import { type Aim, isBetter, isDivisible, rankOf } from './rank.js';
import { FOREVER, IN_TEST, IN_TRAIN, OUT, type SplitState } from './state.js';

export interface SearchPlan extends Aim {
  /** Most weight that may be left out. */
  readonly maxOut: number;
  /** Weight in wrong bins that no division can go below, as far as is known; asked for only when the easy way has failed. */
  readonly leastMisplaced: () => Promise<number>;
  /** How much work, in multiples of the usual. */
  readonly effort: number;
}

export interface SearchResult {
  /** Proposals, or divisions tried. */
  readonly moves: number;
  /** Whether every division was tried. */
  readonly exhaustive: boolean;
}

/** Parts of the effort: the guided search in two goes, each annealing run, what follows a run, what pursues soft goals. */
const GUIDED = [0.02, 0.08];
const ANNEAL_OUT = 0.35;
const FINISH = 0.02;
const POLISH = 0.03;

interface AnnealRun {
  /** Where it starts: whole clusters in the test set, or the best division so far. */
  readonly from: 'clusters' | 'best';
  readonly temperature: number;
  /** Half-value of the potential at the start; from the graph unless given. */
  readonly half?: number;
  /** Part of the effort. */
  readonly share: number;
}

/** What is tried in turn while the request is not met; each keeps the best division of those before. */
const ANNEAL_RUNS: readonly AnnealRun[] = [
  { from: 'clusters', temperature: 2, share: 0.25 },
  { from: 'clusters', temperature: 0.5, share: 0.2 },
  { from: 'best', temperature: 0.5, half: 10, share: 0.2 },
];
/** Share of an annealing run's proposals that exchange neighborhoods, in 16ths: towards the histogram, and towards even labels. */
const NEIGHBORHOODS = 10;
const LABEL_NEIGHBORHOODS = 2;

/** Part of the effort that looks for scaffolds alone, before labels. */
const SCAFFOLDS_FIRST = 0.01;
/**
 * Parts of the effort for even labels; each is made only while the labels of a bin are further from the whole set's
 * than this (mean distance of cumulative shares; that of a random sample of 300 is about 0.02).
 */
const LABEL_RUNS = [
  { share: 0.05, above: 0.005 },
  { share: 0.1, above: 0.01 },
  { share: 0.2, above: 0.02 },
];
/** How many times as much a misplaced molecule costs, at the start and at the end, while soft goals are pursued. */
const STRICTNESS = [2, 22] as const;
/** The same where the histogram was not found again. */
const STRICTER = [16, 64] as const;
/** A run that leaves more than this share of the distance is followed by a stricter one, and that is the last: the molecules of a bin may leave no choice. */
const STALLED = 0.9;
/** Work for each unit at most, of which these are parts: labels of a small set are soon as even as they can be. */
const LABEL_WORK_PER_UNIT = 1_000_000;
/** Thresholds that an annealing run watches at most. */
const WATCHED = 3;
/** Runs that look for fewer molecules to leave out, once the request is met. */
const SHRINK_RUNS = 5;

/**
 * Looks for the division whose histogram is the requested one, or comes closest; of those with the
 * same histogram one that leaves out least, then one that does best by the state's soft goals. Leaves the state there.
 *
 * @returns what was done; the rest can be read from the state
 */
export async function search(
  state: SplitState,
  plan: SearchPlan,
  random: Random,
  budget: Budget,
): Promise<SearchResult> {
  start(state, plan, random);
  if (plan.size === state.units.total) return { moves: 1, exhaustive: true };
  const tried = searchExhaustively(state, plan, plan.maxOut, random);
  if (tried > 0) return { moves: tried, exhaustive: true };
  const goals = state.goals;
  // First the histogram; what is preferred among equal ones comes at the end.
  state.pursue(undefined);
  const work = workFor(plan.effort, state.units.count);
  let moves = 0;
  // A little first: many requests need no more, and some are known to be as near as can be.
  for (const share of GUIDED) {
    if (moves > 0 && (await isDone(state, plan))) break;
    moves += await searchGuided(state, plan, random, work * share, budget);
  }
  moves += await annealRuns(state, plan, random, work, budget);
  if (plan.maxOut > 0 && !(await isDone(state, plan))) {
    moves += await searchWithOut(state, plan, random, work, budget);
  }
  if (goals?.balancesLabels) {
    moves += await balanceLabels(state, plan, goals, random, work, budget);
  } else if (goals || !isMet(state, plan)) {
    state.pursue(goals);
    moves += await polish(state, plan, random, work * POLISH, budget);
  }
  return { moves, exhaustive: false };
}

/** Puts random units into test, of the wanted weight, and such that they can be divided as wanted. */
function start(state: SplitState, plan: SearchPlan, random: Random): void {
  startAtRandom(state, plan.size, random);
  if (isDivisible(state, plan) || !plan.parts) return;
  const { test, valid } = pickTestAndValid(state.units, plan.parts, random);
  const zones = state.snapshot().fill(IN_TRAIN);
  for (const u of [...test, ...valid]) zones[u] = IN_TEST;
  state.restore(zones);
}

/** Puts random units of the wanted weight into test; what is out stays out. */
export function startAtRandom(state: SplitState, size: number, random: Random): void {
  const zones = state.snapshot();
  const free = Int32Array.from([...zones.keys()].filter((u) => zones[u] !== OUT));
  for (const u of free) zones[u] = IN_TRAIN;
  for (const u of pickUnits(state.units, free, size, random)) zones[u] = IN_TEST;
  keepBoth(state, zones);
  state.restore(zones);
}

function isMet(state: SplitState, plan: SearchPlan): boolean {
  return rankOf(state, plan).misfit === 0 && isDivisible(state, plan);
}

async function isDone(state: SplitState, plan: SearchPlan): Promise<boolean> {
  const { misfit } = rankOf(state, plan);
  if (misfit > 0 && misfit > 2 * (await plan.leastMisplaced())) return false;
  return isDivisible(state, plan);
}

/** The annealing runs, until the request is met or cannot be met more closely; the best division is kept. */
async function annealRuns(
  state: SplitState,
  plan: SearchPlan,
  random: Random,
  work: number,
  budget: Budget,
): Promise<number> {
  let moves = 0;
  const cuts = new Map<number, readonly number[]>();
  for (const run of ANNEAL_RUNS) {
    if (budget.over || (await isDone(state, plan))) break;
    const thresholds = lackingThresholds(state, plan.requested);
    const before = rankOf(state, plan);
    const zones = state.snapshot();
    if (thresholds.length > 0) {
      if (run.from === 'clusters') {
        const steps = fillWithComponents(
          state,
          thresholds,
          plan.requested,
          plan.size,
          random,
          cuts,
        );
        await budget.job.inSteps(steps);
      }
      // In a large set, heat would take apart what a minimum cut found, and there is no time to put it together again.
      const keepsCut = cuts.size > 0 && state.units.count > LARGE;
      if (keepsCut) {
        moves += await searchGuided(state, plan, random, work * run.share, budget);
      } else if (!(await isDone(state, plan))) {
        moves += await anneal(
          state,
          {
            ...plan,
            maxOut: 0,
            thresholds,
            temperature: run.temperature,
            half: run.half ?? firstHalf(state.graph, thresholds),
            neighborhoods: NEIGHBORHOODS,
            work: work * run.share,
          },
          random,
          budget,
        );
      }
    }
    const finish = thresholds.length > 0 ? FINISH : run.share;
    moves += await searchGuided(state, plan, random, work * finish, budget);
    if (!isBetter(rankOf(state, plan), before) || !isDivisible(state, plan)) state.restore(zones);
  }
  return moves;
}

/**
 * Makes the label distribution of every bin that of the whole set, as far as the histogram allows. How many
 * scaffolds the bins can have is found out first, so that labels are not made even at their cost.
 */
async function balanceLabels(
  state: SplitState,
  plan: SearchPlan,
  goals: SoftGoals,
  random: Random,
  work: number,
  budget: Budget,
): Promise<number> {
  goals.countLabels(false);
  state.pursue(goals);
  let moves = await polish(state, plan, random, work * SCAFFOLDS_FIRST, budget);
  goals.holdScaffolds();
  goals.countLabels(true);
  const forLabels = Math.min(work, plan.effort * state.units.count * LABEL_WORK_PER_UNIT);
  let last = Number.POSITIVE_INFINITY;
  let strictness: readonly [number, number] = STRICTNESS;
  for (const { share, above } of LABEL_RUNS) {
    const gap = goals.labelGap;
    if (budget.over || gap <= above) break;
    if (gap > last * STALLED) {
      if (strictness !== STRICTNESS) break;
      strictness = STRICTER;
    }
    last = gap;
    const how = { neighborhoods: LABEL_NEIGHBORHOODS, strictness };
    moves += await polish(state, plan, random, forLabels * share, budget, how);
  }
  return moves;
}

/** Bins below which more molecules are wanted, the upper edges of bins that lack some: the largest gaps, ascending. */
function lackingThresholds(
  { histogram, bins }: SplitState,
  requested: readonly number[],
): number[] {
  const gaps: { threshold: number; gap: number }[] = [];
  let cumulative = 0;
  for (let b = 0; b < bins - 1; b++) {
    cumulative += requested[b] - histogram[b];
    const gap = Math.min(cumulative, requested[b] - histogram[b]);
    if (gap > 0) gaps.push({ threshold: b + 1, gap });
  }
  gaps.sort((a, b) => b.gap - a.gap || a.threshold - b.threshold);
  return gaps
    .slice(0, WATCHED)
    .map(({ threshold }) => threshold)
    .sort((a, b) => a - b);
}

/** Leaves molecules out where that helps, then as few as can be. */
async function searchWithOut(
  state: SplitState,
  plan: SearchPlan,
  random: Random,
  work: number,
  budget: Budget,
): Promise<number> {
  const run = async (maxOut: number, share: number) => {
    const thresholds = lackingThresholds(state, plan.requested);
    const n = await anneal(
      state,
      {
        ...plan,
        maxOut,
        thresholds,
        temperature: 0.2,
        half: 10,
        neighborhoods: LABEL_NEIGHBORHOODS,
        work: work * share,
      },
      random,
      budget,
    );
    discardObstacles(state, plan, maxOut, work * share);
    takeBack(state, plan, random);
    return n;
  };
  let moves = await run(plan.maxOut, ANNEAL_OUT);
  let tooFew = 0;
  for (let k = 0; k < SHRINK_RUNS && !budget.over; k++) {
    const enough = state.outWeight;
    const next = (tooFew + enough) >> 1;
    if (!(await isDone(state, plan)) || next <= tooFew) break;
    const zones = state.snapshot();
    dropOut(state, next, random);
    moves += await run(next, ANNEAL_OUT / 3);
    if (!(await isDone(state, plan))) {
      state.restore(zones);
      tooFew = next;
    }
  }
  return moves;
}

/**
 * Leaves out what still stands between test molecules and the bins that lack some, the fewest first,
 * as long as there is room for it; in a large set as long as there is work left, too.
 */
function discardObstacles(state: SplitState, plan: Aim, maxOut: number, work: number): void {
  const end = state.units.count > LARGE ? state.work + work : Number.POSITIVE_INFINITY;
  for (let helped = true; helped; ) {
    helped = false;
    const wanted: { unit: number; bin: number; obstacles: number }[] = [];
    for (let b = 0; b < state.bins - 1; b++) {
      if (state.histogram[b] >= plan.requested[b]) continue;
      for (let p = 0; p < state.testCount; p++) {
        const unit = state.order[p];
        const now = state.unitBin(unit);
        if (now <= b || state.histogram[now] <= plan.requested[now]) continue;
        const obstacles = state.obstacles(unit, b);
        if (obstacles < FOREVER) wanted.push({ unit, bin: b, obstacles });
      }
    }
    wanted.sort((a, b) => a.obstacles - b.obstacles || a.unit - b.unit || a.bin - b.bin);
    for (const { unit, bin } of wanted) {
      if (state.work > end) return;
      const before = rankOf(state, plan).misfit;
      state.begin();
      for (const other of state.neighborUnits(unit, bin + 1)) {
        if (state.trainCount > 1 && state.zoneOf(other) === IN_TRAIN) state.move(other, OUT);
      }
      if (state.outWeight > maxOut || rankOf(state, plan).misfit >= before) state.undo();
      else helped = true;
    }
  }
}

/** Takes units that are out back into train, as long as the histogram does not suffer. */
function takeBack(state: SplitState, plan: Aim, random: Random): void {
  const { order } = state;
  const out = random.shuffle(order.slice(state.testCount + state.trainCount));
  for (const unit of out) {
    const before = rankOf(state, plan).misfit;
    state.begin();
    state.move(unit, IN_TRAIN);
    if (rankOf(state, plan).misfit > before) state.undo();
  }
}

/** Takes random units back into train until no more than `most` is out. */
function dropOut(state: SplitState, most: number, random: Random): void {
  while (state.outWeight > most) {
    const first = state.testCount + state.trainCount;
    const unit = state.order[first + random.below(state.order.length - first)];
    state.begin();
    state.move(unit, IN_TRAIN);
  }
}

/**
 * Pursues the soft goals with the histogram and what is out as they are; where the histogram is not the
 * one requested, another that is as near may take its place if less of it is far off.
 */
async function polish(
  state: SplitState,
  plan: SearchPlan,
  random: Random,
  work: number,
  budget: Budget,
  how: Pick<AnnealPlan, 'neighborhoods' | 'strictness'> = {},
): Promise<number> {
  return anneal(
    state,
    {
      requested: plan.requested,
      size: state.testWeight,
      parts: plan.parts,
      maxOut: 0,
      thresholds: [],
      temperature: 1,
      strictness: STRICTNESS,
      distanceCost: isMet(state, plan) ? 0 : 0.5,
      half: 1,
      work,
      ...how,
    },
    random,
    budget,
  );
}
