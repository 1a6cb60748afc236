import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastKs, leastLabelKs } from '../../../src/splitters/sae/label-bound.js';
import { ksDistance } from '../../../src/statistics/kolmogorov-smirnov.js';
import { highestBin } from '../../oracle/brute-force.js';
import { clustered } from '../../oracle/generators.js';
import { single, start } from '../../oracle/split-states.js';

/** Every subset of n of these. */
function* subsets<T>(items: readonly T[], n: number, from = 0): Generator<T[]> {
  if (n === 0) yield [];
  for (let i = from; n > 0 && i < items.length; i++) {
    for (const rest of subsets(items, n - 1, i + 1)) yield [items[i], ...rest];
  }
}

const ascending = (labels: readonly number[]) => Float64Array.from(labels).sort();

describe('leastKs', () => {
  it('is below the least distance of all choices, by less than half a molecule', () => {
    let positive = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(6), fc.boolean()), { minLength: 2, maxLength: 12 }),
        fc.nat(11),
        (drawn, k) => {
          const all = drawn.map(([y]) => y);
          const pool = drawn.filter(([, inPool]) => inPool).map(([y]) => y);
          fc.pre(pool.length > 0);
          const n = 1 + (k % pool.length);
          let least = 1;
          for (const choice of subsets(pool, n))
            least = Math.min(least, ksDistance(choice, all) ?? 1);
          const bound = leastKs(ascending(pool), n, ascending(all));
          expect(bound).toBeLessThanOrEqual(least + 1e-12);
          expect(least - bound).toBeLessThanOrEqual(0.5 / n + 1e-12);
          if (bound > 0.5 / n) positive++;
        },
      ),
      { numRuns: 500 },
    );
    expect(positive).toBeGreaterThan(50);
  });

  it('is the distance of the pool where all of it is chosen', () => {
    expect(leastKs(ascending([1, 2, 3]), 3, ascending([1, 2, 3, 4, 5, 6]))).toBeCloseTo(0.5, 12);
  });
});

describe('leastLabelKs', () => {
  it('is above no test set, bin by bin, of all that have its histogram', async () => {
    let positive = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { graph, pairs } = await start(single(clustered(seed, 9, 1, 3), '0,1/3,2/3,1'));
      const labels = Float64Array.from({ length: 9 }, (_, m) => (m * (seed + 1)) % 5);
      const everyone = [...labels.keys()];
      const least = new Map<string, number[]>();
      for (const test of subsets(everyone, 4)) {
        const train = everyone.filter((m) => !test.includes(m));
        const inBins: number[][] = [[], [], []];
        for (const m of test) inBins[highestBin(pairs, m, train)].push(labels[m]);
        const key = inBins.map((bin) => bin.length).join();
        const shifts = inBins.map((bin) => ksDistance(bin, labels) ?? 0);
        const known = least.get(key);
        least.set(key, known ? known.map((ks, b) => Math.min(ks, shifts[b])) : shifts);
      }
      for (const [key, shifts] of least) {
        const histogram = key.split(',').map(Number);
        const bounds = leastLabelKs({ graph, histogram, labels, room: 4 });
        shifts.forEach((ks, b) => {
          if (histogram[b] === 0) expect(bounds[b]).toBeNull();
          else expect(bounds[b]).toBeLessThanOrEqual(ks + 1e-12);
          if ((bounds[b] ?? 0) > 0.1) positive++;
        });
      }
    }
    expect(positive).toBeGreaterThan(100);
  });

  it('is unknown where a molecule has no label', async () => {
    const { graph } = await start(single(clustered(1, 9, 1, 3), '0,1/3,2/3,1'));
    const labels = new Float64Array(9).fill(1);
    labels[4] = Number.NaN;
    const histogram = [2, 1, 1];
    expect(leastLabelKs({ graph, histogram, labels, room: 4 })).toEqual([null, null, null]);
  });
});
