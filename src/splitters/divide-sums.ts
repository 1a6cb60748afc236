/** Weights that a test and a validation set have, or shall have. */
export interface TwoSizes {
  readonly test: number;
  readonly valid: number;
}

/** Items of the test and of the validation set; all others are for training. */
export interface TwoSets {
  readonly test: number[];
  readonly valid: number[];
}

/** Sums, times distinct weights, that are kept at most: some 100 MB. */
const MOST_CELLS = 50_000_000;
const NONE = 0xffff;

/**
 * Disjoint test and validation sets whose weights come nearest to the sizes, both at once: the sum of what the two
 * sizes are missed by is the least there is. Of several such pairs of sizes the one nearest to the test size, then
 * the smaller ones. No set whose size is above 0 is empty, and one item at least is left over unless `all` is given.
 *
 * Exact: dynamic programming over the distinct weights and all pairs of sums (the subset sum problem in two dimensions;
 * Kellerer, Pferschy and Pisinger, Knapsack Problems, 2004), in time and memory proportional to
 * their number times (test + missed) · (valid + missed).
 *
 * @param items which of several equal ones are taken is the order of the list
 * @param weights at least 1 each
 * @param missed only pairs of sizes that miss less than this in sum are looked for
 * @param options `slack` by how much each size may be missed: pairs that are within it come before all others;
 *   `all` whether all items may be taken
 * @returns null where there is no such pair; `too_large` where the sums are too many to be looked at
 */
export function divideBySums(
  items: ArrayLike<number>,
  weights: Int32Array,
  sizes: TwoSizes,
  missed: number,
  { slack = { test: 0, valid: 0 }, all = false }: { slack?: TwoSizes; all?: boolean } = {},
): TwoSets | 'too_large' | null {
  const byWeight = new Map<number, number[]>();
  let total = 0;
  for (let i = 0; i < items.length; i++) {
    const weight = weights[items[i]];
    total += weight;
    const same = byWeight.get(weight);
    if (same) same.push(items[i]);
    else byWeight.set(weight, [items[i]]);
  }
  // Light ones last: they are what fills up, as in a greedy filling that begins with the heavy ones.
  const distinct = [...byWeight.keys()].sort((a, b) => a - b);
  const top = Math.min(sizes.test + missed - 1, total);
  const validTop = Math.min(sizes.valid + missed - 1, total);
  const width = validTop + 1;
  const cells = (top + 1) * width;
  if (cells * distinct.length > MOST_CELLS) return 'too_large';
  /** For each distinct weight and pair of sums: how many items of that weight the pair is reached with at least; NONE if it is not. */
  const used: Uint16Array[] = [];
  let before: Uint16Array | undefined;
  for (const weight of distinct) {
    const available = Math.min(byWeight.get(weight)?.length ?? 0, NONE - 1);
    const now = new Uint16Array(cells).fill(NONE);
    for (let t = 0, c = 0; t <= top; t++) {
      for (let v = 0; v <= validTop; v++, c++) {
        if (before ? before[c] !== NONE : c === 0) {
          now[c] = 0;
          continue;
        }
        let least = NONE;
        if (t >= weight) least = now[c - weight * width];
        if (v >= weight) least = Math.min(least, now[c - weight]);
        if (least < available) now[c] = least + 1;
      }
    }
    used.push(now);
    before = now;
  }
  const best = nearestPair(before ?? new Uint16Array(), {
    sizes,
    slack,
    missed,
    most: all ? total : total - 1,
    top,
    validTop,
  });
  if (best === null) return null;
  const chosen: TwoSets = { test: [], valid: [] };
  let cell = best.test * width + best.valid;
  for (let d = distinct.length - 1; d >= 0; d--) {
    const weight = distinct[d];
    const same = byWeight.get(weight) ?? [];
    for (let k = 0, left = used[d][cell]; left > 0; left--, k++) {
      const fromTest = cell >= weight * width && used[d][cell - weight * width] === left - 1;
      chosen[fromTest ? 'test' : 'valid'].push(same[k]);
      cell -= fromTest ? weight * width : weight;
    }
  }
  return chosen;
}

function nearestPair(
  reached: Uint16Array,
  { sizes, slack, missed, most, top, validTop }: Bounds,
): TwoSizes | null {
  let best: TwoSizes | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let t = Math.min(1, sizes.test); t <= top; t++) {
    const off = Math.abs(t - sizes.test);
    for (let v = Math.min(1, sizes.valid); v <= validTop && t + v <= most; v++) {
      const validOff = Math.abs(v - sizes.valid);
      if (off + validOff >= missed || reached[t * (validTop + 1) + v] === NONE) continue;
      const within = off <= slack.test && validOff <= slack.valid;
      // Doubles hold this exactly: sizes are far below 2^25.
      const rank = (within ? 0 : 2 ** 50) + (off + validOff) * 2 ** 25 + off;
      if (rank >= least) continue;
      least = rank;
      best = { test: t, valid: v };
    }
  }
  return best;
}

interface Bounds {
  readonly sizes: TwoSizes;
  readonly slack: TwoSizes;
  readonly missed: number;
  /** What both sets may weigh together. */
  readonly most: number;
  /** The highest sums of either set that are looked at. */
  readonly top: number;
  readonly validTop: number;
}
