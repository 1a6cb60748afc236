import { TanimarkError } from './errors.js';

/** An exact non-negative ratio of two whole numbers, in lowest terms. */
export interface Rational {
  readonly num: number;
  readonly den: number;
}

/** Numerators and denominators stay below this, so that products with bit counts are exact doubles. */
const LIMIT = 1_000_000_000;

/**
 * Reads `1/3`, `0.25`, `.5`, `20%`, `1e-2` or `2` exactly.
 *
 * @param what what the number is for, named in the error
 * @throws TanimarkError (usage) when the text is no such number, is negative, or has more digits than can be kept exactly
 */
export function parseRational(text: string, what: string): Rational {
  const trimmed = text.trim();
  const fraction = /^(\d+)\s*\/\s*(\d+)$/.exec(trimmed);
  if (fraction) return reduce(Number(fraction[1]), Number(fraction[2]), text, what);
  const decimal = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,2}))?(%?)$/i.exec(trimmed);
  if (/^-\s*[\d.]/.test(trimmed)) {
    throw new TanimarkError('usage', `${what}: "${text}" is negative; it cannot be`);
  }
  if (!decimal || !(decimal[1] || decimal[2])) {
    throw new TanimarkError(
      'usage',
      `${what}: "${text}" is not a number; write a fraction such as 1/3 or a decimal such as 0.25`,
    );
  }
  const [, whole, digits = '', exponent = '0', percent] = decimal;
  const scale = Number(exponent) - digits.length - (percent ? 2 : 0);
  const mantissa = Number(`${whole}${digits}`);
  return scale >= 0
    ? reduce(mantissa * 10 ** scale, 1, text, what)
    : reduce(mantissa, 10 ** -scale, text, what);
}

function reduce(num: number, den: number, text: string, what: string): Rational {
  if (den === 0) throw new TanimarkError('usage', `${what}: "${text}" divides by zero`);
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den)) {
    throw new TanimarkError('usage', `${what}: "${text}" has too many digits; use at most nine`);
  }
  const divisor = greatestCommonDivisor(num, den) || 1;
  const ratio = { num: num / divisor, den: den / divisor };
  if (ratio.num > LIMIT || ratio.den > LIMIT) {
    throw new TanimarkError('usage', `${what}: "${text}" has too many digits; use at most nine`);
  }
  return ratio;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

/** Negative, zero or positive as a is below, at or above b. */
export function compareRational(a: Rational, b: Rational): number {
  // Products of two nine-digit numbers do not fit a double.
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The nearest double. */
export function toNumber(r: Rational): number {
  return r.num / r.den;
}
