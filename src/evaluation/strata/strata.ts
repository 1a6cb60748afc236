import { TanimarkError } from '../../errors.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { optionValue } from '../../spelling.js';
import { columnNamed, shownColumns } from '../../tables/columns.js';
import type { LabelTask } from '../../tables/labels.js';
import { compareValues, list, nearestWord, printable } from '../../text.js';
import type { Joined } from '../predictions/join.js';
import type { Fold } from '../test-set/folds.js';
import type { RowSimilarity } from '../test-set/test-molecules.js';
import type { TestSet } from '../test-set/test-set.js';
import type { Flag } from '../types.js';

/** With fewer rows of a class, metrics of classes are flagged. */
const FEW_OF_CLASS = 10;
/** With fewer rows, intervals are wide and their coverage is uncertain. */
const FEW_ROWS = 100;
/** Values that a column to group by may have. */
export const MAX_VALUES = 50;

/** The grouping by folds, as users call it. */
export const FOLD = 'fold';

/** Rows by what they have in common. */
export interface Grouping {
  readonly by: string;
  readonly values: readonly string[];
  /** Of each test row, the number of its value. */
  readonly of: Int32Array;
}

/** Some of the scored rows. */
export interface Stratum {
  readonly rows: Int32Array;
  /** Rows of class 1; undefined for a regression. */
  readonly positives?: number;
  readonly flag: Flag;
}

/** The scored rows and the parts that they are reported in. */
export interface Strata {
  readonly all: Stratum;
  readonly strata: readonly Stratum[];
  /** Of the values of each grouping, those that occur. */
  readonly by: readonly {
    readonly by: string;
    readonly parts: readonly (Stratum & { readonly value: string })[];
  }[];
}

/**
 * @param kept the test rows that are scored; parts hold positions in it
 * @param truth of each of them
 * @param bin of each test row
 */
export function strataOf(
  kept: Int32Array,
  truth: Float64Array,
  bin: Uint8Array,
  bins: number,
  groupings: readonly Grouping[],
  task: LabelTask,
  minN: number,
): Strata {
  const part = (rows: Int32Array): Stratum => {
    const own = Float64Array.from(rows, (i) => truth[i]);
    const classes = task === 'classification' ? { positives: positivesIn(own) } : {};
    return { rows, ...classes, flag: flagOf(own, task, minN) };
  };
  const all = Int32Array.from(kept.keys());
  const having = (of: ArrayLike<number>, value: number) =>
    part(all.filter((i) => of[kept[i]] === value));
  return {
    all: part(all),
    strata: Array.from({ length: bins }, (_, b) => having(bin, b)),
    by: groupings.map(({ by, values, of }) => ({
      by,
      parts: values
        .map((value, v) => ({ value, ...having(of, v) }))
        .filter(({ rows }) => rows.length > 0),
    })),
  };
}

/** The bin of max similarity of each test row. */
export function binsOf(toTrain: RowSimilarity, bins: SimilarityBins): Uint8Array {
  return Uint8Array.from(toTrain.of, (_, i) => toTrain.bin(i, bins));
}

/** Flag of a group of rows. */
export function flagOf(truth: Float64Array, task: LabelTask, minN: number): Flag {
  if (truth.length < minN) return 'small';
  if (task === 'classification') {
    const positives = positivesIn(truth);
    if (Math.min(positives, truth.length - positives) < FEW_OF_CLASS) return 'few_of_class';
  }
  return truth.length < FEW_ROWS ? 'below_100' : null;
}

function positivesIn(truth: Float64Array): number {
  return truth.reduce((sum, y) => sum + y, 0);
}

/** Whether the scaffold of each test row's molecule is one of the scaffolds of its training molecules. */
export function scaffoldGrouping({ table, records, train, folds }: TestSet): Grouping {
  const ours = table.set.scaffolds ?? [];
  const theirs = train.table.set.scaffolds ?? [];
  const kinds = ['seen', 'unseen', 'no rings', 'unknown'];
  const of = new Int32Array(records.length);
  for (const { rows, train: own } of folds ?? [{ rows: records.map((_, i) => i), train }]) {
    const known = new Set(Array.from(own.members, (m) => theirs[m]));
    for (const i of rows) {
      const scaffold = ours[table.set.moleculeOf[records[i]]];
      of[i] = scaffold == null ? 3 : scaffold === '' ? 2 : known.has(scaffold) ? 0 : 1;
    }
  }
  return { by: 'scaffold', values: kinds, of };
}

/** Test rows by their folds. */
export function foldGrouping(folds: readonly Fold[]): Grouping {
  const of = new Int32Array(folds.reduce((sum, { rows }) => sum + rows.length, 0));
  folds.forEach(({ rows }, k) => {
    for (const i of rows) of[i] = k;
  });
  return { by: FOLD, values: folds.map(({ name }) => name), of };
}

/**
 * Test rows by what a column says, of their own table or of the predictions'.
 *
 * @throws TanimarkError (column, usage)
 */
export function columnGrouping(name: string, test: TestSet, joined: Joined | null): Grouping {
  const own = test.table.table;
  const theirs = joined?.table;
  let cells: string[];
  if (theirs && !own.columns.includes(name) && theirs.columns.includes(name)) {
    const column = columnNamed(theirs, name, 'by');
    cells = joined.map.rows.map(([row]) => (row === undefined ? '' : theirs.rows[row][column]));
  } else {
    if (!own.columns.some((column) => column.toLowerCase() === name.toLowerCase())) {
      const near = nearestWord(name, ['scaffold', 'cliff', ...own.columns]);
      throw new TanimarkError(
        'column',
        `${optionValue('by', String(name))}: ${own.name} has no such column${near ? ` (did you mean ${near}?)` : ''}; choose one of ${shownColumns(own)}, or scaffold or cliff`,
        { option: 'by' },
      );
    }
    const column = columnNamed(own, name, 'by');
    cells = Array.from(test.records, (r) => own.rows[r][column]);
  }
  const shown = cells.map((cell) => printable(cell.trim(), 30) || '(empty)');
  const values = [...new Set(shown)].sort(compareValues);
  if (values.length > MAX_VALUES) {
    throw new TanimarkError(
      'usage',
      `${optionValue('by', String(name))}: the column has ${values.length} different values in the test rows (${list(values.slice(0, 3))}, …), at most ${MAX_VALUES} are possible; choose another column`,
      { option: 'by' },
    );
  }
  const number = new Map(values.map((value, v) => [value, v]));
  return { by: name, values, of: Int32Array.from(shown, (cell) => number.get(cell) as number) };
}

/** For a result: how many of the rows are of class 1, where labels are classes. */
export function positivesOf({ positives }: Stratum): { positives?: number } {
  return positives === undefined ? {} : { positives };
}
