import { deviation, type SearchResult } from './search.js';
import type { SplitState } from './state.js';

/** Up to this many test sets all of them are tried: 18 molecules, 9 of them test. */
const MAX_TEST_SETS = 50_000;

/** Number of ways to choose k of n, or infinity where that is more than can be tried. */
export function testSets(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    ways = (ways * (n - i + 1)) / i;
    if (ways > MAX_TEST_SETS) return Number.POSITIVE_INFINITY;
  }
  return Math.round(ways);
}

/**
 * Tries every test set, in an order that starts from the state's own, until one has the requested
 * histogram; leaves the state at the best. For sets so small that this takes no time, where the
 * search by swaps has too little room to move.
 */
export function searchExhaustively(state: SplitState, requested: readonly number[]): SearchResult {
  const { testSize, histogram } = state;
  const molecules = state.order.slice();
  const chosen = Int32Array.from({ length: testSize }, (_, k) => k);
  let best = Number.POSITIVE_INFINITY;
  let bestOrder: Int32Array = molecules;
  let moves = 0;
  do {
    const order = arrange(molecules, chosen);
    state.restore(order);
    moves++;
    const now = deviation(histogram, requested);
    if (now < best) {
      best = now;
      bestOrder = order;
    }
  } while (best > 0 && advance(chosen, molecules.length));
  state.restore(bestOrder);
  return { misplaced: Math.ceil(best / 2), moves, proven: true };
}

/** The molecules at the chosen positions first, then the others. */
function arrange(molecules: Int32Array, chosen: Int32Array): Int32Array {
  const isChosen = new Uint8Array(molecules.length);
  for (const k of chosen) isChosen[k] = 1;
  const others = molecules.filter((_, k) => isChosen[k] === 0);
  const order = new Int32Array(molecules.length);
  order.set(Int32Array.from(chosen, (k) => molecules[k]));
  order.set(others, chosen.length);
  return order;
}

/** The next combination in lexicographic order; false after the last. */
function advance(chosen: Int32Array, n: number): boolean {
  const k = chosen.length;
  let i = k - 1;
  while (i >= 0 && chosen[i] === n - k + i) i--;
  if (i < 0) return false;
  chosen[i]++;
  for (let j = i + 1; j < k; j++) chosen[j] = chosen[j - 1] + 1;
  return true;
}
