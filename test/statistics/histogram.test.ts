import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../src/statistics/histogram.js';

describe('a histogram of groups', () => {
  it('has round ends, and counts what is in each bin by hand', () => {
    expect(histogramOf({ a: [-1.5, 0, 0.19, 0.2, 3], b: [3, Number.NaN, 1] })).toEqual({
      edges: Array.from({ length: 24 }, (_, k) => Number(((k - 8) / 5).toFixed(1))),
      counts: {
        // -1.5 is in [-1.6, -1.4), 0.2 begins a bin, 3 ends the last one.
        a: [1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        b: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      },
    });
  });

  it('has each value in exactly one bin that holds it', () => {
    const values = fc.array(fc.double({ min: -1e280, max: 1e280, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const found = histogramOf({ a, b });
        if (found === null) {
          expect([...a, ...b]).toEqual([]);
          return;
        }
        const { edges, counts } = found;
        for (const [name, own] of [
          ['a', a],
          ['b', b],
        ] as const) {
          const expected = edges.slice(1).map((high, k) => {
            const isLast = k === edges.length - 2;
            return own.filter((v) => v >= edges[k] && (isLast ? v <= high : v < high)).length;
          });
          expect(counts[name]).toEqual(expected);
          expect(counts[name].reduce((sum, n) => sum + n, 0)).toBe(own.length);
        }
        expect(edges.length).toBeLessThanOrEqual(25);
      }),
    );
  });

  it.each([
    [[Number.NaN], null],
    [[1e300, 1], null],
    [[Number.POSITIVE_INFINITY], null],
  ])('of %j is %j', (values, expected) => {
    expect(histogramOf({ values })).toBe(expected);
  });
});
