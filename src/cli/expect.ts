import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { EXPECT, expectFlags } from '../options/expect.js';
import { renderResult } from '../report/registry.js';
import { endingsOf, outputFormats } from '../tables/formats/registry.js';
import { refuseStandardOutput } from '../tables/output-path.js';
import type { ExpectOptions } from '../workflows/expect/types.js';
import { addOptions } from './add-options.js';
import type { ExplainFlags } from './explain.js';
import { checkFigures, writeFigures } from './figures.js';
import { checkStructures } from './format-options.js';
import { cacheOf, headerOption } from './options.js';
import { checkPage, isPage, writePage } from './page.js';
import { type CommonOptions, runInSession } from './session.js';

interface ExpectFlags
  extends CommonOptions,
    ExplainFlags,
    Omit<ExpectOptions, 'library' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  html?: string;
  figures?: string;
  structures?: number;
}

export function expectCommand(): Command {
  const command = new Command('expect')
    .description(
      'Tells what error to expect of a model on molecules that are not measured yet: for each molecule by its similarity to training, with prediction intervals that hold in every stratum, and for the library as a whole. It learns from the errors on the test set of a split.',
    )
    .argument(
      '<library>',
      'table of molecules that are not measured yet; - for standard input; dataset:<name> for a data set',
    );
  const formats = outputFormats();
  const names = formats.map(({ name }) => name);
  addOptions(command, { ...EXPECT, ...expectFlags(names, endingsOf(formats)) });
  command.addHelpText(
    'after',
    `
Examples:
  tanimark expect library.csv --split split.csv --predictions preds.csv
  tanimark expect library.csv --split split.csv --predictions preds.csv -o expected.csv
  tanimark expect library.csv --split split.csv --predictions preds.csv -o expect.html
  tanimark expect library.csv --split split.csv --predictions preds.csv \\
    --library-predictions library_preds.csv -o expected.parquet
  tanimark expect library.smi.gz --train train.csv --truth test.csv --predictions preds.csv --json

Output columns: row, id, smiles, status (inside, outside, invalid), reason,
max_similarity, nearest_train_row, nearest_train_id, nearest_train_smiles,
nearest_train_label, stratum, expected_error, half_width; with
--library-predictions also prediction, lower and upper, or for classes
prediction, probability, probability_lower, probability_upper, prediction_set.
`,
  );
  return command.action(run);
}

async function run(library: string, flags: ExpectFlags): Promise<void> {
  const { output, page } = outputsOf(flags);
  refuseStandardOutput(output, '-o');
  if (flags.predictions === undefined) {
    throw new TanimarkError(
      'usage',
      'no predictions of test molecules given; name their file with --predictions <file>',
    );
  }
  const { split, data, train, truth, predictions, libraryPredictions, figures } = flags;
  const inputs = [library, split, data, train, truth, predictions, libraryPredictions];
  checkPage(page, inputs, output, flags.html === undefined ? '-o' : '--html');
  checkStructures(page === undefined ? 'table' : 'html', flags.structures);
  checkFigures(figures);
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const {
      json,
      explain: _explain,
      html: _html,
      figures: _figures,
      structures: _structures,
      quiet: _quiet,
      color: _color,
      threads: _threads,
      ...own
    } = flags;
    const options = { ...own, output, library, cache, header: headerOption(flags) };
    const { expectErrors } = await import('../workflows/expect/index.js');
    const summary = await expectErrors(options, session.job);
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    const format = json ? 'json' : 'table';
    const { explained, tellExplanation } = await import('./explain.js');
    const whole = await explained('expect', summary, flags);
    await session.out(
      await renderResult('expect', format, json ? whole : summary, session.outStyle),
    );
    await tellExplanation(whole, session);
    await writePage(page, 'expect', summary, session, flags);
    await writeFigures(figures, 'expect', summary, session);
  });
}

/** Where the table and the page go: a page alone may be named with -o, too. @throws TanimarkError (usage) */
function outputsOf({ output, html, format }: ExpectFlags): {
  output: string | undefined;
  page: string | undefined;
} {
  if (output === undefined || !isPage(output)) return { output, page: html };
  if (html !== undefined || format !== undefined) {
    const [other, advice] =
      html === undefined
        ? [`--format ${format}`, 'leave --format out']
        : [`--html ${html}`, 'name the table with -o, or leave --html out'];
    throw new TanimarkError(
      'usage',
      `-o ${output} and ${other}: a name that ends in .html is that of the page; ${advice}`,
    );
  }
  return { output: undefined, page: output };
}
