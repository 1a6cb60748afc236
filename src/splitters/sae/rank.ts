import { subsetSum } from '../subset-sum.js';
import type { SplitState } from './state.js';

/** What a search is to reach. */
export interface Aim {
  /** Weight asked for in each bin; adds up to `size`. */
  readonly requested: readonly number[];
  /** Weight of the test set. */
  readonly size: number;
  /** Weights into which the test set must fall; its units are to be divided. Any division is good enough unless given. */
  readonly parts?: { readonly test: number; readonly valid: number } | undefined;
}

/** How good a division is: what comes first counts first, less is better. */
export interface Rank {
  /** What the test size is missed by. */
  readonly off: number;
  /** Twice the weight in wrong bins, and four times what is missing in the test size. */
  readonly misfit: number;
  readonly out: number;
  /** How far off what is in a wrong bin is: the sum over the edges of |achieved - requested| below them. */
  readonly distance: number;
  /** Of the soft goals. */
  readonly cost: number;
}

export function rankOf(state: SplitState, { requested, size }: Aim): Rank {
  const off = Math.abs(state.testWeight - size);
  return {
    off,
    misfit: state.deviation(requested) + 4 * off,
    out: state.outWeight,
    distance: state.distance(requested),
    cost: state.goals?.cost ?? 0,
  };
}

export function isBetter(a: Rank, b: Rank): boolean {
  if (a.off !== b.off) return a.off < b.off;
  if (a.misfit !== b.misfit) return a.misfit < b.misfit;
  if (a.out !== b.out) return a.out < b.out;
  if (a.distance !== b.distance) return a.distance < b.distance;
  // Costs are sums in varying order; what differs by less than this is the same.
  return a.cost < b.cost - 1e-9;
}

/** Worse than any division. */
export const WORST: Rank = {
  off: Number.POSITIVE_INFINITY,
  misfit: Number.POSITIVE_INFINITY,
  out: Number.POSITIVE_INFINITY,
  distance: Number.POSITIVE_INFINITY,
  cost: Number.POSITIVE_INFINITY,
};

/** Whether the test set's units fall into the parts that are wanted. Takes a while: to be asked of what is better than all before. */
export function isDivisible(state: SplitState, { size, parts }: Aim): boolean {
  if (!parts || state.testWeight !== size) return true;
  const test = state.order.slice(0, state.testCount);
  state.work += test.length + parts.test;
  return subsetSum(test, state.units.unitWeight, parts.test, true).sum === parts.test;
}
