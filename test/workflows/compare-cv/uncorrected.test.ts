import { describe, expect, it } from 'vitest';
import { fSf } from '../../../src/statistics/distributions/tails.js';
import { brownForsythe } from '../../../src/statistics/hypothesis/brown-forsythe.js';
import { conoverFriedman } from '../../../src/statistics/hypothesis/conover-friedman.js';
import { friedman } from '../../../src/statistics/hypothesis/friedman.js';
import { repeatedMeasuresAnova } from '../../../src/statistics/hypothesis/repeated-measures.js';
import { shapiroWilk } from '../../../src/statistics/hypothesis/shapiro-wilk.js';
import { sphericity } from '../../../src/statistics/hypothesis/sphericity.js';
import { tukeyHsd } from '../../../src/statistics/hypothesis/tukey-hsd.js';
import { uncorrected } from '../../../src/workflows/compare-cv/uncorrected.js';
import { defined } from '../../statistics/closeness.js';
import { madeResults } from './made.js';

type Spread = (value: number, method: number, block: number) => number;

/** Blocks × methods, made by a rule from even noise. */
function blocksOf(shifts: number[], spread: Spread = (value) => value): Float64Array[] {
  const names = Object.fromEntries(shifts.map((shift, j) => [`m${j}`, shift]));
  const rows = madeResults(names, { seed: 5 });
  return Array.from({ length: 25 }, (_, b) =>
    Float64Array.from(shifts, (_s, j) => spread(rows[b * shifts.length + j].value, j, b)),
  );
}
const negated = (blocks: Float64Array[]) => blocks.map((row) => row.map((value) => -value));

describe('the uncorrected protocol', () => {
  it('is that of the tests, differences turned and p of ranks adjusted', () => {
    const blocks = blocksOf([0, 0.004, 0.008]);
    const losses = negated(blocks);
    const { summary, pairs } = uncorrected(blocks, losses);
    const anova = defined(repeatedMeasuresAnova(blocks));
    const { epsilon } = defined(sphericity(blocks));
    expect(summary.checks.sphericity?.epsilon).toBe(epsilon);
    expect(summary.anova).toEqual({
      statistic: anova.statistic,
      dfn: 2,
      dfd: 48,
      p: anova.p,
      p_greenhouse_geisser: fSf(anova.statistic, 2 * epsilon, 48 * epsilon),
    });
    const ranks = defined(friedman(losses));
    expect(summary.friedman).toEqual({ statistic: ranks.statistic, df: 2, p: ranks.p });
    const tukey = tukeyHsd(anova.means, 25, anova.meanSquareError, 48);
    const conover = defined(conoverFriedman(losses));
    pairs.forEach((pair, i) => {
      const { first, second, p, interval } = tukey[i];
      expect(pair).toMatchObject({ first, second, tukey: { p } });
      expect(pair.tukey?.ci95).toEqual([-interval[1], -interval[0]]);
      expect(pair.conover?.p).toBe(conover[i].p);
    });
    // Three p-values by Holm: the smallest three times, the next twice, none below the one before.
    const sorted = conover.map(({ p }) => p).toSorted((a, b) => a - b);
    const adjusted = pairs.map((pair) => pair.conover?.p_holm as number).toSorted((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThan(1e-4);
    expect(adjusted[0]).toBeCloseTo(3 * sorted[0], 12);
    expect(adjusted[1]).toBeCloseTo(Math.max(adjusted[0], Math.min(1, 2 * sorted[1])), 12);
  });

  it('checks variances, and residuals without what blocks and methods explain', () => {
    const blocks = blocksOf([0, 0.01, 0.04]);
    const { checks, recommended, because } = uncorrected(blocks, blocks).summary;
    const columns = [0, 1, 2].map((j) => blocks.map((row) => row[j]));
    const spread = defined(brownForsythe(columns));
    expect(checks.brown_forsythe).toEqual({ statistic: spread.statistic, p: spread.p });
    const mean = (values: readonly number[]) =>
      values.reduce((sum, v) => sum + v, 0) / values.length;
    const grand = mean(columns.flat());
    const residuals = blocks.flatMap((row) =>
      Array.from(row, (v, j) => v - mean([...row]) - mean(columns[j]) + grand),
    );
    const normal = defined(shapiroWilk(residuals));
    expect(checks.shapiro_wilk?.statistic).toBeCloseTo(normal.statistic, 10);
    const variances = columns.map((column) => {
      const own = mean(column);
      return mean(column.map((v) => (v - own) ** 2));
    });
    expect(checks.variance_ratio).toBeCloseTo(Math.max(...variances) / Math.min(...variances), 10);
    expect(recommended).toBe('anova');
    expect(because).toContain(
      'variances are similar (the largest is 1.2 times the smallest, limit 9) and residuals are nearly normal (Shapiro-Wilk p = 0.687)',
    );
  });

  it('takes the residuals of one method where there are two', () => {
    const blocks = blocksOf([0, 0.02]);
    const differences = blocks.map(([a, b]) => b - a);
    expect(uncorrected(blocks, blocks).summary.checks.shapiro_wilk?.p).toBeCloseTo(
      defined(shapiroWilk(differences)).p,
      8,
    );
  });

  it('goes by ranks where a variance is more than nine times another, or residuals are not normal', () => {
    const wide = blocksOf([0, 0], (value, j) => (j === 0 ? value : 0.5 + 4 * (value - 0.5)));
    const { summary } = uncorrected(wide, wide);
    expect(summary.checks.variance_ratio).toBeGreaterThan(9);
    expect(summary).toMatchObject({ recommended: 'friedman' });
    expect(summary.because).toContain('the largest variance is 18.8 times the smallest (limit: 9)');
    const outlying = blocksOf([0, 0, 0], (v, j, b) => (b === 3 && j === 1 ? v + 0.15 : v));
    const other = uncorrected(outlying, outlying).summary;
    expect(other.checks.variance_ratio).toBeLessThan(9);
    expect(other.recommended).toBe('friedman');
    expect(other.because).toContain('far from normal');
    const constant = blocksOf([0, 0], (value, j) => (j === 0 ? value : 0.5));
    expect(uncorrected(constant, constant).summary).toMatchObject({
      recommended: 'friedman',
      because: 'a method has the same value in every fold',
      checks: { variance_ratio: null },
    });
  });

  it('says where some pairs vary more than others, and knows no sphericity of two', () => {
    const near: Spread = (value, j) => (j === 2 ? value - 0.4 : value);
    const blocks = blocksOf([0, 0, 0.4], near).map((row, b) =>
      row.map((value, j) => (j === 1 ? row[0] + 0.001 * ((b * 7) % 11) : value)),
    );
    const { checks, because, recommended } = uncorrected(blocks, blocks).summary;
    expect(checks.sphericity?.epsilon).toBeLessThan(0.6);
    expect(checks.sphericity?.mauchly?.p).toBeLessThan(0.01);
    expect(recommended).toBe('anova');
    expect(because).toContain(
      'variances are similar (the largest is 1.2 times the smallest, limit 9) and residuals are nearly normal (Shapiro-Wilk p = 0.165); but sphericity is violated (Mauchly p < 0.001, Greenhouse-Geisser epsilon 0.53)',
    );
    const two = uncorrected(blocksOf([0, 0]), blocksOf([0, 0])).summary;
    expect(two.checks.sphericity).toBeNull();
    expect(two.anova?.p_greenhouse_geisser).toBeNull();
  });

  it('recommends nothing where nothing differs', () => {
    const blocks = blocksOf([0]).map(([v]) => Float64Array.of(v, v));
    expect(uncorrected(blocks, blocks).summary).toMatchObject({
      anova: null,
      friedman: null,
      recommended: null,
    });
  });
});
