import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import { EXPECT, expectFlags } from '../options/expect.js';
import { renderResult } from '../report/registry.js';
import { endingsOf, outputFormats } from '../tables/formats/registry.js';
import { refuseStandardOutput } from '../tables/output-path.js';
import type { ExpectOptions } from '../workflows/expect/types.js';
import { addOptions } from './add-options.js';
import type { ExplainFlags } from './explain.js';
import { cacheOf, headerOption } from './options.js';
import { type CommonOptions, runInSession } from './session.js';

interface ExpectFlags
  extends CommonOptions,
    ExplainFlags,
    Omit<ExpectOptions, 'library' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
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
  const { output } = flags;
  refuseStandardOutput(output, '-o');
  if (flags.predictions === undefined) {
    throw new TanimarkError(
      'usage',
      'no predictions of test molecules given; name their file with --predictions <file>',
    );
  }
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const {
      json,
      explain: _explain,
      quiet: _quiet,
      color: _color,
      threads: _threads,
      ...own
    } = flags;
    const options = { ...own, library, cache, header: headerOption(flags) };
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
  });
}
