import { meanOfRecords } from '../../dataset/molecule-labels.js';
import type { MoleculeTable } from '../../dataset/molecule-table.js';
import { TanimarkError } from '../../errors.js';
import { optionName, optionValue } from '../../spelling.js';
import { isMissing } from '../../tables/cell-kinds.js';
import type { Classes } from '../../tables/classes.js';
import { columnNamed, findColumn } from '../../tables/columns.js';
import { readLabelColumn } from '../../tables/label-column.js';
import type { LabelReading, Labels, LabelTask } from '../../tables/labels.js';
import { compareValues, plural } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import type { PairIdentities } from '../pairs/identities.js';
import type { Fold, TrainingSide } from './folds.js';

/** True values of one column. */
export interface Target {
  readonly column: string;
  readonly task: LabelTask;
  /** The two classes, where they are not 0 and 1. */
  readonly classes: Classes | null;
  /** Of each record of the test table; NaN where it has none. */
  readonly values: Float64Array;
  /** Of each training molecule; NaN where it has none. */
  readonly train: Float64Array;
  /** The same of the training set of each fold; null without folds. */
  readonly trainByFold: readonly Float64Array[] | null;
}

/** What decides on how true values are read. */
type ReadingOptions = Pick<ScoreOptions, 'censored' | 'positive' | 'task' | 'transform'>;

/** The columns of true values that were named: `a,b` are two. */
export function labelNames(label: string | undefined): string[] {
  return (label ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The rows on which a model is judged, and those it was trained on. */
export interface Sides {
  /** The table that holds the test rows. */
  readonly table: MoleculeTable;
  /** Records of `table` that are test rows and have a valid structure. */
  readonly records: Int32Array;
  /** With folds: the rows of all of them, each of which is a training row of the others. */
  readonly train: TrainingSide;
  /** Null where all test rows have one training set. */
  readonly folds: readonly Fold[] | null;
  /** Of pairs: which drugs and partners are the same. */
  readonly pairs?: PairIdentities | null;
}

/**
 * The labels of the label column, or of one called `y_true` and the like; null without any.
 *
 * @param warnings why a label column cannot be used is added to them
 */
export function defaultTarget(
  sides: Sides,
  options: ReadingOptions,
  warnings: string[],
): Target | null {
  const { labels, labelProblem, table } = sides.table;
  if (labels) {
    const theirs = sides.train.table.labels;
    return {
      ...labels,
      task: taskOfBoth(labels, theirs),
      ...trainLabels(sides, theirs?.values),
    };
  }
  if (labelProblem) {
    const advice =
      options.task === undefined
        ? ` (for several classes: ${optionValue('task', 'multiclass')})`
        : '';
    warnings.push(`${labelProblem}${advice}`);
  }
  const column = findColumn(table, 'truth');
  if (column === undefined) return null;
  const theirs = sides.train.table.labels;
  const { labels: read } = readLabelColumn(table, column, readingOf(options, theirs?.classes));
  if (!read) return null;
  const task = taskOfBoth(read, theirs);
  return { ...read, task, ...trainLabels(sides, theirs?.values) };
}

/** Labels of both tables together: a test set may hold only one class, or two of many values. */
export function taskOfBoth(ours: Labels, theirs: Labels | null | undefined): LabelTask {
  if (!theirs || theirs === ours) return ours.task;
  const distinct = new Set([...ours.values, ...theirs.values].filter((y) => !Number.isNaN(y)));
  if ([...distinct].some((y) => y !== 0 && y !== 1)) return 'regression';
  const classes = ours.task === 'classification' || theirs.task === 'classification';
  return classes || distinct.size === 2 ? 'classification' : 'regression';
}

/**
 * Labels of training molecules from their training records alone: of all, and of each fold's.
 *
 * @param values of each record of the table of the training rows
 */
export function trainLabels(
  { train, folds }: Pick<Sides, 'train' | 'folds'>,
  values: Float64Array | undefined,
): Pick<Target, 'train' | 'trainByFold'> {
  return {
    train: labelsOf(train, values),
    trainByFold: folds?.map((fold) => labelsOf(fold.train, values)) ?? null,
  };
}

function labelsOf(train: TrainingSide, values: Float64Array | undefined): Float64Array {
  if (!values) return new Float64Array(train.members.length).fill(Number.NaN);
  const own = values.map((value, r) => (train.isTrain(r) ? value : Number.NaN));
  const labels = meanOfRecords(train.table.set, own);
  return Float64Array.from(train.members, (m) => labels[m]);
}

/**
 * The labels of a column by its name, in both tables.
 *
 * @throws TanimarkError (column)
 */
export function targetNamed(test: Sides, name: string, options: ScoreOptions): Target {
  const column = columnNamed(test.table.table, name, 'label');
  const theirs = trainColumn(test, test.table.table.columns[column]);
  const isCounted = (data: MoleculeTable) => (r: number) => data.set.moleculeOf[r] >= 0;
  const sameTable = test.train.table === test.table;
  const train =
    theirs === undefined || sameTable
      ? undefined
      : readColumn(test.train.table, theirs, {
          ...readingOf(options),
          counts: isCounted(test.train.table),
        });
  const read = readColumn(test.table, column, {
    ...readingOf(options, train?.classes),
    counts: isCounted(test.table),
  });
  return {
    ...read,
    task: taskOfBoth(read, train),
    column: test.table.table.columns[column],
    ...trainLabels(test, sameTable ? read.values : train?.values),
  };
}

/**
 * The classes of a column, each as a target of its own: 1 where a row is of it, else 0.
 *
 * @param column its name
 * @throws TanimarkError (column)
 */
export function classTargets(test: Sides, name: string): Target[] {
  const column = columnNamed(test.table.table, name, 'label');
  const shown = test.table.table.columns[column];
  const cells = (data: MoleculeTable, c: number) => data.table.rows.map((row) => row[c].trim());
  const ours = cells(test.table, column);
  const at = trainColumn(test, shown) ?? findColumn(test.train.table.table, 'label');
  const theirs = at === undefined ? undefined : cells(test.train.table, at);
  const classes = [...new Set([...ours, ...(theirs ?? [])])].filter((cell) => !isMissing(cell));
  if (classes.length < 2 || classes.length > MAX_CLASSES) {
    throw new TanimarkError(
      'column',
      `${test.table.name}: column "${shown}" holds ${plural(classes.length, 'class', 'classes')}; ${optionValue('task', 'multiclass')} needs 2 to ${MAX_CLASSES}`,
    );
  }
  classes.sort(compareValues);
  return classes.map((name) => {
    const one = (list: string[]) =>
      Float64Array.from(list, (cell) => (isMissing(cell) ? Number.NaN : cell === name ? 1 : 0));
    return {
      column: name,
      task: 'classification',
      classes: null,
      values: one(ours),
      ...trainLabels(test, theirs && one(theirs)),
    };
  });
}

const MAX_CLASSES = 100;

/** The column of that name among the training rows. */
function trainColumn(test: Sides, name: string): number | undefined {
  const found = test.train.table.table.columns.indexOf(name);
  return found < 0 ? undefined : found;
}

/** Reading options of labels, from the options of a score. */
export function readingOf(
  { censored, positive, task, transform }: ReadingOptions,
  classes?: Classes | null,
): LabelReading {
  const own = task === 'regression' ? task : undefined;
  return { censored, positive, transform, task: own, classes };
}

function readColumn({ table }: MoleculeTable, column: number, reading: LabelReading): Labels {
  const { labels, problem } = readLabelColumn(table, column, reading);
  if (labels) return labels;
  throw new TanimarkError(
    'column',
    `${problem}; or choose another column with ${optionName('label')}`,
  );
}
