import { Command } from 'commander';
import { TanimarkError } from '../errors.js';
import type { ScoreOptions } from '../evaluation/options.js';
import { evaluationOutput, REFERENCE, SCORE } from '../options/evaluation.js';
import { scoreMarkdown } from '../report/score/markdown.js';
import { renderMetrics } from '../report/score/metrics.js';
import { scoreCsv } from '../report/score/rows.js';
import { renderSuite } from '../report/score/suite.js';
import { renderScore } from '../report/score/terminal.js';
import { jsonText } from '../report/screen.js';
import type { Style } from '../report/style.js';
import { checkOutput, checkOutputs } from '../tables/output-path.js';
import { score } from '../workflows/score/index.js';
import { isSuite, type SuiteSummary, scoreSuite } from '../workflows/score/suite.js';
import { SCORE_FORMATS, type ScoreFormat, type ScoreSummary } from '../workflows/score/types.js';
import { addOptions } from './add-options.js';
import { cacheOf, forLibrary, headerOption } from './options.js';
import { formatOf } from './score-options.js';
import { type CommonOptions, runInSession } from './session.js';

interface ScoreFlags extends CommonOptions, Omit<ScoreOptions, 'predictions' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  reference?: string;
  listMetrics?: boolean;
  format?: ScoreFormat;
  output?: string;
}

export function scoreCommand(): Command {
  const command = new Command('score')
    .description(
      'Scores a prediction file overall and by stratum of max similarity to training, with intervals, beside baselines that a model should beat. Without predictions the baselines are scored alone.',
    )
    .argument(
      '[predictions...]',
      'table with predictions, joined by id, SMILES or order; - for standard input; several, or a folder of them, are tasks',
    );
  addOptions(command, { ...SCORE, ...REFERENCE, ...evaluationOutput(SCORE_FORMATS) });
  command.addHelpText(
    'after',
    `
Examples (the first two run as they are):
  tanimark split dataset:drugs -o split.csv
  tanimark score --split split.csv                 baselines alone
  tanimark score preds.csv --split split.csv
  tanimark score preds.csv --train train.csv --truth test.csv --json
  tanimark score preds.csv --split split.csv --by scaffold --format markdown
  tanimark score preds.csv --split split.csv --label logS,logP
  tanimark score preds/ --split splits/ --reference leaderboard.csv
`,
  );
  return command.action(run);
}

async function run(predictions: string[], flags: ScoreFlags): Promise<void> {
  if (flags.listMetrics) {
    process.stdout.write(renderMetrics());
    return;
  }
  const format = formatOf(flags);
  const { output } = flags;
  const { split, train, truth, deployment, reference } = flags;
  for (const input of [...predictions, split, train, truth, deployment, reference]) {
    if (output !== undefined && input !== undefined) checkOutput(input, output);
  }
  checkOutputs([output]);
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const options = {
      ...forLibrary(flags, ['listMetrics']),
      cache,
      header: headerOption(flags),
    };
    const suite = isSuite(predictions);
    if (flags.reference !== undefined && !suite) {
      throw new TanimarkError(
        'usage',
        '--reference compares several tasks; give several prediction files, or a folder of them',
      );
    }
    const summary = suite
      ? await scoreSuite({ ...options, predictions }, session.job)
      : await score({ ...options, predictions: predictions[0] }, session.job);
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    const style = session.resultStyle(output);
    const text = textOf(summary, format, style);
    await session.result(text, output, format === 'csv');
  });
}

function textOf(summary: ScoreSummary | SuiteSummary, format: ScoreFormat, style: Style): string {
  if (format === 'json') return jsonText(summary);
  const several = 'suite' in summary;
  if (format === 'csv') {
    const results = several
      ? summary.suite.map((task) => [task.name, task] as const)
      : [[nameOfPredictions(summary), summary] as const];
    return scoreCsv(results);
  }
  if (format === 'markdown') {
    return several
      ? summary.suite.map((task) => scoreMarkdown(task, task.name)).join('\n')
      : scoreMarkdown(summary);
  }
  return several ? renderSuite(summary, style) : renderScore(summary, style);
}

/** What one result is called among others: its prediction file. */
function nameOfPredictions({ inputs }: ScoreSummary): string {
  return inputs.find(({ role }) => role === 'predictions')?.path ?? '';
}
