import type { ChemistryPool } from '../../chemistry/pool.js';
import { type InvalidShare, invalidShares } from '../../dataset/invalid-share.js';
import {
  invalidRows,
  type MoleculeTable,
  type MoleculeTableOptions,
  readMoleculeTable,
} from '../../dataset/molecule-table.js';
import { moleculesInCommon } from '../../dataset/molecules.js';
import { thingsOf } from '../../dataset/pairs/index.js';
import { checkListed, readSplitList } from '../../dataset/split-formats/read.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { optionName, optionValue } from '../../spelling.js';
import { requireColumn } from '../../tables/columns.js';
import { readSubsets, type SubsetWord } from '../../tables/subsets.js';
import type { Table } from '../../tables/table.js';
import { plural } from '../../text.js';
import { formatOfInput, type ScoreOptions, type Settled } from '../options.js';
import { pairIdentities } from '../pairs/identities.js';
import type { FoldSize } from '../types.js';
import { type Fold, type FoldColumn, foldColumn, foldsOf, trainingSide } from './folds.js';
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
  options: Settled,
  pool: ChemistryPool,
  job: Job,
): Promise<TestSet> {
  try {
    const found = await readSides(options, pool, job);
    return { ...found, pairs: await pairIdentities(found.table, found.train.table, pool, job) };
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

async function readSides(options: Settled, pool: ChemistryPool, job: Job): Promise<TestSet> {
  const { split, train, truth, predictions } = options;
  const several = options.task === 'multiclass' || labelNames(options.label).length > 1;
  const scaffolds = options.by?.includes('scaffold') === true;
  const reading: ReadingOptions = {
    ...options,
    label: several ? null : options.label,
    scaffolds,
    mayBePairs: true,
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
  checkValidation(options);
  if (train === undefined) {
    throw new TanimarkError(
      'usage',
      `no test set given; use ${optionName('split')} <file>, or ${optionName('train')} <file> with ${optionName('truth')} <file>`,
    );
  }
  const testPath = options.testRows === undefined ? (truth ?? predictions) : options.validFile;
  if (testPath == null) {
    throw new TanimarkError(
      'usage',
      `${optionName('train')} needs the true values, too: give ${optionName('truth')} <file>, or a y_true column beside the predictions`,
      { option: 'train' },
    );
  }
  return fromTwoFiles(train, testPath, reading, pool, job);
}

/** @throws TanimarkError (usage) where validation rows are asked for, and files of training and test have none beside */
function checkValidation({ trainWith, testRows, validFile }: Settled): void {
  if (trainWith !== undefined && testRows !== undefined) throw bothUses({ trainWith, testRows });
  if (validFile) return;
  const place = `${optionName('split')} with validation rows (a file, or a folder with valid.csv)`;
  if (trainWith !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionValue('trainWith', trainWith)} needs ${place}; leave it out, or add the rows to the training file`,
      { option: 'trainWith' },
    );
  }
  if (testRows === undefined) return;
  throw new TanimarkError(
    'usage',
    `${optionValue('calibration', testRows)} needs ${place}; leave it out, or give the validation molecules as ${optionName('truth')}`,
  );
}

function bothUses({ trainWith, testRows }: Pick<ScoreOptions, 'testRows' | 'trainWith'>) {
  return new TanimarkError(
    'usage',
    `${optionValue('calibration', String(testRows))}: they cannot be training rows (${optionValue('trainWith', String(trainWith))}), too; leave it out`,
  );
}

/** How many structures of its files cannot be read. */
export function sharesOf({ table, train }: TestSet): InvalidShare[] {
  return invalidShares([train.table, table]);
}

/** For a result: the folds, where there are any. */
export function foldSizesOf({ folds }: TestSet): { readonly folds?: readonly FoldSize[] } {
  if (!folds) return {};
  return {
    folds: folds.map(({ name, rows, train }) => ({
      fold: name,
      rows: rows.length,
      train: { molecules: train.members.length },
    })),
  };
}

type ReadingOptions = Omit<Settled, 'label'> & MoleculeTableOptions;

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
  const wordsOf = (table: Table) => rows?.subsets(table) ?? marked(table, options);
  const subsetsOf = (table: Table) =>
    withTestRows(withValidation(wordsOf(table), table, options), table, options);
  // Labels of rows that are in no set are not looked at.
  const counts = (table: Table) => {
    const subsets = subsetsOf(table);
    return (r: number) => subsets[r] === 'train' || subsets[r] === 'test';
  };
  const place = listed ?? path;
  const inputFormat = formatOfInput(options, place);
  const data = await readMoleculeTable(place, { ...options, inputFormat, counts }, pool, job);
  const { table, set } = data;
  const subsets = subsetsOf(table);
  const isIn = (subset: SubsetWord) => (r: number) =>
    subsets[r] === subset && set.moleculeOf[r] >= 0;
  const all = [...subsets.keys()];
  const records = Int32Array.from(all.filter(isIn('test')));
  // A list says itself which rows are in a fold.
  const folds = rows || records.length === 0 ? null : foldColumn(table, subsets);
  const hasTrain = folds !== null || all.some(isIn('train'));
  if (rows) checkListed(rows, records.length > 0, hasTrain);
  else checkMarked(table, options, records.length > 0, hasTrain);
  const words = wordsOf(table);
  const valid = all.filter((r) => words[r] === 'valid' && set.moleculeOf[r] >= 0);
  const warnings = options.trainWith === undefined ? [] : [validationNote(valid.length)];
  const invalid = all.filter(
    (r) => set.moleculeOf[r] < 0 && (subsets[r] === 'train' || subsets[r] === 'test'),
  ).length;
  if (invalid > 0) {
    warnings.push(
      `${table.name}: ${plural(invalid, 'train or test row')} with an invalid SMILES left out`,
    );
  }
  const found = divide(data, { records, isTrain: isIn('train'), folds }, options, warnings);
  if (!rows) return found;
  const list = { role: 'split', path: rows.path, sha256: rows.sha256, rows: table.rows.length };
  return { ...found, inputs: [list, describeInput('data', data)] };
}

/** Subsets with validation rows in training, where that was asked for. @throws TanimarkError (usage) without any */
function withValidation(
  subsets: readonly SubsetWord[],
  { name }: Table,
  { trainWith }: Pick<ScoreOptions, 'trainWith'>,
): readonly SubsetWord[] {
  if (trainWith === undefined) return subsets;
  if (!subsets.includes(trainWith)) {
    throw new TanimarkError(
      'usage',
      `${optionValue('trainWith', trainWith)}: ${name} has no validation rows; leave it out`,
      { option: 'trainWith' },
    );
  }
  return subsets.map((subset) => (subset === trainWith ? 'train' : subset));
}

/** Subsets with validation rows in place of test rows, where that was asked for. @throws TanimarkError (usage) without any */
function withTestRows(
  subsets: readonly SubsetWord[],
  { name }: Table,
  { testRows, trainWith }: Pick<ScoreOptions, 'testRows' | 'trainWith'>,
): readonly SubsetWord[] {
  if (testRows === undefined) return subsets;
  if (trainWith === undefined && subsets.includes(testRows)) {
    return subsets.map((one) => (one === testRows ? 'test' : one === 'test' ? 'discarded' : one));
  }
  if (trainWith !== undefined) throw bothUses({ trainWith, testRows });
  throw new TanimarkError(
    'usage',
    `${optionValue('calibration', testRows)}: ${name} has no validation rows; leave it out`,
  );
}

function validationNote(rows: number): string {
  return plural(
    rows,
    'validation row counts as a training row',
    'validation rows count as training rows',
  );
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
    `${table.name}: no row is marked train, so max similarity cannot be computed; mark the training rows`,
  );
}

/** A table whose records have been divided. */
interface Divided {
  readonly data: MoleculeTable;
  /** In the order of the table. */
  readonly records: readonly { readonly split: string; readonly fold: number | null }[];
}

/** The test set of a split that was just made. */
export function testSetOf({ data, records }: Divided, options: ScoreOptions): TestSet {
  const numbers = records.flatMap(({ fold }) => (fold === null ? [] : [fold]));
  const names = [...new Set(numbers)].sort((a, b) => a - b).map(String);
  const of = records.map(({ fold }) => (fold === null ? null : String(fold)));
  const division = {
    records: Int32Array.from([...records.keys()].filter((r) => records[r].split === 'test')),
    isTrain: (r: number) => records[r].split === 'train',
    folds: names.length > 0 ? { names, of } : null,
  };
  return divide(data, division, options, []);
}

/** Rows of one table: those of tests, and those of training. */
interface Division {
  readonly records: Int32Array;
  /** With folds: those that are in no fold. */
  readonly isTrain: (record: number) => boolean;
  readonly folds: FoldColumn | null;
}

/** One table, divided into test rows and training molecules. */
function divide(
  data: MoleculeTable,
  { records, isTrain, folds: column }: Division,
  options: ReadOptions & Pick<ScoreOptions, 'predictions'>,
  warnings: string[],
): TestSet {
  const inputs = [describeInput('split', data)];
  if (!column) {
    const train = trainingSide(data, isTrain);
    const all = { rows: records.map((_, i) => i), train };
    warnings.push(...leakWarnings(data, records, [all]));
    return finish({ table: data, records, train, folds: null }, options, warnings, inputs);
  }
  const folds = foldsOf(data, records, isTrain, column);
  warnings.push(...leakWarnings(data, records, folds), foldsNote(folds, options));
  const train = trainingSide(data, (r) => isTrain(r) || column.of[r] !== null);
  return finish({ table: data, records, train, folds }, options, warnings, inputs);
}

function foldsNote(
  folds: readonly Fold[],
  { predictions }: Pick<ScoreOptions, 'predictions'>,
): string {
  const what = predictions === undefined ? '' : 'out-of-fold predictions: ';
  return `${what}${plural(folds.length, 'fold')}; each row is compared with the training rows of its own fold`;
}

function finish(
  sides: Sides,
  options: ReadOptions,
  warnings: string[],
  inputs: TestSet['inputs'],
): TestSet {
  return { ...sides, label: defaultTarget(sides, options, warnings), inputs, warnings };
}

/** Warns of test rows whose molecule, or pair, is in their training set. */
function leakWarnings(
  data: MoleculeTable,
  records: Int32Array,
  parts: readonly Omit<Fold, 'name'>[],
): string[] {
  const { set } = data;
  let leaked = 0;
  for (const { rows, train } of parts) {
    const inTrain = new Uint8Array(set.count);
    for (const m of train.members) inTrain[m] = 1;
    for (const i of rows) leaked += inTrain[set.moleculeOf[records[i]]];
  }
  return leaked > 0 ? [leakWarning(leaked, data)] : [];
}

function leakWarning(leaked: number, { pairs }: MoleculeTable): string {
  return `${plural(leaked, 'test row holds', 'test rows hold')} a ${thingsOf(pairs).one} of the training set (data leakage)`;
}

/** Tells which molecules, or pairs, of a test table are in a training table. */
async function knownIn(
  train: MoleculeTable,
  test: MoleculeTable,
  pool: ChemistryPool,
  job: Job,
): Promise<(item: number) => boolean> {
  const pairs = await pairIdentities(test, train, pool, job);
  if (!pairs) {
    const known = await moleculesInCommon(test, train, pool, job);
    return (m) => known[m] >= 0;
  }
  const { drug, partner, trainDrug, trainPartner } = pairs;
  const key = (d: number, p: number) => `${d} ${p}`;
  const known = new Set(Array.from(trainDrug, (d, i) => key(d, trainPartner[i])));
  return (pair) => known.has(key(drug[pair], partner[pair]));
}

async function fromTwoFiles(
  trainPath: string,
  testPath: string,
  options: ReadingOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<TestSet> {
  const inFormat = (path: string) => ({ ...options, inputFormat: formatOfInput(options, path) });
  const { trainWith, validFile } = options;
  const more = trainWith === undefined || !validFile ? [] : [validFile];
  const train = await readMoleculeTable(trainPath, { ...inFormat(trainPath), more }, pool, job);
  const classes = train.labels?.classes;
  const test = await readMoleculeTable(testPath, { ...inFormat(testPath), classes }, pool, job);
  const warnings = [train, test].flatMap(invalidRows);
  const records = Int32Array.from(
    [...test.table.rows.keys()].filter((r) => test.set.moleculeOf[r] >= 0),
  );
  const isKnown = await knownIn(train, test, pool, new Job({ signal: job.signal }));
  const leaked = records.filter((r) => isKnown(test.set.moleculeOf[r])).length;
  if (leaked > 0) warnings.push(leakWarning(leaked, test));
  if (train.labelProblem) warnings.push(train.labelProblem);
  const [, validation] = train.table.files ?? [];
  if (more.length > 0 && validation) {
    const own = train.set.moleculeOf.subarray(validation.first);
    warnings.push(validationNote(own.filter((m) => m >= 0).length));
  }
  const inputs = [
    describeInput('train', { ...train, path: more.length > 0 ? train.table.name : train.path }),
    ...(options.truth === undefined ? [] : [describeInput('truth', test)]),
  ];
  const sides = { table: test, records, train: trainingSide(train, () => true), folds: null };
  return finish(sides, options, warnings, inputs);
}

function describeInput(role: string, { table, path }: MoleculeTable) {
  return { role, path, sha256: table.sha256, rows: table.rows.length };
}
