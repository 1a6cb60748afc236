import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Job } from '../../src/job.js';
import { Random } from '../../src/random.js';
import { kennardStone } from '../../src/splitters/kennard-stone.js';
import { LeastSimilarPairs } from '../../src/splitters/least-similar-pairs.js';
import { maxmin } from '../../src/splitters/maxmin.js';
import { perimeter } from '../../src/splitters/perimeter.js';
import type { Splitter } from '../../src/splitters/splitter.js';
import { UnitSimilarity } from '../../src/splitters/unit-similarity.js';
import {
  compare,
  type Matrix,
  membersOfUnits,
  type Ratio,
  similarity,
} from '../oracle/brute-force.js';
import {
  adversarial,
  clustered,
  edgesOf,
  fromBits,
  moleculeLike,
  packed,
} from '../oracle/generators.js';
import { membership, runSplitter } from '../oracle/run-splitter.js';
import { unitsOf } from './setting.js';

const { bins } = edgesOf('0,1/3,2/3,1');

interface Problem {
  readonly matrix: Matrix;
  readonly group: readonly number[];
  readonly weight: readonly number[];
  readonly test: number;
  readonly valid: number;
  readonly seed: number;
}

/** Groups, weights and sizes that leave something to train on. */
function problems(matrices: fc.Arbitrary<Matrix>, grouped: boolean): fc.Arbitrary<Problem> {
  return matrices
    .filter(({ molecules }) => molecules >= 4)
    .chain((matrix) => {
      const each = { minLength: matrix.molecules, maxLength: matrix.molecules };
      return fc.record({
        matrix: fc.constant(matrix),
        group: grouped
          ? fc.array(fc.nat(matrix.molecules), each)
          : fc.constant([...Array(matrix.molecules).keys()]),
        weight: grouped
          ? fc.array(fc.integer({ min: 1, max: 3 }), each)
          : fc.constant(Array(matrix.molecules).fill(1)),
        test: fc.integer({ min: 1, max: Math.floor(matrix.molecules / 2) }),
        valid: fc.nat(Math.floor(matrix.molecules / 4)),
        seed: fc.nat(),
      });
    });
}

/** The highest similarity of any of some molecules to any of others. */
function highest(matrix: Matrix, a: readonly number[], b: readonly number[]): Ratio {
  const all = a.flatMap((i) => b.map((j) => similarity(matrix, i, matrix, j)));
  return all.reduce((best, s) => (compare(s, best) > 0 ? s : best));
}

/** Where the parts of an order end: each where its weight is nearest to the goal, and not empty. */
function cut(weights: readonly number[], goal: number): number {
  if (goal === 0) return 0;
  const sums = weights.map((_, i) => weights.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const off = sums.map((s) => Math.abs(s - goal));
  return off.indexOf(Math.min(...off)) + 1;
}

/** Test and validation molecules when units are taken in this order. */
function taken({ matrix, group, weight, test, valid }: Problem, order: readonly number[]) {
  const units = membersOfUnits(group);
  const weights = order.map((u) => units[u].reduce((sum, m) => sum + weight[m], 0));
  const first = cut(weights, test);
  const second = first + cut(weights.slice(first), valid);
  const molecules = (from: number, to: number) =>
    order
      .slice(from, to)
      .flatMap((u) => units[u])
      .sort((a, b) => a - b);
  expect(matrix.molecules).toBe(group.length);
  return { test: molecules(0, first), valid: molecules(first, second) };
}

/** Each next one the least similar to those before, by its highest similarity to any of them. */
function diverse(units: number[][], matrix: Matrix, start: readonly number[]): number[] {
  const order = [...start];
  while (order.length < units.length) {
    const rest = [...units.keys()].filter((u) => !order.includes(u));
    const near = rest.map((u) =>
      highest(
        matrix,
        units[u],
        order.flatMap((v) => units[v]),
      ),
    );
    let best = 0;
    for (let i = 1; i < rest.length; i++) if (compare(near[i], near[best]) < 0) best = i;
    order.push(rest[best]);
  }
  return order;
}

/** All pairs, the least similar first, of equal ones the first. */
function pairs(units: number[][], matrix: Matrix): { a: number; b: number; value: Ratio }[] {
  const all = units.flatMap((own, a) =>
    units.flatMap((other, b) => (a < b ? [{ a, b, value: highest(matrix, own, other) }] : [])),
  );
  return all.sort((x, y) => compare(x.value, y.value) || x.a - y.a || x.b - y.b);
}

const orders: Record<string, (problem: Problem, units: number[][]) => number[]> = {
  maxmin: ({ matrix, seed }, units) =>
    diverse(units, matrix, [new Random(seed).below(units.length)]),
  'kennard-stone': ({ matrix }, units) => {
    const [first] = pairs(units, matrix);
    return diverse(units, matrix, [first.a, first.b]).reverse();
  },
  perimeter: ({ matrix }, units) => {
    const order: number[] = [];
    for (const { a, b } of pairs(units, matrix)) {
      if (!order.includes(a) && !order.includes(b)) order.push(a, b);
    }
    return order;
  },
};

async function check(splitter: Splitter, problem: Problem): Promise<void> {
  const units = membersOfUnits(problem.group);
  const weight = (members: readonly number[]) =>
    members.reduce((sum, m) => sum + problem.weight[m], 0);
  // Of a single group the oracle knows no order.
  fc.pre(units.length > 1);
  const expected = taken(problem, orders[splitter.name](problem, units));
  const out = [...expected.test, ...expected.valid];
  fc.pre(out.length < problem.matrix.molecules);
  const { assignment } = await runSplitter(splitter, problem.matrix, bins, problem);
  const found = membership(assignment);
  expect({ test: found.test, valid: found.valid }).toEqual(expected);
  expect(found.discarded).toEqual([]);
  const exact = weight(expected.test) === problem.test && weight(expected.valid) === problem.valid;
  expect(assignment.sizeReason === undefined).toBe(exact);
}

describe.each([maxmin, kennardStone, perimeter])('$name', (splitter) => {
  it('takes the molecules that trying all pairs takes', async () => {
    for (const matrices of [moleculeLike(14, 1), adversarial(1, 14)]) {
      const property = fc.asyncProperty(problems(matrices, false), (p) => check(splitter, p));
      await fc.assert(property, { numRuns: 120 });
    }
  });

  it('takes whole groups, as similar as their most similar molecules, to the nearest size', async () => {
    for (const matrices of [moleculeLike(14, 1), adversarial(1, 14)]) {
      const property = fc.asyncProperty(problems(matrices, true), (p) => check(splitter, p));
      await fc.assert(property, { numRuns: 120 });
    }
  });
});

describe('perimeter', () => {
  it('agrees with all pairs in order where partners run out many times', async () => {
    // One bit that all have, and few others: many molecules have the same least similar partners.
    const skewed = fromBits(
      Array.from({ length: 150 }, (_, m) => [
        0,
        ...Array.from({ length: m % 11 }, (_, b) => b + 1),
      ]),
      1,
    );
    for (const matrix of [skewed, clustered(5, 150, 1, 1), clustered(6, 150, 2, 3)]) {
      const problem = {
        matrix,
        group: [...Array(150).keys()],
        weight: Array(150).fill(1),
        test: 120,
        valid: 10,
        seed: 0,
      };
      await check(perimeter, problem);
    }
  });
});

describe('LeastSimilarPairs', () => {
  it.each([1, 2, 3])('are the same with %i partners kept', async (kept) => {
    for (const matrices of [moleculeLike(24, 1), adversarial(1, 24)]) {
      const property = fc.asyncProperty(matrices, async (matrix) => {
        const group = [...Array(matrix.molecules).keys()];
        const similarity = new UnitSimilarity(packed(matrix), unitsOf(matrix.molecules));
        const found = new LeastSimilarPairs(similarity, matrix.molecules, kept);
        const order: number[] = [];
        const job = new Job();
        for (let pair = await found.next(job); pair; pair = await found.next(job)) {
          order.push(...pair);
        }
        const problem = { matrix, group, weight: [], test: 0, valid: 0, seed: 0 };
        expect(order).toEqual(orders.perimeter(problem, membersOfUnits(group)));
      });
      await fc.assert(property, { numRuns: 60 });
    }
  });
});

describe('maxmin', () => {
  it('begins with another molecule for another seed', async () => {
    const matrix = clustered(3, 40);
    const tests = await Promise.all(
      [0, 1, 2, 3].map(async (seed) => {
        const { assignment } = await runSplitter(maxmin, matrix, bins, { test: 5, seed });
        return membership(assignment).test.join();
      }),
    );
    expect(new Set(tests).size).toBeGreaterThan(1);
  });
});
