import type { Rational } from '../../rational.js';
import { optionName } from '../../spelling.js';
import { effortOption, shareOption } from '../search-options.js';
import type { SplitterOption } from '../splitter.js';
import { type Distribution, parseDistribution } from './target.js';

export type BalanceLabel = 'auto' | boolean;

interface SharedOptions {
  /** Whether bins are given the whole set's label distribution; `auto` where there are labels. */
  readonly 'balance-label': BalanceLabel;
  /** Multiple of the usual amount of search. */
  readonly effort: number;
}

/** Options of a test set with a histogram of max similarity, parsed. */
export interface HistogramOptions extends SharedOptions {
  readonly grid?: false;
  readonly distribution: Distribution;
  /** Share of each bin, where the distribution alone does not tell. */
  readonly shares?: readonly Rational[];
  readonly 'max-discard': Rational;
}

/** Options of a test set of pairs that is balanced over cells: bin of the drug × bin of the partner. */
export interface GridOptions extends SharedOptions {
  readonly grid: true;
  /** No limit unless given. */
  readonly 'max-discard'?: Rational;
}

/** The options of the splitter, parsed. */
export type SaeOptions = HistogramOptions | GridOptions;

/** The value of an option that has none where the test set is balanced over a grid. */
const notWithGrid = (usual: string) => (given: Readonly<Record<string, string>>) =>
  given.grid === 'true' ? undefined : usual;

export const options: readonly SplitterOption[] = [
  {
    name: 'distribution',
    placeholder: '<d>',
    default: 'balanced',
    summary:
      'test molecules per bin: balanced, range:0.4-0.6, mimic:<file>, or shares such as 20,30,50',
    parse: parseDistribution,
    idleWith: ({ grid }) => (grid === true ? optionName('grid') : undefined),
    defaultWith: notWithGrid('balanced'),
  },
  {
    name: 'grid',
    placeholder: '',
    default: 'false',
    summary:
      'for pairs: the same number of test pairs in each combination of a drug bin and a partner bin (max similarity of the drug to training drugs, and of the partner to training partners); other pairs are discarded, without limit unless max-discard is given',
    parse: (text) => text === 'true',
    defaultWith: () => undefined,
  },
  {
    ...shareOption(
      'max-discard',
      '0',
      'largest fraction of molecules that may be discarded to reach the requested counts',
    ),
    defaultWith: notWithGrid('0'),
  },
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
