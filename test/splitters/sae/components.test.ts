import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { componentsOf, fillWithComponents } from '../../../src/splitters/sae/components.js';
import { IN_TEST, IN_TRAIN, OUT } from '../../../src/splitters/sae/state.js';
import { highestBin, subsets } from '../../oracle/brute-force.js';
import { fromBits } from '../../oracle/generators.js';
import { setups, single, start } from '../../oracle/split-states.js';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Whether one unit can be reached from another by pairs at or above a bin: closure, by brute force. */
function connected(pairs: number[][], members: number[][], bin: number): boolean[][] {
  const reach = members.map((a) =>
    members.map((b) => a === b || a.some((m) => b.some((k) => pairs[m][k] >= bin))),
  );
  for (let via = 0; via < reach.length; via++) {
    for (const row of reach) {
      if (!row[via]) continue;
      reach[via].forEach((there, u) => {
        if (there) row[u] = true;
      });
    }
  }
  return reach;
}

/** Units in the same component, ascending, the components by their first unit. */
function components(pairs: number[][], members: number[][], bin: number): number[][] {
  const reach = connected(pairs, members, bin);
  const all = [...members.keys()];
  return all.filter((u) => reach[u].indexOf(true) === u).map((u) => all.filter((v) => reach[u][v]));
}

describe('componentsOf', () => {
  it('tells which units are connected', async () => {
    await fc.assert(
      fc.asyncProperty(setups(12), async (setup) => {
        const { graph, units, pairs, members, bins } = await start(setup);
        for (let k = 1; k < bins.count; k++) {
          const component = componentsOf(graph, units, k);
          expect(
            members.map((_, u) => members.map((_, v) => component[u] === component[v])),
          ).toEqual(connected(pairs, members, k));
        }
      }),
    );
  });
});

describe('fillWithComponents', () => {
  it('puts the weight asked for below a threshold in whole components, as near as any of them add up to', async () => {
    const seen = { exact: 0, short: 0 };
    await fc.assert(
      fc.asyncProperty(
        setups(10).filter(({ text }) => text.split(',').length > 2),
        fc.record({ x: fc.nat(999), y: fc.nat(999), k: fc.nat(99), seed: fc.nat() }),
        fc.array(fc.nat(5), { minLength: 10, maxLength: 10 }),
        async (setup, { x, y, k, seed }, fates) => {
          const { state, pairs, members, weights, bins } = await start(setup);
          const out = members.map((_, u) => fates[u] === 0 && u > 0);
          out.forEach((is, u) => {
            if (is) state.move(u, OUT);
          });
          const weightOf = (chosen: readonly number[]) =>
            sum(chosen.flatMap((u) => members[u]).map((m) => weights[m]));
          const free = [...members.keys()].filter((u) => !out[u]);
          const threshold = 1 + (k % (bins.count - 1));
          const size = 1 + (x % Math.max(1, weightOf(free) - 1));
          const low = y % (size + 1);
          const requested = Array.from({ length: bins.count }, () => 0);
          requested[0] = low;
          requested[bins.count - 1] += size - low;
          atOnce(fillWithComponents(state, [threshold], requested, size, new Random(seed)));

          // What is out stays there, and whatever can have the size has it.
          expect(out).toEqual(members.map((_, u) => state.zoneOf(u) === OUT));
          const whole = components(pairs, members, threshold).filter((c) =>
            c.every((u) => !out[u]),
          );
          const below = requested.slice(0, threshold).reduce((a, b) => a + b, 0);
          let most = 0;
          for (let n = 1; n <= whole.length; n++) {
            for (const places of subsets(whole.length, n)) {
              const weight = sum(places.map((p) => weightOf(whole[p])));
              if (weight <= below) most = Math.max(most, weight);
            }
          }
          if (setup.weights.every((w) => w === 1) && members.every((unit) => unit.length === 1)) {
            expect(state.testWeight).toBe(size);
          }
          // Where only a unit that is too heavy was there to fill up with, all may be test, and one goes back.
          if (state.testWeight !== size || state.trainCount === 1) return;
          const inside = whole.filter((c) => c.every((u) => state.zoneOf(u) === IN_TEST));
          expect(sum(inside.map(weightOf))).toBeGreaterThanOrEqual(most);
          if (most === below) {
            // Nobody in a whole component has a training neighbor there.
            const train = free
              .filter((u) => state.zoneOf(u) === IN_TRAIN)
              .flatMap((u) => members[u]);
            const rid = inside.flat().flatMap((u) => members[u]);
            for (const m of rid) expect(highestBin(pairs, m, train)).toBeLessThan(threshold);
            seen.exact++;
          } else seen.short++;
        },
      ),
      { numRuns: 250 },
    );
    expect(seen.exact).toBeGreaterThan(25);
    expect(seen.short).toBeGreaterThan(2);
  });

  it('fills several thresholds, each with components of its own', async () => {
    // Pairs of copies (bin 2), each beside a cousin (bin 1), and three strangers.
    const trio = (k: number) => [
      [8 * k, 8 * k + 1, 8 * k + 2],
      [8 * k, 8 * k + 1, 8 * k + 2],
      [8 * k, 8 * k + 1, 8 * k + 3],
    ];
    const matrix = fromBits([...[0, 1, 2, 3].flatMap(trio), [40], [41], [42]], 2);
    for (let seed = 0; seed < 20; seed++) {
      const { state } = await start(single(matrix, '0,1/3,2/3,1'));
      // Four below 1/3: a trio and a stranger, or strangers; two more below 2/3: copies without their cousin.
      atOnce(fillWithComponents(state, [1, 2], [4, 2, 0], 6, new Random(seed)));
      expect([...state.histogram]).toEqual([4, 2, 0]);
      expect(state.testCount).toBe(6);
    }
  });

  it('takes other components with another seed', async () => {
    const strangers = fromBits(
      Array.from({ length: 20 }, (_, m) => [m]),
      1,
    );
    const found = new Set<string>();
    for (let seed = 0; seed < 10; seed++) {
      const { state } = await start(single(strangers, '0,1/2,1'));
      atOnce(fillWithComponents(state, [1], [5, 0], 5, new Random(seed)));
      found.add(state.snapshot().join());
    }
    expect(found.size).toBeGreaterThan(5);
  });
});
