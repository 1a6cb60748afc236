import { optionValue } from '../spelling.js';
import { plural, printable } from '../text.js';
import { numberIn } from './columns.js';

/** Kinds of cells in a column of numbers. */
export type CellKind =
  | 'number'
  | 'missing'
  | 'censored'
  | 'decimal_comma'
  | 'comma'
  | 'thousands'
  | 'percent'
  | 'deviation'
  | 'unit'
  | 'list'
  | 'word';

/** Words for "no value": those that pandas reads as missing, `-`, and nothing at all. */
const missingWords = new Set([
  '',
  '-',
  'na',
  'n/a',
  '#n/a',
  '#n/a n/a',
  '#na',
  '<na>',
  'nan',
  '-nan',
  '1.#ind',
  '-1.#ind',
  '1.#qnan',
  '-1.#qnan',
  'null',
  'none',
]);

/** Whether a cell says that there is no value: it is empty, or a usual word for none. */
export function isMissing(cell: string): boolean {
  return missingWords.has(cell.trim().toLowerCase());
}

const NUMBER = String.raw`[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?`;
const CENSORED = new RegExp(
  String.raw`^(?:<=?|>=?|≤|≥|~|≈|≪|≫|<<|>>)\s*(${NUMBER})\s*[a-zµμ%/]*$`,
  'i',
);
const THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
/** Of decimals or of thousands. */
const ONE_COMMA = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i;
const PERCENT = new RegExp(String.raw`^${NUMBER}\s*%$`, 'i');
const DEVIATION = new RegExp(String.raw`^${NUMBER}\s*(?:±|\+\/-|\+-)\s*${NUMBER}`, 'i');
const UNIT = new RegExp(
  String.raw`^${NUMBER}\s*(?!e[+-]?\d|x[\da-f])[a-zµμ°][a-zµμ°/0-9^·*-]*$`,
  'i',
);
const LIST = /^[[({].*[\])}]$/s;

/** What a cell is; numbers are plain decimals, and finite. */
export function cellKind(cell: string): CellKind {
  const text = cell.trim();
  if (Number.isFinite(numberIn(text))) return 'number';
  if (isMissing(text)) return 'missing';
  if (CENSORED.test(text)) return 'censored';
  if (ONE_COMMA.test(text)) return 'comma';
  if (THOUSANDS.test(text)) return 'thousands';
  if (DECIMAL_COMMA.test(text)) return 'decimal_comma';
  if (PERCENT.test(text)) return 'percent';
  if (DEVIATION.test(text)) return 'deviation';
  if (UNIT.test(text)) return 'unit';
  if (LIST.test(text) && /\d/.test(text)) return 'list';
  return 'word';
}

/** The bound of a censored value: 10 of `>10`. NaN for any other cell. */
export function boundIn(cell: string): number {
  const bound = CENSORED.exec(cell.trim())?.[1];
  return bound === undefined ? Number.NaN : numberIn(bound);
}

/** What is wrong with cells of a kind, and what to do. */
const remedies: Readonly<Partial<Record<CellKind, readonly [what: string, remedy: () => string]>>> =
  {
    censored: [
      'is a censored value',
      () =>
        `leave these rows out with ${optionValue('censored', 'drop')}, or use limits with ${optionValue('censored', 'limit')}`,
    ],
    decimal_comma: ['has a decimal comma', () => 'save the numbers with a decimal point'],
    comma: [
      'has a comma, of decimals or of thousands',
      () => 'save the numbers with a decimal point and without separators of thousands',
    ],
    thousands: ['has a thousands separator', () => 'save the numbers without it'],
    percent: ['has a percent sign', () => 'save the numbers alone'],
    deviation: ['is a value with its deviation', () => 'save the value alone'],
    unit: ['is a number with a unit', () => 'save the numbers alone, all in one unit'],
    list: ['is a list', () => 'save the number alone'],
  };

/**
 * What is wrong with a cell that should hold a number: which kind it is of, how many such cells there are, and what
 * to do. What a comma is shows where any cell of the column can have it for one thing alone.
 *
 * @param cell the first that is wrong
 * @param kinds of all cells of its column that count
 * @returns null where nothing more can be said than that it is no number
 */
export function cellProblem(cell: string, kinds: readonly CellKind[]): string | null {
  const own = cellKind(cell);
  const certain = (['decimal_comma', 'thousands'] as const).find((k) => kinds.includes(k));
  const kind = own === 'comma' ? (certain ?? own) : own;
  const remedy = remedies[kind];
  if (!remedy) return null;
  const isComma = (k: CellKind) => k === 'comma' || k === certain;
  const alike = kinds.filter((k) => k === own || (isComma(own) && isComma(k))).length;
  const total = kinds.filter((k) => k !== 'missing').length;
  const filled = plural(total, 'filled cell', 'filled cells');
  return `"${printable(cell, 30)}" ${remedy[0]} (${alike} of ${filled}); ${remedy[1]()}`;
}
