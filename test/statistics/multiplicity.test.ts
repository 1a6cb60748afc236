import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, holm } from '../../src/statistics/multiplicity.js';
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
    const byHochberg = [0.9, 0.06, 0.006, 0.24, 0.036, 0.06];
    holm(p).forEach((v, i) => {
      expectRelative(v, byHolm[i], 1e-14);
    });
    benjaminiHochberg(p).forEach((v, i) => {
      expectRelative(v, byHochberg[i], 1e-14);
    });
  });

  it('grow from raw to Benjamini-Hochberg to Holm, and keep the order of p-values', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const [h, bh] = [holm(p), benjaminiHochberg(p)];
        p.forEach((raw, i) => {
          expect(bh[i]).toBeGreaterThanOrEqual(raw);
          expect(h[i]).toBeGreaterThanOrEqual(bh[i] * (1 - 1e-15));
          expect(h[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (raw <= other) expect(h[i]).toBeLessThanOrEqual(h[j]);
            if (raw <= other) expect(bh[i]).toBeLessThanOrEqual(bh[j]);
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
          const steps = sorted.map((v, k) => ({ v, up: (n - k) * v, down: (n * v) / (k + 1) }));
          const up = Math.max(...steps.filter(({ v }) => v <= raw).map((s) => s.up));
          const down = Math.min(...steps.filter(({ v }) => v >= raw).map((s) => s.down));
          expect(holm(p)[i]).toBeCloseTo(Math.min(1, up), 12);
          expect(benjaminiHochberg(p)[i]).toBeCloseTo(Math.min(1, down), 12);
        });
      }),
    );
  });

  it('of one or none are themselves; others are refused', () => {
    for (const adjust of [holm, benjaminiHochberg]) {
      expect(adjust([])).toEqual([]);
      expect(adjust([0.3])).toEqual([0.3]);
      expect(() => adjust([0.3, Number.NaN])).toThrow(RangeError);
      expect(() => adjust([1.1])).toThrow(RangeError);
    }
  });
});
