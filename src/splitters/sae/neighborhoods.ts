import type { Random } from '../../random.js';
import { settleSize } from './moves.js';
import { FOREVER, IN_TEST, IN_TRAIN, type SplitState } from './state.js';

/** Units looked at for one that few training neighbors keep out of the bins below. */
const TRIES = 8;
/** Edges that a look at a unit counts as. */
const LOOK = 8;
/** Training neighbors that enter with a unit: up to 2 to the power of 0 to 6, drawn for each proposal. */
const MOST_DOUBLINGS = 6;

/**
 * The bins whose lower edge has molecules requested right below it: to lie there, a molecule's whole
 * neighborhood at or above that edge must leave the training set.
 */
export function closingBins(requested: readonly number[]): number[] {
  return [...requested.keys()].slice(1).filter((b) => requested[b - 1] > 0);
}

/**
 * Exchanges a neighborhood of a training or test unit with neighborhoods of test units, of the same weight.
 *
 * A molecule is below a bin only when all its neighbors there have left the training set, so single swaps
 * lead from one such set of molecules to another only through worse ones. Here a unit enters the test set
 * together with all the training neighbors that keep it out of the bins below `bin`, and connected stretches of the
 * test set, from random seeds, return to training.
 *
 * @param bin one of {@link closingBins}
 * @param size weight of the test set
 */
export function exchangeNeighborhoods(
  state: SplitState,
  bin: number,
  size: number,
  random: Random,
): void {
  const entering = neighborhood(state, bin, random);
  if (entering.length === 0 || entering.length >= state.trainCount) return;
  const { units } = state;
  let weight = 0;
  for (const u of entering) weight += units.unitWeight[u];
  if (weight > state.testWeight) return;
  release(state, bin, weight, random);
  for (const u of entering) state.move(u, IN_TEST);
  if (state.testWeight !== size) settleSize(state, size, random);
}

/** A random unit, if it is in train, and its training neighbors at or above a bin; empty where luck finds none that has few. */
function neighborhood(state: SplitState, bin: number, random: Random): number[] {
  const { order, testCount, trainCount } = state;
  const most = 1 << random.below(MOST_DOUBLINGS + 1);
  for (let k = 0; k < TRIES; k++) {
    const inTest = random.below(2) === 0;
    const unit = order[inTest ? random.below(testCount) : testCount + random.below(trainCount)];
    state.work += LOOK;
    if (inTest && state.unitBin(unit) < bin) continue;
    const obstacles = state.obstacles(unit, bin - 1);
    if (obstacles > most || obstacles >= FOREVER) continue;
    state.work += 2 * degreeOf(state, unit);
    const entering = inTest ? [] : [unit];
    for (const u of state.neighborUnits(unit, bin)) {
      if (state.zoneOf(u) === IN_TRAIN && !entering.includes(u)) entering.push(u);
    }
    return entering;
  }
  return [];
}

/** Moves test units of this weight to train: neighbors of one another at or above a bin, as far as there are any. */
function release(state: SplitState, bin: number, weight: number, random: Random): void {
  const { units, order } = state;
  const front: number[] = [];
  let missing = weight;
  for (let tries = 4 * weight; missing > 0 && state.testCount > 0; ) {
    let unit = front.pop();
    if (unit === undefined) {
      if (tries-- === 0) return;
      unit = order[random.below(state.testCount)];
    }
    if (state.zoneOf(unit) !== IN_TEST || units.unitWeight[unit] > missing) continue;
    state.move(unit, IN_TRAIN);
    missing -= units.unitWeight[unit];
    if (missing === 0) return;
    state.work += 2 * degreeOf(state, unit);
    for (const u of state.neighborUnits(unit, bin)) {
      if (state.zoneOf(u) === IN_TEST) front.push(u);
    }
  }
}

/** Pairs of a unit's molecules in the graph. */
function degreeOf({ units, graph }: SplitState, unit: number): number {
  let sum = 0;
  for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
    const m = units.members[p];
    sum += graph.offsets[m + 1] - graph.offsets[m];
  }
  return sum;
}
