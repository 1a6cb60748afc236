import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../../src/job.js';
import { decay, plainLog } from '../../../src/numerics/exponential.js';
import { activesOf, parseActive } from '../../../src/splitters/simpd/actives.js';
import { bestOf, scoreAmong } from '../../../src/splitters/simpd/choose.js';
import { neighborRows, stepsFrom } from '../../../src/splitters/simpd/neighbors.js';
import { Objectives } from '../../../src/splitters/simpd/objectives.js';
import { type Matrix, maxSimilarity } from '../../oracle/brute-force.js';
import { clustered, packed, seeded } from '../../oracle/generators.js';
import { moleculesIn } from '../setting.js';

const median = (values: number[]) => {
  const sorted = values.slice().sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Sum over the distances 0, 0.01 … 1 of the share of `queries` that have a reference within it. */
function within(matrix: Matrix, queries: number[], references: number[]): number {
  let sum = 0;
  for (const q of queries) {
    const others = references.filter((r) => r !== q);
    if (others.length === 0) continue;
    const [num, den] = maxSimilarity(matrix, q, others);
    for (let step = 0n; step <= 100n; step++) if ((den - num) * 100n <= step * den) sum++;
  }
  return sum / queries.length;
}

describe('the objectives of simpd', () => {
  it('are those of a plain calculation', async () => {
    const input = fc.record({
      seed: fc.nat(10_000),
      n: fc.integer({ min: 6, max: 40 }),
      clusters: fc.integer({ min: 2, max: 5 }),
      left: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ seed, n, clusters, left }) => {
        const matrix = clustered(seed, n);
        const uniform = seeded(seed);
        const values = Float64Array.from({ length: n }, () =>
          uniform() < 0.1 ? Number.NaN : Math.floor(uniform() * 9),
        );
        values.set([1, 2, 3, 4]);
        const active = Float64Array.from({ length: n }, (_, m) =>
          m % 7 === 6 ? Number.NaN : uniform() < 0.4 ? 1 : 0,
        );
        const of = Int32Array.from({ length: n }, (_, m) => (m < clusters ? m : m % clusters));
        // The last molecules may be in neither set.
        const may = Uint8Array.from({ length: n }, (_, m) => (left && m >= n - 2 ? 0 : 1));
        const test = Uint8Array.from({ length: n }, (_, m) =>
          may[m] === 0 ? 0 : m < 4 ? m % 2 : uniform() < 0.3 ? 1 : 0,
        );
        const rows = await neighborRows(packed(matrix), new Job());
        const goals = [{ name: 'size', values, shift: 2 }];
        const objectives = new Objectives(goals, active, 0.25, rows, { of, count: clusters }, may);
        const measures = objectives.measure(test);

        const all = [...may.keys()].filter((m) => may[m] === 1);
        const inTest = all.filter((m) => test[m] === 1);
        const inTrain = all.filter((m) => test[m] === 0);
        const known = (set: number[]) => set.map((m) => values[m]).filter((x) => !Number.isNaN(x));
        expect(measures.shifts).toEqual([median(known(inTest)) - median(known(inTrain))]);
        const share = (set: number[]) => {
          const labeled = set.filter((m) => !Number.isNaN(active[m]));
          return labeled.filter((m) => active[m] === 1).length / (labeled.length || 1);
        };
        expect(measures.activeShift).toBeCloseTo(share(inTest) - share(all), 12);
        expect(measures.sumG).toBeCloseTo(within(matrix, inTest, inTest), 9);
        expect(measures.sumF).toBeCloseTo(within(matrix, inTest, inTrain), 9);
        const entropy = Array.from({ length: clusters }, (_, c) => {
          const p = inTest.filter((m) => of[m] === c).length / inTest.length;
          return p === 0 ? 0 : -p * Math.log(p);
        }).reduce((a, b) => a + b, 0);
        expect(measures.entropy).toBeCloseTo(entropy / Math.log(clusters), 9);

        const spread = measures.sumG - measures.sumF;
        expect(objectives.distances(measures)).toEqual([
          Math.abs(measures.shifts[0] - 2),
          Math.abs(measures.activeShift - 0.25),
          spread < 10 ? 10 - spread : spread > 30 ? spread - 30 : 0,
          measures.sumG < 70 ? 70 - measures.sumG : 0,
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('count the steps from a distance on exactly', () => {
    expect(stepsFrom(1, 1)).toBe(101);
    expect(stepsFrom(0, 5)).toBe(1);
    expect(stepsFrom(0, 0)).toBe(101);
    // A distance of 0.3 is reached by 0.30 … 1, one just above it is not reached by 0.30.
    expect(stepsFrom(7, 10)).toBe(71);
    expect(stepsFrom(699, 1000)).toBe(70);
  });

  it('take a molecule without a neighbor in a set to be as far as the last that is known', async () => {
    // 140 alike, one of them with 128 known neighbors, none of which is the test molecule at the end.
    const matrix = clustered(1, 200, 1, 1);
    const rows = await neighborRows(packed(matrix), new Job());
    expect(rows.offsets[1]).toBe(128);
    const neighbors = new Set(rows.neighbors.subarray(0, 128));
    expect(neighbors.has(0)).toBe(false);
    const far = Array.from({ length: 200 }, (_, m) => m).find((m) => m > 0 && !neighbors.has(m));
    const test = new Uint8Array(200);
    test[0] = 1;
    test[far as number] = 1;
    const zeros = { of: new Int32Array(200), count: 1 };
    const may = new Uint8Array(200).fill(1);
    const objectives = new Objectives([], new Float64Array(200), 0, rows, zeros, may);
    const steps = (m: number) => rows.steps[rows.offsets[m + 1] - 1];
    const { sumG, entropy } = objectives.measure(test);
    const back = rows.neighbors.subarray(
      rows.offsets[far as number],
      rows.offsets[(far as number) + 1],
    );
    const other = back.indexOf(0);
    const toFirst =
      other < 0 ? steps(far as number) : rows.steps[rows.offsets[far as number] + other];
    expect(sumG).toBe((steps(0) + toFirst) / 2);
    expect(entropy).toBe(0);
  });
});

describe('the score of a front', () => {
  const best = (front: number[][], weights: number[]) => bestOf(front, scoreAmong(front, weights));

  it('weighs objectives by how they spread over the front', () => {
    // Units are the 0.9 quantiles 0.9 and 90.
    const front = Array.from({ length: 11 }, (_, i) => [i / 10, 100 - 10 * i]);
    expect(best(front, [10, 1])).toBe(0);
    expect(best(front, [1, 10])).toBe(10);
    const score = scoreAmong(front, [1, 2]);
    for (const [a, b] of front) {
      expect(score([a, b])).toBeCloseTo(Math.exp(-a / 0.9) + 2 * Math.exp(-b / 90), 10);
    }
  });

  it('is highest for the first of equals, and bears objectives that are all 0', () => {
    const front = [
      [0, 2],
      [0, 1],
      [0, 1],
    ];
    expect(best(front, [1, 1])).toBe(1);
    expect(best([[0], [0]], [1])).toBe(0);
  });
});

describe('activesOf', () => {
  const molecules = (labels: number[]) => ({
    ...moleculesIn({ data: new Uint32Array(labels.length), molecules: labels.length, words: 1 }),
    labels: Float64Array.from(labels),
    labelTask: 'regression' as const,
  });

  it('takes the highest labels, with all that are equal to the last', () => {
    const labels = [5, 6, 7, 8, 9, Number.NaN];
    expect([...activesOf(molecules(labels), parseActive('40%'))]).toEqual([0, 0, 0, 1, 1, NaN]);
    expect([...activesOf(molecules([1, 2, 2, 2, 3]), parseActive('40%'))]).toEqual([0, 1, 1, 1, 1]);
    expect([...activesOf(molecules(labels), parseActive('6.5'))]).toEqual([0, 0, 1, 1, 1, NaN]);
  });

  it('takes the positive class, and no number for it', () => {
    const classes = { ...molecules([0, 1, 0.5, 0.7]), labelTask: 'classification' as const };
    expect([...activesOf(classes, parseActive('40%'))]).toEqual([0, 1, 0, 1]);
    expect(() => activesOf(classes, parseActive('6.5'))).toThrow('the labels are classes');
    expect(() => activesOf({ ...classes, labels: null }, parseActive('40%'))).toThrow(
      '--method simpd needs labels to know which molecules are active, and no label column was found; name it with --label',
    );
  });

  it.each(['0%', '100%', 'x', '', '-3%'])('refuses --active %s', (text) => {
    expect(() => parseActive(text)).toThrow('--active');
  });
});

describe('decay and plainLog', () => {
  it('are e to the power and its logarithm', () => {
    for (const x of [0, 1e-9, 0.1, 1, 2.5, 10, 50, 300]) {
      expect(decay(x) / Math.exp(-x)).toBeCloseTo(1, 10);
    }
    expect([decay(1e9), decay(Number.POSITIVE_INFINITY)]).toEqual([0, 0]);
    for (const x of [1e-5, 0.3, 1, 2, 41_127, 1e12]) {
      expect(plainLog(x)).toBeCloseTo(Math.log(x), 12);
    }
  });
});
