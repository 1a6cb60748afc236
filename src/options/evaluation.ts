import { baselines } from '../evaluation/baselines/registry.js';
import { DUPLICATES, JOIN, MISSING, TASKS, TRAIN_WITH, UNC } from '../evaluation/options.js';
import {
  DEFAULT_BOOTSTRAP,
  DEFAULT_MIN_N,
  INTERVAL_METHODS,
  RESAMPLE,
} from '../statistics/resampling.js';
import { list } from '../text.js';
import { file, flag, number, oneOf, text, texts, wholeNumber } from './kinds.js';
import { fromSplit, grouped, option } from './option.js';
import { CACHE, column, LISTED, PAIRS, SEED, SIMILARITY, TABLE } from './table.js';

const COLUMN = { placeholder: '<column>' };
const FILE = { placeholder: '<file>' };

/** The test set: its files, and how they are read. */
export const TEST_SET = fromSplit({
  split: option(
    file('the file of the split'),
    'split: a table with a column that says train or test, a folder with train.csv and test.csv, or a file that lists rows of --data',
    FILE,
  ),
  ...LISTED,
  train: option(
    file('the file of training molecules'),
    'table of training molecules; use with --truth, instead of --split',
    FILE,
  ),
  truth: option(
    file('the file of test molecules'),
    'table of test molecules with measured values; use with --train',
    FILE,
  ),
  task: option(oneOf(TASKS), 'kind of labels', {
    placeholder: '<task>',
    choices: { regression: '', classification: 'two classes', multiclass: '' },
    default: 'detected, except multiclass',
  }),
  ...SIMILARITY,
  ...PAIRS,
});

/** Options of prediction columns and of matching predictions with test rows. */
export const PREDICTIONS = {
  prediction: option(
    column,
    'column of predictions; several columns, comma-separated, are one model each',
    { ...COLUMN, default: 'found by name' },
  ),
  predictionSmiles: option(column, 'column of structures in the prediction file', {
    ...COLUMN,
    default: 'found by name, then content',
  }),
  predictionId: option(column, 'column of ids in the prediction file', {
    ...COLUMN,
    default: 'that of the test set',
  }),
  std: option(column, 'column of predicted standard deviations', COLUMN),
  unc: option(oneOf(UNC), 'what the column <prediction>_unc holds, as chemprop writes it', {
    placeholder: '<what>',
    choices: {
      variance: 'ensemble, dropout, mve, evidential',
      std: 'standard deviation',
      'half-interval': 'quantile, conformal; needs --level',
    },
    default: 'not used',
  }),
  lower: option(column, 'column of lower bounds of predicted intervals', COLUMN),
  upper: option(column, 'column of upper bounds of predicted intervals', COLUMN),
  level: option(number(0.01, 0.9999), 'nominal coverage of the predicted intervals, as a share', {
    placeholder: '<share>',
    default: '0.95',
  }),
  join: option(oneOf(JOIN), 'how to match predictions with test rows', {
    placeholder: '<by>',
    choices: { id: '', smiles: '', order: 'the order of rows' },
    default: 'auto',
  }),
  ...fromSplit({
    splitColumn: option(column, 'column of the split that says train or test', {
      ...COLUMN,
      default: 'found by name',
    }),
  }),
  threshold: option(number(-1e9, 1e9), 'smallest score of a positive prediction', {
    placeholder: '<score>',
    default: '0.5, for probabilities',
  }),
};

/** Options of confidence intervals. */
export const INTERVALS = {
  bootstrap: option(
    wholeNumber(0, 1_000_000),
    'bootstrap draws, for the few intervals that need them; 0 for no intervals',
    {
      placeholder: '<n>',
      default: String(DEFAULT_BOOTSTRAP),
    },
  ),
  resample: option(oneOf(RESAMPLE), 'unit that is resampled for intervals', {
    placeholder: '<unit>',
    choices: {
      molecule: 'with all its rows',
      row: '',
      cluster: 'of similar molecules: Taylor-Butina, similarity 0.4',
    },
    default:
      'cluster after a split of whole series (scaffold, butina, group and others), else molecule',
  }),
  minN: option(
    wholeNumber(1, 1_000_000_000),
    'smallest number of rows in a stratum; smaller strata are not measured',
    { placeholder: '<n>', default: String(DEFAULT_MIN_N) },
  ),
  ...SEED,
};

/** Options of both `score` and `compare`. */
const JUDGED = {
  metrics: option(
    texts('a list of metrics, such as ["mae", "r2"]'),
    'names of metrics, comma-separated, or all',
    { placeholder: '<names>', default: 'the usual ones of the task' },
  ),
  by: option(
    texts('a list of columns, "scaffold" or "cliff", such as ["scaffold"]'),
    'further strata, comma-separated: columns, scaffold (seen in training or not), cliff (MoleculeACE activity cliffs); of pairs: novelty (new drug, new partner), sides (similarity of the drug and of the partner)',
    { placeholder: '<columns>' },
  ),
  trainWith: option(oneOf(TRAIN_WITH), 'rows of the split that count as training, too', {
    placeholder: '<rows>',
    choices: { valid: 'the model was fitted on training and validation rows' },
  }),
  missing: option(oneOf(MISSING), 'how to treat test rows without a prediction', {
    placeholder: '<what>',
    choices: { error: 'stop', skip: 'leave them out' },
    default: 'error',
  }),
  duplicates: option(oneOf(DUPLICATES), 'how to treat different predictions for one test row', {
    placeholder: '<what>',
    choices: { error: 'stop', mean: 'average them' },
    default: 'error',
  }),
};

/** Options of the library that the command line does not have. */
const OF_LIBRARY = { classColumn: flag, uncertainty: flag, testRows: oneOf(['valid']) };

const LABELS = {
  ...fromSplit(TABLE),
  ...fromSplit({
    label: {
      ...TABLE.label,
      summary: 'column of measured values; several columns, comma-separated, are one task each',
    },
  }),
};

const EVALUATED = { ...TEST_SET, ...JUDGED, ...INTERVALS, ...PREDICTIONS, ...LABELS, ...CACHE };
/** How the data of an evaluation are read, as a configuration says it, too. */
export const DATA = { ...TEST_SET, ...PREDICTIONS, ...LABELS };

const predictions = text('the path of a file, as text');

/** Options of `tanimark score`. */
export const SCORE = {
  predictions,
  ...EVALUATED,
  baselines: option(
    texts('a list of baselines, such as ["train_mean"], or [] for none'),
    `baselines, comma-separated, or none; in tables they are called ${list(baselines.map(({ title }) => title))}`,
    { placeholder: '<names>', default: baselines.map(({ name }) => name).join(',') },
  ),
  curve: option(text('the name of a metric'), 'metric to show along similarity', {
    placeholder: '<metric>',
    default: 'the first',
  }),
  interval: option(oneOf(INTERVAL_METHODS), 'bootstrap method of all 95% intervals', {
    placeholder: '<method>',
    choices: {
      bca: 'bias-corrected and accelerated; too narrow for RMSE, R² and Pearson of few rows',
      percentile: 'quantiles of the draws; too narrow, too',
      studentized:
        'bootstrap-t, with a jackknife standard error in each draw, on the scale of each metric; slower',
    },
    default: 'by metric: jackknife-t, Wilson or BCa, which hold best',
  }),
  conformal: option(
    number(0.5, 0.999),
    'report the coverage by stratum of conformal prediction intervals of this level, made by cross-fitting (see: tanimark expect)',
    { placeholder: '<share>' },
  ),
  deployment: option(
    text('the path of a table, as text'),
    'table of molecules that the model is meant for; reports the expected performance on them',
    { placeholder: '<library>' },
  ),
  molecules: option(flag, 'add every scored row to the JSON document'),
  ...OF_LIBRARY,
};

/** Of the command line: files beside the result. */
export const ROW_FILES = {
  cvResults: option(
    text('the path of a file, as text'),
    'for out-of-fold predictions: write the metrics of each fold and stratum, for tanimark compare',
    { placeholder: '<file>' },
  ),
  repeat: option(
    text('the name of a repeat, as text'),
    'what --cv-results calls this repeat of the cross-validation',
    { placeholder: '<name>', default: '0' },
  ),
  errors: option(
    text('the path of a file, as text'),
    'write every scored row with its error and its nearest training molecule (CSV, TSV, JSON Lines, Parquet; by the file ending)',
    { placeholder: '<file>' },
  ),
};

/** Of several prediction files. */
export const REFERENCE = {
  reference: option(
    text('the path of a file, as text'),
    'for several tasks: table with columns task and score, to compare with, such as a leaderboard',
    { placeholder: '<scores>' },
  ),
};

export const LIST_METRICS = {
  listMetrics: option(flag, 'list the metrics, with their definitions'),
};

/** Options of `tanimark compare` for predictions. */
export const COMPARE = {
  ...EVALUATED,
  models: option(
    texts('a list of names, such as ["a", "b"]'),
    'columns of one prediction file, one for each model, comma-separated',
    {
      placeholder: '<columns>',
      default: 'columns named like pred_RF, else all number columns of unknown meaning',
    },
  ),
  names: option(
    texts('a list of names, such as ["a", "b"]'),
    'names of the models, comma-separated',
    { placeholder: '<names>', default: 'those of their files or columns' },
  ),
  baseline: option(
    text('the name of a model'),
    'model or method that all others are compared with',
    {
      placeholder: '<name>',
      default: 'all pairs',
    },
  ),
  margin: option(
    text('an amount as text, such as "0.05" or "5%"'),
    'largest difference that does not matter, in the unit of the metric (0.05) or as a share of its value (5%)',
    { placeholder: '<amount>', default: '0' },
  ),
  ...OF_LIBRARY,
};

/** Options of `tanimark compare` for results of cross-validation alone. */
export const CROSS_VALIDATION = grouped('For results of cross-validation:', {
  minimize: option(
    texts('a list of names, such as ["a", "b"]'),
    'metrics where lower is better, if tanimark cannot tell from the name',
    { placeholder: '<metrics>' },
  ),
  maximize: option(
    texts('a list of names, such as ["a", "b"]'),
    'metrics where higher is better, if tanimark cannot tell from the name',
    { placeholder: '<metrics>' },
  ),
  // Its ends are refused with what a share is.
  testShare: option(
    {
      ...number(0, 1),
      read: number(0.0001, 0.9999).read as (text: string) => unknown,
    },
    'share of rows in a test fold',
    { placeholder: '<share>', default: '1 / folds' },
  ),
});
