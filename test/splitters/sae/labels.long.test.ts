import { describe, expect, it } from 'vitest';
import { sae } from '../../../src/splitters/sae/index.js';
import {
  parseDistribution,
  requestedHistogram,
  sharesFor,
} from '../../../src/splitters/sae/target.js';
import { ksDistance } from '../../../src/statistics/kolmogorov-smirnov.js';
import { highestBin, pairBins } from '../../oracle/brute-force.js';
import { clustered, edgesOf, seeded } from '../../oracle/generators.js';
import { leastCost } from '../../oracle/least-cost.js';
import { membership, runSplitter } from '../../oracle/run-splitter.js';
import { softCost } from '../../oracle/soft-cost.js';

const { bins, edges } = edgesOf('0,1/3,2/3,1');

/** The cost of labels in the split of a problem, the least that there is, and the bounds on the shift in each bin. */
async function solve(seed: number, molecules: number, test: number) {
  const matrix = clustered(seed, molecules, 1, 4);
  const uniform = seeded(seed);
  const labels = Array.from({ length: molecules }, () => Math.floor(uniform() * 6));
  const requested = requestedHistogram(sharesFor(parseDistribution('balanced'), 3), test);
  const pairs = pairBins(matrix, edges);
  const { assignment } = await runSplitter(sae, matrix, bins, { test, seed, labels });
  const { train, test: inTest } = membership(assignment);
  const inBins = inTest.map((m) => [m, highestBin(pairs, m, train)] as const);
  const costOf = (some: readonly (readonly [number, number])[]) =>
    softCost({ requested, labels }, some);
  const shifts = [0, 1, 2].map((bin) =>
    ksDistance(
      inBins.filter(([, b]) => b === bin).map(([m]) => labels[m]),
      labels,
    ),
  );
  return {
    cost: costOf(inBins),
    least: leastCost(pairs, requested, test, costOf),
    shifts,
    bounds: assignment.leastLabelKs ?? [],
  };
}

describe('even labels', () => {
  it('are the most even that there are, in 500 sets of up to 16 molecules', async () => {
    let found = 0;
    for (let n = 0; n < 500; n++) {
      const { cost, least, shifts, bounds } = await solve(n, 8 + (n % 9), 3 + (n % 3));
      if (cost < least + 1e-6) found++;
      shifts.forEach((ks, b) => {
        expect(bounds[b] ?? 0).toBeLessThanOrEqual((ks ?? 1) + 1e-12);
      });
    }
    expect(found).toBe(500);
  }, 600_000);

  it('are found by the search, where there are too many test sets to try all', async () => {
    let found = 0;
    for (let n = 0; n < 20; n++) {
      const { cost, least } = await solve(1000 + n, 19, 8);
      if (cost < least + 1e-6) found++;
    }
    expect(found).toBeGreaterThanOrEqual(19);
  }, 600_000);
});
