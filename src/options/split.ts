import { splitFormats } from '../dataset/split-formats/registry.js';
import { DEFAULT_METHOD } from '../splitters/registry.js';
import { MAX_PARTS } from '../splitters/sizes.js';
import { flag, number, oneOf, record, required, text, texts, wholeNumber } from './kinds.js';
import { option } from './option.js';
import {
  CACHE,
  COMMON,
  column,
  formatOption,
  outputOption,
  PAGE,
  PAIRS,
  SEED,
  SIMILARITY,
  TABLE,
} from './table.js';

/** Treatment of records with an invalid structure. */
export const ON_INVALID = ['keep', 'drop', 'error'] as const;
export type OnInvalid = (typeof ON_INVALID)[number];

/** Unit of sizes and histograms. */
export const COUNT = ['molecules', 'records'] as const;
export type Count = (typeof COUNT)[number];

/** From most to least similar, as in Hestia-GOOD and SPECTRA. */
export const DEFAULT_THRESHOLDS = '1,0.9,0.8,0.7,0.6,0.5,0.4,0.3,0.2';

const parts = wholeNumber(2, MAX_PARTS);

const METHOD = {
  method: option(text('the name of a method, such as "sae"'), 'method; --methods lists them', {
    flags: '-m, --method <name>',
    default: DEFAULT_METHOD,
  }),
};

const DEPLOYMENT = {
  deployment: option(
    text('the path of a file, as text'),
    'with --compare or --sweep: table of molecules that the model is meant for; recommends the split whose test molecules have about the same similarities to training as the library has',
    { placeholder: '<library>' },
  ),
};

const THRESHOLDS = {
  thresholds: option(
    text('thresholds as text, such as "1,0.8,0.6"'),
    'with --sweep: thresholds of max similarity, comma-separated',
    { placeholder: '<list>', default: DEFAULT_THRESHOLDS },
  ),
};

/** Options of all ways of splitting. */
const EVERY = {
  input: required(text('the path of a table, "-" or "dataset:<name>"')),
  test: option(
    text('a fraction or a count as text, such as "0.2"'),
    'test molecules, a fraction or a count',
    { placeholder: '<n>', default: '0.2' },
  ),
  valid: option(
    text('a fraction or a count as text, such as "0.1"'),
    'validation molecules, a fraction or a count',
    { placeholder: '<n>', default: '0' },
  ),
  ...SIMILARITY,
  strict: option(
    flag,
    'write nothing and fail if the requested counts are not reached in every bin',
  ),
  timeLimit: option(
    number(0.001, 1e7),
    'largest number of seconds for the search; if it is reached, the split may differ between machines',
    { placeholder: '<seconds>', default: 'none' },
  ),
  memory: option(
    text('a size as text, such as "4GiB"'),
    'memory for the list of similar pairs, such as 512MiB; if it is too small, molecules with many neighbors stay in training',
    { placeholder: '<size>', default: '4GiB or half of the memory, whichever is smaller' },
  ),
  group: option(column, 'column of groups: molecules with the same value go to the same set', {
    placeholder: '<column>',
  }),
  count: option(oneOf(COUNT), 'unit of set sizes and bin counts', {
    placeholder: '<what>',
    choices: { molecules: 'unique molecules or pairs', records: 'rows' },
    default: 'molecules',
  }),
  onInvalid: option(oneOf(ON_INVALID), 'how to treat rows with an invalid SMILES', {
    placeholder: '<what>',
    choices: { keep: 'mark them', drop: 'leave them out', error: 'stop' },
    default: 'keep',
  }),
  methodOptions: record('texts by name, such as { distribution: "range:0-0.4" }'),
  ...SEED,
  ...TABLE,
  ...PAIRS,
  ...CACHE,
};

/** Options of `split` of the library. */
export const SPLIT = {
  ...METHOD,
  ...EVERY,
  graph: option(
    text('the path of a file or a folder, as text'),
    'result of "tanimark neighbors --threshold" for the same table (file or folder of parts): use its pairs instead of a new search, after checking them',
    { placeholder: '<path>' },
  ),
  folds: option(parts, 'number of folds: disjoint test sets', { placeholder: '<k>' }),
  repeats: option(
    parts,
    'number of splits, with successive seeds; the test sets of sae overlap as little as possible; with --folds: repeated cross-validation',
    { placeholder: '<r>' },
  ),
};

/** Several methods side by side. */
export const COMPARE_SPLITS = {
  ...EVERY,
  ...DEPLOYMENT,
  methods: required(texts('a list of methods, such as ["sae", "random"]')),
};

/** One split for each threshold. */
export const SWEEP_SPLITS = { ...METHOD, ...EVERY, ...DEPLOYMENT, ...THRESHOLDS };

/** Formats of other tools, with what they are. */
function ofTools(): Record<string, string> {
  return Object.fromEntries(splitFormats().map(({ name, summary }) => [name, summary]));
}

/** Options of `tanimark split` before the options of methods. */
export function splitFlags(formats: readonly string[], endings: readonly string[]) {
  const {
    method,
    input: _,
    methodOptions: __,
    ...rest
  } = { ...SPLIT, ...DEPLOYMENT, ...THRESHOLDS };
  return {
    method,
    methods: option(flag, 'list the methods, with references and options'),
    compare: option(flag, 'compare several methods, comma-separated after -m'),
    sweep: option(
      flag,
      'one split for each threshold of max similarity, from the highest threshold to the lowest',
    ),
    ...rest,
    output: outputOption(
      `file (${endings.join(', ')}), or a folder ending in / for train and test files`,
      '<path>',
    ),
    format: formatOption(formats, undefined, ofTools()),
    ...PAGE,
    ...COMMON,
  };
}
