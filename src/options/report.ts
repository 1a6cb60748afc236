import { COMPARE, INTERVALS, PREDICTIONS, SCORE, TEST_SET } from './evaluation.js';
import { text } from './kinds.js';
import { grouped, option } from './option.js';
import { CACHE, STRUCTURES } from './table.js';

/** Of every page that `tanimark report` makes. */
export const REPORT = {
  output: option(text('the path of a file, as text'), 'write the page to a file (.html)', {
    flags: '-o, --output <file>',
  }),
  ...STRUCTURES,
};

const { data, part, bins, fingerprint, task } = TEST_SET;
const { prediction, join, splitColumn, threshold } = PREDICTIONS;
const { smiles, label, positive, censored, transform, id, multiple } = SCORE;
const { header, delimiter, inputFormat, missing, metrics } = SCORE;
const { bootstrap, seed } = INTERVALS;

/**
 * Of `tanimark report` for a split and prediction files: what decides how the files are read, and the settings that are
 * changed most. All others have their defaults.
 */
export const REPORT_OF_SPLIT = {
  ...grouped('For a split:', {
    ...{ data, part, splitColumn, bins, fingerprint, smiles, label, positive, censored },
    ...{ transform, id, multiple, header, delimiter, inputFormat, ...CACHE },
  }),
  ...grouped('For prediction files:', {
    ...{ prediction, join, missing, names: COMPARE.names, task, threshold },
    ...{ metrics, bootstrap, seed },
  }),
};
