import { TanimarkError } from './errors.js';
import { compareRational, parseRational, type Rational } from './rational.js';

/**
 * One grammar for every amount that a user gives, on the command line and in a configuration: a number such as `0.05`, a
 * fraction such as `1/20`, or a percentage such as `5%`; never below 0. `0` allows nothing: no difference is too small
 * to matter, no row may be affected.
 */
const NUMBER = '(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,2})?\\s*%?';
export const AMOUNT = new RegExp(`^\\s*(?:${NUMBER}|\\d{1,15}\\s*/\\s*\\d{1,15})\\s*$`);

/** What an amount may be, for messages: `give ${AMOUNTS}`. */
export const AMOUNTS =
  'a number such as 0.05, a fraction such as 1/20, or a percentage such as 5%, 0 or more';

/** Longer texts are refused. */
const LONGEST = 200;

/** An amount in the unit of a metric (`0.05`, `1/20`), or a share of its value (`5%` is 0.05). */
export type Amount = { readonly value: number } | { readonly share: number };

/**
 * Reads an amount in the unit of a metric, or a share of its value.
 *
 * @param where what messages begin with, such as `--margin x`
 * @throws TanimarkError (usage)
 */
export function parseAmount(text: string, where: string): Amount {
  const trimmed = checked(text, where);
  const [above, below] = trimmed.split('/').map(Number.parseFloat);
  if (trimmed.endsWith('%')) return { share: above / 100 };
  return { value: below === undefined ? above : above / below };
}

/** An amount in the unit of a metric. @param value the metric's value, of which a share is taken */
export function amountOf(amount: Amount, value: number): number {
  return 'share' in amount ? amount.share * Math.abs(value) : amount.value;
}

/** Whether amounts that are added are a share of the value, above 0, and nothing in the unit of the metric beside it. */
export function isShare(...amounts: readonly Amount[]): boolean {
  return (
    amounts.some((amount) => 'share' in amount && amount.share > 0) &&
    amounts.every((amount) => 'share' in amount || amount.value === 0)
  );
}

/** A largest number of rows, or their largest share. */
export type RowAmount = { readonly rows: number } | { readonly share: Rational };

const ONE = { num: 1, den: 1 };

/**
 * Reads a largest number of rows. A whole number counts rows; anything else is a share of them: `1%`, `0.01`, `1/100`.
 *
 * @param where what messages begin with, such as `--max-duplicates x`
 * @throws TanimarkError (usage)
 */
export function rowAmount(text: string, where: string, rows = 'test rows'): RowAmount {
  const trimmed = checked(text, where);
  if (/^\d{1,15}$/.test(trimmed)) return { rows: Number(trimmed) };
  const share = parseRational(trimmed.replace(/\s*%$/, '%'), where);
  if (compareRational(share, ONE) <= 0) return { share };
  throw new TanimarkError(
    'usage',
    `${where}: more than all rows; give a whole number of ${rows}, or a share such as 1%`,
  );
}

/** The text without blanks around it. @throws TanimarkError (usage) unless it is an amount */
function checked(text: string, where: string): string {
  const trimmed = text.trim();
  const divisor = /\/\s*(\d+)$/.exec(trimmed)?.[1];
  if (trimmed.length <= LONGEST && AMOUNT.test(trimmed) && !/^0+$/.test(divisor ?? '1')) {
    return trimmed;
  }
  throw new TanimarkError('usage', `${where}: not an amount; give ${AMOUNTS}`);
}
