import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonic } from '../../src/statistics/isotonic.js';
import { VennAbers } from '../../src/statistics/venn-abers.js';

/** The max-min formula: of all averages of stretches that hold i, the largest over starts of the smallest over ends. */
function byFormula(values: readonly number[], weights: readonly number[]): number[] {
  return values.map((_, i) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let from = 0; from <= i; from++) {
      let least = Number.POSITIVE_INFINITY;
      for (let to = i; to < values.length; to++) {
        let [sum, weight] = [0, 0];
        for (let k = from; k <= to; k++) {
          sum += weights[k] * values[k];
          weight += weights[k];
        }
        least = Math.min(least, sum / weight);
      }
      most = Math.max(most, least);
    }
    return most;
  });
}

describe('isotonic regression', () => {
  it('is what the max-min formula gives', () => {
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 5 })),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(pairs, (own) => {
        const values = own.map(([v]) => v);
        const weights = own.map(([, w]) => w);
        const found = isotonic(Float64Array.from(values), Float64Array.from(weights));
        byFormula(values, weights).forEach((v, i) => {
          expect(found[i]).toBeCloseTo(v, 10);
        });
      }),
    );
  });
});

describe('Venn-Abers calibration', () => {
  it('is isotonic regression with the new molecule as each class', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 })),
      {
        minLength: 1,
        maxLength: 10,
      },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 12 }), (own, twice) => {
        const score = twice / 2;
        const calibration = new VennAbers(
          Float64Array.from(own, ([s]) => s),
          Float64Array.from(own, ([, y]) => y),
        );
        const found = calibration.at(score);
        const fitted = (label: number) => {
          const all = [...own, [score, label] as [number, number]];
          const scores = [...new Set(all.map(([s]) => s))].sort((a, b) => a - b);
          const of = scores.map((s) => all.filter(([t]) => t === s).map(([, y]) => y));
          const means = of.map((ys) => ys.reduce((sum, y) => sum + y, 0) / ys.length);
          const weights = of.map((ys) => ys.length);
          return byFormula(means, weights)[scores.indexOf(score)];
        };
        const [p0, p1] = [fitted(0), fitted(1)];
        expect(found.p0).toBeCloseTo(p0, 10);
        expect(found.p1).toBeCloseTo(p1, 10);
        expect(found.value).toBeCloseTo(p1 / (1 - p0 + p1), 10);
      }),
    );
  });
});
