import { TanimarkError } from './errors.js';
import { compareRational, parseRational, type Rational } from './rational.js';

const ONE = { num: 1, den: 1 };

/** A most number of test rows, or of their share. */
export type RowAmount = { readonly rows: number } | { readonly share: Rational };

/** A whole number is one of rows; anything else is a share: `1%`, `0.01`, `1/100`. @throws TanimarkError (usage) */
export function rowAmount(text: string, flag: string, rows = 'test rows'): RowAmount {
  const trimmed = text.trim();
  if (/^\d{1,15}$/.test(trimmed)) return { rows: Number(trimmed) };
  const share = parseRational(trimmed, flag);
  if (compareRational(share, ONE) > 0) {
    throw new TanimarkError(
      'usage',
      `${flag}: "${text}" is more than all; give a whole number of ${rows}, or a share such as 1%`,
    );
  }
  return { share };
}
