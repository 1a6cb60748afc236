import type { SplitState } from './state.js';

/** What a search is to reach. */
export interface Aim {
  /** Weight asked for in each bin; adds up to `size`. */
  readonly requested: readonly number[];
  /** Weight of the test set. */
  readonly size: number;
}

/** How good a division is: what comes first counts first, less is better. */
export interface Rank {
  /** Twice the weight in wrong bins, and four times what is missing in the test size. */
  readonly misfit: number;
  readonly out: number;
  /** How far off what is in a wrong bin is: the sum over the edges of |achieved - requested| below them. */
  readonly distance: number;
  /** Of the soft goals. */
  readonly cost: number;
}

export function rankOf(state: SplitState, { requested, size }: Aim): Rank {
  return {
    misfit: state.deviation(requested) + 4 * Math.abs(state.testWeight - size),
    out: state.outWeight,
    distance: state.distance(requested),
    cost: state.goals?.cost ?? 0,
  };
}

export function isBetter(a: Rank, b: Rank): boolean {
  if (a.misfit !== b.misfit) return a.misfit < b.misfit;
  if (a.out !== b.out) return a.out < b.out;
  if (a.distance !== b.distance) return a.distance < b.distance;
  // Costs are sums in varying order; what differs by less than this is the same.
  return a.cost < b.cost - 1e-9;
}
