import { Command, Option } from 'commander';
import {
  baselines,
  checkOutput,
  DEFAULT_BINS,
  DEFAULT_BOOTSTRAP,
  DEFAULT_FINGERPRINT,
  DEFAULT_MIN_N,
  DUPLICATES,
  isSuite,
  JOIN,
  MISSING,
  RESAMPLE,
  renderMetrics,
  renderScore,
  renderSuite,
  SCORE_FORMATS,
  type ScoreFormat,
  type ScoreOptions,
  type ScoreSummary,
  type Style,
  type SuiteSummary,
  score,
  scoreCsv,
  scoreMarkdown,
  scoreSuite,
  TASKS,
  TanimarkError,
  writeText,
} from '../index.js';
import {
  addCommonOptions,
  addTableOptions,
  cacheOf,
  cacheOption,
  headerOption,
  number,
  seedOption,
  wholeNumber,
} from './options.js';
import { type CommonOptions, runInSession } from './session.js';

interface ScoreFlags
  extends CommonOptions,
    Omit<ScoreOptions, 'predictions' | 'metrics' | 'baselines' | 'by' | 'cache' | 'header'> {
  cache?: boolean;
  header?: boolean;
  metrics?: string;
  baselines?: string;
  by?: string;
  reference?: string;
  listMetrics?: boolean;
  format?: ScoreFormat;
  output?: string;
}

export function scoreCommand(): Command {
  const command = new Command('score')
    .summary('score predictions by similarity to training, beside simple baselines')
    .description(
      'Scores a prediction file overall and by stratum of max similarity to training, with intervals, beside baselines that a model should beat. Without predictions the baselines are scored alone.',
    )
    .argument(
      '[predictions...]',
      'table with predictions, joined by id, SMILES or order; - for standard input; several, or a folder of them, are tasks',
    )
    .option('--split <file>', 'a file from tanimark split, or any table with a split column')
    .option('--train <file>', 'training molecules, instead of --split')
    .option('--truth <file>', 'test molecules with labels, with --train')
    .addOption(
      new Option('--task <task>', 'detected from the labels, but for multiclass').choices([
        ...TASKS,
      ]),
    )
    .addOption(
      new Option(
        '--bins <edges>',
        `edges of the similarity bins (default: the split's, else ${DEFAULT_BINS})`,
      ),
    )
    .addOption(
      new Option(
        '--fingerprint <spec>',
        `morgan:radius=…,bits=… or maccs (default: the split's, else ${DEFAULT_FINGERPRINT})`,
      ),
    )
    .option('--metrics <names>', 'comma-separated, or all (default: the usual ones of the task)')
    .option('--list-metrics', 'list the metrics, with their definitions')
    .option(
      '--baselines <names>',
      `comma-separated, or none (default: ${baselines.map((b) => b.name).join(',')})`,
    )
    .option(
      '--by <columns>',
      'further strata, comma-separated: columns, scaffold (seen or unseen), cliff (activity cliffs)',
    )
    .option('--curve <metric>', 'metric to show along similarity (default: the first)')
    .option('--deployment <library>', 'molecules the model is meant for: what to expect on them')
    .option('--reference <scores>', 'for several tasks: table with columns task and score')
    .addOption(
      new Option('--bootstrap <n>', 'draws for the intervals, 0 for none')
        .argParser(wholeNumber(0, 1_000_000))
        .default(DEFAULT_BOOTSTRAP),
    )
    .addOption(
      new Option('--resample <unit>', 'what is drawn; cluster: Taylor-Butina, similarity 0.65')
        .choices([...RESAMPLE])
        .default('molecule'),
    )
    .addOption(
      new Option('--min-n <n>', 'strata below this size are not reported')
        .argParser(wholeNumber(1, 1_000_000_000))
        .default(DEFAULT_MIN_N),
    )
    .addOption(
      new Option(
        '--threshold <score>',
        'score from which on a prediction counts as positive (default: 0.5, for probabilities)',
      ).argParser(number(-1e9, 1e9)),
    )
    .addOption(
      new Option('--missing <what>', 'test rows without a prediction')
        .choices([...MISSING])
        .default('error'),
    )
    .addOption(
      new Option('--duplicates <what>', 'different predictions for one test row')
        .choices([...DUPLICATES])
        .default('error'),
    )
    .addOption(seedOption())
    .addOption(cacheOption())
    .option('--prediction <column>', 'column of predictions')
    .option('--std <column>', 'column of predicted standard deviations')
    .option('--lower <column>', 'column of lower ends of predicted intervals')
    .option('--upper <column>', 'column of their upper ends')
    .addOption(
      new Option(
        '--level <share>',
        'share of truths they promise to hold (default: 0.95)',
      ).argParser(number(0.01, 0.9999)),
    )
    .addOption(
      new Option(
        '--join <by>',
        'how predictions find their test rows (default: found out)',
      ).choices([...JOIN]),
    )
    .option('--split-column <column>', 'column that says train or test, with --split')
    .addOption(
      new Option(
        '--format <format>',
        'of the result (default: by the ending of -o, else table)',
      ).choices([...SCORE_FORMATS]),
    )
    .option('-o, --output <file>', 'write the result to a file (.json, .csv, .md, .txt)');
  addCommonOptions(addTableOptions(command));
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
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const names = (text: string | undefined) => text?.split(',').map((name) => name.trim());
    const options = {
      ...flags,
      cache,
      header: headerOption(flags),
      metrics: names(flags.metrics),
      baselines: names(flags.baselines),
      by: names(flags.by),
    };
    const suite = isSuite(predictions);
    if (flags.reference !== undefined && !suite) {
      throw new TanimarkError(
        'usage',
        '--reference compares several tasks; give several prediction files, or a folder of them',
      );
    }
    const summary = suite
      ? await scoreSuite({ ...options, predictions }, session.task)
      : await score({ ...options, predictions: predictions[0] }, session.task);
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    const style = output === undefined ? session.outStyle : session.plainStyle;
    const text = textOf(summary, format, style);
    if (output === undefined) await session.out(text);
    else {
      writeText(output, text);
      session.summary(`wrote ${output}\n`);
    }
  });
}

/** The format that was asked for, else that of the output's ending. */
function formatOf({ format, json, output }: ScoreFlags): ScoreFormat {
  if (json && format !== undefined && format !== 'json') {
    throw new TanimarkError('usage', `--json and --format ${format}: choose one of them`);
  }
  if (json && output !== undefined && /\.(csv|md|txt)$/i.test(output)) {
    throw new TanimarkError(
      'usage',
      `--json and -o ${output}: the ending says another format; end the name in .json, or leave --json out`,
    );
  }
  if (json) return 'json';
  if (format !== undefined || output === undefined) return format ?? 'table';
  const endings = { json: 'json', csv: 'csv', md: 'markdown', txt: 'table' } as const;
  const ending = /\.([a-z]+)$/i.exec(output)?.[1].toLowerCase() ?? '';
  if (Object.hasOwn(endings, ending)) return endings[ending as keyof typeof endings];
  throw new TanimarkError(
    'usage',
    `-o ${output}: cannot tell the format from its ending; end the name in .json, .csv, .md or .txt, or say --format`,
  );
}

function textOf(summary: ScoreSummary | SuiteSummary, format: ScoreFormat, style: Style): string {
  if (format === 'json') return `${JSON.stringify(summary, null, 2)}\n`;
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
