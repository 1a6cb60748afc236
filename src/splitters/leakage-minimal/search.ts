import type { Random } from '../../random.js';
import { subsetSum } from '../subset-sum.js';
import { exhaustive } from './exhaustive.js';
import { type Blocks, type Goal, Partition } from './partition.js';
import { relaxedDivision } from './semidefinite.js';
import { better, type Found, tabuSearch } from './tabu.js';

/** Looks at single moves that one tabu search may take. */
const WORK = 2e7;
const LEAST_STEPS = 300;
const MOST_STEPS = 10_000;
/** Searches that start from a random assignment, and from the best with some blocks moved. */
const RANDOM_STARTS = 4;
const SHAKEN_STARTS = 8;
/** Share of the blocks that are moved to start again. */
const SHAKEN = 0.05;
/** Up to so many blocks all assignments are looked at, as far as so many placements go. */
const EXHAUSTIVE_BLOCKS = 40;
const EXHAUSTIVE_NODES = 200_000;

/** An assignment of blocks to parts, and how good any can be. */
export interface Divided extends Found {
  /** No assignment that meets the goal has a smaller cut. */
  readonly bound: number;
}

/**
 * Assigns blocks to parts so that little similarity is across the parts: along the relaxation, then by tabu search from there and
 * from elsewhere. The sizes have the first say, then the classes, then the similarity.
 *
 * @returns generator that yields now and then, and returns the best
 */
export function* divideBlocks(
  blocks: Blocks,
  goal: Goal,
  random: Random,
): Generator<void, Divided> {
  const parts = goal.sizes.length;
  const most = stepsOf(blocks.count, parts);
  const bounds = new Map<number, number>();
  const first = yield* alongRelaxations(blocks, goal, random, bounds);
  let best = yield* tabuSearch(new Partition(blocks, goal, first), most, random);
  const tryFrom = function* (part: Uint8Array): Generator<void, void> {
    const found = yield* tabuSearch(new Partition(blocks, goal, part), most, random);
    if (better(found, best)) best = found;
  };
  yield* tryFrom(ofSizes(blocks, goal));
  for (let k = 0; k < RANDOM_STARTS; k++) yield* tryFrom(ofSizes(blocks, goal, random));
  for (let k = 0; k < SHAKEN_STARTS; k++) yield* tryFrom(shaken(best.part, parts, random));

  const least = yield* leastAcross(blocks, goal.sizes, random, bounds);
  const bound = Math.min(best.cut, least);
  if (blocks.count <= EXHAUSTIVE_BLOCKS && (best.excess > 0 || bound < best.cut)) {
    const known = best.excess > 0 ? Number.POSITIVE_INFINITY : best.cut;
    const proof = exhaustive(blocks, goal, known, EXHAUSTIVE_NODES);
    if (proof) return { ...proof, excess: 0, bound: proof.cut };
    if (proof === null && best.excess === 0) return { ...best, bound: best.cut };
  }
  return { ...best, bound };
}

/**
 * A lower bound on the similarity across parts of these sizes.
 *
 * @param bounds of divisions in two, by the size of the smaller side, as far as they are known; more are added
 */
export function* leastAcross(
  blocks: Blocks,
  sizes: readonly number[],
  random: Random,
  bounds: Map<number, number>,
): Generator<void, number> {
  // Every pair across the parts is across two divisions of one part and the rest.
  let twice = 0;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  for (const own of sizes) {
    const size = Math.min(own, total - own);
    let bound = bounds.get(size);
    if (bound === undefined) {
      bound = (yield* relaxedDivision(blocks, size, random)).bound;
      bounds.set(size, bound);
    }
    twice += bound;
  }
  return Math.ceil(twice / 2);
}

/** Fills part after part with the blocks that lean to it most in a relaxation of what is left. */
function* alongRelaxations(
  blocks: Blocks,
  { sizes }: Goal,
  random: Random,
  bounds: Map<number, number>,
): Generator<void, Uint8Array> {
  const part = new Uint8Array(blocks.count);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let left = Int32Array.from({ length: blocks.count }, (_, b) => b);
  for (let p = sizes.length - 1; p > 0; p--) {
    const { bound, lean } = yield* relaxedDivision(selected(blocks, left), sizes[p], random);
    if (left.length === blocks.count) bounds.set(Math.min(sizes[p], total - sizes[p]), bound);
    const order = [...left.keys()].sort((a, b) => lean[b] - lean[a] || a - b);
    let room = sizes[p];
    for (const i of order) {
      if (blocks.weight[left[i]] > room) continue;
      room -= blocks.weight[left[i]];
      part[left[i]] = p;
    }
    left = left.filter((b) => part[b] !== p);
    if (left.length < 2) break;
  }
  return part;
}

/** The most moves of one search. */
export function stepsOf(blocks: number, parts: number): number {
  return Math.max(LEAST_STEPS, Math.min(MOST_STEPS, Math.round(WORK / (blocks * parts))));
}

/** Some of the blocks, without their classes. */
export function selected({ count, similarity, weight }: Blocks, chosen: Int32Array): Blocks {
  const own = new Float64Array(chosen.length * chosen.length);
  for (let i = 0; i < chosen.length; i++) {
    for (let j = 0; j < chosen.length; j++) {
      own[i * chosen.length + j] = similarity[chosen[i] * count + chosen[j]];
    }
  }
  return {
    count: chosen.length,
    similarity: own,
    weight: Int32Array.from(chosen, (b) => weight[b]),
    classes: new Float64Array(),
    classCount: 0,
  };
}

/** Blocks, random or the first, of the sizes asked for as nearly as they come out one part after the other. */
export function ofSizes({ count, weight }: Blocks, { sizes }: Goal, random?: Random): Uint8Array {
  const part = new Uint8Array(count);
  let left = Int32Array.from({ length: count }, (_, b) => b);
  random?.shuffle(left);
  for (let p = sizes.length - 1; p > 0; p--) {
    for (const b of subsetSum(left, weight, sizes[p]).chosen) part[b] = p;
    left = left.filter((b) => part[b] !== p);
  }
  return part;
}

export function shaken(part: Uint8Array, parts: number, random: Random): Uint8Array {
  const result = part.slice();
  for (let k = Math.max(1, Math.round(SHAKEN * part.length)); k > 0; k--) {
    result[random.below(part.length)] = random.below(parts);
  }
  return result;
}
