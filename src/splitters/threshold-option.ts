import { TanimarkError } from '../errors.js';
import { compareRational, parseRational, type Rational } from '../rational.js';
import { optionValue } from '../spelling.js';
import type { SplitterOption } from './splitter.js';

/** A `--threshold` of similarity, parsed to a {@link Rational} above 0 and up to 1. */
export function thresholdOption(usual: string, summary: string): SplitterOption {
  return {
    name: 'threshold',
    placeholder: '<similarity>',
    default: usual,
    summary,
    parse: parseThreshold,
  };
}

function parseThreshold(text: string): Rational {
  const value = parseRational(text, optionValue('threshold', text));
  if (value.num > 0 && compareRational(value, { num: 1, den: 1 }) <= 0) return value;
  throw new TanimarkError(
    'usage',
    `${optionValue('threshold', text)}: give a similarity above 0, up to 1`,
  );
}
