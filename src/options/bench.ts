import { flag, text, wholeNumber } from './kinds.js';
import { grouped, option } from './option.js';
import { COMMON } from './table.js';

const path = text('the path of a file, as text');
const FILE = { placeholder: '<file>' };

/** Options of `reportBench` of the library. */
export const BENCH_PLACE = {
  config: option(path, 'configuration of the benchmark', {
    flags: '-c, --config <file>',
    default: 'tanimark.bench.yaml',
  }),
  output: option(text('the path of a folder, as text'), 'folder of the results', {
    flags: '-o, --output <folder>',
    default: 'bench, beside the configuration',
  }),
};

/** Options of `listBench` of the library. */
export const BENCH_CELLS = {
  ...BENCH_PLACE,
  only: option(
    text('a pattern as text, such as "esol/*/rf"'),
    'run only cells whose name (data/split/repeat/model) contains a text, or matches a pattern with *',
    { placeholder: '<pattern>' },
  ),
  force: option(flag, 'run finished cells again'),
};

/** Options of `runBench` of the library. */
export const BENCH = {
  ...BENCH_CELLS,
  jobs: option(wholeNumber(1, 1024), 'number of commands that run at the same time', {
    placeholder: '<n>',
    default: '1',
  }),
  failFast: option(flag, 'stop at the first failed cell instead of running all others'),
};

/** Options of `tanimark bench`. @param formats those in which a report is written to a file */
export function benchFlags(formats: readonly { readonly name: string; readonly title: string }[]) {
  return {
    ...BENCH,
    dryRun: option(flag, 'list the cells, and which of them would be run; run nothing'),
    ...grouped('To begin with:', {
      init: option(flag, 'write a commented tanimark.bench.yaml'),
      schema: option(flag, 'print the JSON Schema of the configuration'),
    }),
    ...grouped(
      'Outputs of the report:',
      Object.fromEntries(
        formats.map(({ name, title }) => [name, option(path, `write ${title}`, FILE)]),
      ),
    ),
    ...COMMON,
  };
}
