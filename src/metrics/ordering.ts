import { remembered, type Sample, shared } from './sample.js';

/** Values in ascending order, equal ones in a run. */
export interface Ordering {
  /** Positions, by ascending value. */
  readonly order: Int32Array;
  /** Where each run of equal values starts in `order`, and the end: of run r, `starts[r]` up to `starts[r + 1]`. */
  readonly starts: Int32Array;
  /** The run of each position. */
  readonly run: Int32Array;
}

/** The ordering of an array; remembered, so that metrics of the same predictions share it. */
export const orderingOf: (values: Float64Array) => Ordering = remembered((values) => {
  const n = values.length;
  // Plain numbers sort several times faster than positions with a comparison function.
  const sorted = values.slice().sort();
  const firsts: number[] = [];
  for (let k = 0; k < n; k++) if (k === 0 || sorted[k] !== sorted[k - 1]) firsts.push(k);
  const starts = Int32Array.from([...firsts, n]);
  const distinct = Float64Array.from(firsts, (k) => sorted[k]);
  const run = new Int32Array(n);
  const next = starts.slice();
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    run[i] = placeOf(distinct, values[i]);
    order[next[run[i]]++] = i;
  }
  return { order, starts, run };
});

/** The weights of a sample in ascending order of `values`: found once, as many metrics sort by the same. */
export const drawnInOrderOf: (values: Float64Array) => (sample: Sample) => Float64Array = shared(
  (values) => {
    const { order } = orderingOf(values);
    return ({ weights }, old) => {
      const drawn = old ?? new Float64Array(order.length);
      gather(weights, order, drawn);
      return drawn;
    };
  },
);

/** Writes the values at the positions of `order`, one after the other. */
export function gather(values: Float64Array, order: Int32Array, into: Float64Array): void {
  for (let k = 0; k < order.length; k++) into[k] = values[order[k]];
}

/** The place of a value in a sorted list that holds it. */
function placeOf(distinct: Float64Array, value: number): number {
  let low = 0;
  let high = distinct.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (distinct[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
