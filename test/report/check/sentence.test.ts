import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../../src/gate/types.js';
import { cellsOf } from '../../../src/report/check/cells.js';
import { limitNumber, numbersOf } from '../../../src/report/check/numbers.js';
import { outcomeSentence } from '../../../src/report/check/sentence.js';
import { EVERY_KIND, outcome } from './summaries.js';

describe('the sentence on an outcome', () => {
  it('says of every kind what was found and what is allowed', () => {
    expect(EVERY_KIND.map((one) => outcomeSentence(one))).toEqual([
      'MAE in [0, 1/3) is not worse by more than 0.05: better by 0.010 (95% CI −0.020 to 0.030)',
      'MAE in [1/3, 2/3) is worse by 0.082, more than the allowed 0.05, and significantly (95% CI 0.053 to 0.110; one-sided p = 0.010, Holm-corrected)',
      'MAE in [2/3, 1] is worse by 0.040 (95% CI up to 0.090 worse; allowed: 0.05). With 120 rows, the power reaches 80% only for a worsening of 0.130 or more',
      'MAE where scaffold=unseen is better by 0.010; 0.05 is allowed; the stratum is too small for conclusions (12 rows)',
      'R² overall is 0.612 (95% CI 0.551 to 0.668): its whole interval is not below the minimum of 0.5',
      'RMSE overall is 0.900 (95% CI 0.850 to 0.950): it is above the maximum of 0.8',
      'Spearman overall is 0.410 (95% CI 0.330 to 0.480): its whole interval is below the minimum of 0.5',
      '5 test rows (1.4%) have a training neighbor ≥ 0.9: maxNear 0.9:1% failed',
      '0 test rows (0%) are duplicates of training molecules: maxDuplicates 0 passed',
    ]);
  });

  it('says where nothing can be said, and why', () => {
    const none = { value: null, ci95: null, drop: null, drop_ci95: null } as const;
    const sentences = [
      outcome({ verdict: 'inconclusive', kind: 'min', limit: 0.5, value: 0.52, ci95: [0.4, 0.6] }),
      outcome({ verdict: 'inconclusive', ...none, n: 1, reason: 'one_class', task: 'herg' }),
      outcome({ verdict: 'inconclusive', kind: 'max', limit: 1, ...none, reason: 'no_std' }),
      outcome({ verdict: 'inconclusive', n: 1, drop: 0.04, drop_ci95: null }),
    ].map((one) => outcomeSentence(one));
    expect(sentences).toEqual([
      'MAE in [0, 1/3) is 0.520 (95% CI 0.400 to 0.600), against the minimum of 0.5; the CI includes that value: too few rows (120)',
      'MAE in [0, 1/3) of herg cannot be compared: only one class is present (1 row)',
      'MAE in [0, 1/3) is undefined: no standard deviations (120 rows)',
      'MAE in [0, 1/3) is worse by 0.040; 0.05 is allowed; too few rows (1)',
    ]);
  });

  it('gives the reason that decides, for each way of deciding', () => {
    const worse = 'MAE in [0, 1/3) is worse by 0.060';
    const few = 'with 120 rows, the power reaches 80% only for a worsening of 0.200 or more';
    const cases = [
      // The estimate decides, with significance.
      [
        'estimate',
        'fail',
        0.06,
        [0.01, 0.11],
        `${worse}, more than the allowed 0.05, and significantly (95% CI 0.010 to 0.110; one-sided p = 0.010, Holm-corrected)`,
      ],
      [
        'estimate',
        'fail',
        0.06,
        [0.0002, 0.11],
        `${worse}0, more than the allowed 0.05, and significantly (95% CI 0.0002 to 0.1100; one-sided p = 0.010, Holm-corrected)`,
      ],
      [
        'estimate',
        'inconclusive',
        0.06,
        [-0.001, 0.121],
        `${worse}, more than the allowed 0.05, but not significantly (95% CI −0.001 to 0.121 includes 0): ${few}`,
      ],
      [
        'estimate',
        'inconclusive',
        0.04,
        [0.01, 0.07],
        `MAE in [0, 1/3) is worse by 0.040 (95% CI up to 0.070 worse; allowed: 0.05). W${few.slice(1)}`,
      ],
      [
        'estimate',
        'inconclusive',
        -0.01,
        [-0.08, 0.06],
        `MAE in [0, 1/3) is better by 0.010 (95% CI up to 0.060 worse; allowed: 0.05). W${few.slice(1)}`,
      ],
      // The interval decides, whether it includes 0 or not.
      [
        'interval',
        'fail',
        0.1,
        [0.06, 0.14],
        'MAE in [0, 1/3) is worse by 0.100 (95% CI 0.060 to 0.140): the whole interval is above the allowed 0.05',
      ],
      [
        'interval',
        'inconclusive',
        0.06,
        [0.01, 0.11],
        `${worse}, more than the allowed 0.05, but the 95% CI 0.010 to 0.110 includes 0.05: ${few}`,
      ],
      [
        'interval',
        'inconclusive',
        0.06,
        [-0.01, 0.13],
        `${worse}, more than the allowed 0.05, but the 95% CI −0.010 to 0.130 includes 0.05: ${few}`,
      ],
      [
        'interval',
        'inconclusive',
        0.04,
        [0.01, 0.07],
        `MAE in [0, 1/3) is worse by 0.040 (95% CI up to 0.070 worse; allowed: 0.05). W${few.slice(1)}`,
      ],
    ] as const;
    for (const [decide, verdict, drop, drop_ci95, text] of cases) {
      const one = outcome({ decide, verdict, drop, drop_ci95, detectable: 0.2 });
      expect(outcomeSentence(one)).toBe(text);
    }
  });

  it('says where only the correction keeps a rule from failing', () => {
    const open = { verdict: 'inconclusive', drop: 0.06, drop_ci95: [0.01, 0.11] } as const;
    const sentences = [
      outcome({ ...open, p: 0.011, p_corrected: 0.21, comparisons: 19, detectable: 0.2 }),
      outcome({ ...open, p: 0.026, p_corrected: 0.052, comparisons: 1, detectable: 0.2 }),
    ].map((one) => outcomeSentence(one));
    expect(sentences).toEqual([
      'MAE in [0, 1/3) is worse by 0.060, more than the allowed 0.05, but not significantly (one-sided p = 0.21 after correction for 19 rules; 95% CI 0.010 to 0.110)',
      'MAE in [0, 1/3) is worse by 0.060, more than the allowed 0.05, but not significantly (one-sided p = 0.052; 95% CI 0.010 to 0.110)',
    ]);
  });

  it('speaks of each limit of the audit, of one row and of several', () => {
    const sentence = (audit_limit: string, value: number) =>
      outcomeSentence(outcome({ kind: 'audit', audit_limit, value, n: 200, verdict: 'fail' }));
    expect([
      sentence('maxDuplicates 0', 1),
      sentence('maxNear 0.85:0', 1),
      sentence('maxSharedScaffolds 10%', 1),
      sentence('maxSharedScaffolds 10%', 30),
      sentence('maxConflicts 0', 2),
      sentence('maxCliffs 0', 1),
      sentence('--max-other 0', 1),
    ]).toEqual([
      '1 test row (0.5%) is a duplicate of a training molecule: maxDuplicates 0 failed',
      '1 test row (0.5%) has a training neighbor ≥ 0.85: maxNear 0.85:0 failed',
      '1 test row (0.5%) shares its scaffold with training: maxSharedScaffolds 10% failed',
      '30 test rows (15.0%) share their scaffolds with training: maxSharedScaffolds 10% failed',
      '2 test rows (1.0%) have training duplicates or near-duplicates with conflicting labels: maxConflicts 0 failed',
      '1 test row (0.5%) is on an activity cliff: maxCliffs 0 failed',
      '1 test row (0.5%) counts: --max-other 0 failed',
    ]);
  });

  it('shows texts of the user cut and on one line', () => {
    const sentence = outcomeSentence(outcome({ stratum: `assay=a\nb${'x'.repeat(100)}` }));
    expect(sentence).toMatch(/^MAE where assay=a\\nbx+…x+ is not worse/);
    expect(sentence.length).toBeLessThan(150);
  });
});

describe('the numbers of an outcome', () => {
  it('keep limits as they were written, and take the decimals that a close call needs', () => {
    const shown = [0.05, 0.0125, 0.1 + 0.2, 0.0612345, -0.4, 12, 250_000].map(limitNumber);
    expect(shown).toEqual(['0.05', '0.0125', '0.3', '0.06123', '−0.4', '12', '250000']);
    const close = outcome({ verdict: 'fail', drop: 0.06, drop_ci95: [0.0502, 0.0698] });
    expect(outcomeSentence(close)).toContain(
      'MAE in [0, 1/3) is worse by 0.0600, more than the allowed 0.05, and significantly (95% CI 0.0502 to 0.0698; one-sided p = 0.010, Holm-corrected)',
    );
    const small = outcome({ drop: 1e-5, drop_ci95: [-2e-5, 4e-5], tolerance: 0.0001 });
    expect(outcomeSentence(small)).toContain(
      'MAE in [0, 1/3) is not worse by more than 0.0001: worse by 0.00001 (95% CI −0.00002 to 0.00004)',
    );
  });

  it('are percent of the baseline where the ratio is tested, in the sentence and in the table', () => {
    // 0.552 → 0.661 with a margin of 10%: 0.109 / 0.552 = 19.7%.
    const percent: Partial<CheckOutcome> = {
      baseline: 0.552,
      value: 0.661,
      drop: 0.109,
      drop_ci95: [0.0972, 0.1214],
      ratio_ci95: [1.176, 1.22],
      tolerance: 0.0552,
    };
    const failed = outcome({ ...percent, verdict: 'fail', p_corrected: 1e-6 });
    expect(outcomeSentence(failed)).toBe(
      'MAE in [0, 1/3) is worse by 19.7%, more than the allowed 10%, and significantly (95% CI 17.6% to 22.0%; one-sided p < 0.001, Holm-corrected)',
    );
    expect(cellsOf(failed)).toEqual({
      change: '0.552 → 0.661',
      held: '19.7% [17.6, 22.0]',
      limit: '10%',
    });
    const open = { ...percent, value: 0.58, drop: 0.0276, ratio_ci95: [0.98, 1.1203] } as const;
    expect(outcomeSentence(outcome({ ...open, verdict: 'inconclusive', detectable: 0.0828 }))).toBe(
      'MAE in [0, 1/3) is worse by 5.0% (95% CI up to 12.0% worse; allowed: 10%). With 120 rows, the power reaches 80% only for a worsening of 15.0% or more',
    );
    const better = { ...percent, drop: -0.0552, ratio_ci95: [0.85, 0.9501] } as const;
    expect(outcomeSentence(outcome({ ...better, verdict: 'pass' }))).toBe(
      'MAE in [0, 1/3) is not worse by more than 10%: better by 10.0% (95% CI 5.0% to 15.0%)',
    );
    const close = outcome({ ...percent, drop: 0.055222, ratio_ci95: [1.0002, 1.2] });
    expect(cellsOf(close).held).toBe('10.004% [0.020, 20.000]');
  });

  it('are on the side of the limit that the values are on', () => {
    const value = fc.double({ min: -2000, max: 2000, noNaN: true });
    fc.assert(
      fc.property(value, value, value, fc.integer({ min: 1, max: 4000 }), (a, b, c, t) => {
        const tolerance = t / 1000;
        const [drop, ...interval] = [a, b, c].map((x) => tolerance + x / 1e6);
        const one = outcome({ drop, drop_ci95: [interval[0], interval[1]], tolerance });
        const show = numbersOf(one);
        for (const x of [drop, ...interval]) {
          // Nine decimals are all that there is.
          if (Math.abs(x - tolerance) < 1e-9) continue;
          const seen = Number(show(x).replace('−', '-'));
          expect(Math.sign(seen - tolerance)).toBe(Math.sign(x - tolerance));
        }
      }),
    );
  });
});
