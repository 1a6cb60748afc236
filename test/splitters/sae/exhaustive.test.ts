import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/random.js';
import { searchExhaustively } from '../../../src/splitters/sae/exhaustive.js';
import { SoftGoals } from '../../../src/splitters/sae/goals.js';
import { startAtRandom } from '../../../src/splitters/sae/search.js';
import { IN_TEST, IN_TRAIN, OUT, SplitState } from '../../../src/splitters/sae/state.js';
import { makeUnits } from '../../../src/splitters/units.js';
import {
  bestDivision,
  deviation,
  distance,
  everyDivision,
  highestBin,
  type WeightedProblem,
  weightedHistogram,
} from '../../oracle/brute-force.js';
import { clustered } from '../../oracle/generators.js';
import { softCost } from '../../oracle/soft-cost.js';
import { type Setup, setups, single, start } from '../../oracle/split-states.js';

/** A histogram of a given sum. */
function histograms(bins: number, size: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(bins - 1), { minLength: size, maxLength: size }).map((places) => {
    const counts = new Array<number>(bins).fill(0);
    for (const b of places) counts[b]++;
    return counts;
  });
}

interface Problem {
  readonly setup: Setup;
  readonly requested: readonly number[];
  readonly size: number;
  readonly maxOut: number;
  readonly seed: number;
}

const problems: fc.Arbitrary<Problem> = setups(9).chain((setup) => {
  const total = setup.weights.reduce((a, b) => a + b, 0);
  const bins = setup.text.split(',').length - 1;
  return fc.integer({ min: 1, max: total - 1 }).chain((size) =>
    fc.record({
      setup: fc.constant(setup),
      size: fc.constant(size),
      requested: histograms(bins, size),
      maxOut: fc.constantFrom(0, 0, 1, 2, 4),
      seed: fc.nat(),
    }),
  );
});

async function begin({ setup, requested, size, maxOut, seed }: Problem) {
  const started = await start(setup);
  const { state, pairs, members } = started;
  startAtRandom(state, size, new Random(seed));
  const problem: WeightedProblem = {
    pairs,
    units: members,
    weights: setup.weights,
    requested,
    size,
    maxOut,
  };
  return { ...started, problem };
}

/** The molecules in each zone, by the state's own account of where units are. */
function zonesOf(state: SplitState, members: readonly (readonly number[])[]) {
  const at = (zone: number) => members.filter((_, u) => state.zoneOf(u) === zone).flat();
  return { test: at(IN_TEST), train: at(IN_TRAIN), out: at(OUT) };
}

describe('searchExhaustively', () => {
  it('finds the least deviation of all divisions, and of those one that leaves out least', async () => {
    const seen = { tried: 0, none: 0, out: 0 };
    await fc.assert(
      fc.asyncProperty(problems, async (given) => {
        const { state, members, problem } = await begin(given);
        const before = state.snapshot();
        const best = bestDivision(problem);
        const tried = searchExhaustively(
          state,
          { requested: given.requested, size: given.size },
          given.maxOut,
          new Random(given.seed + 1),
        );
        expect(tried).toBe(best.divisions);
        if (best.divisions === 0) {
          seen.none++;
          expect(state.snapshot()).toEqual(before);
          return;
        }
        seen.tried++;
        const { test, train } = zonesOf(state, members);
        const achieved = weightedHistogram(problem, test, train);
        expect([...state.histogram]).toEqual(achieved);
        expect(state.testWeight).toBe(given.size);
        expect(deviation(achieved, given.requested)).toBe(best.deviation);
        expect(state.outWeight).toBe(best.out);
        if (best.out > 0) seen.out++;
      }),
      { numRuns: 600 },
    );
    expect(seen.tried).toBeGreaterThan(100);
    expect(seen.out).toBeGreaterThan(2);
    expect(seen.none).toBeGreaterThan(2);
  });

  const drawn = fc.array(fc.nat(3), { minLength: 27, maxLength: 27 });

  it('of the closest divisions with least left out finds the one of the least cost', async () => {
    await fc.assert(
      fc.asyncProperty(problems, drawn, async (given, numbers) => {
        const { state, members, problem, pairs, bins } = await begin(given);
        let next = 0;
        const draw = () => pairs.map(() => numbers[next++]);
        const inputs = {
          requested: new Array<number>(bins.count).fill(given.size),
          labels: draw(),
          scaffolds: draw().map((s) => s - 1),
          usage: draw(),
        };
        state.pursue(
          new SoftGoals({
            ...inputs,
            labels: Float64Array.from(inputs.labels),
            scaffolds: Int32Array.from(inputs.scaffolds),
            usage: Int32Array.from(inputs.usage),
          }),
        );
        const best = bestDivision(problem);
        const costOf = (test: readonly number[], train: readonly number[]) =>
          softCost(
            inputs,
            test.map((m) => [m, highestBin(pairs, m, train)] as const),
          );
        let least = Number.POSITIVE_INFINITY;
        let nearest = Number.POSITIVE_INFINITY;
        everyDivision(problem, (test, train, out) => {
          const histogram = weightedHistogram(problem, test, train);
          if (deviation(histogram, given.requested) > best.deviation || out > best.out) return;
          const off = distance(histogram, given.requested);
          if (off > nearest) return;
          const cost = costOf(test, train);
          least = off < nearest ? cost : Math.min(least, cost);
          nearest = off;
        });
        const aim = { requested: given.requested, size: given.size };
        if (searchExhaustively(state, aim, given.maxOut, new Random(given.seed)) === 0) return;
        const { test, train } = zonesOf(state, members);
        expect(state.outWeight).toBe(best.out);
        expect(costOf(test, train)).toBeCloseTo(least, 6);
      }),
      { numRuns: 150 },
    );
  });

  const apart = (n: number, group?: number[]) =>
    new SplitState(
      {
        count: n,
        offsets: new Int32Array(n + 1),
        neighbors: new Int32Array(0),
        levels: new Uint8Array(0),
      },
      2,
      makeUnits(n, group && Int32Array.from(group)),
    );

  it.each([
    [16, 8, 12_870],
    [18, 9, 48_620],
    [300, 1, 300],
    [300, 299, 300],
    [5000, 1, 5000],
    [316, 2, 49_770],
  ])('tries all choices of %d molecules for a test set of %d', (n, size, divisions) => {
    const state = apart(n);
    expect(searchExhaustively(state, { requested: [0, size], size }, 0, new Random(0))).toBe(
      divisions,
    );
    expect([state.testWeight, state.outWeight]).toEqual([size, 0]);
  });

  // The larger ones have more molecules than a call stack has frames.
  it.each([
    [317, 2, 0],
    [20, 10, 0],
    [18, 9, 1],
    [20_000, 4000, 0],
    [20_000, 4000, 1000],
    [60_000, 1, 0],
    [60_000, 59_999, 0],
  ])(
    'leaves the state alone where there are too many choices: %d molecules, %d of them test, %d out',
    (n, size, maxOut) => {
      const state = apart(n);
      startAtRandom(state, size, new Random(1));
      const before = state.snapshot();
      const aim = { requested: [0, size], size };
      expect(searchExhaustively(state, aim, maxOut, new Random(0))).toBe(0);
      expect(state.snapshot()).toEqual(before);
    },
  );

  it('gives up soon where no units add up to the size', () => {
    // 40 pairs, 41 molecules asked for: 2^40 choices, none of which fits.
    const state = apart(
      80,
      Array.from({ length: 80 }, (_, m) => m >> 1),
    );
    const before = state.snapshot();
    expect(searchExhaustively(state, { requested: [41, 0], size: 41 }, 0, new Random(0))).toBe(0);
    expect(state.snapshot()).toEqual(before);
  });

  it('keeps another of equally good divisions with another seed', async () => {
    const found = new Set<string>();
    for (let seed = 0; seed < 10; seed++) {
      const { state } = await start(single(clustered(1, 10, 2), '0,1'));
      searchExhaustively(state, { requested: [5], size: 5 }, 0, new Random(seed));
      found.add(state.snapshot().join());
    }
    expect(found.size).toBeGreaterThan(5);
  });
});
