import type { LevelGraph } from './level-graph.js';

/** A fraction's unit: divisible by 1 … 14, so that the shares of small neighborhoods are exact. */
const UNIT = 720_720;
/** Components of up to this many molecules are solved exactly, within the limits below. */
const MAX_EXACT = 96;
/** Nodes of the search tree for one component, and for all of a graph. */
const MAX_NODES = 4_000;
const MAX_ALL_NODES = 60_000;

/**
 * An upper bound on the number of molecules that can have a neighbor in a set they are not in:
 * molecules in components of two or more, less a lower bound on what it takes to dominate those.
 *
 * Proof: let X be such molecules. Every one of X has a neighbor outside X, so the molecules
 * outside X dominate each component C, at least γ(C) of them lie in it, and |X ∩ C| ≤ |C| − γ(C).
 * γ(C) is exact in small components (branch and bound); elsewhere it is at least any fractional
 * packing of closed neighborhoods, the dual of the domination linear program (Meir and Moon 1975
 * for whole packings).
 *
 * @param provided 1 for each molecule that has a neighbor outside the graph; a component with one of these counts as
 *   a whole
 */
export function mostDominated(graph: LevelGraph, provided: Uint8Array | null = null): number {
  const { starts } = graph;
  const packing = fractionalPacking(graph);
  const solver = new ComponentSolver(graph);
  let most = 0;
  let nodes = MAX_ALL_NODES;
  for (let c = 0; c + 1 < starts.length; c++) {
    const size = starts[c + 1] - starts[c];
    if (provided && someOf(graph, c, provided)) {
      most += size;
      continue;
    }
    if (size < 2) continue;
    let least = packing[c];
    // One is needed, and is enough up to three molecules (a path or a triangle).
    if (size <= 3) least = 1;
    else if (size <= MAX_EXACT && nodes > 0) {
      least = solver.solve(c, least, Math.min(nodes, MAX_NODES));
      nodes -= solver.nodes;
    }
    most += size - least;
  }
  return most;
}

/** Whether a molecule of component c is marked. */
function someOf({ starts, members }: LevelGraph, c: number, marked: Uint8Array): boolean {
  for (let i = starts[c]; i < starts[c + 1]; i++) if (marked[members[i]] === 1) return true;
  return false;
}

/**
 * For each component a lower bound on its domination number: the better of two feasible duals,
 * shares y ≥ 0 of molecules with a sum of at most 1 in every closed neighborhood. One starts from
 * 1 / (the largest closed neighborhood it is in), the other from 0; both are then raised where
 * there is room, molecules with few neighbors first.
 */
function fractionalPacking(graph: LevelGraph): Int32Array {
  const { count, offsets, neighbors, component, starts } = graph;
  const least = new Int32Array(starts.length - 1);
  const byDegree = orderByDegree(graph);
  const room = new Int32Array(count);
  const sums = new Float64Array(starts.length - 1);
  for (const even of [true, false]) {
    room.fill(UNIT);
    sums.fill(0);
    for (let m = 0; even && m < count; m++) {
      let largest = offsets[m + 1] - offsets[m] + 1;
      for (let e = offsets[m]; e < offsets[m + 1]; e++) {
        const k = neighbors[e];
        if (offsets[k + 1] - offsets[k] >= largest) largest = offsets[k + 1] - offsets[k] + 1;
      }
      // Each of the s members of a closed neighborhood has at most 1 / s.
      const share = Math.floor(UNIT / largest);
      room[m] -= share;
      for (let e = offsets[m]; e < offsets[m + 1]; e++) room[neighbors[e]] -= share;
      sums[component[m]] += share;
    }
    for (let i = 0; i < count; i++) {
      const m = byDegree[i];
      let rise = room[m];
      for (let e = offsets[m]; rise > 0 && e < offsets[m + 1]; e++) {
        if (room[neighbors[e]] < rise) rise = room[neighbors[e]];
      }
      if (rise === 0) continue;
      room[m] -= rise;
      for (let e = offsets[m]; e < offsets[m + 1]; e++) room[neighbors[e]] -= rise;
      sums[component[m]] += rise;
    }
    for (let c = 0; c < least.length; c++) {
      least[c] = Math.max(least[c], Math.ceil(sums[c] / UNIT));
    }
  }
  return least;
}

/** Molecules by number of neighbors, ascending; ties in their own order. */
function orderByDegree({ count, offsets }: LevelGraph): Int32Array {
  const next = new Int32Array(count + 1);
  for (let m = 0; m < count; m++) next[offsets[m + 1] - offsets[m] + 1]++;
  for (let d = 0; d < count; d++) next[d + 1] += next[d];
  const order = new Int32Array(count);
  for (let m = 0; m < count; m++) order[next[offsets[m + 1] - offsets[m]]++] = m;
  return order;
}

/**
 * Branch and bound for a minimum dominating set: takes the undominated molecule with the fewest
 * dominators left and tries each, those already tried being excluded from what follows. A node
 * is cut off by a packing of disjoint sets of dominators, and by what one dominator covers at most.
 */
class ComponentSolver {
  /** Nodes that the last component took. */
  nodes = 0;
  private readonly local: Int32Array;
  private readonly offsets = new Int32Array(MAX_EXACT + 1);
  private readonly closed = new Uint8Array(MAX_EXACT * MAX_EXACT);
  private readonly dominators = new Int32Array(MAX_EXACT);
  private readonly excluded = new Uint8Array(MAX_EXACT);
  private readonly mark = new Int32Array(MAX_EXACT);
  private readonly tries = new Uint8Array(MAX_EXACT * MAX_EXACT);
  private stamp = 0;
  private size = 0;
  private best = 0;
  private least = 0;
  private limit = 0;

  constructor(private readonly graph: LevelGraph) {
    this.local = new Int32Array(graph.count);
  }

  /** The domination number of component c, or `least` (a lower bound) where that takes more than `limit` nodes. */
  solve(c: number, least: number, limit: number): number {
    const { graph, local, offsets, closed } = this;
    const start = graph.starts[c];
    this.size = graph.starts[c + 1] - start;
    for (let v = 0; v < this.size; v++) local[graph.members[start + v]] = v;
    for (let v = 0; v < this.size; v++) {
      const m = graph.members[start + v];
      let end = offsets[v];
      closed[end++] = v;
      for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
        closed[end++] = local[graph.neighbors[e]];
      }
      offsets[v + 1] = end;
    }
    this.dominators.fill(0, 0, this.size);
    this.excluded.fill(0, 0, this.size);
    this.nodes = 0;
    this.limit = limit;
    this.least = least;
    // Half of them are always enough (Ore 1962).
    this.best = (this.size >> 1) + 1;
    this.branch(0, this.size, 0);
    return this.nodes < limit || this.best === least ? this.best : least;
  }

  private branch(chosen: number, left: number, depth: number): void {
    if (left === 0) {
      this.best = chosen;
      return;
    }
    if (++this.nodes >= this.limit) return;
    const { size, offsets, closed, dominators, excluded, tries } = this;
    let pivot = -1;
    let fewest = size + 1;
    let cover = 1;
    for (let v = 0; v < size; v++) {
      let options = 0;
      let covers = 0;
      for (let e = offsets[v]; e < offsets[v + 1]; e++) {
        if (excluded[closed[e]] === 0) options++;
        if (dominators[closed[e]] === 0) covers++;
      }
      if (dominators[v] === 0 && options < fewest) {
        fewest = options;
        pivot = v;
      }
      if (excluded[v] === 0 && covers > cover) cover = covers;
    }
    if (fewest === 0) return;
    if (chosen + Math.max(Math.ceil(left / cover), this.pack(pivot)) >= this.best) return;
    // Dominators of the pivot, those that cover most first.
    const row = depth * MAX_EXACT;
    let n = 0;
    for (let e = offsets[pivot]; e < offsets[pivot + 1]; e++) {
      const d = closed[e];
      if (excluded[d] !== 0) continue;
      const covers = this.covers(d);
      let at = n++;
      for (; at > 0 && this.covers(tries[row + at - 1]) < covers; at--) {
        tries[row + at] = tries[row + at - 1];
      }
      tries[row + at] = d;
    }
    let tried = 0;
    for (; tried < n && this.best > this.least && this.nodes < this.limit; tried++) {
      const d = tries[row + tried];
      let dominated = 0;
      for (let e = offsets[d]; e < offsets[d + 1]; e++) {
        if (dominators[closed[e]]++ === 0) dominated++;
      }
      this.branch(chosen + 1, left - dominated, depth + 1);
      for (let e = offsets[d]; e < offsets[d + 1]; e++) dominators[closed[e]]--;
      excluded[d] = 1;
    }
    for (let i = 0; i < tried; i++) excluded[tries[row + i]] = 0;
  }

  /** How many undominated molecules d would dominate. */
  private covers(d: number): number {
    let n = 0;
    for (let e = this.offsets[d]; e < this.offsets[d + 1]; e++) {
      if (this.dominators[this.closed[e]] === 0) n++;
    }
    return n;
  }

  /** Undominated molecules no two of which have a dominator in common, from `first` on, greedily. */
  private pack(first: number): number {
    const { size, offsets, closed, dominators, excluded, mark } = this;
    const stamp = ++this.stamp;
    let packed = 0;
    for (let i = 0; i < size; i++) {
      const v = i === 0 ? first : i <= first ? i - 1 : i;
      if (dominators[v] !== 0) continue;
      let free = true;
      for (let e = offsets[v]; free && e < offsets[v + 1]; e++) {
        if (excluded[closed[e]] === 0 && mark[closed[e]] === stamp) free = false;
      }
      if (!free) continue;
      packed++;
      for (let e = offsets[v]; e < offsets[v + 1]; e++) mark[closed[e]] = stamp;
    }
    return packed;
  }
}
