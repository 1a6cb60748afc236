/** Blocks that go to one part as a whole, and what is known of them. */
export interface Blocks {
  readonly count: number;
  /** Summed similarity of each two blocks, blocks × blocks, symmetric; whole numbers. The diagonal is not looked at. */
  readonly similarity: Float64Array;
  readonly weight: Int32Array;
  /** How much of each class a block has, blocks × classes; no classes when their shares do not matter. */
  readonly classes: Float64Array;
  readonly classCount: number;
}

/** What the parts are to be like. */
export interface Goal {
  /** Weight of each part; adds up to that of all blocks. */
  readonly sizes: readonly number[];
  /** Least and most of each class in each part, parts × classes. */
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** Which part each block is in, with what moves of blocks would change kept up to date. All sums are exact. */
export class Partition {
  readonly part: Uint8Array;
  readonly parts: number;
  readonly weight: Float64Array;
  /** How much of each class each part has, parts × classes. */
  readonly inClass: Float64Array;
  /** Summed similarity of each block to the blocks of each part, parts × blocks. */
  readonly toPart: Float64Array;
  /** Summed similarity of blocks in different parts. */
  cut = 0;

  constructor(
    readonly blocks: Blocks,
    readonly goal: Goal,
    part: Uint8Array,
  ) {
    const { count, similarity, classCount } = blocks;
    this.part = part.slice();
    this.parts = goal.sizes.length;
    this.weight = new Float64Array(this.parts);
    this.inClass = new Float64Array(this.parts * classCount);
    this.toPart = new Float64Array(this.parts * count);
    for (let b = 0; b < count; b++) {
      this.weight[part[b]] += blocks.weight[b];
      for (let k = 0; k < classCount; k++) {
        this.inClass[part[b] * classCount + k] += blocks.classes[b * classCount + k];
      }
      for (let d = 0; d < count; d++) {
        if (d !== b) this.toPart[part[d] * count + b] += similarity[b * count + d];
      }
    }
    for (let b = 0; b < count; b++) {
      for (let p = 0; p < this.parts; p++) {
        if (p !== part[b]) this.cut += this.toPart[p * count + b] / 2;
      }
    }
  }

  /** By how much the cut changes when a block moves to another part. */
  change(block: number, to: number): number {
    const { count } = this.blocks;
    return this.toPart[this.part[block] * count + block] - this.toPart[to * count + block];
  }

  move(block: number, to: number): void {
    const { blocks, part, toPart, inClass } = this;
    const { count, similarity, classCount } = blocks;
    const from = part[block];
    this.cut += this.change(block, to);
    part[block] = to;
    this.weight[from] -= blocks.weight[block];
    this.weight[to] += blocks.weight[block];
    for (let k = 0; k < classCount; k++) {
      inClass[from * classCount + k] -= blocks.classes[block * classCount + k];
      inClass[to * classCount + k] += blocks.classes[block * classCount + k];
    }
    const row = block * count;
    const [lost, won] = [from * count, to * count];
    for (let d = 0; d < count; d++) {
      const s = similarity[row + d];
      toPart[lost + d] -= s;
      toPart[won + d] += s;
    }
    // The diagonal is no similarity to others.
    toPart[lost + block] += similarity[row + block];
    toPart[won + block] -= similarity[row + block];
  }

  /** By how much weight parts miss their sizes, and classes their limits. */
  get excess(): number {
    let sum = 0;
    for (let p = 0; p < this.parts; p++) sum += this.excessOf(p, -1, 0);
    return sum;
  }

  /** The same of one part, if a block came (sign 1) or went (-1). */
  excessOf(p: number, block: number, sign: number): number {
    const { blocks, goal } = this;
    const { classCount } = blocks;
    const weight = block < 0 ? 0 : sign * blocks.weight[block];
    const off = Math.abs(this.weight[p] + weight - goal.sizes[p]);
    return off + (classCount === 0 ? 0 : this.missedIn(p, block, sign));
  }

  /** By how much classes miss their limits. */
  get missedClasses(): number {
    let sum = 0;
    for (let p = 0; p < this.parts; p++) sum += this.missedIn(p, -1, 0);
    return sum;
  }

  private missedIn(p: number, block: number, sign: number): number {
    const { blocks, goal, inClass } = this;
    const { classCount, classes } = blocks;
    let sum = 0;
    for (let k = 0; k < classCount; k++) {
      const has =
        inClass[p * classCount + k] + (block < 0 ? 0 : sign * classes[block * classCount + k]);
      const at = p * classCount + k;
      if (has < goal.least[at]) sum += goal.least[at] - has;
      else if (has > goal.most[at]) sum += has - goal.most[at];
    }
    return sum;
  }
}
