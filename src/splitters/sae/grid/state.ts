import type { GridProblem, GridSide } from './problem.js';

/** A division of the entities on one side. */
export class SideState {
  /** 1 for each entity that is held out: none of its pairs is in training. */
  readonly held: Uint8Array;
  /** The entities that are held out, the first `heldCount`, and the place of each there. */
  readonly heldList: Int32Array;
  heldCount = 0;
  /** Open pairs of each entity, those with neither side held out. An entity is in training if it has one. */
  readonly open: Int32Array;
  /** Entities in training. */
  training = 0;
  /** Bin of each entity's max similarity to those in training. */
  readonly bin: Uint8Array;
  /** Neighbors in training by their bin, entities × bins. */
  readonly near: Int32Array;
  private readonly place: Int32Array;
  /** Of each entity whether it was held out when {@link keep} was called. */
  private readonly kept: Uint8Array;
  /** Entities that were moved since, and 1 for each of them. */
  private readonly moved: number[] = [];
  private readonly isMoved: Uint8Array;

  constructor(
    readonly side: GridSide,
    bins: number,
  ) {
    const { count, used, pairs, graph } = side;
    this.held = new Uint8Array(count);
    this.heldList = new Int32Array(count);
    this.place = new Int32Array(count);
    this.kept = new Uint8Array(count);
    this.isMoved = new Uint8Array(count);
    this.open = Int32Array.from(this.held, (_, e) => pairs.offsets[e + 1] - pairs.offsets[e]);
    this.training = used.length;
    this.near = new Int32Array(count * bins);
    for (const e of used) {
      for (let n = graph.offsets[e]; n < graph.offsets[e + 1]; n++) {
        this.near[graph.neighbors[n] * bins + graph.levels[n]]++;
      }
    }
    this.bin = new Uint8Array(count).fill(bins - 1);
  }

  /** Marks an entity as held out, or not. */
  setHeld(entity: number, held: boolean): void {
    const { heldList, place, moved, isMoved } = this;
    this.held[entity] = held ? 1 : 0;
    if (isMoved[entity] === 0) moved.push(entity);
    isMoved[entity] = 1;
    if (held) {
      place[entity] = this.heldCount;
      heldList[this.heldCount++] = entity;
      return;
    }
    const last = heldList[--this.heldCount];
    heldList[place[entity]] = last;
    place[last] = place[entity];
  }

  /** Keeps what is held out now. */
  keep(): void {
    for (const e of this.moved) {
      this.kept[e] = this.held[e];
      this.isMoved[e] = 0;
    }
    this.moved.length = 0;
  }

  /** Entities that are held out and were not when {@link keep} was called, or the reverse. */
  changes(): number[] {
    return this.moved.filter((e) => this.kept[e] !== this.held[e]);
  }
}

/**
 * Drugs and partners that are held out of training, and what follows: the bin of every entity, and the pairs in every
 * cell, kept exact move by move. An entity all pairs of which have a held-out side is not in training either.
 */
export class GridState {
  readonly sides: readonly [SideState, SideState];
  /** Pairs in each cell, open ones included; these are in the last. */
  readonly cells: Int32Array;
  /** Pairs with neither side held out. */
  open: number;
  /** Pairs and neighbors looked at. */
  work = 0;
  /** Entities that were moved since {@link begin}: side, entity. */
  private readonly log: number[] = [];

  constructor(readonly problem: GridProblem) {
    const { bins, count, sides } = problem;
    this.sides = [new SideState(sides[0], bins), new SideState(sides[1], bins)];
    this.cells = new Int32Array(bins * bins);
    this.cells[bins * bins - 1] = count;
    this.open = count;
  }

  /** From here on moves are kept for {@link undo}. */
  begin(): void {
    this.log.length = 0;
  }

  /** Takes back every move since {@link begin}. */
  undo(): void {
    for (let k = this.log.length - 2; k >= 0; k -= 2) this.shift(this.log[k], this.log[k + 1]);
    this.log.length = 0;
  }

  /** Holds an entity out, or no longer. @param side 0 for a drug, 1 for a partner */
  toggle(side: number, entity: number): void {
    this.log.push(side, entity);
    this.shift(side, entity);
  }

  /** Keeps what is held out now, for {@link restore}. */
  keep(): void {
    for (const own of this.sides) own.keep();
  }

  /** Holds out what was held out when {@link keep} was called. */
  restore(): void {
    this.sides.forEach((own, s) => {
      for (const e of own.changes()) this.shift(s, e);
    });
    this.begin();
    this.keep();
  }

  private shift(s: number, entity: number): void {
    const [own, other] = s === 0 ? this.sides : [this.sides[1], this.sides[0]];
    const { pairs, opposite } = own.side;
    const holds = own.held[entity] === 0;
    own.setHeld(entity, holds);
    const [first, end] = [pairs.offsets[entity], pairs.offsets[entity + 1]];
    this.work += end - first;
    let changed = 0;
    for (let p = first; p < end; p++) {
      const partner = opposite[p];
      if (other.held[partner] === 1) continue;
      changed++;
      if (!holds) {
        if (other.open[partner]++ === 0) this.enterTraining(1 - s, partner);
      } else if (--other.open[partner] === 0) this.leaveTraining(1 - s, partner);
    }
    if (changed === 0) return;
    own.open[entity] += holds ? -changed : changed;
    this.open += holds ? -changed : changed;
    if (holds) this.leaveTraining(s, entity);
    else this.enterTraining(s, entity);
  }

  private leaveTraining(s: number, entity: number): void {
    const { bins } = this.problem;
    const own = this.sides[s];
    const { near, bin, open } = own;
    const { offsets, neighbors, levels } = own.side.graph;
    own.training--;
    this.work += offsets[entity + 1] - offsets[entity];
    for (let n = offsets[entity]; n < offsets[entity + 1]; n++) {
      const k = neighbors[n];
      const level = levels[n];
      if (--near[k * bins + level] > 0 || bin[k] !== level || open[k] > 0) continue;
      this.setBin(s, k, this.highest(own, k, level));
    }
    this.setBin(s, entity, this.highest(own, entity, bins - 1));
  }

  private enterTraining(s: number, entity: number): void {
    const { bins } = this.problem;
    const own = this.sides[s];
    const { near, bin } = own;
    const { offsets, neighbors, levels } = own.side.graph;
    own.training++;
    this.work += offsets[entity + 1] - offsets[entity];
    for (let n = offsets[entity]; n < offsets[entity + 1]; n++) {
      const k = neighbors[n];
      near[k * bins + levels[n]]++;
      if (levels[n] > bin[k]) this.setBin(s, k, levels[n]);
    }
    this.setBin(s, entity, bins - 1);
  }

  /** The highest bin, from one on down, in which an entity has a neighbor in training. */
  private highest({ near }: SideState, entity: number, from: number): number {
    const { bins } = this.problem;
    let b = from;
    while (b > 0 && near[entity * bins + b] === 0) b--;
    return b;
  }

  private setBin(s: number, entity: number, to: number): void {
    const { bins } = this.problem;
    const [own, other] = s === 0 ? this.sides : [this.sides[1], this.sides[0]];
    const from = own.bin[entity];
    if (from === to) return;
    own.bin[entity] = to;
    const { pairs, opposite } = own.side;
    const { cells } = this;
    const [step, stride] = s === 0 ? [bins, 1] : [1, bins];
    const [first, end] = [pairs.offsets[entity], pairs.offsets[entity + 1]];
    this.work += end - first;
    for (let p = first; p < end; p++) {
      const at = other.bin[opposite[p]] * stride;
      cells[at + from * step]--;
      cells[at + to * step]++;
    }
  }
}
