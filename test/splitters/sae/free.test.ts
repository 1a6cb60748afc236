import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce, Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import type { NeighborGraph } from '../../../src/similarity/neighbor-graph.js';
import { splitterOptions } from '../../../src/splitters/registry.js';
import { setPotential } from '../../../src/splitters/sae/anneal.js';
import { histogramBounds } from '../../../src/splitters/sae/bounds.js';
import { fillWithComponents } from '../../../src/splitters/sae/components.js';
import { freePart } from '../../../src/splitters/sae/free.js';
import { growClosed } from '../../../src/splitters/sae/grow.js';
import { sae } from '../../../src/splitters/sae/index.js';
import { levelGraph } from '../../../src/splitters/sae/level-graph.js';
import { FOREVER, IN_TEST, IN_TRAIN, ONE, SplitState } from '../../../src/splitters/sae/state.js';
import {
  DISCARDED,
  type SplitContext,
  TEST,
  TRAIN,
  VALID,
} from '../../../src/splitters/splitter.js';
import { makeUnits } from '../../../src/splitters/units.js';
import { verifyAssignment } from '../../../src/splitters/verify.js';
import { bounded, densest } from '../../oracle/anchored.js';
import {
  deviation,
  everyDivision,
  highestBin,
  type Matrix,
  membersOfUnits,
  pairBins,
  weightedHistogram,
} from '../../oracle/brute-force.js';
import { clustered, edgesOf } from '../../oracle/generators.js';
import { moleculesOf } from '../../oracle/run-splitter.js';
import { type Setup, setups, start } from '../../oracle/split-states.js';
import { plainContext } from '../setting.js';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Molecules of which some are anchors, not all of them together with those of their units. */
function anchored(max: number): fc.Arbitrary<{ setup: Setup; isAnchor: boolean[] }> {
  return setups(max, 3)
    .chain((setup) => {
      const n = setup.matrix.molecules;
      return fc.record({
        setup: fc.constant(setup),
        isAnchor: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
      });
    })
    .filter(({ setup, isAnchor }) =>
      setup.group.some((g) => setup.group.every((other, m) => other !== g || !isAnchor[m])),
    );
}

/** The free part of a setup, and what the oracle needs to know. */
async function freeOf({ setup, isAnchor }: { setup: Setup; isAnchor: boolean[] }) {
  const started = await start(setup);
  const { pairs, members, units } = started;
  const part = freePart(bounded(pairs, isAnchor), units);
  const freeUnits = members.filter((unit) => unit.every((m) => !isAnchor[m]));
  const fixed = members.filter((unit) => unit.some((m) => isAnchor[m])).flat();
  return { ...started, part, freeUnits, fixed };
}

describe('the free part of a graph with anchors', () => {
  it('is the units without an anchor, each with its bin beside what stays', async () => {
    await fc.assert(
      fc.asyncProperty(anchored(10), async (given) => {
        const { part, freeUnits, fixed, pairs, weights } = await freeOf(given);
        const molecules = [...(part.molecules ?? [])];
        expect(molecules).toEqual(freeUnits.flat().sort((a, b) => a - b));
        expect([...(part.base ?? [])]).toEqual(molecules.map((m) => highestBin(pairs, m, fixed)));
        const { offsets, members, count } = part.units;
        const unitsOfPart = Array.from({ length: count }, (_, u) =>
          [...members.subarray(offsets[u], offsets[u + 1])].map((i) => molecules[i]),
        );
        expect(unitsOfPart).toEqual(freeUnits);
        expect([...part.units.weight]).toEqual(molecules.map((m) => weights[m]));
      }),
    );
  });

  it('keeps a state whose bins are those of all molecules', async () => {
    await fc.assert(
      fc.asyncProperty(
        anchored(10),
        fc.array(fc.record({ unit: fc.nat(), to: fc.nat(2), undo: fc.boolean() })),
        async (given, moves) => {
          const { part, freeUnits, fixed, pairs, weights, bins } = await freeOf(given);
          const { graph, units, base } = part;
          const state = new SplitState(graph, bins.count, units, base);
          const thresholds = Array.from({ length: bins.count - 1 }, (_, k) => k + 1);
          const phi = new Float64Array(2 * (graph.count + 2)).fill(ONE);
          setPotential(phi.subarray(0, phi.length / 2), 3, 0);
          state.watch(thresholds, phi);
          for (const { unit, to, undo } of moves) {
            state.begin();
            state.move(unit % units.count, to);
            if (undo) state.undo();
          }
          const at = (zone: number) => freeUnits.filter((_, u) => state.zoneOf(u) === zone).flat();
          const [test, train] = [at(IN_TEST), [...fixed, ...at(IN_TRAIN)]];
          const requested = bins.labels.map(() => 0);
          expect([...state.histogram]).toEqual(
            weightedHistogram({ pairs, weights, requested }, test, train),
          );
          const molecules = [...(part.molecules ?? [])];
          expect([...state.bin]).toEqual(molecules.map((m) => highestBin(pairs, m, train)));
          freeUnits.forEach((unit, u) => {
            const others = train.filter((m) => !unit.includes(m));
            const highest = Math.max(...unit.map((m) => highestBin(pairs, m, others)));
            expect(state.unitBin(u)).toBe(highest);
            bins.labels.forEach((_, b) => {
              const held = unit.some((m) => highestBin(pairs, m, fixed) > b);
              expect(state.obstacles(u, b) >= FOREVER).toBe(held);
              expect(state.obstacles(u, b) === 0).toBe(highest <= b);
            });
          });
          // What moves added and took away is what a fresh count finds.
          const { potential } = state;
          state.restore(state.snapshot());
          expect(state.potential).toBe(potential);
          const held = (k: number) => test.filter((m) => highestBin(pairs, m, fixed) >= k);
          const least = sum(thresholds.map((k) => sum(held(k).map((m) => weights[m])) * ONE));
          expect(potential).toBeGreaterThanOrEqual(least);
        },
      ),
    );
  });

  it('has bounds that no division of it exceeds', async () => {
    await fc.assert(
      fc.asyncProperty(anchored(8), fc.nat(), fc.nat(2), async (given, testNumber, maxOut) => {
        const alone = given.setup.group.map((_, m) => m);
        const ones = alone.map(() => 1);
        const setup = { ...given.setup, group: alone, weights: ones };
        const { part, freeUnits, fixed, pairs, bins } = await freeOf({ ...given, setup });
        const test = 1 + (testNumber % freeUnits.length);
        const requested = bins.labels.map((_, b) => (b === 0 ? test : 0));
        const found = histogramBounds({
          graph: part.graph,
          bins: bins.count,
          test,
          out: maxOut,
          requested,
          base: part.base,
        });
        // The fixed molecules are one more unit, that is always in train.
        const problem = { pairs, weights: ones, requested, size: test, maxOut };
        everyDivision({ ...problem, units: freeUnits }, (inTest, inTrain) => {
          const h = weightedHistogram(problem, inTest, [...inTrain, ...fixed]);
          h.forEach((n, b) => {
            expect(n).toBeLessThanOrEqual(found.within[b]);
            expect(sum(h.slice(0, b))).toBeLessThanOrEqual(found.below[b]);
            expect(sum(h.slice(b))).toBeLessThanOrEqual(found.atLeast[b]);
          });
          expect(deviation(h, requested) / 2).toBeGreaterThanOrEqual(found.misplaced);
        });
        // Where an anchor holds every molecule at k or above, the bound says that none can be below.
        for (let k = 1; k < bins.count; k++) {
          if (part.base?.every((b) => b >= k)) expect(found.below[k]).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('filling a test set with clusters', () => {
  /** Rows of pairs, all in bin 1. */
  const graphOf = (rows: readonly number[][]): NeighborGraph => ({
    count: rows.length,
    offsets: Int32Array.from([0, ...rows.map((_, m) => rows.slice(0, m + 1).flat().length)]),
    neighbors: Int32Array.from(rows.flat()),
    levels: new Uint8Array(rows.flat().length).fill(1),
  });

  it('takes none that an anchor holds at the threshold', () => {
    // Cliques of four, every other one with an anchor that holds all of it.
    const rows = Array.from({ length: 120 }, (_, m) =>
      [0, 1, 2, 3].map((i) => m - (m % 4) + i).filter((k) => k !== m),
    );
    const base = Uint8Array.from(rows, (_, m) => (m >> 2) % 2);
    for (let seed = 0; seed < 10; seed++) {
      const state = new SplitState(graphOf(rows), 3, makeUnits(120), base);
      atOnce(fillWithComponents(state, [1], [60, 0, 0], 60, new Random(seed)));
      expect([...state.histogram]).toEqual([60, 0, 0]);
      expect([...state.order.subarray(0, 60)].every((m) => base[m] === 0)).toBe(true);
    }
  });

  it('grows a part where no anchor holds the molecules', () => {
    // A path; all of its second half is held, so that at most 29 of 30 can be rid of their neighbors.
    const rows = Array.from({ length: 60 }, (_, m) =>
      [m - 1, m + 1].filter((k) => k >= 0 && k < 60),
    );
    const closable = Uint8Array.from(rows, (_, m) => (m < 30 ? 1 : 0));
    const free = new Uint8Array(60).fill(1);
    for (let seed = 0; seed < 10; seed++) {
      const graph = levelGraph(graphOf(rows), 1, 2);
      const random = new Random(seed);
      const grown = atOnce(growClosed(graph, makeUnits(60), free, 30, 29, random, closable));
      expect(grown.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, m) => m));
    }
  });
});

interface Asked {
  readonly test: number;
  readonly valid?: number;
  readonly options?: Record<string, string>;
  readonly group?: readonly number[];
  readonly seed?: number;
}

function contextOf(graph: NeighborGraph, text: string, asked: Asked): SplitContext {
  const { bins } = edgesOf(text);
  const { test, valid = 0, options = {}, group, seed = 0 } = asked;
  const units = makeUnits(graph.count, group && Int32Array.from(group));
  return {
    ...plainContext,
    units,
    sizes: { test, valid, train: graph.count - test - valid },
    bins,
    options: splitterOptions(sae, { effort: '0.02', ...options }).values,
    random: new Random(seed),
    neighbors: async () => graph,
    job: new Job(),
  };
}

/** Splits with a bounded graph; verified from the fingerprints, which know of no anchors. */
async function splitWith(matrix: Matrix, text: string, graph: NeighborGraph, asked: Asked) {
  const molecules = moleculesOf(matrix);
  const context = contextOf(graph, text, asked);
  const assignment = await sae.split(molecules, context);
  const { units, sizes, bins, job } = context;
  const verified = await verifyAssignment(molecules, assignment, units, sizes, bins, job);
  return { assignment, verified };
}

describe('sae with anchors', () => {
  const text = '0,1/3,2/3,1';
  const { edges } = edgesOf(text);

  it('reaches the best that is possible with them in training', async () => {
    for (let n = 0; n < 40; n++) {
      const matrix = clustered(n, 11, 2, 4);
      const pairs = pairBins(matrix, edges);
      const isAnchor = n % 2 === 0 ? densest(pairs) : pairs.map((_, m) => m % 3 === n % 3);
      const group = pairs.map((_, m) => (n % 4 === 3 ? m >> 1 : m));
      const members = membersOfUnits(group);
      const free = members.filter((unit) => unit.every((m) => !isAnchor[m]));
      const fixed = members.filter((unit) => unit.some((m) => isAnchor[m])).flat();
      const test = free.length === 1 ? free[0].length : n % 4 === 3 ? 2 : 3;
      if (free.flat().length < test) continue;
      const maxOut = n % 5 === 0 ? 1 : 0;
      const { assignment, verified } = await splitWith(matrix, text, bounded(pairs, isAnchor), {
        test,
        group,
        seed: n,
        options: {
          'max-discard': `${maxOut}/11`,
          distribution: ['balanced', '1,0,0', '0,1,1'][n % 3],
        },
      });
      const requested = assignment.requested ?? [];
      const problem = { pairs, weights: pairs.map(() => 1), requested, size: test, maxOut };
      let best = Number.POSITIVE_INFINITY;
      // Something stays to train on when all that is free is taken: one more unit of no weight.
      const weights = [...problem.weights, 0];
      everyDivision({ ...problem, weights, units: [...free, [11]] }, (inTest, inTrain) => {
        const train = [...inTrain, ...fixed].filter((m) => m < 11);
        const taken = inTest.filter((m) => m < 11);
        best = Math.min(best, deviation(weightedHistogram(problem, taken, train), requested));
      });
      expect(deviation(verified.histogram, requested)).toBe(best);
      expect((assignment.bound?.misplaced ?? 0) * 2).toBeLessThanOrEqual(best);
      for (const m of fixed) expect(assignment.subset[m]).toBe(TRAIN);
    }
  });

  it('reports the histogram that the fingerprints have, for sets too large to try all', async () => {
    for (const [n, options] of [
      [0, {}],
      [1, { 'max-discard': '0.1' }],
      [2, { distribution: '1,0,0' }],
    ] as const) {
      const matrix = clustered(n, 160, 2, 40);
      const pairs = pairBins(matrix, edges);
      const isAnchor = densest(pairs);
      const { assignment, verified } = await splitWith(matrix, text, bounded(pairs, isAnchor), {
        test: 30,
        valid: n === 0 ? 10 : 0,
        options,
      });
      const at = (code: number) => [...pairs.keys()].filter((m) => assignment.subset[m] === code);
      expect(at(TEST)).toHaveLength(30);
      expect(at(VALID)).toHaveLength(n === 0 ? 10 : 0);
      expect([...at(TEST), ...at(VALID), ...at(DISCARDED)].filter((m) => isAnchor[m])).toEqual([]);
      const requested = assignment.requested ?? [];
      const problem = { pairs, weights: pairs.map(() => 1), requested };
      const achieved = weightedHistogram(problem, at(TEST), at(TRAIN));
      expect(verified.histogram).toEqual(achieved);
      const { misplaced = 0, reason = '' } = assignment.bound ?? {};
      expect(deviation(achieved, requested) / 2).toBeGreaterThanOrEqual(misplaced);
      const condition = ', while 80 molecules with the most neighbors stay in training';
      if (assignment.bound) expect(reason.endsWith(condition)).toBe(true);
      expect(assignment.reason?.endsWith(condition)).toBe(true);
    }
  });

  it('is the same as without, where no molecule is one', async () => {
    const matrix = clustered(7, 60, 2, 12);
    const pairs = pairBins(matrix, edges);
    const none = bounded(
      pairs,
      pairs.map(() => false),
    );
    const { anchors: _, ...plain } = none;
    for (const options of [{}, { distribution: '1,0,0', 'max-discard': '0.1' }]) {
      const asked = { test: 12, options };
      const a = await splitWith(matrix, text, none, asked);
      const b = await splitWith(matrix, text, plain, asked);
      expect([...a.assignment.subset]).toEqual([...b.assignment.subset]);
    }
  });

  it('takes all that is free if so many are asked for, and says how many can be had if more are', async () => {
    const matrix = clustered(3, 20, 2, 6);
    const pairs = pairBins(matrix, edges);
    const isAnchor = densest(pairs);
    const graph = bounded(pairs, isAnchor, 'their pairs would not fit in --memory 1 GiB');
    const { assignment } = await splitWith(matrix, text, graph, { test: 8, valid: 2 });
    expect([...assignment.subset].map((s) => s === TRAIN)).toEqual(isAnchor);
    expect(assignment.notes).toEqual([
      '10 molecules with the most neighbors stay in training, because their pairs would not fit in --memory 1 GiB; test molecules are chosen among the other 10',
    ]);
    await expect(splitWith(matrix, text, graph, { test: 9, valid: 2 })).rejects.toMatchObject({
      code: 'usage',
      message:
        '--test: 11 molecules requested for test and validation, only 10 available: 10 molecules with the most neighbors stay in training, because their pairs would not fit in --memory 1 GiB; request fewer, give more --memory, or raise the lowest edge of --bins',
    });
  });

  it('says which molecules are bound by their group', async () => {
    const matrix = clustered(3, 12, 2, 6);
    const pairs = pairBins(matrix, edges);
    const isAnchor = pairs.map((_, m) => m === 0 || m === 4);
    const { assignment } = await splitWith(matrix, text, bounded(pairs, isAnchor), {
      test: 4,
      group: pairs.map((_, m) => m >> 1),
    });
    expect([0, 1, 4, 5].map((m) => assignment.subset[m])).toEqual([TRAIN, TRAIN, TRAIN, TRAIN]);
    expect(assignment.notes).toEqual([
      '2 molecules with the most neighbors stay in training (and 2 molecules grouped with them), because their neighbor pairs do not fit into memory; test molecules are chosen among the other 8',
    ]);
  });

  it('makes no folds', async () => {
    const matrix = clustered(3, 12, 2, 6);
    const pairs = pairBins(matrix, edges);
    const graph = bounded(pairs, densest(pairs), 'their pairs would not fit in --memory 1 GiB');
    const context = contextOf(graph, text, { test: 3 });
    await expect(sae.folds?.(moleculesOf(matrix), context, [6, 6])).rejects.toMatchObject({
      code: 'usage',
      message:
        '--folds: 6 molecules with the most neighbors cannot be test molecules, because their pairs would not fit in --memory 1 GiB; give more --memory, use --repeats, raise the lowest edge of --bins, or choose -m random',
    });
  });
});
