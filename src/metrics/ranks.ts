/** Ranks of the arrays that are still around: several metrics, and the baselines, rank the same truths. */
const remembered = new WeakMap<Float64Array, Float64Array>();

/**
 * Ranks from 1, equal values sharing the mean of their ranks, times two so that they are whole.
 * The result is shared and must not be written to, nor `values` afterwards.
 *
 * Sorting plain numbers and looking up each is several times faster than sorting positions with
 * a comparison function, which counts in a bootstrap.
 */
export function doubledRanks(values: Float64Array): Float64Array {
  let ranks = remembered.get(values);
  if (!ranks) {
    ranks = computeRanks(values);
    remembered.set(values, ranks);
  }
  return ranks;
}

function computeRanks(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    ranks[i] = firstAtLeast(sorted, values[i]) + 1 + firstAbove(sorted, values[i]);
  }
  return ranks;
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of pairs i < j with values[i] > values[j], by merge sort; sorts `values` in place. */
export function countInversions(values: Float64Array): number {
  const n = values.length;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(n);
  let inversions = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const middle = Math.min(low + width, n);
      const high = Math.min(low + 2 * width, n);
      let i = low;
      let j = middle;
      for (let k = low; k < high; k++) {
        if (i < middle && (j >= high || from[i] <= from[j])) {
          to[k] = from[i++];
        } else {
          inversions += middle - i;
          to[k] = from[j++];
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return inversions;
}
