import type { Subsets } from '../../splitters/verify.js';
import type { SubsetWord } from '../../tables/subsets.js';
import type { Counts } from './claims.js';
import type { Shown } from './shown.js';

/** The molecules of each subset, by what the rows say. A molecule whose rows differ is in several. */
export interface Divided extends Subsets {
  readonly discarded: Int32Array;
  /** Subset of each record. */
  readonly words: readonly SubsetWord[];
  /** Rows in each subset. */
  readonly records: Counts;
}

/** The division that a claim is about. */
export function divisionOf({ data, subset, fold }: Shown, of: number | null): Divided {
  const words =
    of === null || !fold
      ? subset
      : subset.map((word, r) => (word === 'test' && fold[r] !== of ? 'train' : word));
  const members = (wanted: SubsetWord) => {
    const found = new Uint8Array(data.set.count);
    words.forEach((word, r) => {
      const m = data.set.moleculeOf[r];
      if (word === wanted && m >= 0) found[m] = 1;
    });
    return Int32Array.from([...found.keys()].filter((m) => found[m] === 1));
  };
  const count = (wanted: SubsetWord) => words.filter((word) => word === wanted).length;
  return {
    train: members('train'),
    valid: members('valid'),
    test: members('test'),
    discarded: members('discarded'),
    words,
    records: {
      train: count('train'),
      valid: count('valid'),
      test: count('test'),
      discarded: count('discarded'),
      invalid: count('invalid'),
    },
  };
}
