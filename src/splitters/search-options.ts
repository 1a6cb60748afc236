import { TanimarkError } from '../errors.js';
import { compareRational, parseRational, type Rational } from '../rational.js';
import { optionValue } from '../spelling.js';
import type { SplitterOption } from './splitter.js';

const HALF: Rational = { num: 1, den: 2 };

/** `--effort`, a number. */
export const effortOption: SplitterOption = {
  name: 'effort',
  placeholder: '<n>',
  default: '1',
  summary: 'search effort (2: twice as long)',
  parse(text) {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= 0.01 && value <= 1000) return value;
    throw new TanimarkError(
      'usage',
      `${optionValue('effort', text)}: give a number from 0.01 to 1000`,
    );
  },
};

/** A share of the molecules up to a half, a {@link Rational}. */
export function shareOption(name: string, usual: string, summary: string): SplitterOption {
  return {
    name,
    placeholder: '<fraction>',
    default: usual,
    summary,
    parse(text) {
      const value = parseRational(text, optionValue(name, text));
      if (compareRational(value, HALF) <= 0) return value;
      throw new TanimarkError('usage', `${optionValue(name, text)}: give a fraction from 0 to 0.5`);
    },
  };
}
