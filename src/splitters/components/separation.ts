import type { UnitGraph } from './unit-graph.js';

/** Allowed weights of a part. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A division of units. */
export interface Division {
  /** Part of each unit, or the number of parts for one that is left out. */
  readonly part: Uint8Array;
  /** Weight of what is left out. */
  readonly leftOut: number;
}

/**
 * Units in parts between which there is no edge, and those that are left out, the separator. A move puts a unit of
 * the separator into a part and takes its neighbors in other parts out of them, so that every
 * state is a separation.
 */
export class Separation {
  /** Part of each unit; `parts` for the separator. */
  readonly part: Uint8Array;
  readonly parts: number;
  /** Units of the separator. */
  readonly left: number[] = [];
  /** Weight of the separator. */
  leftOut = 0;
  /** By how much the parts' weights are out of bounds. */
  excess = 0;
  /** Edges and units looked at. */
  work = 0;
  private readonly size: Int32Array;
  /** Place in `left`, -1 for none. */
  private readonly place: Int32Array;
  /** Weight of each unit's neighbors in each part, units × parts. */
  private readonly link: Int32Array;

  /** Units that left or entered a part since the {@link mark}, as pairs of the unit and that part, -1 - part if they left. */
  private changes: number[] | null = null;

  /** All units are in the last part. */
  constructor(
    readonly graph: UnitGraph,
    readonly bounds: readonly Bounds[],
  ) {
    const { count, offsets, neighbors, weight } = graph;
    this.parts = bounds.length;
    this.part = new Uint8Array(count).fill(this.parts - 1);
    this.place = new Int32Array(count).fill(-1);
    this.size = new Int32Array(this.parts);
    this.link = new Int32Array(count * this.parts);
    for (let u = 0; u < count; u++) {
      this.size[this.parts - 1] += weight[u];
      let sum = 0;
      for (let e = offsets[u]; e < offsets[u + 1]; e++) sum += weight[neighbors[e]];
      this.link[u * this.parts + this.parts - 1] = sum;
    }
    this.excess = this.excessNow();
  }

  /** Weight of a part. */
  sizeOf(part: number): number {
    return this.size[part];
  }

  /** Weight of a unit's neighbors in a part. */
  linked(u: number, part: number): number {
    return this.link[u * this.parts + part];
  }

  /** How much heavier the separator becomes when its unit `u` goes to a part. */
  cost(u: number, to: number): number {
    const { link, parts } = this;
    let pulled = 0;
    for (let p = 0; p < parts; p++) if (p !== to) pulled += link[u * parts + p];
    return pulled - this.graph.weight[u];
  }

  /** By how much parts are out of bounds after that. */
  excessAfter(u: number, to: number): number {
    const { link, parts, size, bounds } = this;
    let sum = 0;
    for (let p = 0; p < parts; p++) {
      const after = p === to ? size[p] + this.graph.weight[u] : size[p] - link[u * parts + p];
      sum += outside(after, bounds[p]);
    }
    return sum;
  }

  /** By how much parts are out of bounds without a unit of theirs. */
  excessWithout(u: number): number {
    const { size, bounds, graph } = this;
    const p = this.part[u];
    const after = size[p] - graph.weight[u];
    return this.excess - outside(size[p], bounds[p]) + outside(after, bounds[p]);
  }

  /** Puts a unit of the separator into a part. */
  move(u: number, to: number): void {
    const { offsets, neighbors } = this.graph;
    const { link, part, parts } = this;
    this.enter(u, to);
    let pulls = false;
    for (let p = 0; p < parts; p++) if (p !== to && link[u * parts + p] > 0) pulls = true;
    if (pulls) {
      for (let e = offsets[u]; e < offsets[u + 1]; e++) {
        const v = neighbors[e];
        if (part[v] !== to && part[v] < parts) this.leave(v);
      }
    }
    this.excess = this.excessNow();
  }

  /** Takes a unit out of its part. */
  leave(u: number): void {
    const { graph, part } = this;
    const from = part[u];
    this.changes?.push(u, -1 - from);
    this.size[from] -= graph.weight[u];
    this.leftOut += graph.weight[u];
    this.tell(u, from, -graph.weight[u]);
    part[u] = this.parts;
    this.place[u] = this.left.length;
    this.left.push(u);
    this.excess = this.excessNow();
  }

  private enter(u: number, to: number): void {
    const { graph, part, left, place } = this;
    this.changes?.push(u, to);
    const last = left[left.length - 1];
    left[place[u]] = last;
    place[last] = place[u];
    left.pop();
    place[u] = -1;
    this.leftOut -= graph.weight[u];
    this.size[to] += graph.weight[u];
    part[u] = to;
    this.tell(u, to, graph.weight[u]);
  }

  /** Tells the neighbors of a unit that it entered or left a part. */
  private tell(u: number, part: number, change: number): void {
    const { offsets, neighbors } = this.graph;
    const { link, parts } = this;
    for (let e = offsets[u]; e < offsets[u + 1]; e++) link[neighbors[e] * parts + part] += change;
    this.work += offsets[u + 1] - offsets[u];
  }

  private excessNow(): number {
    let sum = 0;
    for (let p = 0; p < this.parts; p++) sum += outside(this.size[p], this.bounds[p]);
    return sum;
  }

  /** From here on changes can be undone. */
  mark(): void {
    this.changes = [];
  }

  /** Undoes all changes since the mark. */
  undo(): void {
    const changes = this.changes ?? [];
    this.changes = null;
    for (let i = changes.length - 2; i >= 0; i -= 2) {
      if (changes[i + 1] < 0) this.enter(changes[i], -1 - changes[i + 1]);
      else this.leave(changes[i]);
    }
    this.excess = this.excessNow();
  }

  /** The state, to be kept. */
  division(): Division {
    return { part: this.part.slice(), leftOut: this.leftOut };
  }

  /** Goes to a state that was kept. */
  restore({ part }: Division): void {
    const { graph, parts, link, size, place, left } = this;
    const { count, offsets, neighbors, weight } = graph;
    this.part.set(part);
    size.fill(0);
    link.fill(0);
    place.fill(-1);
    left.length = 0;
    this.leftOut = 0;
    for (let u = 0; u < count; u++) {
      const p = part[u];
      if (p === parts) {
        place[u] = left.length;
        left.push(u);
        this.leftOut += weight[u];
        continue;
      }
      size[p] += weight[u];
      for (let e = offsets[u]; e < offsets[u + 1]; e++) {
        link[neighbors[e] * parts + p] += weight[u];
      }
    }
    this.excess = this.excessNow();
  }
}

function outside(size: number, { low, high }: Bounds): number {
  return size < low ? low - size : size > high ? size - high : 0;
}
