import type { Units } from '../units.js';
import type { Analogs } from './analogs.js';

/** A hit and its analogs. */
export interface Cluster {
  /** The unit that is known, as a hit in training would be. */
  readonly hit: number;
  /** Units of its analogs, ascending. */
  readonly members: readonly number[];
}

/** What makes a cluster. */
export interface ClusterLimits {
  /** The fewest analogs, in molecules with a label. */
  readonly fewest: number;
  /** Standard deviation that the labels of hit and analogs together exceed. */
  readonly spread: number;
}

/** States of units. */
const FREE = 0;
const USED = 1;
/** Similar to a cluster, and in none: left out. */
const NEAR = 2;

/**
 * Finds clusters of close analogs one by one. The hit of each is, of the molecules that are left and have enough
 * analogs with enough spread of labels, the one with the fewest analogs (of several the first): the
 * most remote first. What else reaches the threshold to hit or analogs is then left out.
 */
export class ClusterFinder {
  private readonly state: Uint8Array;
  /** Labeled molecules among the unit's own, and among its free analogs. */
  private readonly own: Int32Array;
  private readonly analogs: Int32Array;
  /** Whether the labels around a unit are known not to spread enough. */
  private readonly flat: Uint8Array;

  /** @param labels of each molecule, NaN for none: those without one are in no cluster */
  constructor(
    private readonly units: Units,
    private readonly graph: Analogs,
    private readonly labels: Float64Array,
    private readonly limits: ClusterLimits,
  ) {
    const { count, offsets, members } = units;
    this.state = new Uint8Array(count);
    this.flat = new Uint8Array(count);
    this.own = new Int32Array(count);
    this.analogs = new Int32Array(count);
    for (let u = 0; u < count; u++) {
      for (let p = offsets[u]; p < offsets[u + 1]; p++) {
        if (!Number.isNaN(labels[members[p]])) this.own[u]++;
      }
    }
    for (let u = 0; u < count; u++) {
      for (const v of this.free(u)) this.analogs[u] += this.own[v];
    }
  }

  /** The next cluster; what it takes is free until {@link take}. */
  next(): Cluster | null {
    const { own, analogs, state, flat, limits } = this;
    const candidates = [...state.keys()].filter(
      (u) => state[u] === FREE && own[u] > 0 && analogs[u] >= limits.fewest && flat[u] === 0,
    );
    candidates.sort((a, b) => analogs[a] - analogs[b] || a - b);
    for (const hit of candidates) {
      const members = this.free(hit).filter((v) => own[v] > 0);
      if (this.spread([hit, ...members]) > limits.spread) return { hit, members };
      flat[hit] = 1;
    }
    return null;
  }

  /** Takes a cluster, and leaves out what is similar to it. */
  take({ hit, members }: Cluster): void {
    const { graph, state } = this;
    const all = [hit, ...members];
    for (const u of all) this.remove(u, USED);
    for (const u of all) {
      for (let e = graph.offsets[u]; e < graph.offsets[u + 1]; e++) {
        const v = graph.neighbors[e];
        if (state[v] === FREE) this.remove(v, NEAR);
      }
    }
  }

  /** Units that are left out so far, ascending. */
  leftOut(): number[] {
    return [...this.state.keys()].filter((u) => this.state[u] === NEAR);
  }

  private remove(unit: number, state: number): void {
    const { graph, own, analogs, flat } = this;
    this.state[unit] = state;
    for (let e = graph.offsets[unit]; e < graph.offsets[unit + 1]; e++) {
      if (graph.ofNeighbor[e] === 0) continue;
      analogs[graph.neighbors[e]] -= own[unit];
      flat[graph.neighbors[e]] = 0;
    }
  }

  /** Free analogs. */
  private free(unit: number): number[] {
    const { graph, state } = this;
    const found: number[] = [];
    for (let e = graph.offsets[unit]; e < graph.offsets[unit + 1]; e++) {
      if (graph.analog[e] === 1 && state[graph.neighbors[e]] === FREE) {
        found.push(graph.neighbors[e]);
      }
    }
    return found;
  }

  /** Standard deviation (of all, not estimated from a sample) of the labels of these units' molecules. */
  private spread(members: readonly number[]): number {
    const { units, labels } = this;
    const values: number[] = [];
    for (const u of members) {
      for (let p = units.offsets[u]; p < units.offsets[u + 1]; p++) {
        const label = labels[units.members[p]];
        if (!Number.isNaN(label)) values.push(label);
      }
    }
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  }
}
