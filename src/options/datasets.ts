import { flag, type Kind, oneOf, required, text, texts } from './kinds.js';
import { option } from './option.js';
import { COMMON } from './table.js';

const words = texts('a list of words, such as ["kinase"]');
const some = texts('a list of names, such as ["esol", "suite:tdc-admet"]');
const names: Kind<readonly string[]> = {
  ...some,
  accepts: (value): value is readonly string[] => some.accepts(value) && value.length > 0,
};
const path = text('the path of a file, as text', 'the path of a file');

/** Registries of the user's, which add to the bundled one. */
const REGISTRIES = {
  registry: option(
    texts('a list of paths, such as ["sets.json"]'),
    'registry that adds your own data sets (also: TANIMARK_DATASETS_REGISTRY, or tanimark.datasets.json in this folder or above it)',
    { flags: '--registry <file...>' },
  ),
};

const tasks = oneOf(['regression', 'classification']);

const TASK = {
  task: option(tasks, 'list only data sets of this task', {
    placeholder: '<task>',
    choices: { regression: '', classification: '' },
  }),
};

/** Options of `listDatasets` of the library. */
export const LIST_DATASETS = { words, ...TASK, ...REGISTRIES };

const FETCH = {
  from: option(path, 'take a file that was downloaded by hand, under the same checks', {
    placeholder: '<file>',
  }),
  mirror: option(
    text('a URL as text, such as "https://example.org/datasets"', 'a URL'),
    'fetch from <url>/<name>/<file> instead of the addresses of the registry (also: TANIMARK_DATASETS_MIRROR)',
    { placeholder: '<url>' },
  ),
  update: option(
    flag,
    'accept a changed file where the registry has no checksum, and record its checksum',
  ),
  audit: option(flag, "audit a data set's own split", {
    negative: "do not audit the data set's own split",
  }),
};

/** Options of `fetchDatasets` of the library. */
export const FETCH_DATASETS = { names: required(names), ...FETCH, ...REGISTRIES };

/** Options of `showDatasets`, `datasetPaths` and `removeDatasets` of the library. */
export const NAMED_DATASETS = { names: required(names), ...REGISTRIES };

/** Options of `verifyDatasets` of the library. */
export const VERIFY_DATASETS = { names, ...REGISTRIES };

/** Options of `tanimark datasets`. */
export const DATASETS_FLAGS = { ...TASK, ...FETCH, ...REGISTRIES, ...COMMON };
