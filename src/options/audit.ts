import { STANDARDIZE_LEVELS, type StandardizeLevel } from '../chemistry/standardize/levels.js';
import { list } from '../text.js';
import { file, flag, type Kind, number, oneOf, repeated, text, wholeNumber } from './kinds.js';
import { fromSplit, grouped, option } from './option.js';
import { CACHE, column, LEVEL_CHOICES, LISTED, PAIRS, SIMILARITY, TABLE } from './table.js';

/** The level at which an audit compares molecules, whatever that of the split was. */
export const DEFAULT_STANDARDIZE: StandardizeLevel = 'tautomers';
/** Pairs of each finding in the document. */
export const DEFAULT_EXAMPLES = 20;

/** A largest number or share of rows. @param of what they are called */
export function rows(of: string): Kind<string> {
  return {
    ...text('a number or a share of rows, as text, such as "1%"'),
    form: { type: 'rows', of },
  };
}

const most = (summary: string) => option(rows('test rows'), summary, { placeholder: '<amount>' });

/** Limits on what test rows and training have in common. */
export const LIMITS = grouped(
  'Limits (a number of test rows, or a percentage of them such as 1%):',
  {
    maxDuplicates: most('limit on test rows that are duplicates of training molecules'),
    maxNear: option(
      repeated('a list of limits, such as ["0.9:1%"]'),
      'limit on test rows with a training neighbor at or above a similarity: 0.9:1% allows 1% of the rows to have one ≥ 0.9; may be repeated',
      { placeholder: '<similarity:amount>' },
    ),
    maxSharedScaffolds: most('limit on test rows whose scaffold is in training'),
    maxConflicts: most(
      'limit on test rows with a training duplicate or near-duplicate that has another label',
    ),
    maxCliffs: most('limit on test rows on activity cliffs with training molecules'),
  },
);

const choice = oneOf(STANDARDIZE_LEVELS);
const named = list(
  STANDARDIZE_LEVELS.map((level) => `"${level}"`),
  'or',
);

/** The level, which the library takes in any case of letters. */
export const LEVEL = {
  standardize: option<string>(
    { ...choice, ...text(`a level as text: ${named}`) },
    'molecules that are equal at this level are duplicates',
    { ...LEVEL_CHOICES, default: DEFAULT_STANDARDIZE },
  ),
};

/** Options of `tanimark audit`. */
export const AUDIT = {
  split: file('the file of the split'),
  train: file('the file of training molecules'),
  test: file('the file of test molecules'),
  valid: option(file('the file of validation molecules'), 'validation table', {
    placeholder: '<file>',
  }),
  ...LISTED,
  ...fromSplit({
    splitColumn: option(column, 'column that says train, valid or test', {
      placeholder: '<column>',
      default: 'found by name',
    }),
    bins: SIMILARITY.bins,
    fingerprint: SIMILARITY.fingerprint,
  }),
  ...LEVEL,
  conflict: option(number(0, 1e12), 'labels that differ by more are a conflict', {
    placeholder: '<amount>',
    default: 'the standard deviation in training',
  }),
  examples: option(
    wholeNumber(0, 1_000_000),
    'number of pairs of each finding in the JSON document, and in HTML as far as structures are drawn',
    {
      placeholder: '<n>',
      default: String(DEFAULT_EXAMPLES),
    },
  ),
  ...LIMITS,
  limitsOnly: flag,
  ...fromSplit(TABLE),
  ...fromSplit(PAIRS),
  ...CACHE,
};

/** Further options of the command line. @param endings of files of pairs */
export function auditFlags(endings: readonly string[]) {
  return {
    pairs: option(
      text('the path of a file, as text'),
      `write all offending pairs (${endings.join(', ')})`,
      { placeholder: '<file>' },
    ),
  };
}
