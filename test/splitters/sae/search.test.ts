import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/errors.js';
import { Random } from '../../../src/random.js';
import { buildNeighbourGraph } from '../../../src/similarity/neighbour-graph.js';
import { searchHistogram } from '../../../src/splitters/sae/search.js';
import { SplitState } from '../../../src/splitters/sae/state.js';
import { Task } from '../../../src/task.js';
import { deviation, histogram, type Matrix, smallestDeviation } from '../../oracle/brute-force.js';
import { clustered, edgesOf, fromBits, packed } from '../../oracle/generators.js';
import { star } from '../../oracle/small-problems.js';

const { bins, edges } = edgesOf('0,1/3,2/3,1');

async function stateOf(matrix: Matrix, testSize: number, seed = 0) {
  const graph = await buildNeighbourGraph(packed(matrix), bins, new Task());
  const members = Int32Array.from({ length: matrix.molecules }, (_, m) => m);
  return new SplitState(graph, bins.count, members, testSize, new Random(seed));
}

/** The deviation of the division that the state was left in, by the oracle. */
function achieved(state: SplitState, matrix: Matrix): number[] {
  const test = state.order.subarray(0, state.testSize);
  return histogram(matrix, test, [...state.order.subarray(state.testSize)], edges);
}

describe('searchHistogram', () => {
  const pairs = fromBits(
    [
      [0, 1],
      [0, 1],
      [4, 5],
      [4, 5],
      [8, 9],
      [8, 9],
    ],
    1,
  );

  it('reaches the histogram and leaves the state there', async () => {
    // Three pairs of twins: one twin alone is in the last bin, both together are in the first.
    for (const requested of [
      [0, 0, 3],
      [2, 0, 1],
    ]) {
      const state = await stateOf(pairs, 3);
      const result = await searchHistogram(state, requested, new Random(1), new Task());
      expect(result.misplaced).toBe(0);
      expect(result.moves).toBeLessThan(1000);
      expect([...state.histogram]).toEqual(requested);
      expect(achieved(state, pairs)).toEqual(requested);
    }
  });

  it('makes no move when there is nothing to improve', async () => {
    const state = await stateOf(pairs, 3);
    const before = [...state.order];
    const result = await searchHistogram(state, [...state.histogram], new Random(1), new Task());
    expect(result).toEqual({ misplaced: 0, moves: 0, proven: true });
    expect([...state.order]).toEqual(before);
  });

  it.each([
    // No three of them can be all in the first bin: two twins and a third one with its twin in train.
    ['twins', pairs, [3, 0, 0], 1],
    // Nothing is like anything: every test molecule is in the first bin.
    ['strangers', fromBits([[0], [1], [2], [3], [4]], 1), [0, 1, 1], 2],
    ['copies', fromBits(new Array(6).fill([1, 2]), 1), [2, 0, 0], 2],
  ])(
    'settles for the best of %s when the request is impossible',
    async (_, matrix, requested, misplaced) => {
      const size = requested.reduce((a, b) => a + b);
      const state = await stateOf(matrix, size);
      const result = await searchHistogram(state, requested, new Random(0), new Task());
      expect(smallestDeviation(matrix, edges, requested).deviation).toBe(2 * misplaced);
      expect(result).toEqual({ misplaced, moves: 1_000_000, proven: false });
      expect(deviation(achieved(state, matrix), requested)).toBe(2 * misplaced);
    },
  );

  it('says how many are misplaced as the oracle counts them, after worse moves were taken', async () => {
    // Larger than exhaustive; the best division was passed and must be gone back to.
    const matrix = clustered(11, 60, 2, 6);
    const requested = [20, 0, 0];
    const state = await stateOf(matrix, 20);
    const result = await searchHistogram(state, requested, new Random(0), new Task());
    expect(result.moves).toBe(1_000_000);
    expect(result.misplaced).toBeGreaterThan(0);
    expect(deviation([...state.histogram], requested)).toBe(2 * result.misplaced);
    expect(deviation(achieved(state, matrix), requested)).toBe(2 * result.misplaced);
    expect([...state.order].sort((a, b) => a - b)).toEqual([...new Array(60).keys()]);
  }, 30_000);

  // The hub must enter, although each leaf has fewer neighbours in the way.
  it('finds the hub of a star', async () => {
    const bins = edgesOf('0,1/2,1').bins;
    const graph = await buildNeighbourGraph(packed(star(5)), bins, new Task());
    for (let seed = 0; seed < 20; seed++) {
      const random = new Random(seed);
      const state = new SplitState(graph, 2, Int32Array.of(0, 1, 2, 3, 4, 5), 2, random);
      const result = await searchHistogram(state, [1, 1], random, new Task());
      expect(result).toMatchObject({ misplaced: 0, proven: true });
    }
  });

  it('takes the same path for the same seed', async () => {
    const matrix = clustered(4, 60, 2, 5);
    const runs = await Promise.all(
      [7, 7, 8].map(async (seed) => {
        const state = await stateOf(matrix, 12);
        const result = await searchHistogram(state, [6, 3, 3], new Random(seed), new Task());
        return { result, order: [...state.order] };
      }),
    );
    expect(runs[0].result.moves).toBeGreaterThan(0);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2].order).not.toEqual(runs[0].order);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const task = new Task({ signal: controller.signal });
    task.due = () => true;
    const state = await stateOf(pairs, 3);
    await expect(searchHistogram(state, [3, 0, 0], new Random(0), task)).rejects.toThrow(
      AbortedError,
    );
  });
});
