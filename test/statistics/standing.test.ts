import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignificant, STANDINGS, standingOf } from '../../src/statistics/standing.js';

const value = fc.double({ min: -3, max: 3, noNaN: true });

describe('where one of two stands', () => {
  it.each([
    [[0.1, 0.3], 0, 'better'],
    [[0, 0.3], 0, 'inconclusive'],
    [[-0.3, -0.1], 0, 'worse'],
    [[-0.1, 0.2], 0, 'inconclusive'],
    [[0, 0], 0, 'inconclusive'],
    [[0.1, 0.3], 0.1, 'inconclusive'],
    [[0.11, 0.3], 0.1, 'better'],
    [[-0.3, -0.11], 0.1, 'worse'],
    [[-0.1, 0.1], 0.1, 'equivalent'],
    [[0.02, 0.05], 0.1, 'equivalent'],
    [[-0.2, 0.05], 0.1, 'inconclusive'],
    [null, 0.1, 'inconclusive'],
  ] as const)('interval %j, margin %f: %s', (ci95, margin, expected) => {
    expect(standingOf(ci95, margin)).toBe(expected);
  });

  it('is turned with the interval', () => {
    const turned = {
      better: 'worse',
      worse: 'better',
      equivalent: 'equivalent',
      inconclusive: 'inconclusive',
    };
    fc.assert(
      fc.property(value, value, fc.double({ min: 0, max: 2, noNaN: true }), (x, y, margin) => {
        const ci = [Math.min(x, y), Math.max(x, y)] as const;
        expect(standingOf([-ci[1], -ci[0]], margin)).toBe(turned[standingOf(ci, margin)]);
      }),
    );
  });
});

describe('what is significant', () => {
  it('is better or worse by the interval and by the corrected p-value, at most 0.05', () => {
    for (const standing of STANDINGS) {
      const clear = standing === 'better' || standing === 'worse';
      expect(isSignificant(standing, 0.05)).toBe(clear);
      expect(isSignificant(standing, 0)).toBe(clear);
      expect(isSignificant(standing, 0.051)).toBe(false);
      expect(isSignificant(standing, null)).toBe(false);
    }
  });
});
