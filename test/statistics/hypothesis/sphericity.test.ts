import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../../src/metrics/metric.js';
import { sphericity } from '../../../src/statistics/hypothesis/sphericity.js';
import { defined, expectRelative } from '../closeness.js';

const few = fc.integer({ min: -20, max: 20 }).map((v) => v / 4);
const matrix = fc
  .integer({ min: 3, max: 5 })
  .chain((k) =>
    fc.array(fc.array(few, { minLength: k, maxLength: k }), { minLength: 2, maxLength: 12 }),
  );

/** Of covariances less the means of their rows and columns, by Greenhouse and Geisser's formula. */
function plainEpsilon(blocks: readonly (readonly number[])[]): number {
  const [n, k] = [blocks.length, blocks[0].length];
  const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length;
  const columns = blocks[0].map((_, j) => blocks.map((row) => row[j]));
  const s = columns.map((a) =>
    columns.map((b) => a.reduce((t, v, i) => t + (v - mean(a)) * (b[i] - mean(b)), 0) / (n - 1)),
  );
  const diagonal = mean(s.map((row, i) => row[i]));
  const grand = mean(s.flat());
  const rows = s.reduce((sum, row) => sum + mean(row) ** 2, 0);
  const squares = s.flat().reduce((sum, v) => sum + v * v, 0);
  return (
    (k * (diagonal - grand)) ** 2 / ((k - 1) * (squares - 2 * k * rows + k * k * grand * grand))
  );
}

describe('sphericity', () => {
  it("gives the epsilon of pingouin's example, and the W that belongs to it", () => {
    const blocks = [
      [2.2, 1.1, 8.2],
      [3.1, 2.5, 4.5],
      [4.3, 4.1, 3.4],
      [4.1, 5.2, 6.2],
      [7.2, 6.4, 7.2],
    ];
    const { epsilon, mauchly } = defined(sphericity(blocks));
    expectRelative(epsilon, 0.5587754577585018, 1e-12);
    // Of two contrasts, W is 2 - 1 / epsilon, and p is W to the power of (n - 2) / 2.
    const w = 2 - 1 / 0.5587754577585018;
    expectRelative(mauchly?.statistic as number, w, 1e-11);
    expect(mauchly?.df).toBe(2);
    expectRelative(mauchly?.p as number, w ** (3 / 2), 1e-11);
  });

  it('is the formula of Greenhouse and Geisser, whatever the order', () => {
    fc.assert(
      fc.property(matrix, (blocks) => {
        const result = sphericity(blocks);
        if (result instanceof Undefined) {
          expect(result.reason).toBe('no_variation');
          return;
        }
        const k = blocks[0].length;
        expect(result.epsilon).toBeCloseTo(plainEpsilon(blocks), 8);
        expect(result.epsilon).toBeGreaterThan(1 / (k - 1) - 1e-9);
        for (const other of [
          sphericity(blocks.toReversed()),
          sphericity(blocks.map((row) => row.toReversed())),
          sphericity(blocks.map((row, i) => row.map((v) => 8 * v + i))),
        ]) {
          expect(defined(other).epsilon).toBeCloseTo(result.epsilon, 9);
          if (result.mauchly && result.mauchly.statistic > 1e-6) {
            expect(defined(other).mauchly?.p).toBeCloseTo(result.mauchly.p, 6);
          }
        }
      }),
    );
  });

  it('is rejected as often as it should be where it holds', () => {
    let state = 11;
    const uniform = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const runs = 2000;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const blocks = Array.from({ length: 10 }, () => {
        const common = normal();
        return Array.from({ length: 5 }, () => common + normal());
      });
      if ((defined(sphericity(blocks)).mauchly?.p as number) < 0.05) rejected++;
    }
    expect(Math.abs(rejected / runs - 0.05)).toBeLessThan(0.02);
  });

  it('is undefined with too little', () => {
    expect(sphericity([[1, 2, 3]])).toEqual(new Undefined('too_few'));
    expect(
      sphericity([
        [1, 2],
        [2, 5],
      ]),
    ).toEqual(new Undefined('too_few'));
    const shifted = [0.1, 0.7, 3.3].map((v) => [v, v + 0.1, v + 0.2]);
    expect(sphericity(shifted)).toEqual(new Undefined('no_variation'));
    // Two blocks have one difference alone.
    const two = defined(
      sphericity([
        [1, 2, 4],
        [2, 5, 1],
      ]),
    );
    expect(two.mauchly).toBeNull();
    expect(two.epsilon).toBeCloseTo(0.5, 12);
    expect(() => sphericity([[1, 2, Number.NaN]])).toThrow(RangeError);
  });
});
