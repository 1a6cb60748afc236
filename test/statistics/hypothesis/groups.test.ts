import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../../src/metrics/metric.js';
import { brownForsythe } from '../../../src/statistics/hypothesis/brown-forsythe.js';
import { friedman } from '../../../src/statistics/hypothesis/friedman.js';
import { pairedT } from '../../../src/statistics/hypothesis/paired-t.js';
import { repeatedMeasuresAnova } from '../../../src/statistics/hypothesis/repeated-measures.js';
import { defined, expectRelative } from '../closeness.js';

const few = fc.integer({ min: -3, max: 3 }).map((v) => v / 2);
const many = fc.double({ min: -9, max: 9, noNaN: true });
const matrix = (value: fc.Arbitrary<number>) =>
  fc
    .integer({ min: 2, max: 5 })
    .chain((k) =>
      fc.array(fc.array(value, { minLength: k, maxLength: k }), { minLength: 2, maxLength: 8 }),
    );
const turnedRows = (rows: readonly (readonly number[])[]) => rows.map((row) => row.toReversed());

describe('friedman', () => {
  it('of ranks without ties is the textbook formula', () => {
    // Rank sums 6, 7 and 11 of four blocks: 12 / (4 · 3 · 4) · 206 - 3 · 4 · 4.
    const blocks = [
      [10, 20, 30],
      [1, 2, 3],
      [5, 4, 6],
      [0.2, 0.1, 0.15],
    ];
    const result = defined(friedman(blocks));
    expect(result.meanRanks).toEqual([1.75, 1.5, 2.75]);
    const sums = [7, 6, 11];
    const squares = sums.reduce((total, r) => total + r * r, 0);
    expect(result.statistic).toBeCloseTo((12 / (4 * 3 * 4)) * squares - 3 * 4 * 4, 12);
    // With two degrees of freedom.
    expectRelative(result.p, Math.exp(-result.statistic / 2), 1e-14);
  });

  it('corrects for ties', () => {
    fc.assert(
      fc.property(matrix(few), (blocks) => {
        const [n, k] = [blocks.length, blocks[0].length];
        const ranks = blocks.map((row) =>
          row.map(
            (v) => (row.filter((w) => w < v).length + 1 + row.filter((w) => w <= v).length) / 2,
          ),
        );
        let ties = 0;
        for (const row of blocks) {
          for (const v of new Set(row)) {
            const t = row.filter((w) => w === v).length;
            ties += t ** 3 - t;
          }
        }
        const result = friedman(blocks);
        const correction = 1 - ties / (n * k * (k * k - 1));
        if (Math.abs(correction) < 1e-12) {
          expect(result).toEqual(new Undefined('no_difference'));
          return;
        }
        const squares = blocks[0]
          .map((_, j) => ranks.reduce((sum, row) => sum + row[j], 0))
          .reduce((sum, r) => sum + r * r, 0);
        const plain = (12 * squares) / (n * k * (k + 1)) - 3 * n * (k + 1);
        expect(defined(result).statistic).toBeCloseTo(plain / correction, 9);
        expect(friedman(blocks.toReversed())).toEqual(result);
        expect(defined(friedman(turnedRows(blocks))).statistic).toBe(defined(result).statistic);
      }),
    );
  });

  it('is undefined with too little', () => {
    expect(friedman([[1, 2]])).toEqual(new Undefined('too_few'));
    expect(friedman([])).toEqual(new Undefined('too_few'));
    expect(friedman([[1], [2]])).toEqual(new Undefined('too_few'));
    expect(() => friedman([[1, 2], [1]])).toThrow(RangeError);
  });
});

describe('repeatedMeasuresAnova', () => {
  it('of two treatments is the square of a paired t', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(many, many), { minLength: 2, maxLength: 12 }), (pairs) => {
        const t = pairedT(
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
        );
        const result = repeatedMeasuresAnova(pairs);
        if (t instanceof Undefined || result instanceof Undefined) return;
        // Where the differences are all but equal, both are made of rounding.
        fc.pre(t.standardError > 1e-6);
        expect(Math.abs(result.statistic - t.statistic ** 2)).toBeLessThan(
          1e-8 * Math.max(1, t.statistic ** 2),
        );
        expect(result.p).toBeCloseTo(t.p, 8);
        expectRelative(result.meanSquareError, (t.standardError ** 2 * t.n) / 2, 1e-8);
      }),
    );
  });

  it('takes away what blocks have in common, and knows no order', () => {
    fc.assert(
      fc.property(matrix(few), (blocks) => {
        const result = repeatedMeasuresAnova(blocks);
        // Multiples of ½ stay exact.
        const shifted = repeatedMeasuresAnova(blocks.map((row, i) => row.map((v) => v + 8 * i)));
        if (result instanceof Undefined) {
          expect(shifted).toEqual(result);
          return;
        }
        for (const other of [
          shifted,
          repeatedMeasuresAnova(blocks.toReversed()),
          repeatedMeasuresAnova(turnedRows(blocks)),
        ]) {
          expect(defined(other).statistic).toBeCloseTo(result.statistic, 9);
          expect(defined(other).p).toBeCloseTo(result.p, 10);
        }
        result.means.forEach((mean, j) => {
          expect(mean).toBeCloseTo(
            blocks.reduce((sum, row) => sum + row[j], 0) / blocks.length,
            12,
          );
        });
      }),
    );
  });

  it('of a small table', () => {
    // Sums of squares: treatments 24, error 4 (2 and 4 degrees of freedom).
    const result = defined(
      repeatedMeasuresAnova([
        [1, 3, 5],
        [2, 5, 5],
        [3, 4, 8],
      ]),
    );
    expect([result.dfn, result.dfd, result.n]).toEqual([2, 4, 3]);
    expect(result.means.map((m) => Math.round(m * 1e9) / 1e9)).toEqual([2, 4, 6]);
    expect(result.meanSquareError).toBeCloseTo(1, 12);
    expect(result.statistic).toBeCloseTo(12, 12);
    // With two degrees of freedom in the numerator: (1 + 2 F / dfd)^(-dfd / 2).
    expectRelative(result.p, (1 + (2 * 12) / 4) ** -2, 1e-12);
  });

  it('is undefined without error', () => {
    expect(repeatedMeasuresAnova([[1, 2, 3]])).toEqual(new Undefined('too_few'));
    const same = [0.1, 0.7, 3.3].map((v) => [v, v, v]);
    expect(repeatedMeasuresAnova(same)).toEqual(new Undefined('no_difference'));
    const shifted = [0.1, 0.7, 3.3].map((v) => [v, v + 0.1, v + 0.2]);
    expect(repeatedMeasuresAnova(shifted)).toEqual(new Undefined('no_variation'));
    expect(() => repeatedMeasuresAnova([[1, Number.NaN]])).toThrow(RangeError);
  });
});

describe('brownForsythe', () => {
  it('is an analysis of variance of the distances from the medians', () => {
    // Distances 1 0 1 and 4 0 4: means 2/3 and 8/3, grand 5/3; between 6, within 2/3 + 32/3.
    const result = defined(
      brownForsythe([
        [1, 2, 3],
        [10, 14, 18],
      ]),
    );
    expect([result.dfn, result.dfd]).toEqual([1, 4]);
    expect(result.statistic).toBeCloseTo(6 / (34 / 3 / 4), 12);
  });

  it('knows no order and no location, with groups of any size', () => {
    const groups = fc.array(fc.array(few, { minLength: 1, maxLength: 7 }), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(groups, (values) => {
        const result = brownForsythe(values);
        const others = [
          brownForsythe(values.toReversed()),
          brownForsythe(turnedRows(values)),
          brownForsythe(values.map((group, g) => group.map((v) => v + g))),
          brownForsythe(values.map((group) => group.map((v) => -v))),
        ];
        for (const other of others) {
          if (result instanceof Undefined) expect(other).toEqual(result);
          else expect(defined(other).statistic).toBeCloseTo(result.statistic, 9);
        }
      }),
    );
  });

  it('is undefined with too little', () => {
    expect(brownForsythe([[1, 2, 3]])).toEqual(new Undefined('too_few'));
    expect(brownForsythe([[1], [2]])).toEqual(new Undefined('too_few'));
    expect(brownForsythe([[1, 2, 3], []])).toEqual(new Undefined('too_few'));
    const pairs = [
      [0.1, 0.3],
      [7, 9],
    ];
    expect(brownForsythe(pairs)).toEqual(new Undefined('no_variation'));
    expect(() => brownForsythe([[1, 2], [Infinity]])).toThrow(RangeError);
  });
});
