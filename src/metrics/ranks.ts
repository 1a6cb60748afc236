/** Ranks of the arrays that are still around: several metrics, and the baselines, rank the same truths. */
const remembered = new WeakMap<Float64Array, Float64Array>();

/**
 * Ranks from 1, equal values sharing the mean of their ranks, times two so that they are whole.
 * The result is shared and must not be written to, nor `values` afterwards.
 *
 * Small whole numbers are counted. Of others, plain numbers are sorted and each is looked up, which is
 * several times faster than sorting positions with a comparison function.
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
  const n = values.length;
  const ranks = new Float64Array(n);
  if (areSmallWholeNumbers(values, 4 * n)) {
    const below = countsBelow(values, 4 * n);
    // Twice the mean of the ranks below + 1 … at.
    for (let i = 0; i < n; i++) ranks[i] = below[values[i]] + 1 + below[values[i] + 1];
    return ranks;
  }
  const sorted = values.slice().sort();
  for (let i = 0; i < n; i++) {
    ranks[i] = search(sorted, values[i], false) + 1 + search(sorted, values[i], true);
  }
  return ranks;
}

/** How many values of a sorted list lie below `value`, or at or below it. */
function search(sorted: Float64Array, value: number, orAt: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value || (orAt && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function areSmallWholeNumbers(values: Float64Array, limit: number): boolean {
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (!(v >= 0 && v <= limit && Number.isInteger(v))) return false;
  }
  return true;
}

/** For each whole number up to limit + 1, how many of `values` lie below it. */
function countsBelow(values: Float64Array, limit: number): Int32Array {
  const below = new Int32Array(limit + 2);
  for (let i = 0; i < values.length; i++) below[values[i] + 1]++;
  for (let v = 0; v <= limit; v++) below[v + 1] += below[v];
  return below;
}

/**
 * The place of each value among the distinct values, from 0. For everything that depends on order
 * alone these are as good as the values, and are ranked without sorting.
 */
export function denseRanks(values: Float64Array): Float64Array {
  const distinct = values
    .slice()
    .sort()
    .filter((v, i, sorted) => i === 0 || v !== sorted[i - 1]);
  return values.map((v) => search(distinct, v, false));
}

/**
 * Positions in the order of `major`, and of `minor` where that is equal; both are
 * {@link doubledRanks}.
 */
export function orderByRanks(major: Float64Array, minor: Float64Array): Int32Array {
  const n = major.length;
  let order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  // Sorting by counting is stable: first by the minor key, then by the major one.
  for (const key of [minor, major]) {
    const next = countsBelow(key, 2 * n);
    const sorted = new Int32Array(n);
    for (let k = 0; k < n; k++) sorted[next[key[order[k]]]++] = order[k];
    order = sorted;
  }
  return order;
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
