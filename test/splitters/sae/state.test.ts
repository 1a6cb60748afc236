import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/random.js';
import { buildNeighbourGraph } from '../../../src/similarity/neighbour-graph.js';
import { SplitState } from '../../../src/splitters/sae/state.js';
import { Task } from '../../../src/task.js';
import {
  binOf,
  histogram,
  type Matrix,
  maxSimilarity,
  similarity,
} from '../../oracle/brute-force.js';
import {
  adversarial,
  edgesOf,
  edgeTexts,
  fromBits,
  moleculeLike,
  packed,
} from '../../oracle/generators.js';

interface Setup {
  readonly matrix: Matrix;
  readonly text: string;
  /** Molecules that take part. */
  readonly members: readonly number[];
  readonly testSize: number;
  /** Numbers from which swaps are made. */
  readonly steps: readonly (readonly [number, number])[];
  readonly seed: number;
}

async function start({ matrix, text, members, testSize, seed }: Setup) {
  const { bins, edges } = edgesOf(text);
  const graph = await buildNeighbourGraph(packed(matrix), bins, new Task());
  const state = new SplitState(
    graph,
    bins.count,
    Int32Array.from(members),
    testSize,
    new Random(seed),
  );
  return { state, bins, edges };
}

/** Everything the state says, against a computation from nothing but the fingerprints. */
function expectConsistent(
  state: SplitState,
  { matrix, members, testSize }: Setup,
  { bins, edges }: ReturnType<typeof edgesOf>,
) {
  const test = [...state.order.subarray(0, testSize)];
  const train = [...state.order.subarray(testSize)];
  expect([...state.order].sort((a, b) => a - b)).toEqual(members);
  expect([...state.test()]).toEqual(test);
  expect([...state.histogram]).toEqual(histogram(matrix, test, train, edges));
  for (let m = 0; m < matrix.molecules; m++) {
    const others = train.filter((other) => other !== m);
    expect(state.bin[m]).toBe(binOf(maxSimilarity(matrix, m, others), edges));
    for (let bin = 0; bin < bins.count; bin++) {
      const tooSimilar = others.filter((o) => binOf(similarity(matrix, m, matrix, o), edges) > bin);
      expect(state.obstacles(m, bin)).toBe(tooSimilar.length);
    }
  }
}

/** Exchanges two molecules; tells how many fell by two bins or more at once. */
function swap(state: SplitState, [x, y]: readonly [number, number]): number {
  const before = state.bin.slice();
  state.swap(x % state.testSize, state.testSize + (y % (state.order.length - state.testSize)));
  return before.filter((bin, m) => bin - state.bin[m] > 1).length;
}

/** Setups in which swaps can be made: at least one test and one training molecule. */
function setups(matrices: fc.Arbitrary<Matrix>): fc.Arbitrary<Setup> {
  return matrices
    .filter(({ molecules }) => molecules >= 3)
    .chain((matrix) =>
      fc
        .record({
          text: edgeTexts(4),
          leftOut: fc.uniqueArray(fc.nat(matrix.molecules - 1), {
            maxLength: Math.min(3, matrix.molecules - 2),
          }),
          steps: fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 5, maxLength: 25 }),
          seed: fc.nat(),
          size: fc.nat(99),
        })
        .map(({ leftOut, size, ...rest }) => {
          const members = Array.from({ length: matrix.molecules }, (_, m) => m).filter(
            (m) => !leftOut.includes(m),
          );
          return { matrix, ...rest, members, testSize: 1 + (size % (members.length - 1)) };
        }),
    );
}

describe('SplitState', () => {
  it.each([
    ['adversarial', adversarial(1, 10)],
    ['molecule-like', moleculeLike(12, 1)],
  ])('equals the oracle after any swaps of %s molecules', async (_, matrices) => {
    let [swaps, falls] = [0, 0];
    await fc.assert(
      fc.asyncProperty(setups(matrices), async (setup) => {
        const { state, ...scale } = await start(setup);
        expectConsistent(state, setup, scale);
        setup.steps.forEach((step, i) => {
          falls += swap(state, step);
          swaps++;
          // The first swaps one by one, the others in fives.
          if (i < 3 || i % 5 === 0) expectConsistent(state, setup, scale);
        });
        expectConsistent(state, setup, scale);
      }),
      { numRuns: 100 },
    );
    // The property is worth something only if there were swaps, and falls past an empty bin.
    expect(swaps).toBeGreaterThanOrEqual(500);
    expect(falls).toBeGreaterThanOrEqual(20);
  });

  it('goes back to a remembered division', async () => {
    await fc.assert(
      fc.asyncProperty(setups(moleculeLike(12, 1)), async (setup) => {
        const { state, ...scale } = await start(setup);
        const before = {
          order: state.order.slice(),
          histogram: state.histogram.slice(),
          bin: state.bin.slice(),
        };
        for (const step of setup.steps) swap(state, step);
        state.restore(before.order);
        expect(state.order).toEqual(before.order);
        expect(state.histogram).toEqual(before.histogram);
        expect(state.bin).toEqual(before.bin);
        expectConsistent(state, setup, scale);
        // Still alive afterwards, not only a picture of the past.
        for (const step of setup.steps.slice(0, 4)) swap(state, step);
        expectConsistent(state, setup, scale);
      }),
      { numRuns: 50 },
    );
  });

  it('undoes a swap by the same swap', async () => {
    await fc.assert(
      fc.asyncProperty(setups(moleculeLike(12, 1)), async (setup) => {
        const { state } = await start(setup);
        const before = [state.order.slice(), state.histogram.slice(), state.bin.slice()];
        for (const step of setup.steps.slice(0, 5)) {
          swap(state, step);
          swap(state, step);
          expect([state.order, state.histogram, state.bin]).toEqual(before);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('moves a molecule and its twin as expected', async () => {
    // 0 and 1 are twins, 2 is a stranger to both.
    const setup = {
      matrix: fromBits([[0, 1], [0, 1], [5]], 1),
      text: '0,1/3,2/3,1',
      members: [0, 1, 2],
      testSize: 1,
      steps: [],
      seed: 0,
    };
    const { state } = await start(setup);
    state.restore(Int32Array.of(0, 1, 2));
    expect([...state.histogram]).toEqual([0, 0, 1]);
    expect([...state.bin]).toEqual([2, 0, 0]);
    state.swap(0, 2);
    expect([...state.order]).toEqual([2, 1, 0]);
    expect([...state.histogram]).toEqual([1, 0, 0]);
    expect([...state.bin]).toEqual([2, 2, 0]);
  });

  it('shuffles the members it is given, and does not change them', async () => {
    const members = Int32Array.from({ length: 40 }, (_, m) => m);
    const matrix = fromBits(new Array(40).fill([]), 1);
    const { bins } = edgesOf('0,1/2,1');
    const graph = await buildNeighbourGraph(packed(matrix), bins, new Task());
    const orders = [1, 1, 2].map((seed) => [
      ...new SplitState(graph, 2, members, 8, new Random(seed)).order,
    ]);
    expect([...members]).toEqual(Array.from({ length: 40 }, (_, m) => m));
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(orders[2]);
    expect(orders[0]).not.toEqual([...members]);
  });
});
