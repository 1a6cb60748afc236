import { type Amount, parseAmount } from '../../amount.js';
import { optionValue } from '../../spelling.js';
import { printable } from '../../text.js';

/** The largest difference that does not matter. */
export interface Margin {
  readonly text: string;
  /** A share is one of the value of the model that is compared with. */
  readonly amount: Amount;
}

/** Reads `0.05`, in the unit of the metric, or `5%` of a value; null unless given. @throws TanimarkError (usage) */
export function parseMargin(text: string | undefined): Margin | null {
  if (text === undefined) return null;
  return {
    text: text.trim(),
    amount: parseAmount(text, optionValue('margin', printable(text, 40))),
  };
}
