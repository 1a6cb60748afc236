import { Random } from '../../random.js';
import type { LevelGraph } from './level-graph.js';

/** Neighbors of each molecule that paths may take, beside all of their source's. */
const ARCS = 8;
/** Costs of a vertex run from 1 to this; one that has the average load costs FAIR_COST. */
const MAX_COST = 255;
const FAIR_COST = 6;
/** Trees of paths between two changes of the costs. */
const BATCH = 8;
/** The largest groups of molecules with one tree for all: the first, unless it takes too long. */
const GROUP = 4;
const MAX_GROUP = 64;
/** Arcs looked at: about a second. */
const MAX_WORK = 60_000_000;
/** Distances of molecules that no path leads to yet, and of those whose path is final. */
const FAR = 0x7fff_ffff;
const SETTLED = -1;

/** A path from each of some molecules to each of the same number of targets. */
export interface PathLoads {
  /** Targets of each molecule, itself included. */
  readonly targets: number;
  /** Sums of the n largest numbers of paths that pass through a molecule, for n = 0, 1, … */
  readonly passing: Float64Array;
}

/**
 * An upper bound on |A| where A and its neighbors S have at most `room` molecules.
 *
 * Proof: a path from A to a molecule outside of A and S has an inner vertex in S. At least
 * `targets` − `room` of the targets of each molecule of A are outside. So |A| (`targets` − `room`)
 * paths pass through S, no more than the |S| largest loads together, and |A| + |S| ≤ `room`.
 * (The dual of multicommodity flow, Leighton and Rao 1999, with a commodity for each source.)
 */
export function separated({ targets, passing }: PathLoads, room: number): number {
  let most = 0;
  // With more of the room for S, less of it is left for A.
  for (let s = 1; s < room && most < room - s; s++) {
    const paths = passing[Math.min(s, passing.length - 1)];
    most = Math.max(most, Math.min(room - s, Math.floor(paths / (targets - room))));
  }
  return most;
}

/**
 * Finds paths from the molecules in components of the `included` sizes, all larger than `room`,
 * to those nearest to them, that avoid vertices which many paths pass already; null where enough
 * of them would take too long. Molecules with too many neighbors for the room need none.
 *
 * Any paths prove a bound. These are shortest paths in the graph with a few of its edges, under
 * vertex costs that follow the loads (Garg and Könemann 2007). Groups of molecules go through
 * one of them that the others are neighbors of, and share its paths.
 */
export function pathLoads(
  graph: LevelGraph,
  included: (size: number) => boolean,
  room: number,
): PathLoads | null {
  const { count, offsets, component, starts } = graph;
  const isSource = new Uint8Array(count);
  let sources = 0;
  let targets = 3 * room;
  for (let m = 0; m < count; m++) {
    const size = starts[component[m] + 1] - starts[component[m]];
    if (!included(size)) continue;
    targets = Math.min(targets, size);
    if (offsets[m + 1] - offsets[m] >= room) continue;
    isSource[m] = 1;
    sources++;
  }
  // Arcs are there in both directions.
  const reachable = Math.floor(MAX_WORK / (2 * ARCS));
  const group = Math.ceil((sources * targets) / reachable);
  const members = groups(graph, isSource, Math.max(GROUP, Math.min(MAX_GROUP, group)));
  const roots: number[] = [];
  for (let m = 0; m < count; m++) if (members[m] > 0) roots.push(m);
  targets = Math.min(targets, Math.floor(reachable / Math.max(1, roots.length)));
  if (targets - room < room / 4) return null;

  const random = new Random(0);
  const loads = new Float64Array(count);
  const costs = new Uint8Array(count).fill(FAIR_COST);
  const tree = treeBuilder(graph, someArcs(graph, random), costs, targets);
  const below = new Int32Array(count);
  let total = 0;
  random.shuffle(roots);
  for (let i = 0; i < roots.length; i++) {
    const root = roots[i];
    const near = offsets[root + 1] - offsets[root];
    tree.build(root);
    // Of the root's neighbors none is outside, if it is in A: no path to them is needed.
    for (let n = 0; n < targets - 1; n++) below[tree.order[n]] = n < near ? 0 : 1;
    for (let n = targets - 2; n >= 0; n--) {
      const m = tree.order[n];
      const through = (below[m] - (n < near ? 0 : 1)) * members[root];
      loads[m] += through;
      total += through;
      if (n >= near) below[tree.parent[m]] += below[m];
    }
    // The others of the group come through the root, to its neighbors, too.
    const others = (members[root] - 1) * (targets - 1);
    loads[root] += others;
    total += others;
    if (i % BATCH === BATCH - 1 && total > 0) {
      const scale = count / total;
      for (let m = 0; m < count; m++) {
        const cost = Math.round(FAIR_COST * (loads[m] * scale) * (loads[m] * scale));
        costs[m] = Math.max(1, Math.min(MAX_COST, cost));
      }
    }
  }
  loads.sort().reverse();
  const passing = new Float64Array(count + 1);
  for (let n = 0; n < count; n++) passing[n + 1] = passing[n] + loads[n];
  return { targets, passing };
}

/**
 * Builds trees of shortest paths from one molecule to the nearest `targets` − 1 others (Dijkstra's
 * algorithm with a ring of buckets). A path costs what its inner vertices cost, and goes by
 * any edge of the root, then by arcs: the root's neighbors come first in the order.
 */
function treeBuilder(
  { count, offsets, neighbors }: LevelGraph,
  arcs: { readonly offsets: Int32Array; readonly neighbors: Int32Array },
  costs: Uint8Array,
  targets: number,
) {
  const order = new Int32Array(count);
  const parent = new Int32Array(count);
  const distance = new Int32Array(count).fill(FAR);
  const touched = new Int32Array(count);
  /** The last entry of each bucket, and for each entry its molecule and the entry before it. */
  const last = new Int32Array(MAX_COST + 1);
  const entries = new Int32Array(count + arcs.neighbors.length);
  const before = new Int32Array(count + arcs.neighbors.length);
  const build = (root: number) => {
    let seen = 0;
    let length = 0;
    let used = 0;
    last.fill(-1);
    touched[seen++] = root;
    distance[root] = SETTLED;
    for (let e = offsets[root]; e < offsets[root + 1]; e++) {
      const m = neighbors[e];
      touched[seen++] = m;
      distance[m] = 0;
      parent[m] = root;
      entries[used] = m;
      before[used] = last[0];
      last[0] = used++;
    }
    for (let d = 0, b = 0; length < targets - 1; d++, b = b === MAX_COST ? 0 : b + 1) {
      // Nothing is added to the bucket that is emptied: costs are from 1 to the number of others.
      let entry = last[b];
      last[b] = -1;
      for (; entry >= 0 && length < targets - 1; entry = before[entry]) {
        const m = entries[entry];
        if (distance[m] !== d) continue;
        distance[m] = SETTLED;
        order[length++] = m;
        const cost = costs[m];
        const next = d + cost;
        const to = b + cost > MAX_COST ? b + cost - MAX_COST - 1 : b + cost;
        for (let e = arcs.offsets[m]; e < arcs.offsets[m + 1]; e++) {
          const k = arcs.neighbors[e];
          if (distance[k] <= next) continue;
          if (distance[k] === FAR) touched[seen++] = k;
          distance[k] = next;
          parent[k] = m;
          entries[used] = k;
          before[used] = last[to];
          last[to] = used++;
        }
      }
    }
    for (let n = 0; n < seen; n++) distance[touched[n]] = FAR;
  };
  return { order, parent, build };
}

/**
 * Divides the sources into groups of at most `largest` around molecules that are neighbors of
 * the others in their group, and gives the size of the group around each molecule.
 */
function groups(
  { count, offsets, neighbors }: LevelGraph,
  isSource: Uint8Array,
  largest: number,
): Int32Array {
  const members = new Int32Array(count);
  const taken = new Uint8Array(count);
  for (let m = 0; m < count; m++) {
    if (isSource[m] === 0 || taken[m] === 1) continue;
    taken[m] = 1;
    members[m] = 1;
    for (let e = offsets[m]; e < offsets[m + 1] && members[m] < largest; e++) {
      const k = neighbors[e];
      if (isSource[k] === 0 || taken[k] === 1) continue;
      taken[k] = 1;
      members[m]++;
    }
  }
  return members;
}

/** A few edges of each molecule, in both directions, that keep each component connected. */
function someArcs({ count, offsets, neighbors, members }: LevelGraph, random: Random) {
  // Every molecule but the first has a neighbor before it in the order of a breadth-first search.
  const position = new Int32Array(count);
  for (let i = 0; i < count; i++) position[members[i]] = i;
  const ends = new Int32Array(2 * ARCS * count);
  const starts = new Int32Array(count + 1);
  let n = 0;
  for (let m = 0; m < count; m++) {
    const degree = offsets[m + 1] - offsets[m];
    let first = 0;
    for (let e = offsets[m]; e < offsets[m + 1]; e++) {
      if (position[neighbors[e]] < position[neighbors[offsets[m] + first]]) {
        first = e - offsets[m];
      }
    }
    for (let k = 0; k < Math.min(degree, ARCS); k++) {
      const e = degree <= ARCS ? k : k === 0 ? first : random.below(degree);
      const other = neighbors[offsets[m] + e];
      ends[n++] = m;
      ends[n++] = other;
      starts[m]++;
      starts[other]++;
    }
  }
  for (let m = 0, sum = 0; m <= count; m++) {
    sum += starts[m];
    starts[m] = sum;
  }
  const arcs = new Int32Array(n);
  for (let i = 0; i < n; i += 2) {
    arcs[--starts[ends[i]]] = ends[i + 1];
    arcs[--starts[ends[i + 1]]] = ends[i];
  }
  return { offsets: starts, neighbors: arcs };
}
