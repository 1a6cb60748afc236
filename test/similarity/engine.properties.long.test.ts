import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanimarkError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import { parseRational, type Rational } from '../../src/rational.js';
import { findNearest } from '../../src/similarity/nearest.js';
import { searchNeighbors } from '../../src/similarity/search.js';
import { buildThresholdGraph } from '../../src/similarity/threshold-graph.js';
import { compare, type Matrix, similarity } from '../oracle/brute-force.js';
import {
  cases,
  dense,
  endingIn,
  pair,
  repeated,
  sameCount,
  sparse,
} from '../oracle/fingerprint-cases.js';
import { adversarial, fromBits, moleculeLike, packed } from '../oracle/generators.js';
import { expectSame } from '../oracle/same-arrays.js';
import {
  compareOverlaps,
  neighborLists,
  reaches,
  type Threshold,
  thresholdGraph,
} from '../oracle/similarity-lists.js';

const ratio = (text: string) => parseRational(text, 'threshold');

/** The last two are as close to 1/3 and to 1 as a threshold can be. */
const THRESHOLDS = [
  '0',
  '1',
  '1/3',
  '2/3',
  '1/2',
  '3/10',
  '999/1000',
  '0.333333333',
  '0.999999999',
];

const WIDTHS = [2, 3, 6, 13, 32, 63, 64];

async function expectGraph(matrix: Matrix, threshold: Rational, ...threads: number[]) {
  const expected = thresholdGraph(matrix, threshold);
  for (const n of threads.length ? threads : [1]) {
    const job = new Job({ threads: n });
    const graph = await buildThresholdGraph(packed(matrix), threshold, job);
    expect(graph.count).toBe(matrix.molecules);
    expectSame(graph.offsets, expected.offsets, 'offsets');
    expectSame(graph.neighbors, expected.neighbors, 'neighbors');
    expectSame(graph.intersections, expected.intersections, 'intersections');
  }
  return expected;
}

async function expectSearch(
  queries: Matrix,
  references: Matrix,
  options: { k?: number; threshold?: Rational },
  ...threads: number[]
) {
  const expected = neighborLists(queries, references, options);
  for (const n of threads.length ? threads : [1]) {
    const job = new Job({ threads: n });
    const lists = await searchNeighbors(packed(queries), packed(references), options, job);
    expectSame(lists.offsets, expected.offsets, 'offsets');
    expectSame(lists.indices, expected.indices, 'indices');
    expectSame(lists.intersections, expected.intersections, 'intersections');
    expectSame(lists.unions, expected.unions, 'unions');
  }
  return expected;
}

async function expectNearest(queries: Matrix, references: Matrix, ...threads: number[]) {
  const expected = neighborLists(queries, references, { k: 1 });
  // Two empty ones are 1, written so that whoever divides gets it; without references it is 0.
  const none = references.molecules === 0;
  const index = none ? new Array(queries.molecules).fill(-1) : expected.indices;
  const intersection = none
    ? new Array(queries.molecules).fill(0)
    : expected.intersections.map((c, q) => (expected.unions[q] === 0 ? 1 : c));
  const union = none
    ? new Array(queries.molecules).fill(1)
    : expected.unions.map((u) => Math.max(u, 1));
  for (const n of threads) {
    const job = new Job({ threads: n });
    const found = await findNearest(packed(queries), packed(references), job);
    expectSame(found.index, index, 'index');
    expectSame(found.intersection, intersection, 'intersection');
    expectSame(found.union, union, 'union');
  }
}

/** Queries that only the last of many references equal. */
const few = dense(1, 3, 2);

/** Which options of a search to try. */
const SEARCHES: { k?: number; threshold?: Rational }[] = [
  {},
  { k: 1 },
  { k: 2 },
  { k: 5 },
  { k: 100_000 },
  { threshold: ratio('1/3') },
  { threshold: ratio('1') },
  { k: 1, threshold: ratio('2/3') },
  { k: 5, threshold: ratio('3/10') },
  { k: 3, threshold: ratio('0') },
];

describe('the oracle', () => {
  it('agrees with the ratios of the other one, bit by bit', () => {
    fc.assert(
      fc.property(adversarial(2), adversarial(2), fc.constantFrom(...THRESHOLDS), (a, b, text) => {
        const threshold = ratio(text);
        const edge = [BigInt(threshold.num), BigInt(threshold.den)] as const;
        const lists = neighborLists(a, b, {});
        for (let q = 0; q < a.molecules; q++) {
          const row = Array.from({ length: b.molecules }, (_, r) => similarity(a, q, b, r));
          for (let e = lists.offsets[q]; e < lists.offsets[q + 1]; e++) {
            const overlap = { c: lists.intersections[e], u: lists.unions[e] };
            const value = row[lists.indices[e]];
            const same = overlap.u === 0 ? value[0] === value[1] : value[0] === BigInt(overlap.c);
            expect(same).toBe(true);
            expect(reaches(overlap.c, overlap.u, threshold)).toBe(compare(value, edge) >= 0);
            if (e === lists.offsets[q]) continue;
            const before = { c: lists.intersections[e - 1], u: lists.unions[e - 1] };
            const order = compare(row[lists.indices[e - 1]], value);
            expect(Math.sign(compareOverlaps(before, overlap))).toBe(order);
            expect(order > 0 || (order === 0 && lists.indices[e - 1] < lists.indices[e])).toBe(
              true,
            );
          }
        }
      }),
    );
  });
});

describe('buildThresholdGraph', () => {
  it('gives typed arrays of exact overlaps, both ways, ascending, without loops', async () => {
    // 0 and 1 share 2 of 4, 0 and 2 share 1 of 4, 1 and 2 share 2 of 3, 3 is alone.
    const matrix = fromBits([[0, 1, 2], [1, 2, 3], [2, 3], [40]], 2);
    const graph = await buildThresholdGraph(packed(matrix), ratio('1/2'), new Job());
    expect(graph).toEqual({
      count: 4,
      offsets: Int32Array.of(0, 1, 3, 4, 4),
      neighbors: Int32Array.of(1, 0, 2, 1),
      intersections: Uint16Array.of(2, 2, 2, 2),
    });
  });

  it.each(cases)('equals the oracle at every threshold: %s', async (_, matrix) => {
    for (const text of THRESHOLDS) {
      await expectGraph(matrix, ratio(text), 1, 2);
    }
  });

  it('equals the oracle on adversarial matrices of any width', async () => {
    const any = fc.constantFrom(...WIDTHS).chain((width) => adversarial(width, 17));
    await fc.assert(
      fc.asyncProperty(any, fc.constantFrom(...THRESHOLDS), async (matrix, text) => {
        await expectGraph(matrix, ratio(text));
      }),
      { numRuns: 150 },
    );
  });

  it('equals the oracle on molecule-like matrices at any threshold', async () => {
    const fraction = fc
      .integer({ min: 1, max: 200 })
      .chain((den) => fc.integer({ min: 0, max: den }).map((num) => `${num}/${den}`));
    await fc.assert(
      fc.asyncProperty(moleculeLike(60, 3), fraction, async (matrix, text) => {
        await expectGraph(matrix, ratio(text));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['sparse', 17, 64, (seed: number) => sparse(seed, 17, 64, 30)],
    ['sparse', 300, 13, (seed: number) => sparse(seed, 300, 13, 8)],
    ['sparse', 3000, 64, (seed: number) => sparse(seed, 3000, 64, 12)],
    ['sparse and narrow', 3000, 2, (seed: number) => sparse(seed, 3000, 2, 6)],
    ['dense', 300, 64, (seed: number) => dense(seed, 300, 64)],
    ['dense', 300, 3, (seed: number) => dense(seed, 300, 3)],
    ['equal in number of bits', 700, 63, () => sameCount(700, 63, 300)],
    ['equal in groups', 1200, 6, (seed: number) => repeated(sparse(seed, 300, 6, 10), 4)],
  ])('equals the oracle on %s: %i × %i words', async (_, _rows, _words, make) => {
    const matrix = make(11);
    for (const text of ['1/3', '1/2', '0.333333333']) {
      await expectGraph(matrix, ratio(text), 1, 2);
    }
  });

  it.each([4095, 4096, 4097, 16_385, 32_769])(
    'equals the oracle at %i molecules',
    async (molecules) => {
      const matrix = sparse(molecules, molecules, 6, 4);
      // Neighbors across the whole range, the first and the last molecule among them.
      const ends = { ...matrix, data: matrix.data.slice(0, 6), molecules: 1 };
      await expectGraph(endingIn(ends, matrix), ratio('2/3'), 2);
    },
  );

  it('takes a pair on the threshold, and not one that misses it by one bit', async () => {
    const edge = fc
      .record({
        den: fc.integer({ min: 1, max: 40 }),
        part: fc.nat(),
        times: fc.nat(),
        at: fc.nat(),
      })
      .map(({ den, part, times, at }) => {
        const num = part % (den + 1);
        const k = 1 + (times % Math.floor(2000 / den));
        return { num, den, c: num * k, u: den * k, at };
      });
    const found = async (c: number, u: number, left: number, threshold: Threshold) => {
      const matrix = pair(c, u, left, 64);
      const graph = await buildThresholdGraph(packed(matrix), threshold, new Job());
      return [...graph.intersections];
    };
    await fc.assert(
      fc.asyncProperty(edge, async ({ num, den, c, u, at }) => {
        const threshold = ratio(`${num}/${den}`);
        const left = at % (u - c + 1);
        expect(await found(c, u, left, threshold)).toEqual([c, c]);
        if (c > 0) expect(await found(c - 1, u, left, threshold)).toEqual([]);
        if (num > 0) expect(await found(c, u + 1, left, threshold)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('tells a threshold from the fraction that it nearly is', async () => {
    const third = pair(600, 1800, 77, 64);
    const full = repeated(fromBits([Array.from({ length: 2048 }, (_, b) => b)], 64), 2);
    const almost = pair(2047, 2048, 1, 64);
    const pairs = async (matrix: Matrix, text: string) =>
      (await expectGraph(matrix, ratio(text))).neighbors.length / 2;
    expect(await pairs(third, '0.333333333')).toBe(1);
    expect(await pairs(third, '1/3')).toBe(1);
    expect(await pairs(third, '0.333333334')).toBe(0);
    expect(await pairs(full, '0.999999999')).toBe(1);
    expect(await pairs(almost, '0.999999999')).toBe(0);
    expect(await pairs(almost, '2047/2048')).toBe(1);
  });

  it('gives the same for any memory, or says that it is too little', async () => {
    const matrix = sparse(5, 1500, 6, 5);
    const expected = thresholdGraph(matrix, ratio('1/3'));
    for (const memory of [1, 10_000, 1_000_000, 2 ** 31]) {
      const work = buildThresholdGraph(packed(matrix), ratio('1/3'), new Job(), { memory });
      const graph = await work.catch((error: unknown) => {
        expect(error).toBeInstanceOf(TanimarkError);
        expect(memory).toBeLessThan(2 ** 31);
      });
      if (graph) expectSame(graph.neighbors, expected.neighbors, `neighbors, ${memory} bytes`);
    }
  });
});

describe('searchNeighbors', () => {
  it('orders by similarity and not by overlap, then by index', async () => {
    // 1/2, 2/4, 0/0 is not here, 3/3, 0/5, 1/2.
    const references = fromBits([[0], [0, 1, 2, 3], [0, 1], [9, 10, 11], [1]], 2);
    const lists = await searchNeighbors(
      packed(fromBits([[0, 1]], 2)),
      packed(references),
      {},
      new Job(),
    );
    expect([...lists.offsets]).toEqual([0, 5]);
    expect([...lists.indices]).toEqual([2, 0, 1, 4, 3]);
    expect([...lists.intersections]).toEqual([2, 1, 2, 1, 0]);
    expect([...lists.unions]).toEqual([2, 2, 4, 2, 5]);
  });

  it('ranks an empty reference first for an empty query, as 0 of 0', async () => {
    const [queries, references] = [fromBits([[], [1]], 2), fromBits([[1], [], [2], []], 2)];
    const lists = await expectSearch(queries, references, { k: 3 });
    expect([...lists.indices]).toEqual([1, 3, 0, 0, 1, 2]);
    expect([...lists.unions]).toEqual([0, 0, 1, 1, 1, 2]);
    const alike = await expectSearch(queries, references, { threshold: ratio('1') });
    expect([...alike.indices]).toEqual([1, 3, 0]);
  });

  it.each(cases)('equals the oracle, each against itself: %s', async (_, matrix) => {
    for (const options of SEARCHES) {
      await expectSearch(matrix, matrix, options, 1, 2);
    }
  });

  it('equals the oracle on adversarial matrices', async () => {
    const two = fc.constantFrom(...WIDTHS).chain((w) => fc.tuple(adversarial(w), adversarial(w)));
    await fc.assert(
      fc.asyncProperty(
        two,
        fc.constantFrom(...SEARCHES),
        async ([queries, references], options) => {
          await expectSearch(queries, references, options);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('equals the oracle where ties abound, at any k and threshold', async () => {
    const options = fc.record({
      k: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
      threshold: fc.option(fc.constantFrom(...THRESHOLDS.map(ratio)), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        moleculeLike(20, 2),
        moleculeLike(30, 2),
        options,
        async (queries, references, { k, threshold }) => {
          const given = { ...(k && { k }), ...(threshold && { threshold }) };
          await expectSearch(queries, repeated(references, 2), given);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['sparse', sparse(1, 100, 64, 25), sparse(2, 3000, 64, 25)],
    ['dense', dense(1, 17, 64), dense(2, 300, 64)],
    ['narrow', sparse(1, 40, 3, 6), sparse(2, 16_385, 3, 6)],
    ['one query', sparse(1, 1, 13, 20), sparse(2, 4097, 13, 20)],
    ['more references than 16 bits number', few, endingIn(few, sparse(2, 65_600, 2, 9))],
    ['one reference', sparse(1, 3000, 6, 9), sparse(2, 1, 6, 9)],
  ])('equals the oracle on larger sets: %s', async (_, queries, references) => {
    for (const options of [
      { k: 1 },
      { k: 7, threshold: ratio('1/3') },
      { threshold: ratio('1/2') },
    ]) {
      await expectSearch(queries, references, options, 1, 2);
    }
  });
});

describe('findNearest', () => {
  it.each(cases)('equals the oracle, each against itself: %s', async (_, matrix) => {
    await expectNearest(matrix, matrix, 1, 2);
    const others = sparse(9, 23, matrix.words, 30);
    await expectNearest(matrix, others, 2);
    await expectNearest(others, matrix, 2);
  });

  it.each([
    ['sparse', sparse(1, 100, 64, 25), sparse(2, 3000, 64, 25)],
    ['dense', dense(1, 40, 64), dense(2, 300, 64)],
    ['narrow, ties', sparse(1, 20, 2, 6), sparse(2, 32_769, 2, 6)],
    ['more references than 16 bits number', few, endingIn(few, sparse(2, 65_600, 2, 9))],
  ])('equals the oracle on larger sets: %s', async (_, queries, references) => {
    await expectNearest(queries, references, 1, 2);
  });
});
