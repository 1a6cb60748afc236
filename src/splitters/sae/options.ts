import { TanimarkError } from '../../errors.js';
import { compareRational, parseRational, type Rational } from '../../rational.js';
import type { SplitterOption } from '../splitter.js';
import { type Distribution, parseDistribution } from './target.js';

/** The options of the splitter, parsed. */
export interface SaeOptions {
  readonly distribution: Distribution;
  /** Share of each bin, where the distribution alone does not tell. */
  readonly shares?: readonly Rational[];
  readonly 'max-discard': Rational;
  readonly 'balance-label': boolean;
  /** Multiple of the usual amount of search. */
  readonly effort: number;
}

export const options: readonly SplitterOption[] = [
  {
    name: 'distribution',
    placeholder: '<d>',
    default: 'balanced',
    summary:
      'test molecules per bin: balanced, range:0.4-0.6, mimic:<file>, or shares such as 20,30,50',
    parse: parseDistribution,
  },
  {
    name: 'max-discard',
    placeholder: '<fraction>',
    default: '0',
    summary: 'most molecules to leave out of the split where the target needs it',
    parse: parseMaxDiscard,
  },
  {
    name: 'balance-label',
    placeholder: '',
    default: 'false',
    summary: "keep the label distribution of every bin close to the whole set's",
    parse: (text) => text === 'true',
  },
  {
    name: 'effort',
    placeholder: '<n>',
    default: '1',
    summary: 'how long to search, in multiples of the usual',
    parse: parseEffort,
  },
];

function parseMaxDiscard(text: string): Rational {
  const value = parseRational(text, `--max-discard ${text}`);
  if (compareRational(value, { num: 1, den: 2 }) > 0) {
    throw new TanimarkError('usage', `--max-discard ${text}: give a fraction from 0 to 0.5`);
  }
  return value;
}

function parseEffort(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= 0.01 && value <= 1000)) {
    throw new TanimarkError('usage', `--effort ${text}: give a number from 0.01 to 1000`);
  }
  return value;
}
