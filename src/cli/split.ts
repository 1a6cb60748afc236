import { Command } from 'commander';
import { resolveInput } from '../dataset/named/resolve.js';
import type { SplitFormat } from '../dataset/split-formats/format.js';
import { splitFormatNamed } from '../dataset/split-formats/registry.js';
import { TanimarkError } from '../errors.js';
import { currentIo } from '../io.js';
import { splitFlags } from '../options/split.js';
import { renderResult } from '../report/registry.js';
import { endingsOf, rewriterNamed, tableOutputFormats } from '../tables/formats/registry.js';
import { checkOutput, refuseStandardOutput } from '../tables/output-path.js';
import { checkValidation, formatPlace } from '../workflows/split/in-format.js';
import {
  checkSplitOutput,
  outputFormat,
  printedSplit,
  writeSplit,
} from '../workflows/split/output.js';
import { checkRewritten } from '../workflows/split/rewritten.js';
import type { SplitOptions } from '../workflows/split/types.js';
import { addOptions } from './add-options.js';
import { checkFigures, writeFigures } from './figures.js';
import { givenMethodOptions, methodOptions, splitOptions } from './method-options.js';
import { cacheOf, headerOption } from './options.js';
import { checkPage, refusePageAsTable, writePage } from './page.js';
import { runInSession } from './session.js';
import type { SplitFlags } from './split-flags.js';
import { renamingNotes } from './split-notes.js';

export function splitCommand(): Command {
  const command = new Command('split')
    .description(
      'Makes a train/test split in which the test set has the requested similarity to the training set.',
    )
    .argument(
      '[data]',
      'table of molecules (CSV, TSV, SMI, SDF, JSON Lines, Parquet), plain or gzipped; a folder or a quoted pattern for several files of one table; - for standard input; dataset:<name>',
    );
  const formats = tableOutputFormats();
  const names = formats.map(({ name }) => name);
  addOptions(command, splitFlags(names, endingsOf(formats)));
  // Each method brings its own options; several may have the same one.
  for (const option of methodOptions()) command.addOption(option);
  command.addHelpText(
    'after',
    `
Examples (the first and the last need no file of yours):
  tanimark split dataset:drugs -o split.csv
  tanimark split data.csv --test 0.2 --bins 0,0.4,0.6,0.8,1 -o folder/
  tanimark split data.csv --distribution range:0-0.4 -o hard.csv
  tanimark split data.csv --distribution mimic:library.smi -o folder/
  tanimark split data.csv -o split.csv --html split.html
  tanimark split data.csv --folds 5 -o folds.csv
  tanimark split data.csv -m random --folds 5 --repeats 5 -o folds/
  tanimark split dataset:drugs -m sae,random,scaffold --compare
`,
  );
  return command.action(run);
}

/** Refuses what a format cannot hold before any work is done. */
function checkFormat(format: SplitFormat, { output, folds, repeats, valid }: SplitFlags): void {
  const [first] = Object.keys(format.places);
  const several = { folds: folds !== undefined, repeats: repeats !== undefined };
  if (output !== undefined) formatPlace(format, output, several);
  else if (first === '/') {
    throw new TanimarkError(
      'usage',
      `--format ${format.name} writes a folder; name it with -o, such as -o folder/`,
    );
  }
  checkValidation(format, valid !== undefined && Number(valid) !== 0);
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
  const several = flags.compare || flags.sweep || (flags.folds && flags.repeats);
  if (flags.explain && several) {
    throw new TanimarkError(
      'usage',
      '--explain: only for one split; leave it out, or make the splits one by one',
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
    const { output, format: asked, html } = flags;
    refusePageAsTable(output);
    const format = outputFormat(output, asked);
    // To resolve a data set reads its whole file.
    if (rewriterNamed(format)) {
      const { path, dataset } = await resolveInput(data);
      checkRewritten(format, path, flags.inputFormat ?? dataset?.format);
    }
    const shape = splitFormatNamed(format);
    if (shape) checkFormat(shape, flags);
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
    checkPage(html, [data], output);
    checkFigures(flags.figures);
    const cache = cacheOf(flags);
    const options: SplitOptions = {
      ...splitOptions(flags),
      cache,
      header: headerOption(flags),
      input: data,
      methodOptions: givenMethodOptions(command),
    };
    const { folds, repeats } = options;
    if (folds !== undefined && repeats !== undefined) {
      const { runRepeatedFolds } = await import('./split-repeated-folds.js');
      await runRepeatedFolds({ ...options, folds, repeats }, flags, format, session);
      return;
    }
    const { split } = await import('../workflows/split/index.js');
    const result = await split(options, session.job);
    session.job.check();
    if (output !== undefined) await writeSplit(result, output, format, session.job);
    else if (!flags.json) {
      for await (const piece of printedSplit(result, format)) await session.data(piece);
    }
    const { explained, tellExplanation } = await import('./explain.js');
    const whole = await explained('split', result.summary, flags);
    if (flags.json && output === undefined) {
      session.warn(['the split itself is not written; name a file with -o']);
    }
    if (flags.json) {
      await session.out(await renderResult('split', 'json', whole, session.outStyle));
    }
    session.warn([
      ...(cache?.notes ?? []),
      ...result.summary.warnings,
      ...renamingNotes(result.data.table.columns, output, shape !== undefined),
    ]);
    session.summary(await renderResult('split', 'table', result.summary, session.errStyle));
    await tellExplanation(whole, session);
    await writePage(html, 'split', result.summary, session);
    await writeFigures(flags.figures, 'split', result.summary, session);
    if (shape && output !== undefined) {
      const { formatUsage } = await import('../workflows/split/in-format.js');
      session.line(`to use it: ${formatUsage(result, output, shape)}`);
    }
  });
}
