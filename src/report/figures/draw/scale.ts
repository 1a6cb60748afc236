import { hasSteps, type Range, roundSteps, widened } from '../../../numerics/round-steps.js';

export { hasSteps as isDrawable, type Range } from '../../../numerics/round-steps.js';

/** A mapping of numbers to positions, straight from `domain` to `range`. */
export interface Scale {
  (value: number): number;
  readonly domain: Range;
}

/** Where a value of `domain` is in `range`, which may run downward. */
export function linearScale(domain: Range, range: readonly [number, number]): Scale {
  const [low, high] = domain;
  const [from, to] = range;
  const scale = (value: number) => from + ((value - low) / (high - low)) * (to - from);
  return Object.assign(scale, { domain });
}

/** The range of some numbers; those that are not drawable are left out. 0 to 1 for none. */
export function rangeOf(values: Iterable<number | null | undefined>): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!hasSteps(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Ticks of an axis: whole multiples of 1, 2 or 5 times a power of ten. */
export interface Ticks {
  /** Ascending, from at or below the range to at or above it. */
  readonly values: readonly number[];
  /** How each is written. */
  readonly texts: readonly string[];
}

/**
 * The most ticks, up to `most`, in equal and round steps that cover a range. A range without width is widened.
 *
 * @param most at least 3
 */
export function niceTicks(range: Range, most: number): Ticks {
  const { values, exponent } = roundSteps(range, most);
  return { values, texts: tickTexts(values, exponent) };
}

/** A range with a little room at both ends, for marks. */
export function tightRange(range: Range): Range {
  const [low, high] = widened(range);
  const room = (high - low) / 30;
  return [low - room, high + room];
}

/** Round ticks within a range, up to `most`. @param most at least 3 */
export function innerTicks(range: Range, most: number): Ticks {
  // At most one at each end is beyond it.
  const { values, texts } = niceTicks(range, most + 2);
  const within = [...values.keys()].filter((k) => values[k] >= range[0] && values[k] <= range[1]);
  return { values: within.map((k) => values[k]), texts: within.map((k) => texts[k]) };
}

/** Ticks with 0 and 1 as ends, for shares. */
export const SHARE_TICKS: Ticks = {
  values: [0, 0.2, 0.4, 0.6, 0.8, 1],
  texts: ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
};

/** Numbers beyond these exponents are written with a power of ten. */
const PLAIN = { lowest: -4, highest: 6 } as const;

function tickTexts(values: readonly number[], exponent: number): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (exponent < PLAIN.lowest || largest >= 10 ** PLAIN.highest) {
    // As many digits as tell neighbors apart.
    const digits = Math.min(15, Math.max(0, Math.floor(Math.log10(largest)) - exponent));
    return values.map((v) => (v === 0 ? '0' : signed(v.toExponential(digits).replace('e+', 'e'))));
  }
  const decimals = Math.max(0, -exponent);
  return values.map((v) => signed(grouped(v.toFixed(decimals))));
}

function signed(text: string): string {
  return text.replaceAll('-', '−');
}

/** `12,000`; four digits stay as they are. */
function grouped(text: string): string {
  const [whole, decimals] = text.split('.');
  const long = whole.replace('-', '').length > 4;
  const shown = long ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  return decimals === undefined ? shown : `${shown}.${decimals}`;
}

/** A number in a table of a figure: at most six digits, as programs read it; empty for none. */
export function plainNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return String(Number(value.toPrecision(6)) + 0);
}
