import type { Random } from '../../../random.js';
import { better, type Found, Price, tenure } from '../tabu.js';
import { type Joint, SIDES, type SideNumber } from './joint.js';
import type { Parts } from './problem.js';

/** A cluster that moved stays for this part of all clusters' number of steps at least, and for no more than {@link MOST_TENURE}. */
const TENURE_PART = 6;
const MOST_TENURE = 8;

/** What is made small: the leak, where the limit is part of the goal, or what the limit is exceeded by. */
export type Aim = 'leak' | 'overrun';

/** The best that was found; `cut` is what was made small. */
export interface FoundTogether extends Omit<Found, 'part'> {
  readonly parts: Parts;
  /** The least weight that a split of the right sizes left out on the way; infinite where there was none. */
  readonly fewest: number;
}

/**
 * Tabu search over the clusters of both sides, as that of one side: always the best move of one cluster to another
 * part. Moves may miss sizes, leave a set empty, or leave out too many pairs, each at the same price.
 *
 * @param steps the most moves
 * @returns generator that yields now and then, and returns the best
 */
export function* tabuTogether(
  joint: Joint,
  aim: Aim,
  steps: number,
  random: Random,
): Generator<void, FoundTogether> {
  const { sides } = joint;
  const until = sides.map(({ blocks }) => new Int32Array(blocks.count));
  const blocks = until[0].length + until[1].length;
  const least = Math.min(MOST_TENURE, Math.ceil(blocks / TENURE_PART));
  const limits = aim === 'leak';
  const cost = () => (limits ? joint.leak : joint.overrun);
  const excessNow = () => joint.missed + (limits ? joint.overrun : 0);
  let excess = excessNow();
  let now = cost();
  let fewest = joint.missed === 0 ? joint.leftOut : Number.POSITIVE_INFINITY;
  let best = { parts: joint.parts, cut: now, excess };
  const price = new Price(limits ? (2 * (now + 1e-9)) / joint.problem.weight : 1);
  for (let step = 1; step <= steps; step++) {
    let side: SideNumber = 0;
    let block = -1;
    let to = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (const s of SIDES) {
      const { part, parts, blocks: own, weight } = sides[s];
      const leaving = Array.from({ length: parts }, (_, p) => sides[s].excessOf(p, -1, 0));
      for (let b = 0; b < own.count; b++) {
        const from = part[b];
        // No part is emptied.
        if (weight[from] === own.weight[b]) continue;
        const gone = sides[s].excessOf(from, b, -1) - leaving[from];
        for (let p = 0; p < parts; p++) {
          if (p === from) continue;
          joint.look(s, b, p);
          const over = joint.nextOverrun - joint.overrun;
          const change = limits ? joint.change(s, b, p) : over;
          const off = gone + sides[s].excessOf(p, b, 1) - leaving[p];
          const worse = off + joint.nextEmpty - joint.empty + (limits ? over : 0);
          if (until[s][b] >= step && !better({ cut: now + change, excess: excess + worse }, best)) {
            continue;
          }
          const total = change + price.value * worse;
          if (total < lowest) {
            lowest = total;
            side = s;
            block = b;
            to = p;
          }
        }
      }
    }
    if (block < 0) break;
    joint.move(side, block, to);
    until[side][block] = step + tenure(blocks, random, least);
    excess = excessNow();
    now = cost();
    price.heed(step, excess <= best.excess);
    if (joint.missed === 0) fewest = Math.min(fewest, joint.leftOut);
    if (better({ cut: now, excess }, best)) best = { parts: joint.parts, cut: now, excess };
    if (best.excess === 0 && best.cut === 0) break;
    if (step % 100 === 0) yield;
  }
  return { ...best, fewest };
}
