import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../../src/metrics/metric.js';
import { studentSf } from '../../../src/statistics/distributions/student.js';
import { conoverFriedman } from '../../../src/statistics/hypothesis/conover-friedman.js';
import { friedman } from '../../../src/statistics/hypothesis/friedman.js';
import { pairedT } from '../../../src/statistics/hypothesis/paired-t.js';
import { repeatedMeasuresAnova } from '../../../src/statistics/hypothesis/repeated-measures.js';
import { tukeyHsd } from '../../../src/statistics/hypothesis/tukey-hsd.js';
import { defined, expectRelative } from '../closeness.js';

const few = fc.integer({ min: -3, max: 3 });
const matrix = fc
  .integer({ min: 2, max: 5 })
  .chain((k) =>
    fc.array(fc.array(few, { minLength: k, maxLength: k }), { minLength: 2, maxLength: 9 }),
  );

describe('tukeyHsd', () => {
  it('gives the intervals of SAS for three groups of five', () => {
    // Data and results as in the tests of scipy.stats.tukey_hsd.
    const groups = [
      [24.5, 23.5, 26.4, 27.1, 29.9],
      [28.4, 34.2, 29.5, 32.2, 30.1],
      [26.1, 28.3, 24.3, 26.2, 27.8],
    ];
    const means = groups.map((group) => group.reduce((s, v) => s + v, 0) / 5);
    const squares = groups.flatMap((group, g) => group.map((v) => (v - means[g]) ** 2));
    const error = squares.reduce((s, v) => s + v, 0) / 12;
    const published = [
      [0, 1, -8.249116943, -4.6, -0.9508830568],
      [0, 2, -3.909116943, -0.26, 3.389116943],
      [1, 2, 0.6908830568, 4.34, 7.989116943],
    ];
    tukeyHsd(means, 5, error, 12).forEach((pair, i) => {
      const [first, second, low, difference, high] = published[i];
      expect([pair.first, pair.second]).toEqual([first, second]);
      expect(pair.difference).toBeCloseTo(difference, 12);
      // SAS's quantile has six digits.
      expect(pair.interval[0]).toBeCloseTo(low, 4);
      expect(pair.interval[1]).toBeCloseTo(high, 4);
      expect(pair.p < 0.05).toBe(low > 0 || high < 0);
    });
  });

  it('of two treatments is the paired t test', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(few, few), { minLength: 3, maxLength: 12 }), (rows) => {
        const anova = repeatedMeasuresAnova(rows);
        if (anova instanceof Undefined) return;
        const t = defined(
          pairedT(
            rows.map(([x]) => x),
            rows.map(([, y]) => y),
          ),
        );
        const [pair] = tukeyHsd(anova.means, anova.n, anova.meanSquareError, anova.dfd);
        expect(pair.difference).toBeCloseTo(t.difference, 10);
        expect(pair.statistic).toBeCloseTo(Math.SQRT2 * Math.abs(t.statistic), 8);
        expect(pair.p).toBeCloseTo(t.p, 9);
        expect(pair.interval[0]).toBeCloseTo(t.interval[0], 8);
        expect(pair.interval[1]).toBeCloseTo(t.interval[1], 8);
      }),
      { numRuns: 15 },
    );
  });

  it('has p 0.05 where the interval ends at 0', () => {
    const [pair] = tukeyHsd([0, 0, 0], 25, 1, 48);
    const half = pair.interval[1];
    expect(pair.p).toBe(1);
    // 3.4203 is the tables' value for three means and 48 degrees of freedom.
    expect(half * 5).toBeCloseTo(3.4203, 3);
    expectRelative(tukeyHsd([half, 0, 0], 25, 1, 48)[0].p, 0.05, 1e-9);
  });
});

describe('conoverFriedman', () => {
  it('gives the p-values of scikit-posthocs and PMCMRplus, with ties', () => {
    const blocks = [
      [4, 3, 4, 4, 5, 6, 3],
      [1, 2, 3, 5, 6, 7, 7],
      [1, 2, 6, 4, 1, 5, 1],
    ];
    const published = new Map([
      ['0 1', 0.9147508],
      ['0 2', 0.151803],
      ['0 3', 0.2140927],
      ['0 5', 0.0181602],
      ['0 6', 0.5242303],
      ['1 2', 0.18071036],
      ['1 5', 0.02222747],
      ['2 3', 0.8305955],
      ['3 4', 1],
      ['4 5', 0.1807104],
      ['5 6', 0.05991984],
    ]);
    const pairs = defined(conoverFriedman(blocks));
    expect(pairs).toHaveLength(21);
    for (const { first, second, p } of pairs) {
      const expected = published.get(`${first} ${second}`);
      if (expected !== undefined) expect(p).toBeCloseTo(expected, 6);
    }
  });

  it('is a t test of rank sums with what Friedman leaves unexplained', () => {
    fc.assert(
      fc.property(matrix, (blocks) => {
        const [n, k] = [blocks.length, blocks[0].length];
        const pairs = conoverFriedman(blocks);
        const test = friedman(blocks);
        if (test instanceof Undefined || pairs instanceof Undefined) {
          expect(pairs).toEqual(test);
          return;
        }
        const ranks = blocks.map((row) =>
          row.map(
            (v) => (row.filter((w) => w < v).length + 1 + row.filter((w) => w <= v).length) / 2,
          ),
        );
        const sums = blocks[0].map((_, j) => ranks.reduce((sum, row) => sum + row[j], 0));
        const squares = ranks.flat().reduce((sum, r) => sum + r * r, 0);
        const rest = n * squares - sums.reduce((sum, r) => sum + r * r, 0);
        const df = (n - 1) * (k - 1);
        for (const { first, second, difference, statistic, p } of pairs) {
          expect(difference).toBeCloseTo(test.meanRanks[first] - test.meanRanks[second], 12);
          const distance = sums[first] - sums[second];
          if (rest === 0) {
            expect(statistic).toBeNull();
            expect(p).toBe(distance === 0 ? 1 : 0.5 ** (n - 1));
            continue;
          }
          const t = distance / Math.sqrt((2 * rest) / df);
          expect(statistic).toBeCloseTo(t, 10);
          expect(p).toBeCloseTo(2 * studentSf(Math.abs(t), df), 10);
        }
      }),
    );
  });

  it('knows no order of the blocks, and turns with the treatments', () => {
    fc.assert(
      fc.property(matrix, (blocks) => {
        const pairs = conoverFriedman(blocks);
        expect(conoverFriedman(blocks.toReversed())).toEqual(pairs);
        const turned = conoverFriedman(blocks.map((row) => row.toReversed()));
        if (pairs instanceof Undefined) return;
        const p = (list: typeof pairs) => list.map((pair) => pair.p).toSorted((x, y) => x - y);
        expect(p(defined(turned))).toEqual(p(pairs));
      }),
    );
  });

  it('is undefined with too little', () => {
    expect(conoverFriedman([[1, 2]])).toEqual(new Undefined('too_few'));
    expect(conoverFriedman([[1], [2]])).toEqual(new Undefined('too_few'));
    expect(
      conoverFriedman([
        [1, 1],
        [2, 2],
      ]),
    ).toEqual(new Undefined('no_difference'));
    expect(() => conoverFriedman([[1, 2], [1]])).toThrow(RangeError);
  });
});
