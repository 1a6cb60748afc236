import { Command, Option } from 'commander';
import { DEFAULT_FINGERPRINT, fingerprintUsage } from '../chemistry/fingerprint.js';
import { STANDARDIZE_LEVELS } from '../chemistry/standardize/levels.js';
import { TanimarkError } from '../errors.js';
import { currentIo } from '../io.js';
import { renderResult } from '../report/registry.js';
import { DEFAULT_BINS } from '../similarity/bins.js';
import { MAX_PARTS } from '../splitters/sizes.js';
import { endingsOf, tableOutputFormats } from '../tables/formats/registry.js';
import { checkOutput, isFolder, refuseStandardOutput } from '../tables/output-path.js';
import { renamedColumns } from '../tables/split-columns.js';
import { checkSplitOutput, outputFormat, writeSplit } from '../workflows/split/output.js';
import { DEFAULT_THRESHOLDS } from '../workflows/split/series/types.js';
import { splitTable } from '../workflows/split/tables.js';
import { COUNT } from '../workflows/split/types.js';
import { givenMethodOptions, methodOptions, splitOptions } from './method-options.js';
import {
  addCommonOptions,
  addTableOptions,
  cacheOf,
  cacheOption,
  headerOption,
  number,
  onInvalidOption,
  seedOption,
  wholeNumber,
} from './options.js';
import { runInSession } from './session.js';
import type { SplitFlags } from './split-flags.js';

export function splitCommand(): Command {
  const command = new Command('split')
    .description(
      'Makes a train/test split in which the test set has the requested similarity to the training set.',
    )
    .argument(
      '[data]',
      'CSV, TSV or SMI file, plain or gzipped; - for standard input; dataset:<name>',
    )
    .option('-m, --method <name>', 'how to split; --methods lists them (default: sae)')
    .option('--methods', 'list the methods, with references and options')
    .option('--compare', 'several methods, comma-separated after -m: show them side by side')
    .option('--sweep', 'a series from similar to dissimilar: a split for each threshold')
    .option('--thresholds <list>', `of the sweep (default: ${DEFAULT_THRESHOLDS})`)
    .option('--deployment <library>', 'which split of these is closest to a library of molecules')
    .option('--test <n>', 'test molecules: a fraction or a count (default: 0.2)')
    .option('--valid <n>', 'validation molecules: a fraction or a count (default: 0)')
    .addOption(
      new Option('--folds <k>', 'k disjoint test sets').argParser(wholeNumber(2, MAX_PARTS)),
    )
    .addOption(
      new Option(
        '--repeats <r>',
        'r splits from successive seeds; those of sae overlap as little as they can',
      ).argParser(wholeNumber(2, MAX_PARTS)),
    )
    .option('--bins <edges>', `edges of the similarity bins (default: ${DEFAULT_BINS})`);
  // Each method brings its own options; several may have the same one.
  for (const option of methodOptions()) command.addOption(option);
  command
    .option('--strict', 'fail, and write nothing, unless every bin holds what was asked')
    .addOption(
      new Option(
        '--time-limit <seconds>',
        'stop searching then; the split may differ between machines',
      ).argParser(number(0.001, 1e7)),
    )
    .option(
      '--memory <size>',
      'what neighbors may take, such as 512MiB; with too little for all, molecules of dense regions stay in training (default: 4GiB, or half of the memory)',
    )
    .option('--group <column>', 'rows with equal values stay on one side')
    .addOption(
      new Option('--count <what>', 'what sizes and bins count (default: molecules)').choices([
        ...COUNT,
      ]),
    )
    .option('--fingerprint <spec>', `${fingerprintUsage()} (default: ${DEFAULT_FINGERPRINT})`)
    .addOption(
      new Option(
        '--standardize <level>',
        'make structures alike first, each level on top of those before (default: none)',
      ).choices([...STANDARDIZE_LEVELS]),
    )
    .addOption(seedOption())
    .option(
      '-o, --output <path>',
      `file (${endingsOf(tableOutputFormats()).join(', ')}), or a folder ending in / for train and test files`,
    )
    .addOption(
      new Option('--format <format>', 'of the output').choices(
        tableOutputFormats().map(({ name }) => name),
      ),
    )
    .addOption(onInvalidOption())
    .addOption(cacheOption());
  addCommonOptions(addTableOptions(command));
  command.addHelpText(
    'after',
    `
Examples (the first runs as it is):
  tanimark split dataset:drugs -o split.csv
  tanimark split data.csv --test 0.2 --bins 0,0.4,0.6,0.8,1 -o folder/
  tanimark split data.csv --distribution range:0-0.4 -o hard.csv
  tanimark split data.csv --distribution mimic:library.smi -o folder/
  tanimark split data.csv --folds 5 -o folds.csv
  tanimark split dataset:drugs -m sae,random,scaffold --compare
`,
  );
  return command.action(run);
}

async function run(data: string | undefined, flags: SplitFlags, command: Command): Promise<void> {
  if (flags.methods) {
    const { renderMethods } = await import('../report/methods.js');
    currentIo().stdout.write(renderMethods());
    return;
  }
  if (data === undefined) {
    command.error(
      "error: missing argument 'data'; name a file, for example: tanimark split data.csv -o split.csv",
    );
  }
  if (flags.compare || flags.sweep) {
    const { runSeries } = await import('./split-series.js');
    await runSeries(data, flags, givenMethodOptions(command));
    return;
  }
  for (const flag of ['thresholds', 'deployment'] as const) {
    if (flags[flag] === undefined) continue;
    const use = flag === 'thresholds' ? '--sweep' : '--compare or --sweep';
    throw new TanimarkError('usage', `--${flag}: only with ${use}`);
  }
  await runInSession(flags, async (session) => {
    const { output, format: asked } = flags;
    const format = outputFormat(output, asked);
    if (output !== undefined) {
      checkOutput(data, output);
      checkSplitOutput(output, flags.repeats !== undefined);
      if (flags.json) refuseStandardOutput(output);
    } else if (flags.repeats !== undefined && !flags.json) {
      throw new TanimarkError(
        'usage',
        '--repeats makes several splits: name a file or a folder for them with -o',
      );
    }
    const cache = cacheOf(flags);
    const { split } = await import('../workflows/split/index.js');
    const result = await split(
      {
        ...splitOptions(flags),
        cache,
        header: headerOption(flags),
        input: data,
        methodOptions: givenMethodOptions(command),
      },
      session.job,
    );
    session.job.check();
    if (output !== undefined) await writeSplit(result, output, format, session.job);
    else if (!flags.json) {
      for await (const piece of splitTable(result, format)) await session.data(piece);
    }
    if (flags.json && output === undefined) {
      session.warn(['the split itself is not written; name a file with -o']);
    }
    if (flags.json) {
      await session.out(await renderResult('split', 'json', result.summary, session.outStyle));
    }
    const { columns } = result.data.table;
    // A folder's files have the input's columns alone.
    const names = output !== undefined && isFolder(output) ? columns : renamedColumns(columns);
    session.warn([
      ...(cache?.notes ?? []),
      ...result.summary.warnings,
      ...columns.flatMap((c, i) =>
        names[i] === c ? [] : [`the input's column "${c}" is "${names[i]}" in the output`],
      ),
    ]);
    session.summary(await renderResult('split', 'table', result.summary, session.errStyle));
  });
}
