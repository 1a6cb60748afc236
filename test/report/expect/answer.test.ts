import { describe, expect, it } from 'vitest';
import { expectAnswer } from '../../../src/report/expect/answer.js';
import type { ExpectedStratum, ExpectSummary } from '../../../src/workflows/expect/types.js';

const stratum = (bin: string, more: Partial<ExpectedStratum>) => ({
  ...{ bin, library: 10, more_for_interval: 0, more_for_width: 0 },
  ...more,
});

const made = {
  task: 'regression',
  parameters: {},
  expected: {
    metrics: { mae: { value: 0.6, ci95: [0.5, 0.72] }, rmse: { value: 0.8, ci95: null } },
    test: { mae: 0.5, rmse: 0.7 },
  },
  calibration: { of: 'test', molecules: 1040 },
  library: {
    ...{ records: 100, invalid: 0, inside: 100, outside: 0, outside_share: 0 },
    reasons: { too_few: 0, below_range: 0, above_range: 0 },
  },
  domain: { metric: 'mae', points: [], limit: null },
  planning: { metric: 'mae', width: 0.22, wanted: 0.11, more: 0, reason: null },
  strata: [stratum('[0, 1/2)', {}), stratum('[1/2, 1]', {})],
};

const answer = (change: object) => expectAnswer({ ...made, ...change } as unknown as ExpectSummary);

describe('the answer of expect', () => {
  it('begins with the expected error, and says that nothing is outside', () => {
    expect(answer({})).toEqual([
      'Expected MAE on the library: 0.600 (95% CI 0.500, 0.720); on the 1,040 test molecules: 0.500.',
      'The whole library is in the similarity range of the test set.',
    ]);
  });

  it('names why molecules are outside, and that invalid rows are left out', () => {
    const reasons = { too_few: 20, below_range: 3, above_range: 2 };
    const library = { ...made.library, invalid: 1, outside: 25, outside_share: 0.25, reasons };
    const [first, second] = answer({ library });
    expect(first).toContain('on the valid rows of the library');
    expect(second).toBe(
      'Outside of the similarity range of the test set: 25.0% of the library (20 in strata with too few test molecules, 3 less similar to training than every test molecule and 2 more similar than every test molecule).',
    );
  });

  it('says where the model is no better than a baseline', () => {
    const limit = {
      ...{ cutoff: 0.35, n: 61, baseline: 'knn', worse: false, share_below: 0.4 },
      tested_from: 0.25,
    };
    const texts = (change: object) =>
      answer({ domain: { metric: 'mae', points: [], limit: { ...limit, ...change } } })[2];
    expect(texts({})).toBe(
      'Below similarity 0.35 the model is not significantly better than the baseline 5-NN (MAE, 61 test rows); 40.0% of the library is there.',
    );
    expect(texts({ worse: true })).toContain('the model is no better than the baseline 5-NN');
    expect(texts({ cutoff: 1 })).toBe(
      'The model is not significantly better than the baseline 5-NN at any cut-off (MAE, 61 test rows).',
    );
    expect(texts({ cutoff: null, baseline: null })).toBe(
      'Below every tested cut-off (0.25 and higher), the model is significantly better than every baseline.',
    );
  });

  it('says what to measure', () => {
    const strata = [
      stratum('[0, 1/2)', { more_for_interval: 4, more_for_width: 30 }),
      stratum('[1/2, 1]', { more_for_width: 12 }),
    ];
    expect(answer({ strata, planning: { ...made.planning, more: 42 } }).slice(2)).toEqual([
      'For a prediction interval, measure at least 4 more in [0, 1/2).',
      'To halve the standard error of the expected MAE (95% CI of width 0.110 instead of 0.220), measure about 42 more test molecules: 30 in [0, 1/2) and 12 in [1/2, 1].',
    ]);
    const one = [stratum('[0, 1/2)', { more_for_width: 42 }), stratum('[1/2, 1]', {})];
    const asked = { planning: { ...made.planning, more: 42 }, parameters: { width: 0.11 } };
    expect(answer({ strata: one, ...asked })[2]).toBe(
      'To get a 95% CI of width 0.110 for the expected MAE (now 0.220), measure about 42 more test molecules in [0, 1/2).',
    );
    const little = { ...made.planning, more: 42, wanted: 0.21 };
    expect(answer({ planning: little })).toHaveLength(2);
    expect(answer({ planning: little, parameters: { width: 0.21 } })[2]).toContain('width 0.210');
    const planning = { ...made.planning, wanted: 0.01, more: null, reason: 'library_too_small' };
    expect(answer({ planning })[2]).toContain(
      'No number of test molecules gives a 95% CI of width 0.010',
    );
  });
});
