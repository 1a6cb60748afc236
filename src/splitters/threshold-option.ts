import { TanimarkError } from '../errors.js';
import { parseRational, type Rational, toNumber } from '../rational.js';
import type { SplitterOption } from './splitter.js';

/** `--threshold`, a similarity above 0, up to 1. */
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
  const threshold = parseRational(text, `--threshold ${text}`);
  if (threshold.num === 0 || toNumber(threshold) > 1) {
    throw new TanimarkError('usage', `--threshold ${text}: give a similarity above 0, up to 1`);
  }
  return threshold;
}
