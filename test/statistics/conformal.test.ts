import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random.js';
import { conformalRank, leastCalibration } from '../../src/statistics/conformal.js';

const conformalQuantile = (sorted: Float64Array, coverage: number) => {
  const rank = conformalRank(sorted.length, coverage);
  return rank === null ? Number.POSITIVE_INFINITY : sorted[rank - 1];
};

describe('the conformal quantile', () => {
  it('is the smallest score that enough of all scores, the new one among them, do not exceed', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 });
    // In hundredths, so that what is asked for is exact.
    fc.assert(
      fc.property(scores, fc.integer({ min: 50, max: 99 }), (own, hundredths) => {
        const sorted = Float64Array.from(own).sort();
        const found = conformalQuantile(sorted, hundredths / 100);
        const enough = (limit: number) =>
          100 * own.filter((s) => s <= limit).length >= hundredths * (own.length + 1);
        const expected = sorted.find(enough) ?? Number.POSITIVE_INFINITY;
        expect(found).toBe(expected);
      }),
    );
  });

  it('is not one rank too high where the product of shares is a rounding above a whole number', () => {
    const sorted = Float64Array.from({ length: 99 }, (_, i) => i + 1);
    for (let hundredths = 50; hundredths < 100; hundredths++) {
      expect(conformalQuantile(sorted, hundredths / 100)).toBe(hundredths);
    }
  });

  it('is finite from 1/α − 1 scores on', () => {
    expect([0.8, 0.9, 0.95, 0.99].map(leastCalibration)).toEqual([4, 9, 19, 99]);
    for (const coverage of [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]) {
      const least = leastCalibration(coverage);
      const zeros = (n: number) => new Float64Array(n);
      expect(conformalQuantile(zeros(least), coverage)).toBe(0);
      expect(conformalQuantile(zeros(least - 1), coverage)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('holds a new score with the probability that theory says', () => {
    // Of 24 distinct scores, rank ⌈25 × 0.9⌉ = 23: 23/25 of new ones are no larger.
    const random = new Random(1);
    let held = 0;
    for (let trial = 0; trial < 20_000; trial++) {
      const scores = Float64Array.from({ length: 24 }, () => random.uniform()).sort();
      if (random.uniform() <= conformalQuantile(scores, 0.9)) held++;
    }
    expect(held / 20_000).toBeCloseTo(23 / 25, 2);
  });
});
