import { describe, expect, it } from 'vitest';
import { furtherMolecules } from '../../../src/evaluation/expected/planning.js';

/** Fewest molecules in all by trying every number in three bins. */
function tried(
  bins: readonly { share: number; measured: number; deviation: number }[],
  factor: number,
  most: number,
): number {
  const variance = (more: readonly number[]) =>
    bins.reduce(
      (sum, { share, measured, deviation }, b) =>
        sum + (share * deviation) ** 2 / (measured + more[b]),
      0,
    );
  const wanted = variance([0, 0, 0]) * factor * factor;
  let best = Number.POSITIVE_INFINITY;
  for (let a = 0; a <= most; a++) {
    for (let b = 0; a + b < Math.min(best, most); b++) {
      for (let c = 0; a + b + c < best && c <= most; c++) {
        if (variance([a, b, c]) <= wanted) best = a + b + c;
      }
    }
  }
  return best;
}

describe('further test molecules', () => {
  const bins = [
    { share: 0.6, measured: 12, deviation: 1 },
    { share: 0.3, measured: 20, deviation: 0.7 },
    { share: 0.1, measured: 25, deviation: 0.5 },
  ];

  it('are as few as trying all numbers finds, but for rounding up in each bin', () => {
    for (const factor of [0.9, 0.7, 0.6]) {
      const more = furtherMolecules(bins, factor) as number[];
      const all = more.reduce((sum, n) => sum + n, 0);
      const best = tried(bins, factor, 80);
      expect(all).toBeGreaterThanOrEqual(best);
      expect(all).toBeLessThanOrEqual(best + 2);
    }
  });

  it('are none where today is enough, and none in a bin that the library is not in', () => {
    expect(furtherMolecules(bins, 1)).toEqual([0, 0, 0]);
    const more = furtherMolecules([{ ...bins[0], share: 0 }, bins[1], bins[2]], 0.5);
    expect(more?.[0]).toBe(0);
  });

  it('are planned with the largest spread in a bin that nothing is known of', () => {
    const unknown = { share: 0.6, measured: 0, deviation: Number.NaN };
    const more = furtherMolecules([unknown, bins[1], bins[2]], 0.5) as number[];
    expect(more[0]).toBeGreaterThan(more[1]);
    expect(furtherMolecules([unknown], 0.5)).toBeNull();
  });
});
