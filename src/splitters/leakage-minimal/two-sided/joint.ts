import { Partition } from '../partition.js';
import { leakOf, type Parts, type Problem, share, type View } from './problem.js';

/** Sides by number, as in a {@link Problem}. */
export type SideNumber = 0 | 1;
export const SIDES: readonly SideNumber[] = [0, 1];

/** Which part each cluster of both sides is in, with what moves of clusters would change kept up to date. All sums are exact. */
export class Joint {
  readonly sides: readonly [Partition, Partition];
  /** By how much weight the splits leave out more than they may. */
  overrun: number;
  /** Sets of the splits that hold no pair. */
  empty: number;
  /** What both would be after the move that was looked at last. */
  nextOverrun = 0;
  nextEmpty = 0;
  /** For each side the weight of each block's pairs with the other side's blocks in each part, blocks × parts. */
  private readonly toPart: readonly [Float64Array, Float64Array];
  /** For each split the weight of the pairs in each set. */
  private readonly inSet: readonly Float64Array[];
  /** Weight that a set loses and another one gets by a move. */
  private lost = 0;
  private won = 0;

  constructor(
    readonly problem: Problem,
    parts: Parts,
  ) {
    const { sides, pairs, views } = problem;
    const [drugs, partners] = sides.map(
      ({ blocks, goal }, s) => new Partition(blocks, goal, parts[s]),
    );
    this.sides = [drugs, partners];
    const width = drugs.parts;
    const [rows, columns] = [drugs.blocks.count, partners.blocks.count];
    this.toPart = [new Float64Array(rows * width), new Float64Array(columns * width)];
    this.inSet = views.map(({ sets }) => new Float64Array(sets));
    for (let d = 0; d < rows; d++) {
      const own = drugs.part[d];
      for (let t = 0; t < columns; t++) {
        const weight = pairs[d * columns + t];
        if (weight === 0) continue;
        const other = partners.part[t];
        this.toPart[0][d * width + other] += weight;
        this.toPart[1][t * width + own] += weight;
        views.forEach(({ set }, v) => {
          if (set[own] === set[other]) this.inSet[v][set[own]] += weight;
        });
      }
    }
    this.overrun = this.inSet.reduce((sum, inSet) => sum + this.overrunOf(inSet), 0);
    this.empty = this.inSet.reduce((sum, inSet) => sum + emptyIn(inSet), 0);
  }

  get parts(): Parts {
    return [this.sides[0].part.slice(), this.sides[1].part.slice()];
  }

  get leak(): number {
    return leakOf(this.problem, this.sides[0].cut, this.sides[1].cut);
  }

  /** By how much weight parts miss their sizes, and how many sets hold no pair. */
  get missed(): number {
    return this.sides[0].excess + this.sides[1].excess + this.empty;
  }

  /** The most weight that one of the splits leaves out. */
  get leftOut(): number {
    return this.inSet.reduce((most, inSet) => Math.max(most, this.leftOutOf(inSet)), 0);
  }

  /** By how much the leak changes when a block moves to another part. */
  change(side: SideNumber, block: number, to: number): number {
    return share(this.sides[side].change(block, to), this.problem.sides[side]);
  }

  /** Finds {@link nextOverrun} and {@link nextEmpty} for a move. */
  look(side: SideNumber, block: number, to: number): void {
    const { views } = this.problem;
    const from = this.sides[side].part[block];
    this.nextOverrun = this.overrun;
    this.nextEmpty = this.empty;
    for (let v = 0; v < views.length; v++) {
      const { set } = views[v];
      const [left, entered] = [set[from], set[to]];
      if (left === entered) continue;
      this.weigh(views[v], side, block, left, entered);
      const inSet = this.inSet[v];
      this.nextOverrun -= this.overrunOf(inSet);
      this.nextEmpty -= emptyIn(inSet);
      inSet[left] -= this.lost;
      inSet[entered] += this.won;
      this.nextOverrun += this.overrunOf(inSet);
      this.nextEmpty += emptyIn(inSet);
      inSet[left] += this.lost;
      inSet[entered] -= this.won;
    }
  }

  move(side: SideNumber, block: number, to: number): void {
    const { problem, sides } = this;
    const from = sides[side].part[block];
    this.look(side, block, to);
    problem.views.forEach((view, v) => {
      const [left, entered] = [view.set[from], view.set[to]];
      if (left === entered) return;
      this.weigh(view, side, block, left, entered);
      this.inSet[v][left] -= this.lost;
      this.inSet[v][entered] += this.won;
    });
    this.overrun = this.nextOverrun;
    this.empty = this.nextEmpty;
    sides[side].move(block, to);
    this.tellOthers(side, block, from, to);
  }

  private tellOthers(side: SideNumber, block: number, from: number, to: number): void {
    const { problem, sides, toPart } = this;
    const others = toPart[1 - side];
    const width = sides[0].parts;
    const columns = sides[1].blocks.count;
    const [first, step] = side === 0 ? [block * columns, 1] : [block, columns];
    for (let o = 0, at = first; o * width < others.length; o++, at += step) {
      others[o * width + from] -= problem.pairs[at];
      others[o * width + to] += problem.pairs[at];
    }
  }

  /** Weight that leaves a set, and that enters another, when a block does. */
  private weigh(
    { set }: View,
    side: SideNumber,
    block: number,
    left: number,
    entered: number,
  ): void {
    const toPart = this.toPart[side];
    const row = block * set.length;
    let lost = 0;
    let won = 0;
    for (let q = 0; q < set.length; q++) {
      if (set[q] === left) lost += toPart[row + q];
      else if (set[q] === entered) won += toPart[row + q];
    }
    this.lost = lost;
    this.won = won;
  }

  private leftOutOf(inSet: Float64Array): number {
    let out = this.problem.weight;
    for (let s = 0; s < inSet.length; s++) out -= inSet[s];
    return out;
  }

  private overrunOf(inSet: Float64Array): number {
    return Math.max(0, this.leftOutOf(inSet) - this.problem.limit);
  }
}

function emptyIn(inSet: Float64Array): number {
  let empty = 0;
  for (let s = 0; s < inSet.length; s++) if (inSet[s] === 0) empty++;
  return empty;
}
