import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { exhaustive } from '../../../src/splitters/leakage-minimal/exhaustive.js';
import {
  type Blocks,
  type Goal,
  Partition,
} from '../../../src/splitters/leakage-minimal/partition.js';
import { divideBlocks } from '../../../src/splitters/leakage-minimal/search.js';
import { relaxedDivision } from '../../../src/splitters/leakage-minimal/semidefinite.js';
import { seeded } from '../../oracle/generators.js';

function randomBlocks(seed: number, count: number, weights: number, classCount: number): Blocks {
  const uniform = seeded(seed);
  const weight = Int32Array.from({ length: count }, () => 1 + Math.floor(uniform() * weights));
  const similarity = new Float64Array(count * count);
  // Blocks around a few centers on a line, as molecules are around scaffolds.
  const place = Array.from({ length: count }, () => Math.floor(uniform() * 3) + uniform() / 2);
  for (let b = 0; b < count; b++) {
    for (let d = 0; d <= b; d++) {
      const near = 1 / (1 + 4 * Math.abs(place[b] - place[d]));
      const s = Math.round(1e6 * near * uniform() * weight[b] * weight[d]);
      similarity[b * count + d] = s;
      similarity[d * count + b] = s;
    }
  }
  const classes = Float64Array.from({ length: count * classCount }, () =>
    Math.floor(uniform() * 3),
  );
  return { count, similarity, weight, classes, classCount };
}

function goalFor(blocks: Blocks, part: readonly number[], parts: number, limits: boolean): Goal {
  const { weight, classes, classCount } = blocks;
  const sizes = new Array<number>(parts).fill(0);
  part.forEach((p, b) => {
    sizes[p] += weight[b];
  });
  const least = new Float64Array(parts * classCount);
  const most = new Float64Array(parts * classCount).fill(Number.POSITIVE_INFINITY);
  // Of the first class the last part has no less than in the assignment that the goal is made from.
  if (limits && classCount > 0) {
    part.forEach((p, b) => {
      if (p === parts - 1) least[(parts - 1) * classCount] += classes[b * classCount];
    });
  }
  return { sizes, least, most };
}

/** Similarity across the parts, pair by pair. */
function cutOf({ count, similarity }: Blocks, part: ArrayLike<number>): number {
  let sum = 0;
  for (let b = 0; b < count; b++) {
    for (let d = 0; d < b; d++) if (part[b] !== part[d]) sum += similarity[b * count + d];
  }
  return sum;
}

/** The least cut of all assignments that have these sizes and classes, by trying each. */
function optimum(blocks: Blocks, goal: Goal): number {
  const parts = goal.sizes.length;
  let best = Number.POSITIVE_INFINITY;
  for (let code = 0; code < parts ** blocks.count; code++) {
    const part = Array.from(
      { length: blocks.count },
      (_, b) => Math.floor(code / parts ** b) % parts,
    );
    const meets = goal.sizes.every((size, p) => {
      const own = part.flatMap((q, b) => (q === p ? [b] : []));
      if (own.reduce((sum, b) => sum + blocks.weight[b], 0) !== size) return false;
      return Array.from({ length: blocks.classCount }, (_, k) => k).every((k) => {
        const has = own.reduce((sum, b) => sum + blocks.classes[b * blocks.classCount + k], 0);
        const at = p * blocks.classCount + k;
        return has >= goal.least[at] && has <= goal.most[at];
      });
    });
    if (meets) best = Math.min(best, cutOf(blocks, part));
  }
  return best;
}

const problems = fc.record({
  seed: fc.nat(1e6),
  count: fc.integer({ min: 2, max: 8 }),
  weights: fc.constantFrom(1, 1, 3, 6),
  parts: fc.integer({ min: 2, max: 3 }),
  classCount: fc.constantFrom(0, 0, 2),
});

function problemOf({
  seed,
  count,
  weights,
  parts: wanted,
  classCount,
}: {
  seed: number;
  count: number;
  weights: number;
  parts: number;
  classCount: number;
}) {
  const parts = Math.min(wanted, count);
  const blocks = randomBlocks(seed, count, weights, classCount);
  const uniform = seeded(seed + 1);
  const part = Array.from({ length: count }, (_, b) =>
    b < parts ? b : Math.floor(uniform() * parts),
  );
  return { blocks, part, goal: goalFor(blocks, part, parts, true) };
}

describe('the relaxation', () => {
  it('is never above the least similarity between two sides of a size', () => {
    fc.assert(
      fc.property(problems, (input) => {
        const { blocks, goal } = problemOf({ ...input, parts: 2, classCount: 0 });
        const least = optimum(blocks, goal);
        const { bound } = atOnce(relaxedDivision(blocks, goal.sizes[1], new Random(input.seed)));
        expect(bound).toBeLessThanOrEqual(least);
        // The same from the other side.
        const other = atOnce(relaxedDivision(blocks, goal.sizes[0], new Random(input.seed)));
        expect(other.bound).toBeLessThanOrEqual(least);
      }),
      { numRuns: 120 },
    );
  });

  it('is near it', () => {
    const shares = Array.from({ length: 20 }, (_, seed) => {
      const { blocks, goal } = problemOf({ seed, count: 8, weights: 1, parts: 2, classCount: 0 });
      const { bound } = atOnce(relaxedDivision(blocks, goal.sizes[1], new Random(seed)));
      return bound / optimum(blocks, goal);
    }).sort((a, b) => a - b);
    expect(shares[10]).toBeGreaterThan(0.95);
    expect(shares[0]).toBeGreaterThan(0.6);
  });
});

describe('divideBlocks', () => {
  it('finds the optimum of small problems, and proves it', () => {
    fc.assert(
      fc.property(problems, (input) => {
        const { blocks, goal } = problemOf(input);
        const found = atOnce(divideBlocks(blocks, goal, new Random(input.seed)));
        const least = optimum(blocks, goal);
        expect(found.excess).toBe(0);
        expect(found.cut).toBe(least);
        expect(found.bound).toBe(least);
        expect(cutOf(blocks, found.part)).toBe(least);
      }),
      { numRuns: 80 },
    );
  });

  it('comes within its bound on larger ones, and is the same again', () => {
    const blocks = randomBlocks(5, 120, 4, 0);
    const total = blocks.weight.reduce((a, b) => a + b, 0);
    const size = Math.round(total / 5);
    const goal = {
      sizes: [total - size, size],
      least: new Float64Array(),
      most: new Float64Array(),
    };
    const found = atOnce(divideBlocks(blocks, goal, new Random(1)));
    const again = atOnce(divideBlocks(blocks, goal, new Random(1)));
    expect(again).toEqual(found);
    expect(found.excess).toBe(0);
    expect(found.cut).toBe(cutOf(blocks, found.part));
    expect(found.bound).toBeLessThanOrEqual(found.cut);
    expect(found.bound).toBeGreaterThan(found.cut * 0.7);
  });
});

describe('exhaustive', () => {
  it('says null where nothing is better, and nothing where it had to stop', () => {
    const { blocks, goal } = problemOf({ seed: 8, count: 8, weights: 2, parts: 2, classCount: 0 });
    const least = optimum(blocks, goal);
    expect(exhaustive(blocks, goal, least, 1e6)).toBeNull();
    expect(exhaustive(blocks, goal, least + 1, 1e6)?.cut).toBe(least);
    expect(exhaustive(blocks, goal, least + 1, 3)).toBeUndefined();
  });
});

describe('Partition', () => {
  it('keeps cut, weights and classes right through moves', () => {
    fc.assert(
      fc.property(problems, fc.array(fc.nat(1000), { maxLength: 30 }), (input, moves) => {
        const { blocks, goal, part } = problemOf(input);
        const parts = goal.sizes.length;
        const state = new Partition(blocks, goal, Uint8Array.from(part));
        expect(state.cut).toBe(cutOf(blocks, part));
        expect(state.excess).toBe(0);
        for (const move of moves) {
          const block = move % blocks.count;
          const to = Math.floor(move / blocks.count) % parts;
          if (to === state.part[block]) continue;
          const announced = state.cut + state.change(block, to);
          state.move(block, to);
          expect(state.cut).toBe(announced);
        }
        const fresh = new Partition(blocks, goal, state.part);
        expect(state.cut).toBe(cutOf(blocks, state.part));
        expect(state.toPart).toEqual(fresh.toPart);
        expect(state.weight).toEqual(fresh.weight);
        expect(state.inClass).toEqual(fresh.inClass);
        expect(state.excess).toBe(fresh.excess);
      }),
      { numRuns: 60 },
    );
  });
});
