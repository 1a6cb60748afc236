import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRational, parseRational, type Rational, toNumber } from '../src/rational.js';
import { errorOf } from './helpers.js';

const read = (text: string) => parseRational(text, '--bins');

describe('parseRational', () => {
  it.each([
    ['1/3', 1, 3],
    ['2/6', 1, 3],
    [' 10 / 4 ', 5, 2],
    ['0/5', 0, 1],
    ['0', 0, 1],
    ['0.0', 0, 1],
    ['1', 1, 1],
    ['1.', 1, 1],
    ['2', 2, 1],
    ['0.25', 1, 4],
    ['.5', 1, 2],
    ['0.1', 1, 10],
    ['0.333333333', 333333333, 1000000000],
    ['20%', 1, 5],
    ['12.5%', 1, 8],
    ['100%', 1, 1],
    ['1e-2', 1, 100],
    ['1E2', 100, 1],
    ['2.5e+1', 25, 1],
    ['5e1%', 1, 2],
    ['007', 7, 1],
    ['999999999/1000000000', 999999999, 1000000000],
  ])('reads %j exactly', (text, num, den) => {
    expect(read(text)).toEqual({ num, den });
  });

  it.each(['-1', '-0.5', ' -.5', '-1/3'])('says of %j that it is negative', async (text) => {
    expect((await errorOf(() => read(text))).message).toMatch(/is negative; give 0 or more$/);
  });

  it.each(['', ' ', '.', '%', 'e5', '-', '+1', '1/-3', '1/3/2', '1/3%', '0.5.5', '1e', '0x10'])(
    'refuses %j as no number',
    async (text) => {
      const error = await errorOf(() => read(text));
      expect(error.code).toBe('usage');
      expect(error.message).toMatch(/^--bins: ".*" is not a number; write a fraction such as 1\/3/);
    },
  );

  it.each(['abc', '1,5', 'NaN', 'Infinity', '½', '１'])('refuses the word %j', async (text) => {
    expect((await errorOf(() => read(text))).message).toContain('is not a number');
  });

  it('refuses a zero denominator', async () => {
    expect((await errorOf(() => read('1/0'))).message).toBe('--bins: "1/0" divides by zero');
  });

  it.each(['1e99', '99999999999999999999', '2e9', '12345.123456789'])(
    'refuses %j as too large',
    async (text) => {
      expect((await errorOf(() => read(text))).message).toBe(`--bins: "${text}" is too large`);
    },
  );

  it('takes a decimal with all digits of a double for the ratio that it is the double of', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 }), (a, b) => {
        fc.pre(a < 1e6);
        const text = String(a / b);
        fc.pre(text.replace(/^0?\.0*|\./g, '').length >= 15 && !text.includes('e'));
        const { num, den } = read(text);
        expect(num * b).toBe(a * den);
      }),
      { numRuns: 2000 },
    );
    expect(read('0.07142857142857142')).toEqual({ num: 1, den: 14 });
    expect(read('33.333333333333336%')).toEqual({ num: 1, den: 3 });
  });

  it('compares with every similarity, and share of molecules, as the number that was written does', () => {
    const digits = fc
      .integer({ min: 10, max: 40 })
      .chain((n) => fc.array(fc.nat(9), { minLength: n, maxLength: n }));
    const near = fc.record({
      digits,
      offset: fc.integer({ min: -3, max: 3 }),
      b: fc.integer({ min: 1, max: 400_000_000 }),
    });
    fc.assert(
      fc.property(near, ({ digits: list, offset, b }) => {
        const text = `0.${list.join('')}`;
        const exact = { num: BigInt(list.join('')), den: 10n ** BigInt(list.length) };
        const { num, den } = read(text);
        expect(num).toBeLessThanOrEqual(1e9);
        expect(den).toBeLessThanOrEqual(1e9);
        // The ratios with this denominator around the number.
        const a = (exact.num * BigInt(b)) / exact.den + BigInt(offset);
        fc.pre(a >= 0n);
        const sign = (x: bigint) => (x < 0n ? -1 : x > 0n ? 1 : 0);
        const written = sign(exact.num * BigInt(b) - a * exact.den);
        expect(sign(BigInt(num) * BigInt(b) - a * BigInt(den))).toBe(written);
      }),
      { numRuns: 3000 },
    );
    expect(toNumber(read('1e-99'))).toBeGreaterThan(0);
    expect(toNumber(read('1/1000000001'))).toBeLessThan(1 / 400_000_000);
  });

  it('refuses a number with more digits than one can mean', async () => {
    const error = await errorOf(() => read(`0.${'3'.repeat(300)}`));
    expect(error.message).toContain('is not a number');
  });

  it('gives lowest terms of the number that was written', () => {
    const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }), (a, b) => {
        const { num, den } = read(`${a}/${b}`);
        expect(BigInt(num) * BigInt(b)).toBe(BigInt(a) * BigInt(den));
        expect(gcd(num, den)).toBe(1);
      }),
    );
  });

  it('reads a decimal as the fraction that it abbreviates', () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.integer({ min: 0, max: 6 }), (digits, places) => {
        const text = String(digits).padStart(places + 1, '0');
        const at = text.length - places;
        expect(read(`${text.slice(0, at)}.${text.slice(at)}`)).toEqual(
          read(`${digits}/${10 ** places}`),
        );
      }),
    );
  });
});

/** The sign of a - b in big integers. */
function exactOrder(a: Rational, b: Rational): number {
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

const rationals = (limit: number) =>
  fc
    .tuple(fc.nat(limit), fc.integer({ min: 1, max: limit }))
    .map(([a, b]) => parseRational(`${a}/${b}`, 'x'));

describe('compareRational', () => {
  it('tells 1/3 from the double nearest to it', () => {
    expect(compareRational(read('1/3'), read('0.333333333'))).toBeGreaterThan(0);
    expect(compareRational(read('0.333333333'), read('1/3'))).toBeLessThan(0);
    expect(compareRational(read('2/6'), read('1/3'))).toBe(0);
  });

  it('orders as exact arithmetic does', () => {
    fc.assert(
      fc.property(rationals(90_000_000), rationals(90_000_000), (a, b) => {
        expect(Math.sign(compareRational(a, b))).toBe(exactOrder(a, b));
      }),
    );
  });

  // Their cross products do not fit a double.
  it('tells neighbors of nine digits apart', () => {
    const a = read('999999999/1000000000');
    const b = read('999999998/999999999');
    expect(exactOrder(a, b)).toBe(1);
    expect(compareRational(a, b)).toBeGreaterThan(0);
  });
});

describe('toNumber', () => {
  it('gives the nearest double', () => {
    expect(toNumber(read('1/3'))).toBe(1 / 3);
    expect(toNumber(read('0.1'))).toBe(0.1);
    fc.assert(fc.property(fc.nat(1e9), (n) => toNumber(read(`${n}e-9`)) === Number(`${n}e-9`)));
  });
});
