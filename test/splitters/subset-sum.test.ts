import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subsetSum } from '../../src/splitters/subset-sum.js';

/** Every sum that some of the weights have, the empty one with 0, by trying all of them. */
function allSums(weights: readonly number[]): Set<number> {
  const sums = new Set<number>();
  for (let mask = 0; mask < 2 ** weights.length; mask++) {
    sums.add(weights.reduce((sum, w, i) => sum + ((mask >> i) & 1) * w, 0));
  }
  return sums;
}

/** The nearest sum, of two equally near the smaller; 0 only if no other comes into question. */
function nearestSum(weights: readonly number[], goal: number, atMost: boolean): number {
  const useful = [...allSums(weights)].filter((s) => s > 0 && !(atMost && s > goal));
  // A sum that is further above the goal than the heaviest item weighs holds items it does not need.
  useful.sort((a, b) => Math.abs(a - goal) - Math.abs(b - goal) || a - b);
  return useful[0] ?? 0;
}

function choose(weights: readonly number[], goal: number, atMost = false) {
  const items = Int32Array.from(weights.keys());
  return subsetSum(items, Int32Array.from(weights), goal, atMost);
}

describe('subsetSum', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 });

  it('reaches the goal, or the nearest sum that any subset has', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 90 }), fc.boolean(), (w, goal, atMost) => {
        const { chosen, sum } = choose(w, goal, atMost);
        expect(sum).toBe(nearestSum(w, goal, atMost));
        expect(chosen.reduce((total, i) => total + w[i], 0)).toBe(sum);
        expect(new Set(chosen).size).toBe(chosen.length);
      }),
      { numRuns: 600 },
    );
  });

  it('is right with weights far apart, where sums have gaps', () => {
    const gappy = fc.array(fc.constantFrom(1, 7, 20, 45), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(gappy, fc.integer({ min: 1, max: 200 }), fc.boolean(), (w, goal, atMost) => {
        expect(choose(w, goal, atMost).sum).toBe(nearestSum(w, goal, atMost));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    // 8 and 12 are equally near to 10.
    [[8, 12], 10, 8],
    // 0 and 6 are equally near to 3: something is better than nothing.
    [[6], 3, 6],
    [[6], 1, 6],
    [[5, 5, 5], 12, 10],
    [[5, 5, 5], 13, 15],
    [[4, 4], 100, 8],
    [[], 5, 0],
  ])('takes of %j for %d a sum of %d', (w, goal, sum) => {
    expect(choose(w, goal).sum).toBe(sum);
  });

  it('never goes above the goal when told, even if nothing is left to take', () => {
    expect(choose([6], 5, true)).toEqual({ chosen: [], sum: 0 });
    expect(choose([8, 12], 11, true).sum).toBe(8);
    expect(choose([8, 12], 12, true).sum).toBe(12);
  });

  it('takes equal items in their order, and names items, not positions', () => {
    const weight = new Int32Array(10).fill(2);
    expect(subsetSum(Int32Array.from([9, 4, 7, 1]), weight, 6).chosen).toEqual([9, 4, 7]);
  });
});
