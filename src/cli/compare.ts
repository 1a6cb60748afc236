import { Command } from 'commander';
import { COMPARE, CROSS_VALIDATION, evaluationOutput } from '../options/evaluation.js';
import { comparisonMarkdown } from '../report/compare/markdown.js';
import { comparisonCsv } from '../report/compare/rows.js';
import { renderComparison } from '../report/compare/terminal.js';
import { renderMetrics } from '../report/score/metrics.js';
import { jsonText } from '../report/screen.js';
import type { Style } from '../report/style.js';
import { checkOutput, checkOutputs } from '../tables/output-path.js';
import { compareModels } from '../workflows/compare/index.js';
import type { CompareModelsOptions, ModelComparison } from '../workflows/compare/types.js';
import { isCvTable } from '../workflows/compare-cv/index.js';
import { SCORE_FORMATS, type ScoreFormat } from '../workflows/score/types.js';
import { addOptions } from './add-options.js';
import { type CvFlags, checkKind, runCompareCv } from './compare-cv.js';
import { cacheOf, forLibrary, headerOption } from './options.js';
import { commaSeparated, formatOf } from './score-options.js';
import { type CommonOptions, runInSession } from './session.js';

interface CompareFlags
  extends CommonOptions,
    CvFlags,
    Omit<CompareModelsOptions, 'predictions' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  listMetrics?: boolean;
  format?: ScoreFormat;
  output?: string;
}

export function compareCommand(): Command {
  const command = new Command('compare')
    .description(
      'Compares prediction files on the same test rows, overall and by stratum of max similarity to training: differences with paired intervals, tests adjusted for their number, and whether they matter. One file with --split (or --train and --truth) has a column for each model. One file alone is a table of results of repeated cross-validation: columns method, repeat, fold, metric, value.',
    )
    .argument(
      '[predictions...]',
      'tables with predictions of the same test rows, the one to compare with first, or one with a column for each model; or one table of cross-validation results; - for standard input',
    );
  addOptions(command, { ...COMPARE, ...CROSS_VALIDATION, ...evaluationOutput(SCORE_FORMATS) });
  command.addHelpText(
    'after',
    `
Examples (the first four run as they are: two guesses of log P by weight):
  tanimark split dataset:drugs -o split.csv
  awk -F, '{print $2 "," (NR > 1 ? $4/100 : "y_pred")}' split.csv > base.csv
  awk -F, '{print $2 "," (NR > 1 ? $4/120 : "y_pred")}' split.csv > new.csv
  tanimark compare base.csv new.csv --split split.csv
  tanimark compare base.csv new.csv --split split.csv --margin 5%
  tanimark compare rf.csv gnn.csv gp.csv --split split.csv --names RF,GNN,GP
  tanimark compare all.csv --split split.csv --models RF,GNN,GP --baseline RF
  tanimark compare base.csv new.csv --train train.csv --truth test.csv --json
  tanimark compare cv-results.csv --baseline RF --margin mae:0.02
`,
  );
  return command.action(run);
}

async function run(predictions: string[], flags: CompareFlags, command: Command): Promise<void> {
  if (flags.listMetrics) {
    process.stdout.write(renderMetrics());
    return;
  }
  const format = formatOf(flags);
  const { output, split, train, truth } = flags;
  for (const input of [...predictions, split, train, truth]) {
    if (output !== undefined && input !== undefined) checkOutput(input, output);
  }
  checkOutputs([output]);
  const models = flags.models ?? columnsIn(flags.prediction);
  const crossValidation = isCvTable(predictions, { ...flags, models });
  checkKind(command, crossValidation);
  if (crossValidation) return runCompareCv(predictions[0], flags, format);
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const options = {
      ...forLibrary(flags, ['listMetrics', 'minimize', 'maximize', 'testShare']),
      predictions,
      models,
      prediction: models === undefined ? flags.prediction : undefined,
      cache,
      header: headerOption(flags),
    };
    const summary = await compareModels(options, session.job);
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    const style = session.resultStyle(output);
    const text = textOf(summary, format, style);
    await session.result(text, output, format === 'csv');
  });
}

/** `--prediction a,b` names the columns of several models. */
function columnsIn(prediction: string | undefined): string[] | undefined {
  return prediction?.includes(',') ? commaSeparated(prediction) : undefined;
}

function textOf(summary: ModelComparison, format: ScoreFormat, style: Style): string {
  if (format === 'json') return jsonText(summary);
  if (format === 'csv') return comparisonCsv(summary);
  return format === 'markdown' ? comparisonMarkdown(summary) : renderComparison(summary, style);
}
