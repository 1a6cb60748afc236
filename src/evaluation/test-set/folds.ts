import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { TanimarkError } from '../../errors.js';
import { type Compared, selectCompared } from '../../similarity/compared.js';
import type { SubsetWord } from '../../tables/subsets.js';
import { place, type Table } from '../../tables/table.js';
import { compareValues } from '../../text.js';

/** The column in which a file of folds says of which fold's test set a row is. */
const COLUMN = 'fold';

/** Training rows, and their molecules. */
export interface TrainingSide {
  /** The table that holds the training rows; it may be the one of the test rows. */
  readonly table: MoleculeTable;
  /** Its molecules that are in training. */
  readonly members: Int32Array;
  /** Whether a record of it is a training row. */
  readonly isTrain: (record: number) => boolean;
  /** What is compared of them. */
  readonly compared: Compared;
}

/** One fold: its test rows, and as its training set the rows of all other folds and those that are in none. */
export interface Fold {
  /** As the file calls it: `0`. */
  readonly name: string;
  /** Positions of its rows among the test rows. */
  readonly rows: Int32Array;
  readonly train: TrainingSide;
}

/** The folds of a table: their names in order, and the one of each row; null for a row that is in none. */
export interface FoldColumn {
  readonly names: readonly string[];
  readonly of: readonly (string | null)[];
}

/**
 * The folds of a file in which every test row names its fold, as `split --folds` writes them; null for an ordinary split:
 * fewer than two folds, or training rows that have one, too.
 *
 * @param subset of each row
 * @throws TanimarkError (table) when only some test rows have a fold
 */
export function foldColumn(table: Table, subset: readonly SubsetWord[]): FoldColumn | null {
  const column = table.columns.indexOf(COLUMN);
  if (column < 0) return null;
  // pandas writes a column of whole numbers with gaps as 0.0, 1.0.
  const cells = table.rows.map((row) => row[column].trim().replace(/^(\d+)\.0$/, '$1'));
  const isTest = (r: number) => subset[r] === 'test';
  const names = [...new Set(cells.filter((cell, r) => cell !== '' && isTest(r)))];
  if (names.length < 2 || cells.some((cell, r) => cell !== '' && subset[r] === 'train'))
    return null;
  const without = cells.findIndex((cell, r) => cell === '' && isTest(r));
  if (without >= 0) {
    throw new TanimarkError(
      'table',
      `${table.name}: column "${COLUMN}", ${place(table, without)}: a test row without a fold, and other test rows have one; name its fold, or remove the column`,
      { discreet: 'as it is' },
    );
  }
  names.sort(compareValues);
  return { names, of: cells.map((cell, r) => (isTest(r) ? cell : null)) };
}

/**
 * The test sets of all folds.
 *
 * @param records the test rows
 * @param isTrain whether a row is in the training set of every fold
 */
export function foldsOf(
  data: MoleculeTable,
  records: Int32Array,
  isTrain: (record: number) => boolean,
  { names, of }: FoldColumn,
): Fold[] {
  const all = records.map((_, i) => i);
  return names.map((name) => ({
    name,
    rows: all.filter((i) => of[records[i]] === name),
    train: trainingSide(data, (r) => isTrain(r) || (of[r] !== null && of[r] !== name)),
  }));
}

/** Training rows of a table, with the molecules that are in any of them. */
export function trainingSide(
  table: MoleculeTable,
  isTrain: (record: number) => boolean,
): TrainingSide {
  const { set, compared } = table;
  const inTrain = new Uint8Array(set.count);
  set.moleculeOf.forEach((m, r) => {
    if (m >= 0 && isTrain(r)) inTrain[m] = 1;
  });
  const members = Int32Array.from(inTrain.keys()).filter((m) => inTrain[m] === 1);
  return {
    ...{ table, members, isTrain },
    // Selected when they are asked for: kept, those of many folds would take much memory.
    get compared() {
      return members.length === set.count ? compared : selectCompared(compared, members);
    },
  };
}
