import type { Random } from '../../random.js';
import { type Budget, LARGE } from './budget.js';
import { exchange } from './moves.js';
import { type Aim, isDivisible } from './rank.js';
import { IN_TEST, IN_TRAIN, type SplitState } from './state.js';

/** Proposals without improvement before the threshold is raised. */
const PATIENCE = 20_000;
/** Train units looked at for one that fits a bin in need. */
const CANDIDATES = 16;
/** Edges that a look at a candidate counts as; in a large set each look is at another place in memory, and takes longer. */
const LOOK = 2;
const LOOK_IN_LARGE = 16;
/** More than any energy. */
const OFF = 2 ** 30;
/** One proposal in so many takes any training unit: one with many neighbors may be what is needed. */
const BLIND = 32;

/**
 * Swaps units between test and train until the histogram is the requested one, or `work` is
 * spent; leaves the state at the best division seen.
 *
 * A proposal takes a bin that lacks molecules, looks at some random training units for the
 * one that comes nearest to lying in it (fewest training neighbors that are too similar: each
 * of those taken into test, too, brings it closer), and exchanges it for a random test unit.
 * Proposals that do not make the histogram worse are taken; when that no longer helps, slightly
 * worse ones are, up to a threshold that falls back to zero (threshold accepting, Dueck and Scheuer
 * 1990). Only whole numbers are compared, so the path is the same on every platform.
 *
 * @returns the number of proposals
 */
export async function searchGuided(
  state: SplitState,
  aim: Aim,
  random: Random,
  work: number,
  budget: Budget,
): Promise<number> {
  const { requested, size } = aim;
  const energyOf = () => state.deviation(requested) + 2 * Math.abs(state.testWeight - size);
  // What misses the size is worse than all that does not.
  const rankOf = () => Math.abs(state.testWeight - size) * OFF + energyOf();
  let energy = energyOf();
  let best = isDivisible(state, aim) ? rankOf() : Number.POSITIVE_INFINITY;
  const bestZones: Uint8Array = state.snapshot();
  let bestIsCurrent = true;
  let threshold = 0;
  let stale = 0;
  let moves = 0;
  const look = state.units.count > LARGE ? LOOK_IN_LARGE : LOOK;
  const end = state.work + work;
  if (state.trainCount < 2) return 0;
  while (best > 0 && state.work < end && !budget.over) {
    moves++;
    state.work += look * CANDIDATES;
    const wanted = lackingBin(state, requested, random);
    const entering = pickCandidate(state, wanted, moves % BLIND === 0 ? 1 : CANDIDATES, random);
    if (bestIsCurrent && threshold > 0) {
      state.snapshot(bestZones);
      bestIsCurrent = false;
    }
    state.begin();
    exchange(state, entering, state.order[random.below(state.testCount)], size, random);
    const next = energyOf();
    if (next > energy + threshold) state.undo();
    else energy = next;
    if (rankOf() < best && isDivisible(state, aim)) {
      best = rankOf();
      bestIsCurrent = true;
      threshold = 0;
      stale = 0;
    } else if (++stale % PATIENCE === 0) {
      // Two misplaced molecules more, four, six, then none again, from a shaken state.
      threshold = (threshold + 2) % 8;
      if (threshold === 0) {
        shake(state, random);
        energy = energyOf();
      }
    }
    if ((moves & 255) === 0) await budget.breathe();
  }
  if (!bestIsCurrent) state.restore(bestZones);
  return moves;
}

/** Swaps some random units, up to a quarter of the test set, that weigh the same. */
function shake(state: SplitState, random: Random): void {
  const { order, units } = state;
  for (let k = random.below(state.testCount) >> 2; k >= 0; k--) {
    const a = order[random.below(state.testCount)];
    const b = order[state.testCount + random.below(state.trainCount)];
    if (units.unitWeight[a] !== units.unitWeight[b]) continue;
    state.begin();
    state.move(a, IN_TRAIN);
    state.move(b, IN_TEST);
  }
}

/** A random bin among those that lack molecules. */
function lackingBin(
  { histogram }: SplitState,
  requested: readonly number[],
  random: Random,
): number {
  let lacking = 0;
  for (let b = 0; b < requested.length; b++) if (histogram[b] < requested[b]) lacking++;
  let nth = random.below(Math.max(1, lacking));
  for (let b = 0; b < requested.length; b++) {
    if (histogram[b] < requested[b] && nth-- === 0) return b;
  }
  return random.below(requested.length);
}

/** The best of some random training units for a bin. */
function pickCandidate(
  state: SplitState,
  wanted: number,
  candidates: number,
  random: Random,
): number {
  let best = 0;
  let bestObstacles = Number.POSITIVE_INFINITY;
  for (let k = 0; k < candidates; k++) {
    const unit = state.order[state.testCount + random.below(state.trainCount)];
    // Too dissimilar from train to lie in the bin: only more training molecules could help.
    const obstacles = state.unitBin(unit) < wanted ? 1_000_000 : state.obstacles(unit, wanted);
    if (obstacles < bestObstacles) {
      best = unit;
      bestObstacles = obstacles;
      if (obstacles === 0) break;
    }
  }
  return best;
}
