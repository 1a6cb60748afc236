import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import { type LevelGraph, levelGraph } from './level-graph.js';

export interface LabelBoundRequest {
  readonly graph: NeighborGraph;
  /** Test molecules in each bin. */
  readonly histogram: ArrayLike<number>;
  /** Label of each molecule; NaN for none. */
  readonly labels: Float64Array;
  /** Molecules that may be outside the training set: test, validation and discarded ones. */
  readonly room: number;
}

/**
 * A lower bound, for each bin, on the Kolmogorov-Smirnov distance between the labels of its test molecules and
 * all labels, over every test set with this histogram.
 *
 * A molecule can be below an edge only if it and its neighbors at or above that edge fit outside the training set,
 * and at or above an edge only if it has a neighbor there. Among the molecules that can be in a bin, the labels are
 * chosen that come closest; that a choice must also fit together is not used, so the bound is loose in dense regions.
 *
 * @returns null for an empty bin, and for all bins where a molecule has no label
 */
export function leastLabelKs({
  graph,
  histogram,
  labels,
  room,
}: LabelBoundRequest): (number | null)[] {
  const bins = histogram.length;
  if (labels.some(Number.isNaN)) return new Array<null>(bins).fill(null);
  const can = candidates(graph, bins, room);
  const all = labels.slice().sort();
  return Array.from({ length: bins }, (_, b) => {
    if (histogram[b] === 0) return null;
    const pool = [...labels.keys()].filter((m) => can[m * bins + b] === 1);
    pool.sort((i, k) => labels[i] - labels[k]);
    const most = b === 0 ? undefined : mostOf(pool, levelGraph(graph, b, bins));
    return leastKs(
      Float64Array.from(pool, (m) => labels[m]),
      histogram[b],
      all,
      most,
    );
  });
}

/** 1 for each molecule × bin that the molecule can be in. */
function candidates(
  { count, offsets, levels }: NeighborGraph,
  bins: number,
  room: number,
): Uint8Array {
  const can = new Uint8Array(count * bins);
  for (let m = 0; m < count; m++) {
    // The molecule itself and, from the top bin down, its neighbors in the bins above.
    let above = 1;
    const inBin = new Int32Array(bins);
    for (let e = offsets[m]; e < offsets[m + 1]; e++) inBin[levels[e]]++;
    for (let b = bins - 1; b >= 0 && above <= room; b--) {
      can[m * bins + b] = b === 0 || inBin[b] > 0 ? 1 : 0;
      above += inBin[b];
    }
  }
  return can;
}

/** How many of the first, and of the last, k of a pool can be chosen together, for k = 0 to its length. */
interface MostChosen {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/**
 * A molecule at or above an edge has a training neighbor in its component, so at least one molecule of each
 * component is in training.
 */
function mostOf(pool: readonly number[], { component, starts }: LevelGraph): MostChosen {
  const counted = (molecules: readonly number[]) => {
    const taken = new Int32Array(component.length);
    const most = new Int32Array(molecules.length + 1);
    molecules.forEach((m, k) => {
      const c = component[m];
      most[k + 1] = most[k] + (++taken[c] < starts[c + 1] - starts[c] ? 1 : 0);
    });
    return most;
  };
  return { first: counted(pool), last: counted(pool.toReversed()) };
}

/**
 * The least distance that `n` labels from a pool can have from all labels.
 *
 * With c(y) the number chosen up to y, F the distribution of all labels and P(u, v] the number in the pool between,
 * |c(y)/n - F(y)| ≤ ε at every y is a system of difference constraints, c(v) - c(u) ≤ P(u, v]. It has a solution if
 * and only if no cycle is negative: the ends are fixed (c = 0 below, c = n above), and between two inner labels F may
 * grow by at most P/n + 2ε.
 *
 * @param pool ascending, at least n
 * @param all ascending; the pool is part of it
 * @param most where fewer than k of the first, or of the last, k can be chosen together
 */
export function leastKs(
  pool: Float64Array,
  n: number,
  all: Float64Array,
  most?: MostChosen,
): number {
  let least = 0;
  let lowest = Number.POSITIVE_INFINITY;
  const total = pool.length;
  let p = 0;
  for (let i = 0; i < all.length; ) {
    const y = all[i];
    while (i < all.length && all[i] === y) i++;
    while (p < total && pool[p] === y) p++;
    const share = i / all.length;
    // Some of the first p are chosen, and of those above y as many as there can be.
    const upTo = Math.min(n, most ? most.first[p] : p);
    const above = Math.min(n, most ? most.last[total - p] : total - p);
    least = Math.max(least, share - upTo / n, (n - above) / n - share);
    const surplus = share - p / n;
    least = Math.max(least, (surplus - lowest) / 2);
    lowest = Math.min(lowest, surplus);
  }
  return least;
}
