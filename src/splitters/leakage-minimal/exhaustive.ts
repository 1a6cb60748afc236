import type { Blocks, Goal } from './partition.js';

/**
 * The least summed similarity of blocks in different parts, for parts that meet the goal exactly: branch and
 * bound over the part of each block, those with most similarity first. Each block that is still to come adds at
 * least what it has with all placed blocks outside the part that it has most with.
 *
 * @param known a cut that can be had
 * @param nodes the most placements that are looked at
 * @returns a better assignment, or null if there is none; undefined if it is not known
 */
export function exhaustive(
  blocks: Blocks,
  goal: Goal,
  known: number,
  nodes: number,
): { part: Uint8Array; cut: number } | null | undefined {
  const { count, similarity, weight, classes, classCount } = blocks;
  const parts = goal.sizes.length;
  const order = bySimilarity(blocks);
  const part = new Uint8Array(count);
  const room = Float64Array.from(goal.sizes);
  const inClass = new Float64Array(parts * classCount);
  // Summed similarity of each block to the placed blocks of each part.
  const toPart = new Float64Array(count * parts);
  let best: { part: Uint8Array; cut: number } | null = null;
  let limit = known;
  let left = nodes;

  const fits = () => {
    for (let k = 0; k < inClass.length; k++) {
      if (inClass[k] < goal.least[k] || inClass[k] > goal.most[k]) return false;
    }
    return room.every((r) => r === 0);
  };
  /** What the blocks from `depth` on will add at least. */
  const toCome = (depth: number) => {
    let sum = 0;
    for (let i = depth; i < count; i++) {
      let all = 0;
      let most = 0;
      for (let p = 0; p < parts; p++) {
        const s = toPart[order[i] * parts + p];
        all += s;
        most = Math.max(most, s);
      }
      sum += all - most;
    }
    return sum;
  };
  const place = (depth: number, block: number, p: number, sign: number) => {
    room[p] -= sign * weight[block];
    for (let k = 0; k < classCount; k++) {
      inClass[p * classCount + k] += sign * classes[block * classCount + k];
    }
    for (let i = depth + 1; i < count; i++) {
      toPart[order[i] * parts + p] += sign * similarity[block * count + order[i]];
    }
  };
  const visit = (depth: number, cut: number): boolean => {
    if (left-- <= 0) return false;
    if (depth === count) {
      if (cut < limit && fits()) {
        limit = cut;
        best = { part: part.slice(), cut };
      }
      return true;
    }
    if (cut + toCome(depth) >= limit) return true;
    const block = order[depth];
    let all = 0;
    for (let p = 0; p < parts; p++) all += toPart[block * parts + p];
    for (let p = 0; p < parts; p++) {
      if (weight[block] > room[p]) continue;
      part[block] = p;
      const adds = all - toPart[block * parts + p];
      place(depth, block, p, 1);
      const whole = visit(depth + 1, cut + adds);
      place(depth, block, p, -1);
      if (!whole) return false;
    }
    return true;
  };
  return visit(0, 0) ? best : undefined;
}

function bySimilarity({ count, similarity }: Blocks): number[] {
  const sums = Float64Array.from({ length: count }, (_, b) => {
    let sum = 0;
    for (let d = 0; d < count; d++) if (d !== b) sum += similarity[b * count + d];
    return sum;
  });
  return Array.from({ length: count }, (_, b) => b).sort((a, b) => sums[b] - sums[a] || a - b);
}
