import { TanimarkError } from './errors.js';

/** An exact non-negative ratio of two whole numbers, in lowest terms. */
export interface Rational {
  readonly num: number;
  readonly den: number;
}

/** Numerators and denominators stay below this, so that products with bit counts are exact doubles. */
const LIMIT = 1_000_000_000;

/** From so many digits on a decimal is one that a program printed, and of such ratios the text that a double of one has. */
const PRINTED_DIGITS = 15;
const MOST_PRINTED = 100_000;

/** Numbers that are not kept as they are written are smaller than this. */
const MOST_ROUNDED = 10_000n;

/** Longer texts are no numbers. */
const LONGEST = 200;

/**
 * Reads `1/3`, `0.25`, `.5`, `20%`, `1e-2` or `2`.
 *
 * A ratio with at most nine digits above and below the line is exact. A decimal of 15 digits or more that is the double
 * of a ratio up to 100,000 below the line is that ratio, exactly: 0.3333333333333333 is 1/3, as a program means it. Any
 * other number is replaced by one that is above, and below, the same ratios of whole numbers up to 400 million as itself, so
 * that no comparison with a similarity or a share of molecules can tell the two apart (for numbers above 1 a smaller limit).
 *
 * @param what what the number is for, named in the error
 * @throws TanimarkError (usage) when the text is no such number, is negative, or is too large
 */
export function parseRational(text: string, what: string): Rational {
  const trimmed = text.trim();
  const fraction = /^(\d+)\s*\/\s*(\d+)$/.exec(trimmed);
  const decimal = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,2}))?(%?)$/i.exec(trimmed);
  if (/^-\s*[\d.]/.test(trimmed)) {
    throw new TanimarkError('usage', `${what}: "${text}" is negative; give 0 or more`);
  }
  if (trimmed.length > LONGEST || (!fraction && !(decimal && (decimal[1] || decimal[2])))) {
    throw new TanimarkError(
      'usage',
      `${what}: "${text}" is not a number; write a fraction such as 1/3 or a decimal such as 0.25`,
    );
  }
  const [num, den] = fraction
    ? [BigInt(fraction[1]), BigInt(fraction[2])]
    : ratioOf(decimal as RegExpExecArray);
  if (den === 0n) throw new TanimarkError('usage', `${what}: "${text}" divides by zero`);
  const exact = small(num, den) ?? (decimal ? printedRatio(decimal, num, den) : null);
  if (exact) return exact;
  if (num > MOST_ROUNDED * den) {
    throw new TanimarkError('usage', `${what}: "${text}" is too large`);
  }
  return lookalike(num, den);
}

function ratioOf([, whole, digits = '', exponent = '0', percent]: RegExpExecArray): [
  bigint,
  bigint,
] {
  const scale = Number(exponent) - digits.length - (percent ? 2 : 0);
  const mantissa = BigInt(`${whole}${digits}`);
  return scale >= 0 ? [mantissa * 10n ** BigInt(scale), 1n] : [mantissa, 10n ** BigInt(-scale)];
}

/** In lowest terms, if these are small enough. */
function small(num: bigint, den: bigint): Rational | null {
  let [x, y] = [num, den];
  while (y > 0n) [x, y] = [y, x % y];
  const limit = BigInt(LIMIT);
  if (num / x > limit || den / x > limit) return null;
  return { num: Number(num / x), den: Number(den / x) };
}

/** The ratio of small numbers that a program printed with all digits of a double; null where it is none. */
function printedRatio(decimal: RegExpExecArray, num: bigint, den: bigint): Rational | null {
  const [text, whole, digits = '', , percent] = decimal;
  if (`${whole}${digits}`.replace(/^0+/, '').length < PRINTED_DIGITS) return null;
  const value = Number.parseFloat(text);
  const { low, high } = neighbors(num, den, BigInt(MOST_PRINTED));
  const isPrinted = ([n, d]: Ratio) =>
    d > 0n && (Number(n) * (percent ? 100 : 1)) / Number(d) === value;
  const near = [low, high].find(isPrinted);
  return near ? small(...near) : null;
}

/** A number between the same ratios of numbers up to a limit as this one, which is none of them. */
function lookalike(num: bigint, den: bigint): Rational {
  const limit = BigInt(LIMIT) / (2n * (num / den + 1n)) - 1n;
  const { low, high } = neighbors(num, den, limit);
  return { num: Number(low[0] + high[0]), den: Number(low[1] + high[1]) };
}

type Ratio = [num: bigint, den: bigint];

/**
 * The two neighbors of a number among the ratios with denominators up to a limit, of which it is none, by the
 * Stern-Brocot tree (Graham, Knuth and Patashnik, Concrete Mathematics, 4.5); 1/0 above all.
 */
function neighbors(num: bigint, den: bigint, limit: bigint): { low: Ratio; high: Ratio } {
  let low: Ratio = [0n, 1n];
  let high: Ratio = [1n, 0n];
  for (;;) {
    // So many steps of one end towards the other do not reach the number.
    const up = steps(num * low[1] - low[0] * den, high[0] * den - num * high[1], low, high, limit);
    low = [low[0] + up * high[0], low[1] + up * high[1]];
    const down = steps(
      high[0] * den - num * high[1],
      num * low[1] - low[0] * den,
      high,
      low,
      limit,
    );
    high = [high[0] + down * low[0], high[1] + down * low[1]];
    if (up === 0n && down === 0n) return { low, high };
  }
}

/** How often `other` can be added to `end` without reaching the number, or a denominator above the limit. */
function steps(distance: bigint, step: bigint, end: Ratio, other: Ratio, limit: bigint): bigint {
  const most = (distance - 1n) / step;
  if (other[1] === 0n) return most;
  const room = (limit - end[1]) / other[1];
  return room < most ? room : most;
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
