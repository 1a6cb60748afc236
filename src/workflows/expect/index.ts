import { LibraryParts } from '../../dataset/library-parts.js';
import { TanimarkError } from '../../errors.js';
import { type CalibrationSet, calibrationSet } from '../../evaluation/conformal/calibration-set.js';
import { type Evaluation, measureTestSet, withEvaluation } from '../../evaluation/open.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { predictionTable } from '../../evaluation/predictions/table.js';
import { readTargets } from '../../evaluation/predictions/targets/index.js';
import type { ScoredTarget, Targets } from '../../evaluation/predictions/targets/types.js';
import { predictorsOf } from '../../evaluation/predictors.js';
import { scoredRowsOf } from '../../evaluation/scored-rows.js';
import { readTestSet, type TestSet } from '../../evaluation/test-set/test-set.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { DEFAULT_LEAST_SIMILAR } from '../../options/expect.js';
import { Random } from '../../random.js';
import { optionName, optionValue } from '../../spelling.js';
import { shownInput } from '../../tables/table.js';
import { plural } from '../../text.js';
import { EXPECT } from '../options.js';
import { Calibrated } from './calibrated.js';
import { LibraryRows } from './library.js';
import { type LibraryPredictions, libraryPredictions } from './library-predictions.js';
import { expectColumns, expectFormat, writeExpected } from './output.js';
import { type Found, summaryOf } from './summary.js';
import type { ExpectOptions, ExpectSummary } from './types.js';

const DEFAULT_COVERAGE = 0.9;

/** Options that the evaluation of the test set does not have. */
const OWN: readonly string[] = [
  'library',
  'libraryPredictions',
  'librarySmiles',
  'libraryId',
  'calibration',
  'coverage',
  'width',
  'examples',
  'output',
  'format',
] satisfies (keyof ExpectOptions)[];

/**
 * The error to expect of a model on molecules that are not measured yet, from its errors on the test set: for each molecule
 * of a library by its max similarity to the training set, and for the library as a whole. Writes a row for each library
 * row where `output` is given.
 *
 * @throws TanimarkError on anything wrong with the options or the inputs; AbortedError
 */
export async function expectErrors(
  options: ExpectOptions,
  job = new Job(),
): Promise<ExpectSummary> {
  checkOptions('expectErrors', EXPECT, options, job);
  const format = expectFormat(options);
  checkInputs(options);
  const scoring = Object.entries(options).filter(([name]) => !OWN.includes(name));
  const own: ScoreOptions = {
    ...Object.fromEntries(scoring),
    testRows: options.calibration === 'valid' ? 'valid' : undefined,
  };
  return withEvaluation(own, job, (evaluation) => expected(evaluation, options, format));
}

async function expected(
  evaluation: Evaluation,
  given: ExpectOptions,
  format: string | null,
): Promise<ExpectSummary> {
  const { options, settings, pool, job, clock } = evaluation;
  const { header, delimiter, inputFormat, multiple, standardize } = options;
  const library = await LibraryParts.open(
    given.library,
    {
      ...{ header, delimiter, inputFormat, multiple, standardize },
      smiles: given.librarySmiles,
      id: given.libraryId,
    },
    given.libraryPredictions !== undefined,
    pool,
    job,
  );
  const test = await readTestSet(options, pool, job);
  checkTestSet(test);
  clock.lap('read');
  const table = await predictionTable(options, test, pool, job);
  const targets = await readTargets(options, test, table, pool, job);
  const target = onlyTarget(targets);
  clock.lap('join');
  const { context, warnings: stated } = await measureTestSet(evaluation, test, targets);
  const warnings: string[] = [];
  const sources = await predictorsOf(target, context);
  const scored = await scoredRowsOf(target, [target.model], sources, context, job, warnings);
  const predicted = await predictionsOf(given, library, target, options, evaluation);
  const set = calibrationOf(target, scored, context, predicted, warnings);
  const random = new Random(settings.seed);
  const calibrated = new Calibrated(set, settings.bins, given.coverage ?? DEFAULT_COVERAGE);
  clock.lap('calibrate');
  const rows = new LibraryRows(
    library,
    context,
    calibrated,
    target.train,
    predicted?.of,
    options.id,
    given.examples ?? DEFAULT_LEAST_SIMILAR,
  );
  const batches = rows.batches(job);
  const outputs = [];
  if (format === null) for await (const _ of batches);
  else {
    const columns = expectColumns(set.task, predicted !== null);
    outputs.push(await writeExpected(batches, columns, given.output as string, format, job));
  }
  checkLibrary(library, rows);
  clock.lap('library');
  const found: Found = {
    ...{ evaluation, context, targets, target, scored, calibrated, library, rows, predicted },
    table,
    width: given.width,
    warnings: [
      ...evaluation.warnings,
      ...test.table.table.notes,
      ...test.warnings,
      ...targets.hints,
      ...targets.warnings,
      ...stated,
      ...warnings,
      ...(predicted?.warnings ?? []),
      ...new Set(library.table.notes),
      ...invalidNote(library, rows),
    ],
    outputs,
  };
  return summaryOf(found, random);
}

/** Two inputs cannot both be standard input. @throws TanimarkError (usage) */
function checkInputs(options: ExpectOptions): void {
  const { library, predictions, split, train, truth, libraryPredictions: theirs } = options;
  if (theirs === library && library === '-') return;
  const standard = [library, predictions, split, train, truth, theirs].filter((one) => one === '-');
  if (standard.length < 2) return;
  throw new TanimarkError(
    'usage',
    'two inputs are standard input; give all but one of them as files',
  );
}

/** @throws TanimarkError (usage) where rows are pairs, or are in several test sets */
function checkTestSet({ table, folds }: TestSet): void {
  if (table.pairs) {
    throw new TanimarkError(
      'usage',
      `${table.name}: rows are pairs of a molecule and a partner, and the error to expect of pairs is not supported; give a split of molecules, or treat rows as molecules with ${optionValue('partner', 'none')}`,
      { discreet: 'as it is' },
    );
  }
  if (folds) {
    throw new TanimarkError(
      'usage',
      `${table.name}: a file of ${folds.length} folds, each with a training set and a model of its own; give a split with one test set and the predictions of one model`,
      { discreet: 'as it is' },
    );
  }
}

type PredictedTarget = ScoredTarget & { readonly model: NonNullable<ScoredTarget['model']> };

/** The one target, with its predictions. @throws TanimarkError (usage, prediction) */
function onlyTarget({ targets, kind, prediction }: Targets): PredictedTarget {
  const [target] = targets;
  if (kind !== 'single') {
    const names = targets.map(({ name }) => name).slice(0, 3);
    throw new TanimarkError(
      'usage',
      `the predictions are for ${targets.length} label columns (${names.join(', ')}, …); choose one with ${optionName('label')}`,
      { option: 'label' },
    );
  }
  const { model } = target;
  if (!model) throw new TanimarkError('usage', 'no predictions; name their file');
  const isProbability = (p: number) => Number.isNaN(p) || (p >= 0 && p <= 1);
  if (target.task === 'classification' && !model.value.every(isProbability)) {
    throw new TanimarkError(
      'prediction',
      `column "${prediction}" holds numbers below 0 or above 1, and prediction sets need probabilities; name a column of probabilities with ${optionName('prediction')}`,
      { discreet: 'the predictions are no probabilities' },
    );
  }
  return { ...target, model };
}

/** Predictions of the library; null where none are given. */
async function predictionsOf(
  { libraryPredictions: path, librarySmiles, libraryId }: ExpectOptions,
  library: LibraryParts,
  target: ScoredTarget,
  options: ScoreOptions,
  { pool, job }: Evaluation,
): Promise<LibraryPredictions | null> {
  if (path === undefined) return null;
  const own = { ...options, smiles: librarySmiles, id: libraryId };
  return libraryPredictions(path, library, await library.all(), target, own, pool, job);
}

/** The test molecules as calibration. Errors are divided by standard deviations where both sides have them. */
function calibrationOf(
  target: PredictedTarget,
  { kept, rows }: Found['scored'],
  { toTrain, bin, settings }: Found['context'],
  predicted: LibraryPredictions | null,
  warnings: string[],
): CalibrationSet {
  const isRegression = target.task === 'regression';
  const normalized = isRegression && target.model.std !== undefined && predicted?.hasStd === true;
  if (isRegression && target.model.std !== undefined && !normalized) {
    warnings.push(
      `intervals do not use the standard deviations of the test predictions: the library has none; give predictions with them (${optionName('libraryPredictions')})`,
    );
  }
  const { threshold = 0.5 } = settings;
  return calibrationSet(target, target.model, kept, rows.unit, toTrain, bin, {
    normalized,
    threshold,
  });
}

/** @throws TanimarkError (structure) where no row of the library is a molecule */
function checkLibrary({ table, records, smilesColumn }: LibraryParts, rows: LibraryRows): void {
  if (rows.similarities.length > 0) return;
  const { row = 1, reason = 'no rows' } = rows.firstInvalid ?? {};
  throw new TanimarkError(
    'structure',
    `${table.name}: none of its ${plural(records, 'row')} has a valid SMILES in column "${table.columns[smilesColumn]}" (row ${row}: ${reason}); name the right column with ${optionValue('librarySmiles', '<column>')}`,
    { discreet: `${table.name}: no valid SMILES` },
  );
}

function invalidNote({ path, records }: LibraryParts, { counts, firstInvalid }: LibraryRows) {
  if (!firstInvalid) return [];
  return [
    `${shownInput(path)}: ${plural(counts.invalid, 'row')} of ${records} with an invalid SMILES, marked invalid in the output (the first is row ${firstInvalid.row}: ${firstInvalid.reason})`,
  ];
}
