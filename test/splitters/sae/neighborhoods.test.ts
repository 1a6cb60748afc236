import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/random.js';
import { closingBins, exchangeNeighborhoods } from '../../../src/splitters/sae/neighborhoods.js';
import { startAtRandom } from '../../../src/splitters/sae/search.js';
import { IN_TEST, IN_TRAIN } from '../../../src/splitters/sae/state.js';
import { weightedHistogram } from '../../oracle/brute-force.js';
import { clustered, fromBits } from '../../oracle/generators.js';
import { single, start } from '../../oracle/split-states.js';

describe('closingBins', () => {
  it.each([
    [
      [5, 5, 5],
      [1, 2],
    ],
    [[0, 0, 5], []],
    [[0, 5, 0], [2]],
    [[5, 0, 0], [1]],
    [[7], []],
  ])('of %j are %j', (requested, bins) => {
    expect(closingBins(requested)).toEqual(bins);
  });
});

describe('exchangeNeighborhoods', () => {
  it('keeps the size, moves something, and leaves a state that can be undone', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 2 }),
        async (seed, size, bin) => {
          const { state, pairs, members, weights } = await start(
            single(clustered(seed, 60, 3, 8), '0,1/3,2/3,1'),
          );
          const random = new Random(seed);
          startAtRandom(state, size, random);
          const before = state.snapshot();
          const histogram = [...state.histogram];
          for (let k = 0; k < 20; k++) {
            state.begin();
            exchangeNeighborhoods(state, bin, size, random);
            expect(state.testWeight).toBe(size);
            const at = (zone: number) => members.filter((_, u) => state.zoneOf(u) === zone).flat();
            expect([...state.histogram]).toEqual(
              weightedHistogram(
                { pairs, weights, requested: histogram },
                at(IN_TEST),
                at(IN_TRAIN),
              ),
            );
            if (state.snapshot().some((zone, u) => zone !== before[u])) moved++;
            state.undo();
            expect([...state.snapshot()]).toEqual([...before]);
            expect([...state.histogram]).toEqual(histogram);
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(moved).toBeGreaterThan(400);
  });

  it('takes a molecule out of training together with all that is similar to it', async () => {
    // Five families of four copies: a whole family is in test, and a whole one takes its place.
    const rows = Array.from({ length: 20 }, (_, m) => [2 * (m >> 2), 2 * (m >> 2) + 1]);
    const { state } = await start(single(fromBits(rows, 1), '0,1/2,1'));
    const family = (f: number) => rows.map((_, m) => (m >> 2 === f ? IN_TEST : IN_TRAIN));
    const random = new Random(3);
    const seen = new Set<number>();
    for (let k = 0; k < 400; k++) {
      state.restore(Uint8Array.from(family(0)));
      exchangeNeighborhoods(state, 1, 4, random);
      const inTest = [...state.order.slice(0, state.testCount)];
      expect(new Set(inTest.map((m) => m >> 2)).size).toBe(1);
      seen.add(inTest[0] >> 2);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });
});
