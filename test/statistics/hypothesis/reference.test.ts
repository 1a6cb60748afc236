import { describe, expect, it } from 'vitest';
import { normalQuantile, normalSf } from '../../../src/numerics/normal.js';
import { brownForsythe } from '../../../src/statistics/hypothesis/brown-forsythe.js';
import { delongTest } from '../../../src/statistics/hypothesis/delong.js';
import { friedman } from '../../../src/statistics/hypothesis/friedman.js';
import { mcnemarExact } from '../../../src/statistics/hypothesis/mcnemar.js';
import { pairedT } from '../../../src/statistics/hypothesis/paired-t.js';
import { repeatedMeasuresAnova } from '../../../src/statistics/hypothesis/repeated-measures.js';
import { wilcoxonSignedRank } from '../../../src/statistics/hypothesis/wilcoxon.js';
import { holm } from '../../../src/statistics/multiplicity.js';
import { hasShared } from '../../shared.js';
import { defined, expectRelative, referenceTests } from '../closeness.js';

const PRECISE = 1e-11;

interface Pairs {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly statistic: number;
  readonly p: number;
}

describe.skipIf(!hasShared)('statistical tests, against reference values', () => {
  it('paired t', () => {
    const [{ a, b, statistic, p }] = referenceTests<Pairs>('paired_t');
    const result = defined(pairedT(a, b));
    expectRelative(result.statistic, statistic, PRECISE);
    expectRelative(result.p, p, PRECISE);
  });

  it('Wilcoxon signed-rank', () => {
    const [entry] = referenceTests<Pairs>('wilcoxon_signed_rank_exact_two_sided');
    const result = defined(wilcoxonSignedRank(entry.a, entry.b));
    expect(result.exact).toBe(true);
    expect(result.statistic).toBe(entry.statistic);
    expectRelative(result.p, entry.p, PRECISE);
  });

  it('McNemar', () => {
    const entries = referenceTests<{ n01: number; n10: number; p: number }>('mcnemar_exact');
    expect(entries).toHaveLength(4);
    for (const { n01, n10, p } of entries) {
      expectRelative(defined(mcnemarExact(n01, n10)).p, p, PRECISE);
    }
  });

  it('holm', () => {
    const [entry] = referenceTests<{ p: number[]; adjusted: number[] }>('holm');
    holm(entry.p).forEach((p, i) => {
      expectRelative(p, entry.adjusted[i], 1e-14);
    });
  });

  it('Friedman', () => {
    const [entry] = referenceTests<{
      matrix_rows_are_blocks: number[][];
      statistic: number;
      p: number;
    }>('friedman_chi2');
    const result = defined(friedman(entry.matrix_rows_are_blocks));
    expectRelative(result.statistic, entry.statistic, PRECISE);
    expectRelative(result.p, entry.p, PRECISE);
  });

  it('Levene with medians', () => {
    const [entry] = referenceTests<{
      matrix_columns_are_groups: number[][];
      statistic: number;
      p: number;
    }>('levene_median');
    const rows = entry.matrix_columns_are_groups;
    const result = defined(brownForsythe(rows[0].map((_, j) => rows.map((row) => row[j]))));
    expectRelative(result.statistic, entry.statistic, PRECISE);
    expectRelative(result.p, entry.p, PRECISE);
  });

  it('repeated measures', () => {
    const [entry] = referenceTests<{
      matrix_rows_are_blocks: number[][];
      F: number;
      dfn: number;
      dfd: number;
      p: number;
    }>('repeated_measures_anova');
    const result = defined(repeatedMeasuresAnova(entry.matrix_rows_are_blocks));
    expect([result.dfn, result.dfd]).toEqual([entry.dfn, entry.dfd]);
    expectRelative(result.statistic, entry.F, PRECISE);
    expectRelative(result.p, entry.p, PRECISE);
  });

  it('DeLong', () => {
    const [entry] = referenceTests<{
      y_true: number[];
      score_a: number[];
      score_b: number[];
      auc_a: number;
      auc_b: number;
      variance_of_difference: number;
      z: number;
      p: number;
    }>('delong_paired_data');
    const result = defined(delongTest(entry.y_true, entry.score_a, entry.score_b));
    expectRelative(result.aucA, entry.auc_a, PRECISE);
    expectRelative(result.aucB, entry.auc_b, PRECISE);
    expectRelative(result.variance, entry.variance_of_difference, PRECISE);
    expectRelative(result.z, entry.z, PRECISE);
    expectRelative(result.p, entry.p, PRECISE);
  });

  it("DeLong, pROC's published example", () => {
    // The reference has no data for it: this checks the steps from z to p and to the interval,
    // whose ends are given to four digits; its middle is the difference of the two areas.
    const [{ z, p, ci95_of_difference: ends }] = referenceTests<{
      z: number;
      p: number;
      ci95_of_difference: [number, number];
    }>('delong_paired');
    expectRelative(2 * normalSf(z), p, PRECISE);
    const difference = (ends[0] + ends[1]) / 2;
    const half = (normalQuantile(0.975) * difference) / z;
    expect(Math.abs(difference - half - ends[0])).toBeLessThan(1e-4);
    expect(Math.abs(difference + half - ends[1])).toBeLessThan(1e-4);
  });
});
