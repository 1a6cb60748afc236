import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../src/statistics/multiplicity.js';
import { expectRelative } from './closeness.js';

const pValue = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 0.01, 0.5, 1),
);
const pValues = fc.array(pValue, { maxLength: 20 });

describe('adjusted p-values', () => {
  it('are in the order given', () => {
    const p = [0.9, 0.03, 0.001, 0.2, 0.012, 0.04];
    const byHolm = [0.9, 0.12, 0.006, 0.4, 0.06, 0.12];
    holm(p).forEach((v, i) => {
      expectRelative(v, byHolm[i], 1e-14);
    });
  });

  it('are no smaller than the p-values, and keep their order', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const h = holm(p);
        p.forEach((raw, i) => {
          expect(h[i]).toBeGreaterThanOrEqual(raw);
          expect(h[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (raw <= other) expect(h[i]).toBeLessThanOrEqual(h[j]);
          });
        });
      }),
    );
  });

  it('are those of their definitions', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const n = p.length;
        const sorted = [...p].sort((a, b) => a - b);
        p.forEach((raw, i) => {
          const steps = sorted.map((v, k) => ({ v, up: (n - k) * v }));
          const up = Math.max(...steps.filter(({ v }) => v <= raw).map((s) => s.up));
          expect(holm(p)[i]).toBeCloseTo(Math.min(1, up), 12);
        });
      }),
    );
  });

  it('of one or none are themselves; others are refused', () => {
    expect(holm([])).toEqual([]);
    expect(holm([0.3])).toEqual([0.3]);
    expect(() => holm([0.3, Number.NaN])).toThrow(RangeError);
    expect(() => holm([1.1])).toThrow(RangeError);
  });
});
