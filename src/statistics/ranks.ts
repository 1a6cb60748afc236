import { orderingOf } from '../metrics/ordering.js';

/** Ranks from 1, equal values sharing the mean of their ranks, times two so that they are whole. */
export function doubledRanks(values: Float64Array): Float64Array {
  const { run, starts } = orderingOf(values);
  return Float64Array.from(run, (r) => starts[r] + 1 + starts[r + 1]);
}
