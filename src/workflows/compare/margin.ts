import { parseRational, toNumber } from '../../rational.js';

/** The largest difference that does not matter. */
export interface Margin {
  readonly text: string;
  /** In the unit of the metric. @param value the metric of the model that is compared with */
  readonly of: (value: number) => number;
}

/** Reads `0.05`, in the unit of the metric, or `5%` of a value; 0 unless given. @throws TanimarkError (usage) */
export function parseMargin(text: string | undefined): Margin | null {
  if (text === undefined) return null;
  const amount = toNumber(parseRational(text, '--margin'));
  const share = text.trim().endsWith('%');
  return { text: text.trim(), of: (value) => (share ? amount * Math.abs(value) : amount) };
}
