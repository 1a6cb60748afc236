import type { NeighborGraph } from '../../similarity/neighbor-graph.js';
import { makeUnits, type Units } from '../units.js';

/** The molecules that a search may move, numbered again, and what all others, which stay in training, are to them. */
export interface FreePart {
  /** Pairs of free molecules: all that can decide the bin of one of the two. */
  readonly graph: NeighborGraph;
  readonly units: Units;
  /** The bin of each free molecule's highest similarity to those that are not free; null where all are free. */
  readonly base: Uint8Array | null;
  /** Each free molecule's number among all; null where all are free. */
  readonly molecules: Int32Array | null;
}

/** Pairs that decide something, and the bin that each molecule's max similarity never falls below. */
export interface DecidingPairs {
  readonly graph: NeighborGraph;
  /** Null where no pair was left out, and there is none. */
  readonly base: Uint8Array | null;
}

/** Pairs are left out where no more than this share of them decides anything: a search over the others is as fast. */
const FEW = 0.5;

/**
 * The pairs that can decide the bin of a molecule, where these are few. A molecule with more neighbors in some bins than
 * molecules can be outside of training always has a training neighbor there, so its pairs below decide nothing. Nothing is
 * lost or approximated, as in {@link freePart}, as long as no more than `most` are outside.
 *
 * @param most molecules that can be outside of training
 */
export function decidingPairs(
  { graph, base }: Pick<FreePart, 'graph' | 'base'>,
  bins: number,
  most: number,
): DecidingPairs {
  const { count, offsets, levels } = graph;
  // A molecule with no more neighbors than that can be rid of all.
  const hasMore = offsets.some((end, m) => m > 0 && end - offsets[m - 1] > most);
  if (!base && !hasMore) return { graph, base };
  const lowest = base ? base.slice() : new Uint8Array(count);
  const inBin = new Int32Array(bins);
  let kept = 0;
  for (let m = 0; m < count; m++) {
    inBin.fill(0);
    for (let e = offsets[m]; e < offsets[m + 1]; e++) inBin[levels[e]]++;
    let bin = bins - 1;
    let above = inBin[bin];
    while (bin > lowest[m] && above <= most) above += inBin[--bin];
    lowest[m] = bin;
    // Those above it: each of a pair counts its own, so this is the most that can be kept.
    kept += above - inBin[bin];
  }
  if (2 * kept > FEW * levels.length) return { graph, base };
  const all = Int32Array.from({ length: count }, (_, m) => m);
  return { graph: pairsAbove(graph, all, all, lowest), base: lowest };
}

/**
 * What is left to decide once the anchors of a graph, and all that moves with one of them, are in
 * training. Nothing is lost or approximated: with them fixed a molecule's bin is the higher of `base` and
 * the highest pair with a free training molecule. So a pair that is above the base of neither molecule is left out.
 */
export function freePart(graph: NeighborGraph, units: Units): FreePart {
  const { anchors, count, offsets, neighbors, levels } = graph;
  if (!anchors) return { graph, units, base: null, molecules: null };
  const fixed = new Uint8Array(units.count);
  for (let m = 0; m < count; m++) if (anchors.isAnchor[m] === 1) fixed[units.of[m]] = 1;
  const number = new Int32Array(count).fill(-1);
  let free = 0;
  for (let m = 0; m < count; m++) if (fixed[units.of[m]] === 0) number[m] = free++;

  const molecules = new Int32Array(free);
  const base = new Uint8Array(free);
  for (let m = 0; m < count; m++) {
    const i = number[m];
    if (i < 0) continue;
    let highest = anchors.bin[m];
    for (let e = offsets[m]; e < offsets[m + 1]; e++) {
      if (number[neighbors[e]] < 0 && levels[e] > highest) highest = levels[e];
    }
    molecules[i] = m;
    base[i] = highest;
  }
  const grouped = units.count < count;
  return {
    graph: pairsAbove(graph, molecules, number, base),
    units: makeUnits(
      free,
      grouped ? molecules.map((m) => units.of[m]) : undefined,
      molecules.map((m) => units.weight[m]),
    ),
    base,
    molecules,
  };
}

/** The pairs of some molecules that are above the base of one of the two. */
function pairsAbove(
  { offsets, neighbors, levels }: NeighborGraph,
  molecules: Int32Array,
  number: Int32Array,
  base: Uint8Array,
): NeighborGraph {
  const count = molecules.length;
  const starts = new Int32Array(count + 1);
  const each = (visit: (i: number, k: number, level: number) => void) => {
    for (let i = 0; i < count; i++) {
      const m = molecules[i];
      for (let e = offsets[m]; e < offsets[m + 1]; e++) {
        const k = number[neighbors[e]];
        if (k >= 0 && (levels[e] > base[i] || levels[e] > base[k])) visit(i, k, levels[e]);
      }
    }
  };
  each((i) => {
    starts[i + 1]++;
  });
  for (let i = 0; i < count; i++) starts[i + 1] += starts[i];
  const kept = new Int32Array(starts[count]);
  const keptLevels = new Uint8Array(starts[count]);
  let p = 0;
  each((_, k, level) => {
    kept[p] = k;
    keptLevels[p++] = level;
  });
  return { count, offsets: starts, neighbors: kept, levels: keptLevels };
}

/** The values that belong to the free molecules, in their order. */
export function ofFree<T extends Int32Array | Float64Array>(
  values: T | null | undefined,
  { molecules }: FreePart,
): T | undefined {
  if (!values || !molecules) return values ?? undefined;
  const own = values.slice(0, molecules.length) as T;
  for (let i = 0; i < molecules.length; i++) own[i] = values[molecules[i]];
  return own;
}
