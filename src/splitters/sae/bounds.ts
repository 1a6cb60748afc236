import { atOnce } from '../../job.js';
import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import { mostClosed } from './closed-sets.js';
import { mostDominated } from './domination.js';
import { type LevelGraph, levelGraph } from './level-graph.js';

/** What is asked for, and of what. */
export interface BoundsRequest {
  readonly graph: NeighborGraph;
  /** Number of bins. */
  readonly bins: number;
  /** Number of test molecules. */
  readonly test: number;
  /** The most molecules that may be in neither test nor train. */
  readonly out: number;
  /** Test molecules per bin; they sum to `test`. */
  readonly requested: readonly number[];
  /** The bin of each molecule's highest similarity to training molecules that are not in the graph, if there are any. */
  readonly base?: Uint8Array | null;
}

/** A reason why a histogram cannot be reached: at most so many molecules below, from, or in a bin. */
export interface Limit {
  readonly kind: 'below' | 'at_least' | 'within';
  readonly bin: number;
  readonly most: number;
}

/** What no division into test, train and discarded molecules exceeds. */
export interface HistogramBounds {
  /** The most test molecules in bins below k, for k = 0 … bins. */
  readonly below: Int32Array;
  /** The most test molecules in bin k or above, for k = 0 … bins. */
  readonly atLeast: Int32Array;
  /** The most test molecules in each bin. */
  readonly within: Int32Array;
  /** At least so many are in a wrong bin: half the sum of |achieved − requested|. */
  readonly misplaced: number;
  /** The one limit that by itself puts most in a wrong bin; null where none does. */
  readonly binding: Limit | null;
}

/**
 * Proves how far a histogram of max similarity to train must stay from the requested one, for any
 * test set of the given size and any discarded molecules. Deterministic. It takes a few passes
 * over the pairs, time in the square of the test size, and up to about a second for each limit
 * from below that might matter: it is meant for a request that was not met.
 *
 * Each molecule counts as one. The bounds stay valid where molecules may only move in groups,
 * or some are bound to a subset: that only takes choices away. Where molecules that are not in the graph are bound to
 * training, they are bounds for the others, by way of `base`.
 *
 * @internal only for tests
 */
export function histogramBounds(request: BoundsRequest): HistogramBounds {
  return atOnce(boundsInSteps(request));
}

/** {@link histogramBounds} in steps, of up to some seconds for a million molecules. */
export function* boundsInSteps(request: BoundsRequest): Generator<void, HistogramBounds> {
  const { bins, test, requested } = request;
  const below = new Int32Array(bins + 1).fill(test);
  const atLeast = new Int32Array(bins + 1).fill(test);
  const within = new Int32Array(bins).fill(test);
  below[0] = 0;
  atLeast[bins] = 0;
  let asked = 0;
  for (let k = 1; k < bins; k++) {
    asked += requested[k - 1];
    const above = levelGraph(request.graph, k, bins);
    yield;
    below[k] = yield* mostBetween(request, [0, k], null, above, asked);
    yield;
    atLeast[k] = yield* mostBetween(request, [k, bins], above, null, test - asked);
    // The lowest and the highest bin are a range from an end.
    if (k > 1) {
      const level = levelGraph(request.graph, k - 1, k);
      yield;
      within[k - 1] = yield* mostBetween(request, [k - 1, k], level, above, requested[k - 1]);
    }
  }
  if (bins > 1) {
    within[0] = below[1];
    within[bins - 1] = atLeast[bins - 1];
  }
  const misplaced = leastMisplaced(requested, below, atLeast, within);
  return {
    below,
    atLeast,
    within,
    misplaced,
    binding: bindingLimit(requested, below, atLeast, within),
  };
}

/**
 * The most test molecules in the bins from the first of `range` up to, not including, the second: each needs
 * a neighbor in train that is in those bins (`level`; null where the lowest is among them, and none is
 * needed), and none in a higher one (`above`; null where there is none), so that its neighbors
 * there are in test or discarded. A base in the range is such a neighbor, one above it a neighbor that stays.
 */
function* mostBetween(
  { graph, test, out, base }: BoundsRequest,
  [low, high]: readonly [number, number],
  level: LevelGraph | null,
  above: LevelGraph | null,
  enough: number,
): Generator<void, number> {
  let most = test;
  if (level) {
    const provided = base ? base.map((b) => (b >= low ? 1 : 0)) : null;
    most = Math.min(most, mostDominated(level, provided));
    yield;
  }
  if (above && most > 0) {
    const room = Math.min(graph.count, test + out);
    const counted = level || base ? placeable(level, base, low, high) : null;
    most = Math.min(most, mostClosed(above, room, counted, Math.min(most, enough)));
    yield;
  }
  return most;
}

/** Which molecules can be in a range of bins: they have a neighbor there, if they need one, and none above it for ever. */
function placeable(
  level: LevelGraph | null,
  base: Uint8Array | null | undefined,
  low: number,
  high: number,
): Uint8Array {
  const count = level?.count ?? base?.length ?? 0;
  const some = new Uint8Array(count);
  for (let m = 0; m < count; m++) {
    const highest = base ? base[m] : 0;
    const has = !level || highest >= low || level.offsets[m + 1] > level.offsets[m];
    if (has && highest < high) some[m] = 1;
  }
  return some;
}

/**
 * The least half sum of |h − requested| over the histograms h that keep to the limits, exactly.
 *
 * The cost of the bins so far is a convex function of the number of molecules in them, kept as its
 * first value and its ascending slopes. A bin adds |h − requested| for h from 0 to its limit: the
 * slopes of both are merged (infimal convolution). Then the limits of the sum cut off both ends.
 */
export function leastMisplaced(
  requested: readonly number[],
  below: Int32Array,
  atLeast: Int32Array,
  within: Int32Array,
): number {
  const test = below[requested.length];
  let lowest = 0;
  let cost = 0;
  let slopes = new Int32Array(0);
  for (let b = 0; b < requested.length; b++) {
    const falling = Math.min(requested[b], within[b]);
    const merged = new Int32Array(slopes.length + within[b]);
    let n = 0;
    let i = 0;
    while (i < slopes.length && slopes[i] < -1) merged[n++] = slopes[i++];
    for (let h = 0; h < falling; h++) merged[n++] = -1;
    while (i < slopes.length && slopes[i] < 1) merged[n++] = slopes[i++];
    for (let h = falling; h < within[b]; h++) merged[n++] = 1;
    while (i < slopes.length) merged[n++] = slopes[i++];
    cost += requested[b];
    const from = Math.max(0, test - atLeast[b + 1] - lowest);
    const to = Math.max(from, Math.min(n, below[b + 1] - lowest));
    for (let h = 0; h < from; h++) cost += merged[h];
    lowest += from;
    slopes = merged.slice(from, to);
  }
  for (let h = 0; lowest + h < test; h++) cost += slopes[h];
  return cost / 2;
}

/** Of all limits the one that misplaces most by itself; null where none does. */
function bindingLimit(
  requested: readonly number[],
  below: Int32Array,
  atLeast: Int32Array,
  within: Int32Array,
): Limit | null {
  let binding: Limit | null = null;
  let missing = 0;
  const consider = (kind: Limit['kind'], bin: number, most: number, asked: number) => {
    if (asked - most <= missing) return;
    missing = asked - most;
    binding = { kind, bin, most };
  };
  const test = below[requested.length];
  let asked = 0;
  for (let k = 1; k < requested.length; k++) {
    asked += requested[k - 1];
    consider('below', k, below[k], asked);
    consider('at_least', k, atLeast[k], test - asked);
  }
  for (let b = 0; b < requested.length; b++) consider('within', b, within[b], requested[b]);
  return binding;
}
