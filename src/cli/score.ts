import { Command, Option } from 'commander';
import {
  DEFAULT_BINS,
  DEFAULT_BOOTSTRAP,
  DEFAULT_FINGERPRINT,
  DEFAULT_MIN_N,
  JOIN,
  type JoinBy,
  MISSING,
  type Missing,
  metrics,
  RESAMPLE,
  type Resample,
  renderScore,
  score,
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

interface ScoreFlags extends CommonOptions {
  cache?: boolean;
  split?: string;
  train?: string;
  truth?: string;
  task?: 'regression' | 'classification';
  bins?: string;
  fingerprint?: string;
  metrics?: string;
  listMetrics?: boolean;
  bootstrap?: number;
  resample?: Resample;
  minN?: number;
  threshold?: number;
  missing?: Missing;
  join?: JoinBy;
  splitColumn?: string;
  seed?: number;
  header?: boolean;
  delimiter?: string;
  smiles?: string;
  label?: string;
  id?: string;
  prediction?: string;
}

export function scoreCommand(): Command {
  const command = new Command('score')
    .summary('score predictions by similarity to training, beside simple baselines')
    .description(
      'Scores a prediction file overall and by stratum of max similarity to training, with intervals, beside baselines that a model should beat. Without predictions the baselines are scored alone.',
    )
    .argument(
      '[predictions]',
      'table with predictions, joined by id, SMILES or order; - for standard input',
    )
    .option('--split <file>', 'a file from tanimark split, or any table with a split column')
    .option('--train <file>', 'training molecules, instead of --split')
    .option('--truth <file>', 'test molecules with labels, with --train')
    .addOption(
      new Option('--task <task>', 'detected from the labels').choices([
        'regression',
        'classification',
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
    .option('--metrics <names>', 'comma-separated (default: all of the task)')
    .option('--list-metrics', 'list the metrics')
    .addOption(
      new Option('--bootstrap <n>', 'draws for the intervals, 0 for none')
        .argParser(wholeNumber(0, 1_000_000))
        .default(DEFAULT_BOOTSTRAP),
    )
    .addOption(
      new Option('--resample <unit>', 'what is drawn').choices([...RESAMPLE]).default('molecule'),
    )
    .addOption(
      new Option('--min-n <n>', 'strata below this size are flagged small')
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
    .addOption(seedOption())
    .addOption(cacheOption())
    .option('--prediction <column>', 'column of predictions')
    .addOption(
      new Option(
        '--join <by>',
        'how predictions find their test rows (default: found out)',
      ).choices([...JOIN]),
    )
    .option('--split-column <column>', 'column that says train or test, with --split');
  addCommonOptions(addTableOptions(command));
  command.addHelpText(
    'after',
    `
Examples (the first two run as they are):
  tanimark split dataset:drugs -o split.csv
  tanimark score --split split.csv                 baselines alone
  tanimark score preds.csv --split split.csv
  tanimark score preds.csv --train train.csv --truth test.csv --json
`,
  );
  return command.action(run);
}

async function run(predictions: string | undefined, flags: ScoreFlags): Promise<void> {
  if (flags.listMetrics) {
    const wide = Math.max(...metrics.map((m) => m.name.length));
    const lines = metrics.map(
      (m) =>
        `${m.name.padEnd(wide)}  ${m.task}, ${m.direction}: ${m.definition}\n${' '.repeat(wide)}  (${m.reference})`,
    );
    process.stdout.write(`${lines.join('\n')}\n`);
    return;
  }
  await runInSession(flags, async (session) => {
    const cache = cacheOf(flags);
    const summary = await score(
      {
        ...flags,
        cache,
        header: headerOption(flags),
        predictions,
        metrics: flags.metrics?.split(','),
      },
      session.task,
    );
    session.warn([...(cache?.notes ?? []), ...summary.warnings]);
    await session.out(
      flags.json ? `${JSON.stringify(summary, null, 2)}\n` : renderScore(summary, session.outStyle),
    );
  });
}
