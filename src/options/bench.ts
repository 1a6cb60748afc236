import { flag, oneOf, required, text, texts, wholeNumber } from './kinds.js';
import { grouped, option } from './option.js';
import { CACHE, COMMON } from './table.js';

const path = text('the path of a file, as text');
/** Programs that run the cells of a benchmark. */
export const ENGINES = ['make', 'snakemake', 'slurm', 'nextflow'] as const;
export type EngineName = (typeof ENGINES)[number];

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
  ...CACHE,
};

/** Options of `exportBench` of the library. */
export const BENCH_EXPORT = {
  ...BENCH_PLACE,
  engine: required(
    option(oneOf(ENGINES), 'with export: program that runs the cells', {
      placeholder: '<name>',
      choices: {
        make: 'Makefile, for one machine',
        snakemake: 'Snakefile, also for clusters',
        slurm: 'script that submits job arrays',
        nextflow: 'main.nf and nextflow.config, also for clusters',
      },
    }),
  ),
};

/** Options of `runCells` of the library. */
export const BENCH_MADE = {
  ...BENCH_PLACE,
  cell: required(
    option(
      texts('a list of ids, such as ["0ac3dd0b7eeeb5f1a2c4"]'),
      'make only these cells or splits, by their ids, comma-separated; as engines call it',
      { placeholder: '<ids>' },
    ),
  ),
  ...CACHE,
};

/** Options of `tanimark bench`. @param formats those in which a report is written to a file */
export function benchFlags(formats: readonly { readonly name: string; readonly title: string }[]) {
  const { cache, ...running } = BENCH;
  return {
    ...running,
    cell: BENCH_MADE.cell,
    engine: BENCH_EXPORT.engine,
    dryRun: option(flag, 'list the cells, and which of them would be run; run nothing'),
    cache,
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
