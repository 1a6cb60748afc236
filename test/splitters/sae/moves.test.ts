import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/random.js';
import { exchange, settleSize } from '../../../src/splitters/sae/moves.js';
import { startAtRandom } from '../../../src/splitters/sae/search.js';
import { IN_TEST, IN_TRAIN, OUT } from '../../../src/splitters/sae/state.js';
import { clustered } from '../../oracle/generators.js';
import { setups, single, start } from '../../oracle/split-states.js';

describe('exchange', () => {
  it('swaps two molecules and nothing else where all weigh the same', async () => {
    const { state } = await start(single(clustered(1, 10, 1), '0,1/2,1'));
    for (const u of [1, 4, 7]) state.move(u, IN_TEST);
    state.move(9, OUT);
    const random = new Random(1);
    random.uint32 = () => {
      throw new Error('nothing is left to chance');
    };
    exchange(state, 2, 4, 3, random);
    const [T, R] = [IN_TEST, IN_TRAIN];
    expect([...state.snapshot()]).toEqual([R, T, T, R, R, R, R, T, R, OUT]);
  });
});

describe('settleSize', () => {
  it('comes nearer to the size, never past it, and leaves both sets and what is out', async () => {
    const seen = { settled: 0, enlarged: 0, reduced: 0 };
    await fc.assert(
      fc.asyncProperty(
        setups(12, 4),
        fc.record({ from: fc.nat(99), to: fc.nat(99), seed: fc.nat() }),
        async (setup, { from, to, seed }) => {
          const { state, units } = await start(setup);
          fc.pre(units.count >= 4);
          state.move(0, OUT);
          startAtRandom(state, 1 + (from % (units.total - 1)), new Random(seed));
          fc.pre(state.trainCount > 0);
          const size = 1 + (to % (units.total - 1));
          const before = state.testWeight;
          settleSize(state, size, new Random(seed));
          const after = state.testWeight;
          expect(state.zoneOf(0)).toBe(OUT);
          expect(Math.min(state.testCount, state.trainCount)).toBeGreaterThan(0);
          if (before <= size) expect(after).toBeGreaterThanOrEqual(before);
          if (before <= size) expect(after).toBeLessThanOrEqual(size);
          if (before >= size) expect(after).toBeLessThanOrEqual(before);
          if (before >= size) expect(after).toBeGreaterThanOrEqual(size);
          if (after === size) seen.settled++;
          if (after > before) seen.enlarged++;
          if (after < before) seen.reduced++;
        },
      ),
      { numRuns: 300 },
    );
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(50);
  });

  it('settles single molecules within its tries', async () => {
    const { state } = await start(single(clustered(1, 40, 1), '0,1/2,1'));
    for (let u = 0; u < 20; u++) state.move(u, IN_TEST);
    settleSize(state, 13, new Random(0));
    expect(state.testWeight).toBe(13);
    settleSize(state, 20, new Random(0));
    expect(state.testWeight).toBe(20);
    expect(state.order.filter((u) => state.zoneOf(u) === IN_TRAIN)).toHaveLength(20);
  });
});
