import type { ChemistryPool } from '../../chemistry/pool.js';
import { type InvalidShare, invalidShares } from '../../dataset/invalid-share.js';
import {
  invalidRows,
  type MoleculeTable,
  type MoleculeTableOptions,
  readMoleculeTable,
} from '../../dataset/molecule-table.js';
import { moleculesInCommon } from '../../dataset/molecules.js';
import { checkListed, readSplitList } from '../../dataset/split-formats/read.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { selectFingerprints } from '../../similarity/fingerprints.js';
import { optionName, optionValue } from '../../spelling.js';
import { requireColumn } from '../../tables/columns.js';
import { readSubsets, type SubsetWord } from '../../tables/subsets.js';
import type { Table } from '../../tables/table.js';
import { plural } from '../../text.js';
import { formatOfInput, type ScoreOptions } from '../options.js';
import { defaultTarget, labelNames, type Sides, type Target } from './true-values.js';

/** The rows on which a model is judged, and the molecules it was trained on. */
export interface TestSet extends Sides {
  /** The label column that was named or has a usual name, if there is one. */
  readonly label: Target | null;
  readonly inputs: { role: string; path: string; sha256: string; rows: number }[];
  readonly warnings: string[];
}

/** Reads the test rows and the training molecules from a split file or from two files. */
export async function readTestSet(
  options: ScoreOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<TestSet> {
  try {
    return await readSides(options, pool, job);
  } catch (error) {
    const { smiles, predictions } = options;
    const isSmiles = error instanceof TanimarkError && error.option === 'smiles';
    if (!isSmiles || smiles === undefined || predictions === undefined) throw error;
    throw new TanimarkError(
      error.code,
      `${error.message}; to name a column of the prediction file, use ${optionName('predictionSmiles')}`,
      { cause: error },
    );
  }
}

async function readSides(options: ScoreOptions, pool: ChemistryPool, job: Job): Promise<TestSet> {
  const { split, train, truth, predictions } = options;
  const several = options.task === 'multiclass' || labelNames(options.label).length > 1;
  const scaffolds = options.by?.includes('scaffold') === true;
  const reading: ReadingOptions = {
    ...options,
    label: several ? null : options.label,
    scaffolds,
    classesHint: ` (for several classes: ${optionValue('task', 'multiclass')})`,
  };
  if (split !== undefined) {
    if (train !== undefined || truth !== undefined) {
      throw new TanimarkError(
        'usage',
        `${optionName('split')} cannot be combined with ${optionName('train')} or ${optionName('truth')}; leave them out`,
        { option: 'split' },
      );
    }
    return fromSplitFile(split, reading, pool, job);
  }
  if (train === undefined) {
    throw new TanimarkError(
      'usage',
      `no test set given; use ${optionName('split')} <file>, or ${optionName('train')} <file> with ${optionName('truth')} <file>`,
    );
  }
  const testPath = truth ?? predictions;
  if (testPath === undefined) {
    throw new TanimarkError(
      'usage',
      `${optionName('train')} needs the true values, too: give ${optionName('truth')} <file>, or a y_true column beside the predictions`,
      { option: 'train' },
    );
  }
  return fromTwoFiles(train, testPath, reading, pool, job);
}

/** How many structures of its files cannot be read. */
export function sharesOf({ table, train }: TestSet): InvalidShare[] {
  return invalidShares([train.table, table]);
}

type ReadingOptions = Omit<ScoreOptions, 'label'> & MoleculeTableOptions;

/** Reading options of true values. */
type ReadOptions = Pick<ScoreOptions, 'censored' | 'positive' | 'task' | 'transform'>;

async function fromSplitFile(
  path: string,
  options: ReadingOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<TestSet> {
  const { data: listed } = options;
  const rows =
    listed === undefined
      ? null
      : await readSplitList({ kind: 'list', path, data: listed, part: options.part }, options.id);
  const subsetsOf = (table: Table) => rows?.subsets(table) ?? marked(table, options);
  // Labels of rows that are in no set are not looked at.
  const counts = (table: Table) => {
    const subsets = subsetsOf(table);
    return (r: number) => subsets[r] === 'train' || subsets[r] === 'test';
  };
  const place = listed ?? path;
  const inputFormat = formatOfInput(options, place);
  const data = await readMoleculeTable(place, { ...options, inputFormat, counts }, pool, job);
  const { table, set } = data;
  const inTrain = new Uint8Array(set.count);
  const records: number[] = [];
  const subsets = subsetsOf(table);
  const warnings: string[] = [];
  let invalid = 0;
  for (const [r, subset] of subsets.entries()) {
    if (subset !== 'train' && subset !== 'test') continue;
    const molecule = set.moleculeOf[r];
    if (molecule < 0) invalid++;
    else if (subset === 'train') inTrain[molecule] = 1;
    else records.push(r);
  }
  if (rows) checkListed(rows, records.length > 0, inTrain.includes(1));
  else checkMarked(table, options, records.length > 0, inTrain.includes(1));
  if (invalid > 0) {
    warnings.push(
      `${table.name}: ${plural(invalid, 'train or test row')} with an invalid SMILES left out`,
    );
  }
  const leaked = records.filter((r) => inTrain[set.moleculeOf[r]] === 1).length;
  if (leaked > 0) warnings.push(leakWarning(leaked));
  const test = Int32Array.from(records);
  const isTrain = (r: number) => subsets[r] === 'train';
  const found = divide(data, test, isTrain, options, warnings);
  if (!rows) return found;
  const list = { role: 'split', path: rows.path, sha256: rows.sha256, rows: table.rows.length };
  return { ...found, inputs: [list, describeInput('data', data)] };
}

function marked(table: Table, { splitColumn }: Pick<ScoreOptions, 'splitColumn'>): SubsetWord[] {
  return readSubsets(table, requireColumn(table, 'split', splitColumn));
}

/** Refuses a table without test rows or training rows. @throws TanimarkError (table) */
function checkMarked(
  table: Table,
  { splitColumn }: Pick<ScoreOptions, 'splitColumn'>,
  hasTest: boolean,
  hasTrain: boolean,
): void {
  if (!hasTest) {
    const column = requireColumn(table, 'split', splitColumn);
    throw new TanimarkError(
      'table',
      `${table.name}: no row is marked test; if "${table.columns[column]}" is not the split column, name it with ${optionName('splitColumn')}`,
    );
  }
  if (hasTrain) return;
  throw new TanimarkError(
    'table',
    table.columns.includes('fold')
      ? `${table.name}: the file holds folds, and every row is a test row of one; write the folds into a folder (-o folds/) and score predictions called fold-0.csv and so on with: tanimark score preds/ --split folds/`
      : `${table.name}: no row is marked train, so max similarity cannot be computed; mark the training rows`,
  );
}

/** A table whose records have been divided. */
interface Divided {
  readonly data: MoleculeTable;
  /** In the order of the table. */
  readonly records: readonly { readonly split: string }[];
}

/** The test set of a split that was just made. */
export function testSetOf({ data, records }: Divided, options: ScoreOptions): TestSet {
  const test = Int32Array.from([...records.keys()].filter((r) => records[r].split === 'test'));
  return divide(data, test, (r) => records[r].split === 'train', options, []);
}

/** One table, divided into test rows and training molecules. */
function divide(
  data: MoleculeTable,
  records: Int32Array,
  isTrain: (record: number) => boolean,
  options: ReadOptions,
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
  return finish(data, records, { table: data, members, isTrain }, options, warnings, [
    describeInput('split', data),
  ]);
}

function finish(
  table: MoleculeTable,
  records: Int32Array,
  train: Omit<TestSet['train'], 'fingerprints'>,
  options: ReadOptions,
  warnings: string[],
  inputs: TestSet['inputs'],
): TestSet {
  const all = train.members.length === train.table.set.count;
  const fingerprints = all
    ? train.table.fingerprints
    : selectFingerprints(train.table.fingerprints, train.members);
  const sides = { table, records, train: { ...train, fingerprints } };
  return { ...sides, label: defaultTarget(sides, options, warnings), inputs, warnings };
}

function leakWarning(leaked: number): string {
  return `${plural(leaked, 'test row holds', 'test rows hold')} a molecule of the training set (data leakage)`;
}

async function fromTwoFiles(
  trainPath: string,
  testPath: string,
  options: ReadingOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<TestSet> {
  const inFormat = (path: string) => ({ ...options, inputFormat: formatOfInput(options, path) });
  const train = await readMoleculeTable(trainPath, inFormat(trainPath), pool, job);
  const classes = train.labels?.classes;
  const test = await readMoleculeTable(testPath, { ...inFormat(testPath), classes }, pool, job);
  const warnings = [train, test].flatMap(invalidRows);
  const records = Int32Array.from(
    [...test.table.rows.keys()].filter((r) => test.set.moleculeOf[r] >= 0),
  );
  const known = await moleculesInCommon(test, train, pool, new Job({ signal: job.signal }));
  const leaked = records.filter((r) => known[test.set.moleculeOf[r]] === 1).length;
  if (leaked > 0) warnings.push(leakWarning(leaked));
  if (train.labelProblem) warnings.push(train.labelProblem);
  const members = Int32Array.from({ length: train.set.count }, (_, m) => m);
  const inputs = [
    describeInput('train', train),
    ...(options.truth === undefined ? [] : [describeInput('truth', test)]),
  ];
  const side = { table: train, members, isTrain: () => true };
  return finish(test, records, side, options, warnings, inputs);
}

function describeInput(role: string, { table, path }: MoleculeTable) {
  return { role, path, sha256: table.sha256, rows: table.rows.length };
}
