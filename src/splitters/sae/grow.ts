import type { Random } from '../../random.js';
import type { Units } from '../units.js';
import { FewestFirst } from './fewest-first.js';
import type { LevelGraph } from './level-graph.js';

/** Growths from different seeds at most, and the weight of the steps that all of them may take together. */
const SEEDS = 400;
const STEPS = 200_000_000;
/** Molecules looked at after which even a single growth ends. */
const MOST_LOOKS = 4_000_000_000;

/**
 * Grows a set of units that holds as many molecules as possible together with all their
 * neighbors: in test, those have no training neighbor in the graph. From a random seed the molecule in the set that
 * lacks fewest neighbors gets them, again and again; when none fits any more, the one anywhere
 * that needs fewest. The best of many seeds is kept. Comes in steps.
 *
 * @param free units that may be taken; neighbors that are not free need not be taken
 * @param room weight that may be taken
 * @param goal weight of molecules with all their neighbors at which to stop
 * @param closable 0 for each molecule that has other training neighbors in any case; 1 for all unless given
 */
export function* growClosed(
  graph: LevelGraph,
  units: Units,
  free: Uint8Array,
  room: number,
  goal: number,
  random: Random,
  closable?: Uint8Array,
): Generator<void, number[]> {
  const growth = new Growth(graph, units, free, room, closable);
  if (growth.seeds.length === 0) return [];
  let best: number[] = [];
  let most = 0;
  for (let k = 0; k < SEEDS && most < goal && growth.steps < STEPS; k++) {
    yield* growth.run(growth.seeds[random.below(growth.seeds.length)], goal);
    if (growth.bestClosed > most) {
      most = growth.bestClosed;
      best = growth.taken.slice(0, growth.bestLength);
    }
  }
  return best;
}

class Growth {
  /** Free molecules whose closed neighborhood might fit. */
  readonly seeds: number[] = [];
  /** Units in the set, in the order of their coming; the first `bestLength` were best. */
  taken: number[] = [];
  bestLength = 0;
  bestClosed = 0;
  /** Weight of the steps so far: a step among many molecules that lack neighbors weighs more. */
  steps = 0;
  private looks = 0;
  private readonly inSet: Uint8Array;
  /** How many of a molecule's free closed neighborhood are not in the set. */
  private readonly missing: Int32Array;
  private readonly all: Int32Array;
  /** Molecules in the set that lack neighbors. */
  private readonly open: FewestFirst;
  private weight = 0;
  private closed = 0;

  constructor(
    private readonly graph: LevelGraph,
    private readonly units: Units,
    private readonly free: Uint8Array,
    private readonly room: number,
    private readonly closable?: Uint8Array,
  ) {
    const { offsets, neighbors, count } = graph;
    this.inSet = new Uint8Array(units.count);
    this.all = new Int32Array(count);
    for (let m = 0; m < count; m++) {
      if (free[units.of[m]] === 0 || closable?.[m] === 0) continue;
      let n = 1;
      for (let e = offsets[m]; e < offsets[m + 1]; e++) n += free[units.of[neighbors[e]]];
      this.all[m] = n;
      if (n <= room) this.seeds.push(m);
    }
    this.missing = this.all.slice();
    this.open = new FewestFirst(this.missing);
  }

  *run(seed: number, goal: number): Generator<void> {
    this.inSet.fill(0);
    this.missing.set(this.all);
    this.taken = [];
    this.open.clear();
    this.weight = this.closed = this.bestClosed = this.bestLength = 0;
    for (let next = seed; next >= 0; next = this.cheapest()) {
      if (!this.close(next)) break;
      if (this.closed > this.bestClosed) {
        this.bestClosed = this.closed;
        this.bestLength = this.taken.length;
      }
      if (this.closed >= goal || this.looks > MOST_LOOKS) break;
      yield;
    }
  }

  /** Takes a molecule and all its neighbors, if there is room for them. */
  private close(m: number): boolean {
    const { graph, units } = this;
    const before = this.taken.length;
    this.reserve(units.of[m]);
    for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
      this.reserve(units.of[graph.neighbors[e]]);
    }
    if (this.weight > this.room) {
      for (const u of this.taken.splice(before)) {
        this.inSet[u] = 0;
        this.weight -= units.unitWeight[u];
      }
      return false;
    }
    for (let k = before; k < this.taken.length; k++) this.enter(this.taken[k]);
    return true;
  }

  private reserve(unit: number): void {
    if (this.free[unit] === 0 || this.inSet[unit] === 1) return;
    this.inSet[unit] = 1;
    this.taken.push(unit);
    this.weight += this.units.unitWeight[unit];
  }

  private enter(unit: number): void {
    const { units, graph, missing } = this;
    for (let p = units.offsets[unit]; p < units.offsets[unit + 1]; p++) {
      const m = units.members[p];
      if (this.closable?.[m] !== 0) {
        this.fulfil(m);
        if (missing[m] > 0) this.open.add(m);
      }
      for (let e = graph.offsets[m]; e < graph.offsets[m + 1]; e++) {
        if (missing[graph.neighbors[e]] > 0) this.fulfil(graph.neighbors[e]);
      }
      this.look(graph.offsets[m + 1] - graph.offsets[m]);
    }
  }

  private fulfil(m: number): void {
    if (--this.missing[m] === 0) this.closed += this.units.weight[m];
    this.open.fell(m);
  }

  private look(molecules: number): void {
    this.steps += molecules;
    this.looks += molecules;
  }

  /** The molecule that lacks fewest: in the set if one of them fits, else anywhere; -1 for none. */
  private cheapest(): number {
    const { missing, units, inSet } = this;
    const { open } = this;
    while (open.size > 0 && missing[open.first()] === 0) open.removeFirst();
    this.steps += open.size;
    const left = this.room - this.weight;
    let best = open.first();
    if (best >= 0 && missing[best] <= left) return best;
    best = -1;
    let fewest = left + 1;
    this.look(this.seeds.length);
    for (const m of this.seeds) {
      if (inSet[units.of[m]] === 0 && missing[m] > 0 && missing[m] < fewest) {
        best = m;
        fewest = missing[m];
      }
    }
    return best;
  }
}
