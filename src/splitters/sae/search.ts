import type { Random } from '../../random.js';
import type { Task } from '../../task.js';
import type { SplitState } from './state.js';

/** Proposals after which the search settles for the best it has seen. */
const MAX_MOVES = 1_000_000;
/** Proposals without improvement before the threshold is raised. */
const PATIENCE = 20_000;
/** Train molecules looked at for one that fits a bin in need. */
const CANDIDATES = 16;
/** One proposal in so many takes any training molecule: one with many neighbours may be what is needed. */
const BLIND = 32;

export interface SearchResult {
  /** Molecules in a wrong bin, half the sum of |achieved - requested|, rounded up. */
  readonly misplaced: number;
  /** Swaps that were proposed, or test sets that were tried. */
  readonly moves: number;
  /** Whether it is known that no test set comes closer. */
  readonly proven: boolean;
}

/**
 * Swaps molecules between test and train until the histogram is the requested one, or
 * {@link MAX_MOVES} were tried; leaves the state at the best division seen.
 *
 * A proposal takes a bin that lacks molecules, looks at some random training molecules for the
 * one that comes nearest to lying in it (fewest training neighbours that are too similar: each
 * of those taken into test, too, brings it closer), and exchanges it for a random test molecule.
 * Proposals that do not make the histogram worse are taken; when that no longer helps, slightly
 * worse ones are, up to a threshold that falls back to zero (threshold accepting, Dueck and Scheuer
 * 1990). Only whole numbers are compared, so the path is the same on every platform.
 */
export async function searchHistogram(
  state: SplitState,
  requested: readonly number[],
  random: Random,
  task: Task,
): Promise<SearchResult> {
  const { order, testSize, histogram } = state;
  const trainSize = order.length - testSize;
  let energy = deviation(histogram, requested);
  const initial = energy;
  let best = energy;
  const bestOrder = order.slice();
  let bestIsCurrent = true;
  let threshold = 0;
  let stale = 0;
  let moves = 0;
  task.progress.start('searching the split', initial);
  while (best > 0 && moves < MAX_MOVES) {
    moves++;
    const wanted = lackingBin(histogram, requested, random);
    const entering =
      testSize +
      pickCandidate(state, wanted, trainSize, moves % BLIND === 0 ? 1 : CANDIDATES, random);
    const leaving = random.below(testSize);
    if (bestIsCurrent && threshold > 0) {
      bestOrder.set(order);
      bestIsCurrent = false;
    }
    state.swap(leaving, entering);
    const next = deviation(histogram, requested);
    if (next > energy + threshold) {
      state.swap(leaving, entering);
    } else {
      energy = next;
    }
    if (energy < best) {
      best = energy;
      bestIsCurrent = true;
      threshold = 0;
      stale = 0;
    } else if (++stale % PATIENCE === 0) {
      // Two misplaced molecules more, four, six, then none again, from a shaken state.
      threshold = (threshold + 2) % 8;
      if (threshold === 0) {
        for (let k = random.below(testSize) >> 2; k >= 0; k--) {
          state.swap(random.below(testSize), testSize + random.below(trainSize));
        }
        energy = deviation(histogram, requested);
      }
    }
    if ((moves & 255) === 0 && task.due()) await task.breathe(initial - best);
  }
  if (!bestIsCurrent) state.restore(bestOrder);
  task.progress.finish();
  return { misplaced: Math.ceil(best / 2), moves, proven: best === 0 };
}

/** Sum over the bins of |achieved - requested|. */
export function deviation(histogram: Int32Array, requested: readonly number[]): number {
  let sum = 0;
  for (let b = 0; b < requested.length; b++) sum += Math.abs(histogram[b] - requested[b]);
  return sum;
}

/** A random bin among those that lack molecules. */
function lackingBin(histogram: Int32Array, requested: readonly number[], random: Random): number {
  let lacking = 0;
  for (let b = 0; b < requested.length; b++) if (histogram[b] < requested[b]) lacking++;
  let nth = random.below(Math.max(1, lacking));
  for (let b = 0; b < requested.length; b++) {
    if (histogram[b] < requested[b] && nth-- === 0) return b;
  }
  return random.below(requested.length);
}

/** The position (in the train part) of the best of some random training molecules for a bin. */
function pickCandidate(
  state: SplitState,
  wanted: number,
  trainSize: number,
  candidates: number,
  random: Random,
): number {
  const { order, testSize, bin } = state;
  let best = 0;
  let bestObstacles = Number.POSITIVE_INFINITY;
  for (let k = 0; k < candidates; k++) {
    const position = random.below(trainSize);
    const m = order[testSize + position];
    // Too dissimilar from train to lie in the bin: only more training molecules could help.
    const obstacles = bin[m] < wanted ? 1_000_000 : state.obstacles(m, wanted);
    if (obstacles < bestObstacles) {
      best = position;
      bestObstacles = obstacles;
      if (obstacles === 0) break;
    }
  }
  return best;
}
