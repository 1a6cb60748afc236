import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { splitFlags } from '../options/split.js';
import { renderMethods } from '../report/methods.js';
import { renderSplit } from '../report/split/terminal.js';
import { checkOutput, isFolder, refuseStandardOutput } from '../tables/output-path.js';
import { renamedColumns } from '../tables/split-columns.js';
import { OUTPUT_FORMATS } from '../tables/write.js';
import { split } from '../workflows/split/index.js';
import { checkSplitOutput, outputFormat, writeSplit } from '../workflows/split/output.js';
import { splitTable } from '../workflows/split/tables.js';
import { addOptions } from './add-options.js';
import { givenMethodOptions, methodOptions, splitOptions } from './method-options.js';
import { cacheOf, headerOption } from './options.js';
import { runInSession } from './session.js';
import type { SplitFlags } from './split-flags.js';
import { runSeries } from './split-series.js';

export function splitCommand(): Command {
  const command = new Command('split')
    .description(
      'Splits a table of molecules so that the test set has the similarity to training that you ask for.',
    )
    .argument(
      '[data]',
      'CSV, TSV or SMI file, plain or gzipped; - for standard input; dataset:<name>',
    );
  addOptions(command, splitFlags(OUTPUT_FORMATS));
  // Each method brings its own options; several may have the same one.
  for (const option of methodOptions()) command.addOption(option);
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
    process.stdout.write(renderMethods());
    return;
  }
  if (data === undefined) {
    command.error(
      "error: missing argument 'data'; name a file, for example: tanimark split data.csv -o split.csv",
    );
  }
  if (flags.compare || flags.sweep) {
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
      for (const piece of splitTable(result, format)) await session.data(piece);
    }
    if (flags.json && output === undefined) {
      session.warn(['the split itself is not written; name a file with -o']);
    }
    if (flags.json) await session.json(result.summary);
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
    session.summary(renderSplit(result.summary, session.errStyle));
  });
}
