import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import type { ScoreOptions } from '../evaluation/options.js';
import { currentIo } from '../io.js';
import { LIST_METRICS, REFERENCE, ROW_FILES, SCORE } from '../options/evaluation.js';
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
  cvResults?: string;
  repeat?: string;
  format?: string;
  output?: string;
  structures?: number;
  figures?: string;
  explain?: boolean;
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
  addOptions(command, { ...SCORE, ...ROW_FILES, ...REFERENCE, ...LIST_METRICS });
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
  const { output, errors, cvResults, repeat, figures } = flags;
  const files = { '--errors': errors, '--cv-results': cvResults };
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
    for (const [flag, file] of Object.entries(files)) {
      if (file !== undefined) checkOutput(input, file, 'an input', flag);
    }
  }
  checkFiles(files, output, predictions.length > 0);
  if (repeat !== undefined && cvResults === undefined) {
    throw new TanimarkError('usage', '--repeat names the repeat in --cv-results; add that, too');
  }
  const { errorsFormat, withoutMolecules, writeErrors } = await import(
    '../workflows/score/errors.js'
  );
  const { checkFigures, writeFigures, writeSuiteFigures } = await import('./figures.js');
  const { cvFormat, writeCvResults } = await import('../workflows/score/cv-results.js');
  if (errors !== undefined) errorsFormat(errors);
  if (cvResults !== undefined) cvFormat(cvResults);
  checkOutputs([output, errors, cvResults]);
  checkFigures(figures);
  if (output === undefined) {
    for (const [flag, file] of Object.entries(files)) refuseStandardOutput(file, flag);
  }
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const options = {
      ...forLibrary(flags, ['listMetrics', 'errors', 'cvResults', 'repeat']),
      cache,
      header: headerOption(flags),
      molecules: flags.molecules || isPage || errors !== undefined || figures !== undefined,
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
    if (cvResults !== undefined) {
      const { rows, notes } = await writeCvResults(scored, repeat ?? '0', cvResults, session.job);
      session.warn(notes);
      session.line(`wrote ${cvResults} (${plural(rows, 'row')})`);
    }
    if ('suite' in scored) await writeSuiteFigures(figures, scored, session);
    else await writeFigures(figures, 'score', scored, session);
    const summary = flags.molecules || isPage ? scored : withoutMolecules(scored);
    const style = withPage(session.resultStyle(output), format, flags);
    const { explained, tellExplanation } = await import('./explain.js');
    const whole =
      'suite' in summary
        ? await explained('suite', summary, flags)
        : await explained('score', summary, flags);
    const text =
      'suite' in whole
        ? await renderResult('suite', format, whole, style)
        : await renderResult('score', format, whole, style);
    await session.result(text, output, isData(format));
    await tellExplanation(whole, session);
  });
}

/** Files beside the result need predictions, and differ from each other and from the result's. @throws TanimarkError (usage) */
function checkFiles(
  files: Readonly<Record<string, string | undefined>>,
  output: string | undefined,
  hasPredictions: boolean,
): void {
  const given = Object.entries(files).filter(([, file]) => file !== undefined);
  for (const [i, [flag, file]] of given.entries()) {
    if (!hasPredictions) {
      throw new TanimarkError(
        'usage',
        `${flag} needs a prediction file; without one only the baselines are scored`,
      );
    }
    const other = given.slice(0, i).find(([, earlier]) => earlier === file);
    if (file !== output && !other) continue;
    throw new TanimarkError(
      'usage',
      `${flag} ${file}: ${other ? other[0] : '-o'} writes to the same file; choose another name`,
    );
  }
}
