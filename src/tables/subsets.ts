import { TanimarkError } from '../errors.js';
import { printable } from '../text.js';
import { place, type Table } from './table.js';

/** Subsets of the rows of a split; `none` is an empty cell. */
export type SubsetWord = 'train' | 'valid' | 'test' | 'discarded' | 'invalid' | 'none';

const words: Readonly<Record<string, SubsetWord>> = {
  train: 'train',
  training: 'train',
  // TDC's benchmark groups, whose validation rows are the user's to choose.
  train_val: 'train',
  'train+val': 'train',
  'train/val': 'train',
  trainval: 'train',
  'train+valid': 'train',
  train_valid: 'train',
  trn: 'train',
  tr: 'train',
  test: 'test',
  testing: 'test',
  tst: 'test',
  te: 'test',
  holdout: 'test',
  hold_out: 'test',
  'hold-out': 'test',
  external: 'test',
  valid: 'valid',
  validation: 'valid',
  val: 'valid',
  dev: 'valid',
  discarded: 'discarded',
  // DataSAIL's.
  'not selected': 'discarded',
  invalid: 'invalid',
  '': 'none',
};

/**
 * The subset of each record, read from a split column; capital letters and blanks around do not count.
 *
 * @throws TanimarkError (table) on a word that is no subset
 */
export function readSubsets(table: Table, column: number): SubsetWord[] {
  return table.rows.map((row, r) => {
    const word = row[column].trim().toLowerCase();
    if (Object.hasOwn(words, word)) return words[word];
    const isNumber = /^\d+(\.0)?$/.test(word);
    const rest = `is no subset; ${isNumber ? 'numbers do not say which rows are training: write' : 'use'} train, valid, test, discarded or invalid${isNumber ? ' in their place' : ''}`;
    throw new TanimarkError(
      'table',
      `${table.name}: column "${table.columns[column]}", ${place(table, r)}: "${printable(word, 30)}" ${rest}`,
      { discreet: `${table.name}: column ${column + 1}, ${place(table, r)}: a word that ${rest}` },
    );
  });
}

/** The files of a split's folder, without their ending: a subset each. */
export const SUBSET_FILES = ['train', 'valid', 'test', 'discarded', 'invalid'] as const;
