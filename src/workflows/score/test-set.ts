import { moleculesInCommon } from '../../chemistry/molecules.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { type FingerprintMatrix, selectFingerprints } from '../../similarity/fingerprints.js';
import { findColumn, requireColumn } from '../../tables/columns.js';
import { type Labels, readLabels } from '../../tables/labels.js';
import { place } from '../../tables/table.js';
import { Task } from '../../task.js';
import { plural, printable } from '../../text.js';
import { type MoleculeTable, moleculeLabels, readMoleculeTable } from '../dataset.js';
import type { SplitResult } from '../split/types.js';
import type { ScoreOptions } from './types.js';

/** The rows on which a model is judged, and the molecules it was trained on. */
export interface TestSet {
  /** The table that holds the test rows. */
  readonly table: MoleculeTable;
  /** Records of `table` that are test rows and have a valid structure. */
  readonly records: Int32Array;
  /** Fingerprints of `table`'s molecules. */
  readonly fingerprints: FingerprintMatrix;
  /** Label of each record of `table`; null without a label column. */
  readonly labels: Labels | null;
  /** The name of their column. */
  readonly labelColumn: string | undefined;
  readonly train: {
    readonly fingerprints: FingerprintMatrix;
    /** Per training molecule; NaN where it has none. */
    readonly labels: Float64Array;
  };
  readonly inputs: { role: string; path: string; sha256: string; rows: number }[];
  readonly warnings: string[];
}

/** Reads the test rows and the training molecules from a split file or from two files. */
export async function readTestSet(
  options: ScoreOptions,
  pool: ChemistryPool,
  task: Task,
): Promise<TestSet> {
  const { split, train, truth, predictions } = options;
  if (split !== undefined) {
    if (train !== undefined || truth !== undefined) {
      throw new TanimarkError(
        'usage',
        '--split already says what is train and test; leave out --train and --truth',
      );
    }
    return fromSplitFile(split, options, pool, task);
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
  return fromTwoFiles(train, testPath, options, pool, task);
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
  options: ScoreOptions,
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
  const { set, fingerprints } = data;
  const members = [...Array(set.count).keys()].filter((m) => {
    for (let k = set.recordOffsets[m]; k < set.recordOffsets[m + 1]; k++) {
      if (isTrain(set.records[k])) return true;
    }
    return false;
  });
  const trainLabels = trainingLabels(data, isTrain);
  return {
    table: data,
    records,
    fingerprints,
    ...labelsOf(data, warnings),
    train: {
      fingerprints: selectFingerprints(fingerprints, members),
      labels: Float64Array.from(members, (m) => trainLabels[m]),
    },
    inputs: [describeInput('split', data)],
    warnings,
  };
}

function leakWarning(leaked: number): string {
  return `${plural(leaked, 'test row holds', 'test rows hold')} a molecule that is in the training set too`;
}

async function fromTwoFiles(
  trainPath: string,
  testPath: string,
  options: ScoreOptions,
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
  labelsOf(train, warnings);
  return {
    table: test,
    records,
    fingerprints: test.fingerprints,
    ...labelsOf(test, warnings),
    train: {
      fingerprints: train.fingerprints,
      labels: moleculeLabels(train) ?? new Float64Array(train.set.count).fill(Number.NaN),
    },
    inputs: [
      describeInput('train', train),
      ...(options.truth === undefined ? [] : [describeInput('truth', test)]),
    ],
    warnings,
  };
}

function describeInput(role: string, { table, path }: MoleculeTable) {
  return { role, path, sha256: table.sha256, rows: table.rows.length };
}

/** The labels of a table's records: of its label column, or of one called `y_true` and the like. */
function labelsOf(
  data: MoleculeTable,
  warnings: string[],
): Pick<TestSet, 'labels' | 'labelColumn'> {
  if (data.labels) return { labels: data.labels, labelColumn: data.labels.column };
  if (data.labelProblem) warnings.push(data.labelProblem);
  const none = { labels: null, labelColumn: undefined };
  const { table } = data;
  const column = findColumn(table, 'truth');
  if (column === undefined) return none;
  const read = readLabels(table.rows.map((row) => row[column]));
  return 'problem' in read ? none : { labels: read, labelColumn: table.columns[column] };
}

/** Labels of molecules from their training records alone. */
function trainingLabels(data: MoleculeTable, isTrain: (record: number) => boolean): Float64Array {
  if (!data.labels) return new Float64Array(data.set.count).fill(Number.NaN);
  const values = data.labels.values.map((v, r) => (isTrain(r) ? v : Number.NaN));
  return moleculeLabels({ ...data, labels: { ...data.labels, values } }) as Float64Array;
}
