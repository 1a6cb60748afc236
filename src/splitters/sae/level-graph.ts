import type { NeighborGraph } from '../../similarity/neighbor-graph.js';

/** The pairs of a neighbor graph in a range of bins, as compressed sparse rows, and its components. */
export interface LevelGraph {
  readonly count: number;
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  /** The component of each molecule; components are numbered by their first molecule. */
  readonly component: Int32Array;
  /** Molecules of component c: `members[starts[c]]` up to, not including, `members[starts[c + 1]]`. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** The graph of the pairs in the bins `from` (1 or more) up to, not including, `to`. */
export function levelGraph(graph: NeighborGraph, from: number, to: number): LevelGraph {
  const { count, levels } = graph;
  const offsets = new Int32Array(count + 1);
  let pairs = 0;
  for (let m = 0; m < count; m++) {
    for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
      if (levels[e] >= from && levels[e] < to) pairs++;
    }
    offsets[m + 1] = pairs;
  }
  // All of them: the rows are the graph's own.
  let { neighbors } = graph;
  if (pairs < neighbors.length) {
    neighbors = new Int32Array(pairs);
    let p = 0;
    for (let e = 0; p < pairs; e++) {
      if (levels[e] >= from && levels[e] < to) neighbors[p++] = graph.neighbors[e];
    }
  }
  return { count, offsets, neighbors, ...components(count, offsets, neighbors) };
}

function components(count: number, offsets: Int32Array, neighbors: Int32Array) {
  const component = new Int32Array(count).fill(-1);
  // Breadth-first: a component's molecules are the part of the queue that it filled.
  const members = new Int32Array(count);
  const starts: number[] = [];
  let end = 0;
  for (let first = 0; first < count; first++) {
    if (component[first] >= 0) continue;
    const c = starts.length;
    starts.push(end);
    component[first] = c;
    let next = end;
    members[end++] = first;
    while (next < end) {
      const m = members[next++];
      for (let e = offsets[m]; e < offsets[m + 1]; e++) {
        const k = neighbors[e];
        if (component[k] >= 0) continue;
        component[k] = c;
        members[end++] = k;
      }
    }
  }
  starts.push(count);
  return { component, starts: Int32Array.from(starts), members };
}
