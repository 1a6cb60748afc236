import { type GridGoal, type GridRank, isNearer, rankOf } from './rank.js';
import type { GridState } from './state.js';

/** Drugs and partners, in all, up to which every choice of those held out is tried. */
const MOST = 14;

/**
 * Tries every choice of held-out drugs and partners, if there are few, and leaves the state at the best.
 *
 * @returns how many were tried, and the rank of the best; null where there are too many
 */
export function searchEveryChoice(
  state: GridState,
  goal: GridGoal,
): { tried: number; rank: GridRank } | null {
  const entities = state.sides.flatMap(({ side }, s) => Array.from(side.used, (e) => [s, e]));
  if (entities.length > MOST) return null;
  const nothing = { short: Number.POSITIVE_INFINITY, out: Number.POSITIVE_INFINITY };
  let best: GridRank = nothing;
  state.keep();
  const tried = 2 ** entities.length;
  // In the order of a Gray code, each choice differs from the one before by one entity.
  for (let k = 1; k <= tried; k++) {
    const rank = rankOf(state, goal);
    if (rank && rank.out <= goal.maxOut && isNearer(rank, best)) {
      best = rank;
      state.keep();
    }
    if (k < tried) state.toggle(...(entities[31 - Math.clz32(k & -k)] as [number, number]));
  }
  state.restore();
  return { tried, rank: best };
}
