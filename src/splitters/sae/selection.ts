import type { Units } from '../units.js';
import type { LevelGraph } from './level-graph.js';

/** Prices are multiples of one in so many closed molecules. */
export const STEPS = 256;

/** How good a set of units is: what is worse for its size being too large, and for its being too small. */
export interface Fit {
  readonly tooMuch: number;
  readonly tooLittle: number;
}

/**
 * Of the sets of units that are best for some price the one whose worse side of `fitOf` is least. For a price, that is the
 * set with the largest weight of closed molecules (in the set with all their neighbors) less the price of its units: no
 * set of the same weight holds more closed ones. Comes in steps.
 *
 * Each molecule is a project that needs its unit and those of its neighbors: a selection problem, whose best set is one
 * side of a minimum cut (Rhys, Management Science 17 (1970) 200; Picard, Management Science 22 (1976) 1268); a price of
 * units instead of a limit to them is a Lagrangian relaxation. Where every molecule can be closed, the best set is all
 * or nothing. With molecules that cannot, some clouds of molecules are cheap to close, and this finds all of them at once.
 *
 * @param free units that may be taken; neighbors that are not free need not be taken
 * @param closable 0 for each molecule that can never be closed
 * @param fitOf of a set of units; the larger the set, the more is too much and the less too little
 */
export function* bestSelection(
  graph: LevelGraph,
  units: Units,
  free: Uint8Array,
  closable: Uint8Array,
  fitOf: (units: readonly number[]) => Fit,
): Generator<void, number[]> {
  const flow = new SelectionFlow(graph, units, free, closable);
  let best: number[] = [];
  let least = fitOf(best).tooLittle;
  // The higher the price, the smaller the set.
  for (let low = 1, high = STEPS; low < high; ) {
    const price = (low + high) >> 1;
    const found = yield* flow.unitsAt(price);
    const { tooMuch, tooLittle } = fitOf(found);
    if (Math.max(tooMuch, tooLittle) < least) {
      best = found;
      least = Math.max(tooMuch, tooLittle);
    }
    if (tooMuch > tooLittle) low = price + 1;
    else high = price;
  }
  return best;
}

/** Exported for tests. A maximum flow from molecules through what they need to units, by Dinic's method (1970). */
export class SelectionFlow {
  /** Molecules that can be closed: the projects. */
  private readonly projects: Int32Array;
  /** Arcs of project p: `needs[starts[p]]` up to, not including, `needs[starts[p + 1]]`, the units that it needs. */
  private readonly starts: Int32Array;
  private readonly needs: Int32Array;
  private readonly project: Int32Array;
  /** Arcs to unit u: `arcsTo[ends[u]]` up to, not including, `arcsTo[ends[u + 1]]`. */
  private readonly ends: Int32Array;
  private readonly arcsTo: Int32Array;
  private readonly flow: Int32Array;
  /** What a project and a unit can still take. */
  private readonly supply: Int32Array;
  private readonly capacity: Int32Array;
  /** Distance from a project with supply left; -1 for none. */
  private readonly projectLevel: Int32Array;
  private readonly unitLevel: Int32Array;
  private readonly nextNeed: Int32Array;
  private readonly nextArc: Int32Array;
  private readonly queue: Int32Array;
  private path = new Int32Array(64);
  private pathArcs = new Int32Array(64);

  constructor(
    { count, offsets, neighbors }: LevelGraph,
    private readonly units: Units,
    free: Uint8Array,
    closable: Uint8Array,
  ) {
    const { of } = units;
    const isProject = (m: number) => closable[m] === 1 && free[of[m]] === 1;
    let projects = 0;
    let arcs = 0;
    for (let m = 0; m < count; m++) {
      if (!isProject(m)) continue;
      projects++;
      arcs++;
      for (let e = offsets[m]; e < offsets[m + 1]; e++) arcs += free[of[neighbors[e]]];
    }
    this.projects = new Int32Array(projects);
    this.starts = new Int32Array(projects + 1);
    this.needs = new Int32Array(arcs);
    this.project = new Int32Array(arcs);
    this.ends = new Int32Array(units.count + 1);
    this.arcsTo = new Int32Array(arcs);
    this.flow = new Int32Array(arcs);
    let p = 0;
    let a = 0;
    for (let m = 0; m < count; m++) {
      if (!isProject(m)) continue;
      this.project[a] = p;
      this.needs[a++] = of[m];
      for (let e = offsets[m]; e < offsets[m + 1]; e++) {
        if (free[of[neighbors[e]]] === 0) continue;
        this.project[a] = p;
        this.needs[a++] = of[neighbors[e]];
      }
      this.projects[p++] = m;
      this.starts[p] = a;
    }
    for (const u of this.needs) this.ends[u + 1]++;
    for (let u = 0; u < units.count; u++) this.ends[u + 1] += this.ends[u];
    const next = this.ends.slice();
    for (let arc = 0; arc < arcs; arc++) this.arcsTo[next[this.needs[arc]]++] = arc;
    this.supply = new Int32Array(projects);
    this.capacity = new Int32Array(units.count);
    this.projectLevel = new Int32Array(projects);
    this.unitLevel = new Int32Array(units.count);
    this.nextNeed = new Int32Array(projects);
    this.nextArc = new Int32Array(units.count);
    this.queue = new Int32Array(projects + units.count);
  }

  /**
   * The units that are worth their price together.
   *
   * @param price of a unit, in {@link STEPS}ths of its weight
   */
  *unitsAt(price: number): Generator<void, number[]> {
    const { units, projects, supply, capacity } = this;
    this.flow.fill(0);
    for (let p = 0; p < projects.length; p++) supply[p] = STEPS * units.weight[projects[p]];
    for (let u = 0; u < units.count; u++) capacity[u] = price * units.unitWeight[u];
    while (this.measure()) {
      yield;
      this.push();
      yield;
    }
    // What a project with supply left still reaches.
    const worth: number[] = [];
    for (let u = 0; u < units.count; u++) if (this.unitLevel[u] >= 0) worth.push(u);
    return worth;
  }

  /** Distances from the projects with supply left; false if no unit with capacity left is reached. */
  private measure(): boolean {
    const { starts, needs, ends, arcsTo, flow, project, capacity, queue } = this;
    const { projectLevel, unitLevel } = this;
    let length = 0;
    for (let p = 0; p < projectLevel.length; p++) {
      projectLevel[p] = this.supply[p] > 0 ? 0 : -1;
      if (projectLevel[p] === 0) queue[length++] = p;
    }
    unitLevel.fill(-1);
    let last = -1;
    for (let head = 0; head < length; head++) {
      const p = queue[head];
      if (p >= 0) {
        const level = projectLevel[p] + 1;
        if (last >= 0 && level > last) break;
        for (let a = starts[p]; a < starts[p + 1]; a++) {
          const u = needs[a];
          if (unitLevel[u] >= 0) continue;
          unitLevel[u] = level;
          if (capacity[u] > 0) last = level;
          queue[length++] = ~u;
        }
      } else {
        const u = ~p;
        const level = unitLevel[u] + 1;
        if (last >= 0 && level > last) break;
        for (let k = ends[u]; k < ends[u + 1]; k++) {
          const a = arcsTo[k];
          if (flow[a] === 0 || projectLevel[project[a]] >= 0) continue;
          projectLevel[project[a]] = level;
          queue[length++] = project[a];
        }
      }
    }
    return last >= 0;
  }

  /** Pushes along shortest paths until each of them is blocked. */
  private push(): void {
    const { starts, ends, supply } = this;
    this.nextNeed.set(starts.subarray(0, this.nextNeed.length));
    this.nextArc.set(ends.subarray(0, this.nextArc.length));
    for (let p = 0; p < supply.length; p++) {
      while (supply[p] > 0) {
        const length = this.pathFrom(p);
        if (length === 0) break;
        this.pushAlong(length);
      }
    }
  }

  /** Finds a shortest path from a project to a unit with capacity left; its length in arcs, 0 for none. */
  private pathFrom(from: number): number {
    const { starts, needs, ends, arcsTo, flow, project, capacity } = this;
    const { projectLevel, unitLevel, nextNeed, nextArc } = this;
    let depth = 0;
    this.path[0] = from;
    while (depth >= 0) {
      if (depth + 2 > this.path.length) this.lengthen();
      const { path, pathArcs } = this;
      const here = path[depth];
      const before = depth;
      if ((depth & 1) === 0) {
        const level = projectLevel[here] + 1;
        for (; nextNeed[here] < starts[here + 1]; nextNeed[here]++) {
          const a = nextNeed[here];
          if (unitLevel[needs[a]] !== level) continue;
          pathArcs[depth++] = a;
          path[depth] = needs[a];
          break;
        }
        if (depth > before) continue;
        projectLevel[here] = -2;
        if (--depth >= 0) nextArc[path[depth]]++;
      } else {
        if (capacity[here] > 0) return depth;
        const level = unitLevel[here] + 1;
        for (; nextArc[here] < ends[here + 1]; nextArc[here]++) {
          const a = arcsTo[nextArc[here]];
          if (flow[a] === 0 || projectLevel[project[a]] !== level) continue;
          pathArcs[depth++] = a;
          path[depth] = project[a];
          break;
        }
        if (depth > before) continue;
        unitLevel[here] = -2;
        nextNeed[path[--depth]]++;
      }
    }
    return 0;
  }

  private pushAlong(length: number): void {
    const { supply, capacity, flow, path, pathArcs } = this;
    let amount = Math.min(supply[path[0]], capacity[path[length]]);
    for (let d = 1; d < length; d += 2) amount = Math.min(amount, flow[pathArcs[d]]);
    for (let d = 0; d < length; d++) flow[pathArcs[d]] += d & 1 ? -amount : amount;
    supply[path[0]] -= amount;
    capacity[path[length]] -= amount;
  }

  private lengthen(): void {
    const longer = (old: Int32Array) => {
      const made = new Int32Array(old.length * 2);
      made.set(old);
      return made;
    };
    this.path = longer(this.path);
    this.pathArcs = longer(this.pathArcs);
  }
}
