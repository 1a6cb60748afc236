import { moleculesInCommon } from '../../chemistry/molecules.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { type FingerprintMatrix, selectFingerprints } from '../../similarity/fingerprints.js';
import { columnNamed, findColumn, requireColumn } from '../../tables/columns.js';
import { isMissing, type Labels, type LabelTask, readLabels } from '../../tables/labels.js';
import { place } from '../../tables/table.js';
import { Task } from '../../task.js';
import { compareValues, plural, printable } from '../../text.js';
import {
  type MoleculeTable,
  type MoleculeTableOptions,
  meanOfRecords,
  readMoleculeTable,
} from '../dataset.js';
import type { SplitResult } from '../split/types.js';
import type { ScoreOptions } from './types.js';

/** The rows on which a model is judged, and the molecules it was trained on. */
export interface TestSet {
  /** The table that holds the test rows. */
  readonly table: MoleculeTable;
  /** Records of `table` that are test rows and have a valid structure. */
  readonly records: Int32Array;
  readonly train: {
    /** The table that holds the training rows; it may be the same one. */
    readonly table: MoleculeTable;
    /** Its molecules that are in training. */
    readonly members: Int32Array;
    /** Whether a record of it is a training row. */
    readonly isTrain: (record: number) => boolean;
    /** Their fingerprints. */
    readonly fingerprints: FingerprintMatrix;
  };
  /** The label column that was named or has a usual name, if there is one. */
  readonly label: Target | null;
  readonly inputs: { role: string; path: string; sha256: string; rows: number }[];
  readonly warnings: string[];
}

/** True values of one column. */
export interface Target {
  readonly column: string;
  readonly task: LabelTask;
  /** Of each record of the test table; NaN where it has none. */
  readonly values: Float64Array;
  /** Of each training molecule; NaN where it has none. */
  readonly train: Float64Array;
}

/** Reads the test rows and the training molecules from a split file or from two files. */
export async function readTestSet(
  options: ScoreOptions,
  pool: ChemistryPool,
  task: Task,
): Promise<TestSet> {
  const { split, train, truth, predictions } = options;
  const several = options.task === 'multiclass' || labelNames(options.label).length > 1;
  const scaffolds = options.by?.includes('scaffold') === true;
  const reading: ReadingOptions = {
    ...options,
    label: several ? null : options.label,
    scaffolds,
    classesHint: ' (several classes: --task multiclass)',
  };
  if (split !== undefined) {
    if (train !== undefined || truth !== undefined) {
      throw new TanimarkError(
        'usage',
        '--split already says what is train and test; leave out --train and --truth',
      );
    }
    return fromSplitFile(split, reading, pool, task);
  }
  if (train === undefined) {
    throw new TanimarkError(
      'usage',
      'nothing to compare with: give --split <file>, or --train <file> with --truth <file>',
    );
  }
  const testPath = truth ?? predictions;
  if (testPath === undefined) {
    throw new TanimarkError(
      'usage',
      '--train alone is not enough: give --truth <file>, or predictions that hold y_true',
    );
  }
  return fromTwoFiles(train, testPath, reading, pool, task);
}

type ReadingOptions = Omit<ScoreOptions, 'label'> & MoleculeTableOptions;

/** The columns of true values that were named: `a,b` are two. */
export function labelNames(label: string | undefined): string[] {
  return (label ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const subsetWords: Readonly<Record<string, 'train' | 'test' | 'other'>> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  valid: 'other',
  validation: 'other',
  val: 'other',
  dev: 'other',
  discarded: 'other',
  invalid: 'other',
  '': 'other',
};

async function fromSplitFile(
  path: string,
  options: ReadingOptions,
  pool: ChemistryPool,
  task: Task,
): Promise<TestSet> {
  const data = await readMoleculeTable(path, options, pool, task);
  const { table, set } = data;
  const column = requireColumn(table, 'split', options.splitColumn);
  const inTrain = new Uint8Array(set.count);
  const records: number[] = [];
  const subsets: string[] = [];
  const warnings: string[] = [];
  let invalid = 0;
  for (let r = 0; r < table.rows.length; r++) {
    const word = table.rows[r][column].trim().toLowerCase();
    const subset = Object.hasOwn(subsetWords, word) ? subsetWords[word] : undefined;
    if (subset === undefined) {
      throw new TanimarkError(
        'table',
        `${table.name}: column "${table.columns[column]}", ${place(table, r)}: "${printable(word, 30)}" is no subset; use train, valid, test, discarded or invalid`,
      );
    }
    subsets.push(subset);
    if (subset === 'other') continue;
    const molecule = set.moleculeOf[r];
    if (molecule < 0) invalid++;
    else if (subset === 'train') inTrain[molecule] = 1;
    else records.push(r);
  }
  if (records.length === 0) {
    throw new TanimarkError(
      'table',
      `${table.name}: no row is marked test; is "${table.columns[column]}" the split column?`,
    );
  }
  if (!inTrain.includes(1)) {
    throw new TanimarkError(
      'table',
      table.columns.includes('fold')
        ? `${table.name}: every row is a test row of some fold; write the folds into a folder (-o folds/) and score each with --train folds/fold-0/train.csv --truth folds/fold-0/test.csv`
        : `${table.name}: no row is marked train; similarity to training cannot be measured`,
    );
  }
  if (invalid > 0) {
    warnings.push(
      `${table.name}: ${plural(invalid, 'train or test row')} with an invalid SMILES, left out`,
    );
  }
  const leaked = records.filter((r) => inTrain[set.moleculeOf[r]] === 1).length;
  if (leaked > 0) warnings.push(leakWarning(leaked));
  return divide(data, Int32Array.from(records), (r) => subsets[r] === 'train', warnings);
}

/** The test set of a split that was just made. */
export function testSetOf({ data, records }: SplitResult): TestSet {
  const test = Int32Array.from([...records.keys()].filter((r) => records[r].split === 'test'));
  return divide(data, test, (r) => records[r].split === 'train', []);
}

/** One table, divided into test rows and training molecules. */
function divide(
  data: MoleculeTable,
  records: Int32Array,
  isTrain: (record: number) => boolean,
  warnings: string[],
): TestSet {
  const { set } = data;
  const members = Int32Array.from(
    [...Array(set.count).keys()].filter((m) => {
      for (let k = set.recordOffsets[m]; k < set.recordOffsets[m + 1]; k++) {
        if (isTrain(set.records[k])) return true;
      }
      return false;
    }),
  );
  return finish(data, records, { table: data, members, isTrain }, warnings, [
    describeInput('split', data),
  ]);
}

function finish(
  table: MoleculeTable,
  records: Int32Array,
  train: Omit<TestSet['train'], 'fingerprints'>,
  warnings: string[],
  inputs: TestSet['inputs'],
): TestSet {
  const all = train.members.length === train.table.set.count;
  const fingerprints = all
    ? train.table.fingerprints
    : selectFingerprints(train.table.fingerprints, train.members);
  const sides = { table, records, train: { ...train, fingerprints } };
  return { ...sides, label: defaultTarget(sides, warnings), inputs, warnings };
}

function leakWarning(leaked: number): string {
  return `${plural(leaked, 'test row holds', 'test rows hold')} a molecule that is in the training set too`;
}

async function fromTwoFiles(
  trainPath: string,
  testPath: string,
  options: ReadingOptions,
  pool: ChemistryPool,
  task: Task,
): Promise<TestSet> {
  const train = await readMoleculeTable(trainPath, options, pool, task);
  const test = await readMoleculeTable(testPath, options, pool, task);
  const warnings = [train, test].flatMap(({ table, set }) =>
    set.invalid.length > 0
      ? [
          `${table.name}: ${plural(set.invalid.length, 'row')} with an invalid SMILES, left out (the first is row ${set.invalid[0].row}: ${set.invalid[0].reason})`,
        ]
      : [],
  );
  const records = Int32Array.from(
    [...test.table.rows.keys()].filter((r) => test.set.moleculeOf[r] >= 0),
  );
  const known = await moleculesInCommon(test, train, pool, new Task({ signal: task.signal }));
  const leaked = records.filter((r) => known[test.set.moleculeOf[r]] === 1).length;
  if (leaked > 0) warnings.push(leakWarning(leaked));
  if (train.labelProblem) warnings.push(train.labelProblem);
  const members = Int32Array.from({ length: train.set.count }, (_, m) => m);
  const inputs = [
    describeInput('train', train),
    ...(options.truth === undefined ? [] : [describeInput('truth', test)]),
  ];
  const side = { table: train, members, isTrain: () => true };
  return finish(test, records, side, warnings, inputs);
}

function describeInput(role: string, { table, path }: MoleculeTable) {
  return { role, path, sha256: table.sha256, rows: table.rows.length };
}

type Sides = Pick<TestSet, 'table' | 'records' | 'train'>;

/** The labels of the label column, or of one called `y_true` and the like. */
function defaultTarget(sides: Sides, warnings: string[]): Target | null {
  const { labels, labelProblem, table } = sides.table;
  if (labels) {
    const theirs = sides.train.table.labels;
    return {
      ...labels,
      task: taskOfBoth(labels, theirs),
      train: trainLabels(sides, theirs?.values),
    };
  }
  if (labelProblem) warnings.push(`${labelProblem} (several classes: --task multiclass)`);
  const column = findColumn(table, 'truth');
  if (column === undefined) return null;
  const read = readLabels(table.rows.map((row) => row[column]));
  if ('problem' in read) return null;
  const theirs = sides.train.table.labels;
  const task = taskOfBoth(read, theirs);
  return {
    ...read,
    task,
    column: table.columns[column],
    train: trainLabels(sides, theirs?.values),
  };
}

/** What the labels of both tables are: a test set may happen to hold one class alone, or two values of many. */
export function taskOfBoth(ours: Labels, theirs: Labels | null | undefined): LabelTask {
  if (!theirs || theirs === ours) return ours.task;
  const distinct = new Set([...ours.values, ...theirs.values].filter((y) => !Number.isNaN(y)));
  if ([...distinct].some((y) => y !== 0 && y !== 1)) return 'regression';
  const classes = ours.task === 'classification' || theirs.task === 'classification';
  return classes || distinct.size === 2 ? 'classification' : 'regression';
}

/** Labels of training molecules from their training records alone. */
export function trainLabels({ train }: Sides, values: Float64Array | undefined): Float64Array {
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
export function targetNamed(test: TestSet, name: string): Target {
  const column = columnNamed(test.table.table, name, '--label');
  const read = readColumn(test.table, column, readLabels);
  const theirs = trainColumn(test, test.table.table.columns[column]);
  const train = theirs === undefined ? undefined : readColumn(test.train.table, theirs, readLabels);
  return {
    ...read,
    task: taskOfBoth(read, train),
    column: test.table.table.columns[column],
    train: trainLabels(test, train?.values),
  };
}

/**
 * The classes of a column, each as a target of its own: 1 where a row is of it, else 0.
 *
 * @param column its name
 * @throws TanimarkError (column)
 */
export function classTargets(test: TestSet, name: string): Target[] {
  const column = columnNamed(test.table.table, name, '--label');
  const shown = test.table.table.columns[column];
  const cells = (data: MoleculeTable, c: number) => data.table.rows.map((row) => row[c].trim());
  const ours = cells(test.table, column);
  const at = trainColumn(test, shown) ?? findColumn(test.train.table.table, 'label');
  const theirs = at === undefined ? undefined : cells(test.train.table, at);
  const classes = [...new Set([...ours, ...(theirs ?? [])])].filter((cell) => !isMissing(cell));
  if (classes.length < 2 || classes.length > MAX_CLASSES) {
    throw new TanimarkError(
      'column',
      `${test.table.name}: column "${shown}" holds ${plural(classes.length, 'class', 'classes')}; --task multiclass takes 2 to ${MAX_CLASSES}`,
    );
  }
  classes.sort(compareValues);
  return classes.map((name) => {
    const one = (list: string[]) =>
      Float64Array.from(list, (cell) => (isMissing(cell) ? Number.NaN : cell === name ? 1 : 0));
    return {
      column: name,
      task: 'classification',
      values: one(ours),
      train: trainLabels(test, theirs && one(theirs)),
    };
  });
}

const MAX_CLASSES = 100;

/** The column of that name among the training rows. */
function trainColumn(test: TestSet, name: string): number | undefined {
  const found = test.train.table.table.columns.indexOf(name);
  return found < 0 ? undefined : found;
}

function readColumn({ table }: MoleculeTable, column: number, read: typeof readLabels): Labels {
  const found = read(table.rows.map((row) => row[column]));
  if (!('problem' in found)) return found;
  throw new TanimarkError(
    'column',
    `${table.name}: label column "${table.columns[column]}", ${place(table, found.record)}: ${found.problem}; mend it, or choose another with --label`,
  );
}
