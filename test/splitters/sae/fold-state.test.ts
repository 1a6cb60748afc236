import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setPotential } from '../../../src/splitters/sae/anneal.js';
import { FoldState, NO_FOLD } from '../../../src/splitters/sae/fold-state.js';
import { SoftGoals } from '../../../src/splitters/sae/goals.js';
import { ONE } from '../../../src/splitters/sae/state.js';
import { highestBin } from '../../oracle/brute-force.js';
import { fromBits } from '../../oracle/generators.js';
import { softCost } from '../../oracle/soft-cost.js';
import { setups, single, start } from '../../oracle/split-states.js';

type Started = Awaited<ReturnType<typeof start>>;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Labels to be even in every bin of every fold. */
function evenness(molecules: number, histogram: readonly (readonly number[])[]) {
  const labels = Array.from({ length: molecules }, (_, m) => (m * 7) % 5);
  return { labels, requested: histogram.flat().map((_, b) => 1 + (b % 4)) };
}

/** Everything the state says, against a computation from the fingerprints and the units' folds. */
function expectConsistent(
  state: FoldState,
  { pairs, members, weights, bins }: Started,
  folds: readonly number[],
  phi: Float64Array,
) {
  expect([...state.fold]).toEqual(folds);
  const foldOf = pairs.map((_, m) => folds[members.findIndex((unit) => unit.includes(m))]);
  const histogram = Array.from({ length: state.folds }, () =>
    Array.from({ length: bins.count }, () => 0),
  );
  let potential = 0;
  for (let m = 0; m < pairs.length; m++) {
    if (foldOf[m] === NO_FOLD) continue;
    const train = pairs.map((_, k) => k).filter((k) => foldOf[k] !== foldOf[m]);
    const bin = highestBin(pairs, m, train);
    expect(state.bin[m]).toBe(bin);
    histogram[foldOf[m]][bin] += weights[m];
    for (const k of state.thresholds) {
      potential += weights[m] * phi[train.filter((other) => pairs[m][other] >= k).length];
    }
  }
  expect([...state.histogram]).toEqual(histogram.flat());
  expect(state.potential).toBe(potential);
  const inFolds = pairs.flatMap((_, m): [number, number][] =>
    foldOf[m] === NO_FOLD ? [] : [[m, foldOf[m] * bins.count + state.bin[m]]],
  );
  expect(state.goals?.cost).toBeCloseTo(softCost(evenness(pairs.length, histogram), inFolds), 9);

  // Half the deviation, and five times the squares over the mean size of a bin of its fold and 30.
  const requested = histogram.map((row, f) =>
    row.map((n, b) => Math.max(0, n + ((f + b) % 3) - 1)),
  );
  const expected = histogram.map((row, f) => {
    const gaps = row.map((n, b) => Math.abs(n - requested[f][b]));
    const mean = sum(requested[f]) / bins.count + 30;
    return sum(gaps) / 2 + (5 * sum(gaps.map((d) => d * d))) / mean;
  });
  expect(state.misfit(requested)).toBeCloseTo(sum(expected) * ONE, 3);
}

const walks = setups(10).chain((setup) =>
  fc.record({
    setup: fc.constant(setup),
    folds: fc.integer({ min: 1, max: 4 }),
    first: fc.array(fc.nat(99), { minLength: 10, maxLength: 10 }),
    moves: fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 5, maxLength: 25 }),
    half: fc.constantFrom(0.5, 1, 50),
    watched: fc.nat(99),
  }),
);

describe('FoldState', () => {
  it('equals a recomputation after any moves between folds and out of them', async () => {
    let falls = 0;
    await fc.assert(
      fc.asyncProperty(walks, async ({ setup, folds, first, moves, half, watched }) => {
        const started = await start(setup);
        const { graph, units, bins, members } = started;
        const phi = new Float64Array(graph.count + 2);
        setPotential(phi, half, 0);
        const thresholds = Array.from({ length: bins.count - 1 }, (_, b) => b + 1).slice(
          watched % bins.count,
          (watched % bins.count) + 2,
        );
        const state = new FoldState(graph, bins.count, units, folds, thresholds, phi);
        const place = (n: number) => (n % (folds + 1)) - 1;
        const { labels, requested } = evenness(
          graph.count,
          Array.from({ length: folds }, () => new Array<number>(bins.count).fill(0)),
        );
        state.pursue(new SoftGoals({ requested, labels: Float64Array.from(labels) }));
        let at = members.map((_, u) => place(first[u]));
        const before = Int8Array.from(at);
        state.restore(before);
        expectConsistent(state, started, at, phi);
        for (const [unit, to] of moves) {
          const u = unit % members.length;
          const bin = state.bin.slice();
          state.move(u, place(to));
          at = at.with(u, place(to));
          falls += bin.filter((b, m) => b - state.bin[m] > 1).length;
          expectConsistent(state, started, at, phi);
        }
        setPotential(phi, half, 0.9);
        state.resetPotential();
        expectConsistent(state, started, at, phi);
        state.restore(before);
        expectConsistent(state, started, [...before], phi);
      }),
      { numRuns: 200 },
    );
    expect(falls).toBeGreaterThan(20);
  });

  it('counts neighbors in another fold as training neighbors, those of the own fold not', async () => {
    // Three copies, of which two are in one fold.
    const { graph, units } = await start(single(fromBits([[0], [0], [0], [9]], 1), '0,1/2,1'));
    const state = new FoldState(graph, 2, units, 2, [], new Float64Array(9));
    state.restore(Int8Array.of(0, 0, 1, 1));
    expect([...state.histogram]).toEqual([0, 2, 1, 1]);
    state.move(2, 0);
    expect([...state.histogram]).toEqual([3, 0, 1, 0]);
    state.move(3, NO_FOLD);
    expect([...state.histogram]).toEqual([3, 0, 0, 0]);
  });
});
