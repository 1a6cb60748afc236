import type { Random } from '../../random.js';
import type { Partition } from './partition.js';

/** Steps between two looks at the price of a wrong size. */
const LOOK = 10;
/** By which factor it rises or falls. */
const STEP = 1.5;
/** A block that moved stays for so many steps at least; about as many more by chance. */
const TENURE = 8;

/** The best that was found. */
export interface Found {
  readonly part: Uint8Array;
  readonly cut: number;
  /** By how much sizes and classes miss their goal. */
  readonly excess: number;
}

/** Whether a is nearer to the goal than b, or as near with less similarity across the parts. */
export function better(a: { cut: number; excess: number }, b: { cut: number; excess: number }) {
  return a.excess < b.excess || (a.excess === b.excess && a.cut < b.cut);
}

/** The price of missing the goal: it rises while moves miss it, and falls while they meet it. */
export class Price {
  private met = 0;

  constructor(public value: number) {}

  /** @param isMet whether the goal was met after this step, from 1 on */
  heed(step: number, isMet: boolean): void {
    if (isMet) this.met++;
    if (step % LOOK > 0) return;
    if (this.met === 0) this.value *= STEP;
    else if (this.met > LOOK / 3) this.value /= STEP;
    this.met = 0;
  }
}

/** For how many steps one of so many blocks stays that moved. @param least so many at least */
export function tenure(blocks: number, random: Random, least = TENURE): number {
  return least + random.below(least + Math.ceil(blocks / 50));
}

/**
 * Tabu search (Glover, ORSA J. Comput. 1 (1989) 190): always the best move of one block to another part,
 * also when it is for the worse, but not of blocks that moved a short while ago. Moves leave the
 * sizes asked for at a price, which rises while sizes are wrong and falls while they are right
 * (Gendreau, Hertz and Laporte, Oper. Res. 42 (1994) 1276), so that the search goes back and forth over the
 * border. Of equal moves the first.
 *
 * @param steps the most moves
 * @returns generator that yields now and then, and returns the best
 */
export function* tabuSearch(
  partition: Partition,
  steps: number,
  random: Random,
): Generator<void, Found> {
  const { blocks, parts, part } = partition;
  const { count } = blocks;
  const until = new Int32Array(count);
  let excess = partition.excess;
  let best: Found = { part: part.slice(), cut: partition.cut, excess };
  const price = new Price(firstPrice(partition));
  const leaving = new Float64Array(parts);
  for (let step = 1; step <= steps; step++) {
    let block = -1;
    let to = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let p = 0; p < parts; p++) leaving[p] = partition.excessOf(p, -1, 0);
    for (let b = 0; b < count; b++) {
      const from = part[b];
      // No part is emptied.
      if (partition.weight[from] === blocks.weight[b]) continue;
      const gone = partition.excessOf(from, b, -1) - leaving[from];
      for (let p = 0; p < parts; p++) {
        if (p === from) continue;
        const change = partition.change(b, p);
        const worse = gone + partition.excessOf(p, b, 1) - leaving[p];
        if (
          until[b] >= step &&
          !better({ cut: partition.cut + change, excess: excess + worse }, best)
        ) {
          continue;
        }
        const cost = change + price.value * worse;
        if (cost < lowest) {
          lowest = cost;
          block = b;
          to = p;
        }
      }
    }
    if (block < 0) break;
    partition.move(block, to);
    until[block] = step + tenure(count, random);
    excess = partition.excess;
    price.heed(step, excess <= best.excess);
    if (better({ cut: partition.cut, excess }, best)) {
      best = { part: part.slice(), cut: partition.cut, excess };
    }
    if (step % 100 === 0) yield;
  }
  return best;
}

/** About what the similarity across the parts changes by with a unit of weight. */
function firstPrice({ blocks, cut, weight }: Partition): number {
  let total = 0;
  for (let b = 0; b < blocks.count; b++) total += blocks.weight[b];
  return (2 * cut) / Math.max(1, total - weight[0]) + 1;
}
