import { type Command, Option } from 'commander';
import { DEFAULT_FINGERPRINT, fingerprintUsage } from '../chemistry/fingerprint.js';
import { STANDARDIZE_LEVELS } from '../chemistry/standardize/levels.js';
import { DUPLICATES, JOIN, MISSING, TASKS } from '../evaluation/options.js';
import { DEFAULT_BINS } from '../similarity/bins.js';
import { DEFAULT_BOOTSTRAP, DEFAULT_MIN_N, RESAMPLE } from '../statistics/resampling.js';
import { cacheOption, number, seedOption, wholeNumber } from './options.js';

/** What is judged, and by what: options of every command that judges predictions. */
export function addTestSetOptions(command: Command): Command {
  return command
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
        `${fingerprintUsage()} (default: the split's, else ${DEFAULT_FINGERPRINT})`,
      ),
    )
    .addOption(
      new Option(
        '--standardize <level>',
        "make structures alike before they are compared (default: the split's, else none)",
      ).choices([...STANDARDIZE_LEVELS]),
    )
    .option('--metrics <names>', 'comma-separated, or all (default: the usual ones of the task)')
    .option('--list-metrics', 'list the metrics, with their definitions');
}

/** How it is judged. */
export function addEvaluationOptions(command: Command): Command {
  return command
    .option(
      '--by <columns>',
      'further strata, comma-separated: columns, scaffold (seen or unseen), cliff (MoleculeACE activity cliffs)',
    )
    .addOption(
      new Option(
        '--bootstrap <n>',
        `draws for the intervals, 0 for none (default: ${DEFAULT_BOOTSTRAP})`,
      ).argParser(wholeNumber(0, 1_000_000)),
    )
    .addOption(
      new Option(
        '--resample <unit>',
        'what is drawn; cluster: Taylor-Butina, similarity 0.65 (default: molecule)',
      ).choices([...RESAMPLE]),
    )
    .addOption(
      new Option(
        '--min-n <n>',
        `strata below this size are not reported (default: ${DEFAULT_MIN_N})`,
      ).argParser(wholeNumber(1, 1_000_000_000)),
    )
    .addOption(
      new Option(
        '--threshold <score>',
        'score from which on a prediction counts as positive (default: 0.5, for probabilities)',
      ).argParser(number(-1e9, 1e9)),
    )
    .addOption(
      new Option('--missing <what>', 'test rows without a prediction (default: error)').choices([
        ...MISSING,
      ]),
    )
    .addOption(
      new Option(
        '--duplicates <what>',
        'different predictions for one test row (default: error)',
      ).choices([...DUPLICATES]),
    )
    .addOption(seedOption())
    .addOption(cacheOption());
}

/** Where predictions stand, and which row they belong to. */
export function addPredictionOptions(command: Command): Command {
  return command
    .option('--prediction <column>', 'column of predictions')
    .option(
      '--prediction-smiles <column>',
      'column of structures in the prediction file (default: found by name, then content)',
    )
    .option('--prediction-id <column>', 'column of ids in the prediction file (default: as --id)')
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
    .option('--split-column <column>', 'column that says train or test, with --split');
}

/** The parts of a list with commas; undefined unless given. */
export function commaSeparated(text: string | undefined): string[] | undefined {
  return text?.split(',').map((name) => name.trim());
}
