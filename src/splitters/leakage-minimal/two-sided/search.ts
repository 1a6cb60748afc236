import type { Random } from '../../../random.js';
import type { Blocks } from '../partition.js';
import { type Divided, divideBlocks, leastAcross, ofSizes, shaken, stepsOf } from '../search.js';
import { better } from '../tabu.js';
import { alongTogether, MOST_TOGETHER, PAIR_UNIT, together } from './combined.js';
import { exhausted } from './exhaustive.js';
import { Joint } from './joint.js';
import { leakOf, type Parts, type Problem } from './problem.js';
import { type Aim, type FoundTogether, tabuTogether } from './tabu.js';

/** Searches that start from random parts of the right sizes, and from the best with some clusters moved. */
const RANDOM_STARTS = 2;
const SHAKEN_STARTS = 4;

/** Both sides, divided. */
export interface DividedSides {
  /** Drugs and partners; the bound of each is that of its side alone. */
  readonly sides: readonly [Divided, Divided];
  readonly leak: number;
  /** No assignment of these clusters to parts of these sizes has a smaller leak. */
  readonly bound: number;
}

/** What is known where the limit of pairs left out is not met. */
export interface Refused {
  /** The least weight that an assignment left out. */
  readonly fewest: number;
  /** Every assignment leaves out at least as much. */
  readonly least: number;
}

/**
 * Assigns the clusters of both sides to parts so that little similarity is across the parts: each side for itself, and
 * if that leaves out too many pairs or leaves a set empty, both together. Small problems are looked at in full.
 *
 * The bound is the sum of both sides' own bounds: without the limit they are problems of their own, and with it
 * it can only be worse.
 *
 * @returns generator that yields now and then, and returns the best, or why there is none
 */
export function* divideSides(
  problem: Problem,
  random: Random,
): Generator<void, DividedSides | Refused> {
  const [drugs, partners] = problem.sides;
  const own = [
    yield* divideBlocks(drugs.blocks, drugs.goal, random),
    yield* divideBlocks(partners.blocks, partners.goal, random),
  ] as const;
  const apart: Parts = [own[0].part, own[1].part];
  const start = new Joint(problem, apart);
  if (start.empty === 0 && start.overrun === 0) return settled(problem, own, start);
  const all = exhausted(problem);
  if (all?.best) {
    const { sides, leak } = settled(problem, own, new Joint(problem, all.best));
    return { sides, leak, bound: leak };
  }
  if (all && all.fewest < Number.POSITIVE_INFINITY) {
    return { fewest: all.fewest, least: all.fewest };
  }
  // Whatever is done, a set is empty.
  if (all) return settled(problem, own, start);
  const found = yield* divideTogether(problem, apart, random);
  if (found.excess > 0 && found.fewest < Number.POSITIVE_INFINITY) {
    const least = yield* leastLeftOut(problem, random);
    return { fewest: found.fewest, least: Math.min(least, found.fewest) };
  }
  return settled(problem, own, new Joint(problem, found.parts));
}

/** An assignment, with the bounds of each side alone. */
function settled(problem: Problem, own: readonly [Divided, Divided], joint: Joint): DividedSides {
  const [drugs, partners] = joint.sides.map(({ part, cut, excess }, s): Divided => {
    return { part, cut, excess, bound: Math.min(own[s].bound, cut) };
  });
  return {
    sides: [drugs, partners],
    leak: leakOf(problem, drugs.cut, partners.cut),
    bound: leakOf(problem, drugs.bound, partners.bound),
  };
}

/**
 * First from where each side alone came to, along a relaxation of what is left out, and from elsewhere to what keeps to
 * the limit; from what does, to little similarity across the parts.
 */
export function* divideTogether(
  problem: Problem,
  apart: Parts,
  random: Random,
): Generator<void, FoundTogether> {
  const [drugs, partners] = problem.sides;
  const parts = drugs.goal.sizes.length;
  const steps = stepsOf(drugs.blocks.count + partners.blocks.count, parts);
  const from = (start: Parts, aim: Aim) =>
    tabuTogether(new Joint(problem, start), aim, steps, random);
  const moved = ([d, p]: Parts): Parts => [shaken(d, parts, random), shaken(p, parts, random)];
  const starts: Parts[] = [apart];
  if (drugs.blocks.count + partners.blocks.count <= MOST_TOGETHER) {
    starts.push(yield* alongTogether(problem, random));
  }
  for (let k = 0; k < RANDOM_STARTS; k++) {
    starts.push([
      ofSizes(drugs.blocks, drugs.goal, random),
      ofSizes(partners.blocks, partners.goal, random),
    ]);
  }
  const within: FoundTogether[] = [];
  for (const start of starts) within.push(yield* from(start, 'overrun'));
  const keeps = ({ excess, cut }: FoundTogether) => excess === 0 && cut === 0;
  for (let k = 0; k < SHAKEN_STARTS && !within.some(keeps); k++) {
    within.push(yield* from(moved(best(within).parts), 'overrun'));
  }
  const fewest = Math.min(...within.map((found) => found.fewest));
  if (!within.some(keeps)) return { ...best(within), excess: Number.POSITIVE_INFINITY, fewest };
  const found = [yield* from(apart, 'leak')];
  for (const start of within.filter(keeps)) found.push(yield* from(start.parts, 'leak'));
  for (let k = 0; k < SHAKEN_STARTS; k++) {
    found.push(yield* from(moved(best(found).parts), 'leak'));
  }
  return { ...best(found), fewest };
}

function best(found: readonly FoundTogether[]): FoundTogether {
  return found.reduce((a, b) => (better(b, a) ? b : a));
}

/** The weight that each assignment leaves out in one of its splits at least; 0 where clusters are too many to tell. */
export function* leastLeftOut(problem: Problem, random: Random): Generator<void, number> {
  const blocks: Blocks = together(problem);
  if (blocks.count > MOST_TOGETHER) return 0;
  const bounds = new Map<number, number>();
  let least = 0;
  for (const { set, sets } of problem.views) {
    const sizes = new Array<number>(sets).fill(0);
    for (const { goal } of problem.sides) {
      goal.sizes.forEach((size, p) => {
        sizes[set[p]] += size;
      });
    }
    least = Math.max(least, yield* leastAcross(blocks, sizes, random, bounds));
  }
  return Math.ceil(least / PAIR_UNIT);
}
