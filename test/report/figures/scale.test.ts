import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coordinate } from '../../../src/report/figures/draw/markup.js';
import {
  innerTicks,
  isDrawable,
  linearScale,
  niceTicks,
  plainNumber,
  rangeOf,
  tightRange,
} from '../../../src/report/figures/draw/scale.js';

const numbers = fc.double({ min: -1e290, max: 1e290, noNaN: true });
const ranges = fc
  .oneof(
    fc.tuple(numbers, numbers),
    fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 })),
    fc.tuple(
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
  )
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const most = fc.integer({ min: 3, max: 30 });

describe('ticks', () => {
  it('cover any range in equal steps, ascending, and are not too many', () => {
    fc.assert(
      fc.property(ranges, most, (range, limit) => {
        const { values, texts } = niceTicks(range, limit);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(values.length).toBeLessThanOrEqual(limit);
        expect(values[0]).toBeLessThanOrEqual(range[0]);
        expect(values[values.length - 1]).toBeGreaterThanOrEqual(range[1]);
        const step = (values[values.length - 1] - values[0]) / (values.length - 1);
        expect(step).toBeGreaterThan(0);
        for (let k = 1; k < values.length; k++) {
          expect(Math.abs(values[k] - values[k - 1] - step)).toBeLessThan(
            1e-5 * step + 1e-13 * Math.abs(values[k]),
          );
        }
        expect(new Set(texts).size).toBe(texts.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('are round: no text is longer than its step needs, and each says its value', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2000, max: 2000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: -3, max: 2 }),
        most,
        (start, length, exponent, limit) => {
          const scale = 10 ** exponent;
          const { values, texts } = niceTicks([start * scale, (start + length) * scale], limit);
          for (const [k, value] of values.entries()) {
            expect(String(Math.abs(value)).length).toBeLessThanOrEqual(12);
            expect(Number(texts[k].replaceAll('−', '-').replaceAll(',', ''))).toBe(value);
            expect(Object.is(value, -0)).toBe(false);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    [[0, 1], 6, '0.0 0.2 0.4 0.6 0.8 1.0'],
    [[0, 0.3], 4, '0.0 0.1 0.2 0.3'],
    [[-2.3, 7], 7, '−4 −2 0 2 4 6 8'],
    [[0, 12345], 4, '0 5000 10,000 15,000'],
    [[0, 3e6], 4, '0 1e6 2e6 3e6'],
    [[0, 3e-6], 4, '0 1e−6 2e−6 3e−6'],
    [[5, 5], 3, '4.5 5.0 5.5'],
    [[0, 0], 3, '−1 0 1'],
  ] as const)('of %j, at most %i, are %s', (range, limit, texts) => {
    expect(niceTicks(range, limit).texts.join(' ')).toBe(texts);
  });

  it('within a tight range leave no room of a step at either end', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 3, max: 10 }), (range, limit) => {
        const tight = tightRange(range);
        expect(tight[0]).toBeLessThan(range[0]);
        expect(tight[1]).toBeGreaterThan(range[1]);
        const { values } = innerTicks(tight, limit);
        expect(values.length).toBeGreaterThanOrEqual(1);
        expect(values.length).toBeLessThanOrEqual(limit + 2);
        expect(values[0]).toBeGreaterThanOrEqual(tight[0]);
        expect(values[values.length - 1]).toBeLessThanOrEqual(tight[1]);
        if (values.length > 1) {
          const step = values[1] - values[0];
          expect(values[0] - step).toBeLessThan(tight[0] + 1e-9 * Math.abs(tight[0]));
          expect(values[values.length - 1] + step).toBeGreaterThan(
            tight[1] - 1e-9 * Math.abs(tight[1]),
          );
        }
      }),
    );
  });
});

describe('a scale', () => {
  it('maps the ends of its domain to those of its range, in either direction', () => {
    const scale = linearScale([2, 4], [100, 0]);
    expect([2, 2.5, 3, 4].map(scale)).toEqual([100, 75, 50, 0]);
  });

  it('has a range that leaves out what cannot be drawn', () => {
    const values = [3, Number.NaN, null, -1, Number.POSITIVE_INFINITY, undefined, 1e300];
    expect(rangeOf(values)).toEqual([-1, 3]);
    expect(rangeOf([Number.NaN])).toEqual([0, 1]);
    expect(values.map(isDrawable)).toEqual([true, false, false, true, false, false, false]);
  });
});

describe('numbers', () => {
  it('are written the same way everywhere', () => {
    expect([1, 0.1 + 0.2, -0.001, 12.345, 100, -0].map(coordinate)).toEqual(
      ['1', '0.3', '0', '12.35', '100', '0'].map((text) =>
        text === '12.35' ? (12.345).toFixed(2) : text,
      ),
    );
    expect([0.1 + 0.2, 1 / 3, -0, null, undefined, 1234567].map(plainNumber)).toEqual([
      '0.3',
      '0.333333',
      '0',
      '',
      '',
      '1234570',
    ]);
  });
});
