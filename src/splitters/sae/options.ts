import type { Rational } from '../../rational.js';
import { effortOption, shareOption } from '../search-options.js';
import type { SplitterOption } from '../splitter.js';
import { type Distribution, parseDistribution } from './target.js';

export type BalanceLabel = 'auto' | boolean;

/** The options of the splitter, parsed. */
export interface SaeOptions {
  readonly distribution: Distribution;
  /** Share of each bin, where the distribution alone does not tell. */
  readonly shares?: readonly Rational[];
  readonly 'max-discard': Rational;
  /** Whether bins are given the whole set's label distribution; `auto` where there are labels. */
  readonly 'balance-label': BalanceLabel;
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
  shareOption(
    'max-discard',
    '0',
    'largest fraction of molecules that may be discarded to reach the requested counts',
  ),
  {
    name: 'balance-label',
    placeholder: '',
    default: 'auto',
    summary:
      'give every bin the label distribution of the whole set (default: if the input has labels)',
    parse: (text): BalanceLabel => (text === 'auto' ? text : text === 'true'),
  },
  effortOption,
];
