import type { Random } from '../../../random.js';
import type { Blocks } from '../partition.js';
import { selected } from '../search.js';
import { relaxedDivision } from '../semidefinite.js';
import type { Parts, Problem } from './problem.js';

/** The most clusters of both sides that a relaxation of what is left out is made of: it takes a matrix of them all. */
export const MOST_TOGETHER = 1000;

/** What a pair counts for as similarity: enough that the relaxation's smallest numbers are far below it. */
export const PAIR_UNIT = 1e9;

/**
 * The clusters of both sides as blocks of one, drugs first, where the pairs of two clusters take the place of their
 * similarity, each {@link PAIR_UNIT}: what is across parts of these blocks is what is left out.
 */
export function together({ sides, pairs }: Problem): Blocks {
  const [drugs, partners] = sides.map(({ blocks }) => blocks);
  const count = drugs.count + partners.count;
  const similarity = new Float64Array(count * count);
  for (let d = 0; d < drugs.count; d++) {
    for (let t = 0; t < partners.count; t++) {
      const weight = PAIR_UNIT * pairs[d * partners.count + t];
      similarity[d * count + drugs.count + t] = weight;
      similarity[(drugs.count + t) * count + d] = weight;
    }
  }
  return {
    count,
    similarity,
    weight: Int32Array.from([...drugs.weight, ...partners.weight]),
    classes: new Float64Array(),
    classCount: 0,
  };
}

/** Fills part after part on both sides with the clusters that lean to it most where few pairs are left out. */
export function* alongTogether(problem: Problem, random: Random): Generator<void, Parts> {
  const { sides } = problem;
  const blocks = together(problem);
  const drugs = sides[0].blocks.count;
  const part = new Uint8Array(blocks.count);
  let left = Int32Array.from({ length: blocks.count }, (_, b) => b);
  for (let p = sides[0].goal.sizes.length - 1; p > 0 && left.length > 1; p--) {
    const room = sides.map(({ goal }) => goal.sizes[p]);
    const { lean } = yield* relaxedDivision(selected(blocks, left), room[0] + room[1], random);
    const order = [...left.keys()].sort((a, b) => lean[b] - lean[a] || a - b);
    for (const i of order) {
      const side = left[i] < drugs ? 0 : 1;
      if (blocks.weight[left[i]] > room[side]) continue;
      room[side] -= blocks.weight[left[i]];
      part[left[i]] = p;
    }
    left = left.filter((b) => part[b] !== p);
  }
  return [part.slice(0, drugs), part.slice(drugs)];
}
