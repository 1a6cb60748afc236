import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import type { ScoreOptions } from '../evaluation/options.js';
import { currentIo } from '../io.js';
import { ERRORS, LIST_METRICS, REFERENCE, SCORE } from '../options/evaluation.js';
import { COMMON, STRUCTURES } from '../options/table.js';
import { renderResult } from '../report/registry.js';
import { plural } from '../text.js';
import { addOptions } from './add-options.js';
import { addFormatOptions, checkStructures, formatOf, isData, withPage } from './format-options.js';
import { cacheOf, forLibrary, headerOption } from './options.js';
import { type CommonOptions, runInSession } from './session.js';

interface ScoreFlags extends CommonOptions, Omit<ScoreOptions, 'predictions' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  reference?: string;
  listMetrics?: boolean;
  errors?: string;
  format?: string;
  output?: string;
  structures?: number;
}

export function scoreCommand(): Command {
  const command = new Command('score')
    .description(
      'Scores a prediction file, overall and by stratum of max similarity to training, with 95% confidence intervals, next to baselines that a model should beat. Without a prediction file, only the baselines are scored.',
    )
    .argument(
      '[predictions...]',
      'prediction file, matched by id, SMILES or row order; - for standard input; several files or a folder: one task each',
    );
  addOptions(command, { ...SCORE, ...ERRORS, ...REFERENCE, ...LIST_METRICS });
  addFormatOptions(command, 'score', 'suite');
  addOptions(command, STRUCTURES);
  addOptions(command, COMMON);
  command.addHelpText(
    'after',
    `
Examples (the first two run as they are):
  tanimark split dataset:drugs -o split.csv
  tanimark score --split split.csv                 baselines only
  tanimark score preds.csv --split split.csv
  tanimark score preds.csv --train train.csv --truth test.csv --json
  tanimark score preds.csv --split split.csv --by scaffold --format markdown
  tanimark score preds.csv --split split.csv -o report.html
  tanimark score preds.csv --split split.csv --label logS,logP
  tanimark score preds/ --split splits/ --reference leaderboard.csv
  tanimark score preds.csv --split split.csv --prediction rf,knn,ridge
`,
  );
  return command.action(run);
}

async function run(predictions: string[], flags: ScoreFlags): Promise<void> {
  if (flags.listMetrics) {
    const { renderMetrics } = await import('../report/score/metrics.js');
    currentIo().stdout.write(renderMetrics());
    return;
  }
  const format = formatOf(flags, 'score', 'suite');
  const { output, errors } = flags;
  // A page draws single molecules.
  const isPage = format === 'html';
  checkStructures(format, flags.structures);
  const { split, data, train, truth, deployment, reference } = flags;
  const { checkOutput, checkOutputs, refuseStandardOutput } = await import(
    '../tables/output-path.js'
  );
  for (const input of [...predictions, split, data, train, truth, deployment, reference]) {
    if (input === undefined) continue;
    if (output !== undefined) checkOutput(input, output);
    if (errors !== undefined) checkOutput(input, errors, 'an input', '--errors');
  }
  if (errors !== undefined && predictions.length === 0) {
    throw new TanimarkError(
      'usage',
      '--errors needs a prediction file; without one only the baselines are scored',
    );
  }
  if (output !== undefined && output === errors) {
    throw new TanimarkError(
      'usage',
      `-o ${output}: --errors writes the rows there; choose another name for the result`,
    );
  }
  const { errorsFormat, withoutMolecules, writeErrors } = await import(
    '../workflows/score/errors.js'
  );
  if (errors !== undefined) errorsFormat(errors);
  checkOutputs([output, errors]);
  if (output === undefined) refuseStandardOutput(errors, '--errors');
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const options = {
      ...forLibrary(flags, ['listMetrics', 'errors']),
      cache,
      header: headerOption(flags),
      molecules: flags.molecules || isPage || errors !== undefined,
    };
    const { isSuite, scoreSuite } = await import('../workflows/score/suite.js');
    const suite = isSuite(predictions, flags.prediction);
    if (flags.reference !== undefined && !suite) {
      throw new TanimarkError(
        'usage',
        '--reference compares several tasks; give several prediction files, or a folder of them',
      );
    }
    const { score } = await import('../workflows/score/index.js');
    const scored = suite
      ? await scoreSuite({ ...options, predictions }, session.job)
      : await score({ ...options, predictions: predictions[0] }, session.job);
    session.warn([...(cache?.notes ?? []), ...scored.warnings]);
    if (errors !== undefined) {
      const rows = await writeErrors(scored, errors, session.job);
      session.line(`wrote ${errors} (${plural(rows, 'row')})`);
    }
    const summary = flags.molecules || isPage ? scored : withoutMolecules(scored);
    const style = withPage(session.resultStyle(output), format, flags);
    const text =
      'suite' in summary
        ? await renderResult('suite', format, summary, style)
        : await renderResult('score', format, summary, style);
    await session.result(text, output, isData(format));
  });
}
