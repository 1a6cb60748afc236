import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erf, erfc } from '../../../src/numerics/erf.js';
import { incompleteBeta } from '../../../src/statistics/distributions/beta.js';
import { logGamma, upperGamma } from '../../../src/statistics/distributions/gamma.js';
import { expectRelative } from '../closeness.js';

// All values were computed with 70 digits, from power series.

describe('erf and erfc', () => {
  it.each([
    [1e-10, 1.1283791670955126e-10, 0.999999999887162],
    [0.1, 0.1124629160182849, 0.887537083981715],
    [0.46, 0.4846553900016797, 0.5153446099983203],
    [0.47, 0.4937450508860821, 0.5062549491139179],
    [1, 0.8427007929497149, 0.15729920705028513],
    [1.7, 0.9837904585907745, 0.01620954140922544],
    [3.9, 0.9999999652077514, 3.4792248597231765e-8],
    [4.1, 0.9999999932999724, 6.700027654084918e-9],
    [6.5, 1, 3.8421483271206475e-20],
    [15.3, 1, 7.9765601254207e-104],
    [26, 1, 5.663192408856143e-296],
  ])('of %d', (x, low, high) => {
    expectRelative(erf(x), low, 1e-15);
    expectRelative(erfc(x), high, 1e-15);
    expectRelative(erf(-x), -low, 1e-15);
    expectRelative(erfc(-x), 2 - high, 1e-15);
  });

  it('at the ends', () => {
    expect([erf(0), erfc(0), erfc(30), erfc(-30)]).toEqual([0, 1, 0, 2]);
    expect([erf(Infinity), erfc(Infinity), erf(-Infinity), erfc(-Infinity)]).toEqual([1, 0, -1, 2]);
  });
});

describe('logGamma', () => {
  it.each([
    [1e-20, 46.051701859880914],
    [0.001, 6.907178885383853],
    [0.3, 1.0957979948180756],
    [0.5, 0.5723649429247001],
    [0.999, 0.0005780385328913802],
    [1.001, -0.0005763935982833062],
    [1.5, -0.12078223763524522],
    [7.7, 7.926541356269005],
    [11.9, 17.25847745059552],
    [12.1, 17.74700727079874],
    [171.5, 709.1431630309282],
    [1e5, 1051287.7089736569],
    [1e12, 26631021115915.652],
  ])('of %d is %d', (x, value) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-14 * Math.max(1, Math.abs(value)));
  });

  it('is the logarithm of factorials', () => {
    let factorial = 1;
    for (let n = 1; n < 170; n++) {
      factorial *= n;
      expect(Math.abs(logGamma(n + 1) - Math.log(factorial))).toBeLessThan(1e-12);
    }
  });

  it('refuses what is not positive', () => {
    expect(() => logGamma(0)).toThrow(RangeError);
    expect(() => logGamma(Number.NaN)).toThrow(RangeError);
  });
});

describe('the incomplete gamma function', () => {
  it.each([
    [0.5, 0.2, 0.5270892568655381],
    [0.5, 3, 0.01430587843542964],
    [1, 30, 9.357622968840175e-14],
    [2.5, 80, 9.898229019203791e-33],
    [5, 4, 0.6288369351798735],
    [50, 40, 0.9296649333406051],
    [50, 80, 0.00013078397659141034],
    [500, 640, 3.9327537985682766e-9],
    [5000, 5100, 0.07932888107761897],
    [5000, 5500, 3.618329558096479e-12],
    [0.7, 100.3, 5.312458592442429e-45],
  ])('Q(%d, %d) is %d', (a, x, value) => {
    expectRelative(upperGamma(a, x), value, 3e-14);
  });

  it('at the ends, and outside', () => {
    expect([upperGamma(2, 0), upperGamma(2, Infinity)]).toEqual([1, 0]);
    expect(() => upperGamma(0, 1)).toThrow(RangeError);
    expect(() => upperGamma(1, -1)).toThrow(RangeError);
    expect(() => upperGamma(1, Number.NaN)).toThrow(RangeError);
  });
});

describe('incompleteBeta', () => {
  it.each([
    [0.5, 0.5, 0.3, 0.36901011956554536],
    [2, 3, 0.4, 0.5248],
    [10, 0.5, 0.99, 0.6579281751567844],
    [0.5, 40, 0.001, 0.2220801323643118],
    [300, 200, 0.4, 1.0619191726410099e-19],
    [300, 200, 0.7, 0.9999989503014757],
    [5000.5, 3000.25, 0.6, 2.2801034027135218e-6],
    [48, 2, 0.3, 2.759918930459784e-24],
    [1, 1, 0.2, 0.2],
    [20, 30, 0.01, 2.142673085704365e-27],
    [1.5, 100, 0.9, 1],
  ])('with a = %d, b = %d, x = %d is %d', (a, b, x, value) => {
    expectRelative(incompleteBeta(a, b, x), value, 3e-14);
  });

  const shape = fc.double({ min: 0.05, max: 300, noNaN: true });
  // Multiples of a power of two, so that 1 - x is exact.
  const share = fc.integer({ min: 0, max: 1 << 20 }).map((n) => n / (1 << 20));

  it('and with its arguments swapped makes 1', () => {
    fc.assert(
      fc.property(shape, shape, share, (a, b, x) => {
        const value = incompleteBeta(a, b, x);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(Math.abs(value + incompleteBeta(b, a, 1 - x) - 1)).toBeLessThan(1e-13);
      }),
    );
  });

  it('obeys the recurrence in a', () => {
    // I_x(a, b) - I_x(a + 1, b) = x^a y^b / (a B(a, b)), DLMF 8.17.20.
    fc.assert(
      fc.property(shape, shape, share, (a, b, x) => {
        fc.pre(x > 0 && x < 1);
        const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
        const step = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta) / a;
        const difference = incompleteBeta(a, b, x) - incompleteBeta(a + 1, b, x);
        expect(Math.abs(difference - step)).toBeLessThan(1e-12);
      }),
    );
  });

  it('refuses what is outside', () => {
    expect(() => incompleteBeta(0, 1, 0.5)).toThrow(RangeError);
    expect(() => incompleteBeta(1, Infinity, 0.5)).toThrow(RangeError);
    expect(() => incompleteBeta(1, 1, 1.5)).toThrow(RangeError);
    expect(() => incompleteBeta(1, 1, Number.NaN)).toThrow(RangeError);
  });
});
