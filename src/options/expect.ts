import { SCORE } from './evaluation.js';
import { number, oneOf, required, text, wholeNumber } from './kinds.js';
import { option } from './option.js';
import {
  COMMON,
  DEFAULT_STRUCTURES,
  formatOption,
  outputOption,
  PAGE,
  STRUCTURES,
} from './table.js';

const path = text('the path of a file, as text');
const FILE = { placeholder: '<file>' };
const COLUMN = { placeholder: '<column>' };
const column = text('the name or number of a column, as text', 'the name of a column');

/** As many as a page draws, each beside its nearest training molecule. */
export const DEFAULT_LEAST_SIMILAR = DEFAULT_STRUCTURES / 2;

/** Coverage of intervals, as a share. */
const share = number(0.5, 0.999);

/** Of the library and of what is said of it. */
const LIBRARY = {
  libraryPredictions: option(
    path,
    'predictions of the library by the same model, matched by id, SMILES or row order; the library itself where it has them',
    FILE,
  ),
  librarySmiles: option(column, 'column of structures in the library', {
    ...COLUMN,
    default: 'found by name',
  }),
  libraryId: option(column, 'column of molecule names in the library', {
    ...COLUMN,
    default: 'found by name',
  }),
  calibration: option(oneOf(['test', 'valid']), 'rows of the split that the predictions are of', {
    placeholder: '<rows>',
    choices: { test: '', valid: 'validation rows' },
    default: 'test',
  }),
  coverage: option(share, 'share of true values inside of their prediction intervals', {
    placeholder: '<share>',
    default: '0.9',
  }),
  width: option(
    number(0, 1e9),
    'wanted width of the 95% CI of the expected error; reports how many more test molecules it takes',
    { placeholder: '<width>', default: 'what half the standard error gives' },
  ),
  examples: option(
    wholeNumber(0, 10_000),
    'number of library molecules that are least similar to training, in the JSON document, and in HTML as far as structures are drawn',
    { placeholder: '<n>', default: String(DEFAULT_LEAST_SIMILAR) },
  ),
};

/** A split of pairs is refused; a column that only looks like one of partners can be left alone. */
const partner = option(
  oneOf(['none']),
  'how to treat a column of partners, such as sequences of targets',
  {
    placeholder: '<what>',
    choices: { none: 'rows are molecules' },
    default: 'pairs are refused',
  },
);

const {
  split,
  data,
  part,
  train,
  truth,
  bins,
  fingerprint,
  standardize,
  trainWith,
  missing,
  duplicates,
  baselines,
  bootstrap,
  resample,
  minN,
  seed,
  cache,
  header,
  delimiter,
  id,
  inputFormat,
  multiple,
  smiles,
  label,
  censored,
  positive,
  transform,
  prediction,
  std,
  predictionSmiles,
  predictionId,
  join,
  splitColumn,
  threshold,
} = SCORE;

/** Options of `tanimark expect`. */
export const EXPECT = {
  library: required(path),
  split,
  data,
  part,
  train,
  truth,
  predictions: required(
    option(
      path,
      'predictions of the test molecules of the split (or of the validation molecules: --calibration valid)',
      FILE,
    ),
  ),
  ...LIBRARY,
  task: option(oneOf(['regression', 'classification']), 'kind of labels', {
    placeholder: '<task>',
    choices: { regression: '', classification: 'two classes' },
    default: 'detected',
  }),
  partner,
  ...{ bins, fingerprint, standardize, trainWith },
  prediction: { ...prediction, summary: 'column of predictions' },
  ...{ predictionSmiles, predictionId },
  ...{ std, join, missing, duplicates, splitColumn, threshold, baselines, bootstrap, resample },
  ...{ minN, seed, smiles, label, id, positive, censored, transform, multiple, header, delimiter },
  ...{ inputFormat, cache },
  output: path,
  format: text('the name of a table format'),
};

/** Further options of the command line. */
export function expectFlags(formats: readonly string[], endings: readonly string[]) {
  return {
    output: outputOption(
      `write a row for each library row (${endings.join(', ')}), or the page alone (.html)`,
    ),
    format: formatOption(formats),
    ...PAGE,
    ...STRUCTURES,
    ...COMMON,
  };
}
