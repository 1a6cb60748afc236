import { Command } from 'commander';
import { currentIo } from '../io.js';
import { COMPARE, CROSS_VALIDATION, LIST_METRICS } from '../options/evaluation.js';
import { COMMON } from '../options/table.js';
import { renderResult } from '../report/registry.js';
import { checkOutput, checkOutputs } from '../tables/output-path.js';
import type { CompareModelsOptions } from '../workflows/compare/types.js';
import { addOptions } from './add-options.js';
import { type CvFlags, checkKind, runCompareCv } from './compare-cv.js';
import type { ExplainFlags } from './explain.js';
import { checkFigures, writeFigures } from './figures.js';
import { addFormatOptions, formatOf, isData, withPage } from './format-options.js';
import { cacheOf, forLibrary, headerOption } from './options.js';
import { commaSeparated } from './score-options.js';
import { type CommonOptions, runInSession } from './session.js';

interface CompareFlags
  extends CommonOptions,
    ExplainFlags,
    CvFlags,
    Omit<CompareModelsOptions, 'predictions' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  listMetrics?: boolean;
  format?: string;
  output?: string;
  figures?: string;
}

export function compareCommand(): Command {
  const command = new Command('compare')
    .description(
      'Compares models on the same test rows, overall and by stratum of max similarity to training: differences with 95% confidence intervals, and tests corrected for multiplicity. Give one prediction file per model, or one file with a column per model and --split (or --train and --truth). One file without these is a table of repeated cross-validation results: columns method, repeat, fold, metric, value.',
    )
    .argument(
      '[predictions...]',
      'prediction files, the reference model first; or one file with a column per model; or one table of cross-validation results; - for standard input',
    );
  addOptions(command, { ...COMPARE, ...CROSS_VALIDATION, ...LIST_METRICS });
  addFormatOptions(command, 'compare', 'compare-cv');
  addOptions(command, COMMON);
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
    const { renderMetrics } = await import('../report/score/metrics.js');
    currentIo().stdout.write(renderMetrics());
    return;
  }
  const format = formatOf(flags, 'compare', 'compare-cv');
  const { output, split, data, train, truth } = flags;
  for (const input of [...predictions, split, data, train, truth]) {
    if (output !== undefined && input !== undefined) checkOutput(input, output);
  }
  checkOutputs([output]);
  checkFigures(flags.figures);
  const models = flags.models ?? columnsIn(flags.prediction);
  const { isCvTable } = await import('../workflows/compare-cv/index.js');
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
    const { compareModels } = await import('../workflows/compare/index.js');
    const summary = await compareModels(options, session.job);
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    await writeFigures(flags.figures, 'compare', summary, session);
    const style = withPage(session.resultStyle(output), format);
    const { explained, tellExplanation } = await import('./explain.js');
    const whole = await explained('compare', summary, flags);
    const text = await renderResult('compare', format, whole, style);
    await session.result(text, output, isData(format));
    await tellExplanation(whole, session);
  });
}

/** `--prediction a,b` names the columns of several models. */
function columnsIn(prediction: string | undefined): string[] | undefined {
  return prediction?.includes(',') ? commaSeparated(prediction) : undefined;
}
