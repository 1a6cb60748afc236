import { rows } from './audit.js';
import { flag, text } from './kinds.js';
import { grouped, option } from './option.js';
import { CACHE, EXPLAIN } from './table.js';

const path = text('the path of a file, as text');
const FILE = { placeholder: '<file>' };

/** The largest number of invalid structures of a file, in a configuration or on the command line. */
export const MAX_INVALID = {
  maxInvalid: option(
    rows('rows'),
    'largest number or share of rows with an invalid structure in a file; above it, an error',
    { placeholder: '<n>', default: '10%' },
  ),
};

/** Options of a check that are not part of its configuration. */
export const CHECK = {
  baselineRef: option(
    text('a commit as text, such as "origin/main"'),
    'read the baseline file from another commit, such as origin/main',
    { placeholder: '<commit>', default: 'from the working folder' },
  ),
  allowOutside: option(
    flag,
    'also read files outside the repository of the configuration; only for a configuration that you trust',
    { default: 'an error' },
  ),
};

/** Options of `tanimark check`. */
export const CHECK_FLAGS = {
  config: option(path, 'configuration', {
    ...FILE,
    default: 'tanimark.config.yaml, .yml or .json, or the key tanimark in package.json',
  }),
  ...CHECK,
  ...MAX_INVALID,
  ...EXPLAIN,
  ...CACHE,
  ...grouped('To begin with:', {
    init: option(flag, 'write a commented tanimark.config.yaml from the files found here'),
    updateBaseline: option(flag, 'save the current predictions as the baseline'),
    schema: option(flag, 'print the JSON Schema of the configuration'),
  }),
};

/** A file for each format that a check is written in. */
export function fileFlags(formats: readonly { readonly name: string; readonly title: string }[]) {
  return grouped(
    'Outputs:',
    Object.fromEntries(
      formats.map(({ name, title }) => [name, option(path, `write ${title}`, FILE)]),
    ),
  );
}
