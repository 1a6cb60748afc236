import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctedPs, criticalErrors, worseningP } from '../../../src/gate/rules/significance.js';

describe('worseningP', () => {
  it.each([
    // Tables of Student's t: 2.045 for 29 degrees of freedom and 2.009575 for 49 at 0.025; 1.9842 for 99.
    [2.04523, 30, 0.025],
    [2.009575, 50, 0.025],
    [1.984217, 100, 0.025],
    [2.364606, 100, 0.01],
    [0, 50, 0.5],
  ])('of t = %d from %d units is %d', (t, units, p) => {
    expect(worseningP(t, units - 1)).toBeCloseTo(p, 5);
    expect(worseningP(-t, units - 1)).toBeCloseTo(1 - p, 5);
  });

  it('is 0 or 1 where nothing varies', () => {
    for (const df of [50, Number.POSITIVE_INFINITY]) {
      expect(worseningP(Number.POSITIVE_INFINITY, df)).toBe(0);
      expect(worseningP(Number.NEGATIVE_INFINITY, df)).toBe(1);
    }
  });
});

describe('criticalErrors', () => {
  it('is where the p-value of the first of so many rules is at its level', () => {
    for (const df of [1, 29, 299, Number.POSITIVE_INFINITY]) {
      for (const [rules, level] of [
        [1, 0.025],
        [2, 0.025],
        [3, 0.05 / 3],
        [20, 0.0025],
      ]) {
        expect(worseningP(criticalErrors(df, rules), df)).toBeCloseTo(level, 10);
      }
    }
  });
});

describe('correctedPs', () => {
  it.each([
    [[0.025], [0.05]],
    [[0.03], [0.06]],
    [[0.9], [1]],
    [
      [0.02, 0.03],
      [0.04, 0.06],
    ],
    // The smallest times three, the next times two, and the last is doubled.
    [
      [0.03, 0.01, 0.02],
      [0.06, 0.03, 0.04],
    ],
    [[], []],
  ])('of %j are %j', (given, corrected) => {
    correctedPs(given).forEach((p, i) => {
      expect(p).toBeCloseTo(corrected[i], 12);
    });
    expect(correctedPs(given)).toHaveLength(corrected.length);
  });

  it('reject with any number of true hypotheses no more than Bonferroni allows for the first', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 20 }), (given) => {
        const any = correctedPs(given).some((corrected) => corrected <= 0.05);
        expect(any).toBe(Math.min(...given) * Math.max(2, given.length) <= 0.05);
      }),
    );
  });
});
