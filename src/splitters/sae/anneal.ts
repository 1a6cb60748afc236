import type { Random } from '../../random.js';
import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import { exponential } from '../exponential.js';
import type { Budget } from './budget.js';
import { exchange, settleSize } from './moves.js';
import { closingBins, exchangeNeighborhoods } from './neighborhoods.js';
import { type Aim, isBetter, isDivisible, rankOf, WORST } from './rank.js';
import { IN_TEST, IN_TRAIN, ONE, OUT, type SplitState } from './state.js';

/** What an annealing run aims at. */
export interface AnnealPlan extends Aim {
  /** Most weight that may be out. */
  readonly maxOut: number;
  /** Bins below which more molecules are wanted: the molecules' training neighbors at or above them are to go. */
  readonly thresholds: readonly number[];
  /** Temperature at the start, in misplaced molecules; falls linearly to zero. */
  readonly temperature: number;
  /** Half-value of the potential at the start, in neighbors (see {@link firstHalf}); falls to {@link LAST_HALF} geometrically. */
  readonly half: number;
  /** How many times as much a misplaced molecule costs, at the start and at the end: with soft goals the histogram has to win. */
  readonly strictness?: readonly [number, number];
  /** Cost of each bin that a misplaced molecule is off, in misplaced molecules; 0 unless given. */
  readonly distanceCost?: number;
  /** Share of the proposals, in 16ths, that exchange whole neighborhoods; 0 unless given. */
  readonly neighborhoods?: number;
  /** Edges to look at. */
  readonly work: number;
}

/** The schedule changes so many times in a run. */
const STEPS = 100;
const LAST_HALF = 0.5;

/** Cost of a molecule that is out, in misplaced molecules. */
const OUT_COST = ONE / 64;

/**
 * Simulated annealing towards test sets whose molecules have no training neighbor above their
 * bin; leaves the state at the best division seen (by size, then deviation, then what is out).
 *
 * The number of molecules in a low bin does not change until the last of a molecule's too similar
 * training neighbors is gone, so a search on it alone walks blind. Here each test molecule with c
 * such neighbors costs c / (c + half) besides. With a large `half` that is nearly their number, so that the test set
 * grows together into clusters; as `half` falls it comes near to 1 for any c above 0, the
 * number of molecules that are still misplaced (a graduated change from a smooth problem to the real one).
 *
 * @returns the number of proposals
 */
export async function anneal(
  state: SplitState,
  plan: AnnealPlan,
  random: Random,
  budget: Budget,
): Promise<number> {
  const { requested, size, thresholds } = plan;
  const { graph, goals } = state;
  const closing = plan.neighborhoods ? closingBins(requested) : [];
  const phi = potentialTable(graph, state.base !== null);
  const changing = state.base ? phi.subarray(0, phi.length / 2) : phi;
  const [first, last] = plan.strictness ?? [1, 1];
  let strictness = first;
  const energyOf = () =>
    (state.deviation(requested) / 2 + 2 * Math.abs(state.testWeight - size)) * ONE * strictness +
    state.potential +
    state.outWeight * OUT_COST +
    (plan.distanceCost ? state.distance(requested) * ONE * plan.distanceCost : 0) +
    (goals ? goals.cost * ONE : 0);
  let best = isDivisible(state, plan) ? rankOf(state, plan) : WORST;
  const bestZones: Uint8Array = state.snapshot();
  let energy = 0;
  let step = -1;
  let temperature = 0;
  let moves = 0;
  const start = state.work;
  while (state.work - start < plan.work && !budget.over) {
    const share = (state.work - start) / plan.work;
    if (Math.floor(share * STEPS) !== step) {
      step = Math.floor(share * STEPS);
      temperature = (plan.temperature * ONE * (STEPS - step)) / STEPS;
      setPotential(changing, plan.half, step / STEPS);
      strictness = first + ((last - first) * step) / STEPS;
      state.watch(thresholds, phi);
      energy = energyOf();
    }
    moves++;
    state.work += 128;
    state.begin();
    propose(state, plan, closing, random);
    const next = energyOf();
    if (next > energy + temperature * exponential(random)) {
      state.undo();
    } else {
      energy = next;
      const rank = rankOf(state, plan);
      if (isBetter(rank, best) && isDivisible(state, plan)) {
        best = rank;
        state.snapshot(bestZones);
        if (rank.misfit === 0 && rank.out === 0 && !goals) break;
      }
    }
    if ((moves & 255) === 0) await budget.breathe();
  }
  state.watch([], phi);
  state.restore(bestZones);
  return moves;
}

/**
 * Room for φ of every number of neighbors that a molecule of the graph can have.
 *
 * @param forever whether some are never rid of all of theirs: a second half of the table is theirs, where φ is
 *   its highest value, so that the search gains nothing from what it takes away from them
 */
export function potentialTable({ count, offsets }: NeighborGraph, forever = false): Float64Array {
  let widest = 0;
  for (let m = 0; m < count; m++) widest = Math.max(widest, offsets[m + 1] - offsets[m]);
  const size = widest + 2;
  return forever ? new Float64Array(2 * size).fill(ONE, size) : new Float64Array(size);
}

/** φ(c) = c / (c + half), whole numbers, so that what is added and taken away stays exact. */
export function setPotential(phi: Float64Array, half: number, share: number): void {
  // Falls geometrically in 32 steps; a square root is the same everywhere, a power need not be.
  let ratio = LAST_HALF / half;
  for (let k = 0; k < 5; k++) ratio = Math.sqrt(ratio);
  let now = half;
  for (let k = 0; k < Math.floor(share * 32); k++) now *= ratio;
  for (let c = 0; c < phi.length; c++) phi[c] = Math.round((ONE * c) / (c + now));
}

/**
 * A half-value to start with: twice the mean number of neighbors at or above the lowest threshold, 1
 * to 200, so that the potential is nearly their number.
 */
export function firstHalf(graph: NeighborGraph, thresholds: readonly number[]): number {
  let edges = 0;
  for (const level of graph.levels) if (level >= (thresholds[0] ?? 1)) edges++;
  return Math.min(200, Math.max(1, Math.round((2 * edges) / graph.count)));
}

/** Moves a few units: most often a test unit for a train unit beside another test unit. */
function propose(
  state: SplitState,
  plan: AnnealPlan,
  closing: readonly number[],
  random: Random,
): void {
  const { order } = state;
  const { size, maxOut } = plan;
  if (maxOut > 0 && random.below(3) === 0) {
    proposeOut(state, size, maxOut, random);
    return;
  }
  if (closing.length > 0 && random.below(16) < (plan.neighborhoods ?? 0)) {
    exchangeNeighborhoods(state, closing[random.below(closing.length)], size, random);
    return;
  }
  const entering = besideTest(state, random);
  if (entering < 0) return;
  const leaving = order[random.below(state.testCount)];
  exchange(state, entering, leaving, size, random);
  // Nothing may be left to train on.
  if (state.trainCount === 0) state.move(order[0], IN_TRAIN);
}

/** A train unit: three times in four a neighbor of a random test molecule. -1 if luck has none. */
function besideTest(state: SplitState, random: Random): number {
  const { order, graph, units } = state;
  if (random.below(4) > 0) {
    const unit = order[random.below(state.testCount)];
    const first = units.offsets[unit];
    const m = units.members[first + random.below(units.offsets[unit + 1] - first)];
    const degree = graph.offsets[m + 1] - graph.offsets[m];
    if (degree === 0) return -1;
    const k = units.of[graph.neighbors[graph.offsets[m] + random.below(degree)]];
    return state.zoneOf(k) === IN_TRAIN ? k : -1;
  }
  return order[state.testCount + random.below(state.trainCount)];
}

/** Leaves a unit out, takes one back, or exchanges one that is out with a test unit. */
function proposeOut(state: SplitState, size: number, maxOut: number, random: Random): void {
  const { order, units } = state;
  const out = order.length - state.testCount - state.trainCount;
  const what = random.below(3);
  if (what === 0 || out === 0) {
    const unit = besideTest(state, random);
    if (unit < 0 || state.trainCount < 2) return;
    if (state.outWeight + units.unitWeight[unit] <= maxOut) state.move(unit, OUT);
    return;
  }
  const unit = order[state.testCount + state.trainCount + random.below(out)];
  if (what === 1) {
    state.move(unit, IN_TRAIN);
    return;
  }
  const leaving = order[random.below(state.testCount)];
  const weight = state.outWeight - units.unitWeight[unit] + units.unitWeight[leaving];
  if (weight > maxOut) return;
  state.move(unit, IN_TEST);
  state.move(leaving, OUT);
  if (state.testWeight !== size) settleSize(state, size, random);
}
