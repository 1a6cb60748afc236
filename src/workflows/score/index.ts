import { manyInvalidNotes } from '../../dataset/invalid-share.js';
import { DEFAULT_SEQUENCE_FINGERPRINT } from '../../dataset/pairs/sequences.js';
import { TanimarkError } from '../../errors.js';
import { type Evaluation, measureTestSet, withEvaluation } from '../../evaluation/open.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { parametersOf } from '../../evaluation/parameters.js';
import { shareRight, withHighestClass } from '../../evaluation/predictions/classes.js';
import { invalidPredictions } from '../../evaluation/predictions/invalid.js';
import { predictionTable } from '../../evaluation/predictions/table.js';
import { readTargets } from '../../evaluation/predictions/targets/index.js';
import { predictorsOf } from '../../evaluation/predictors.js';
import type { Settings } from '../../evaluation/settings.js';
import { readLibrary } from '../../evaluation/strata/library.js';
import { FOLD, MAX_VALUES } from '../../evaluation/strata/strata.js';
import { seriesOf } from '../../evaluation/test-set/series.js';
import {
  foldSizesOf,
  readTestSet,
  sharesOf,
  type TestSet,
  testSetOf,
} from '../../evaluation/test-set/test-set.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { Random } from '../../random.js';
import { optionValue } from '../../spelling.js';
import type { Table } from '../../tables/table.js';
import { VERSION } from '../../version.js';
import { SCORE } from '../options.js';
import type { SplitResult } from '../split/types.js';
import { scoreTarget } from './score-target.js';
import { meanOfTasks } from './tasks.js';
import type { NamedTask, ScoreSummary } from './types.js';

/**
 * Scores predictions, and baselines beside them, overall and by stratum of max similarity to the
 * training set (always recomputed from the structures).
 *
 * @throws TanimarkError on anything wrong with the options or the inputs
 */
export async function score(given: ScoreOptions, job = new Job()): Promise<ScoreSummary> {
  checkOptions('score', SCORE, given, job);
  return withEvaluation(given, job, async (evaluation) => {
    const { options, settings, pool, clock, warnings } = evaluation;
    checkPurpose(options, settings);
    const test = await readTestSet(options, pool, job);
    clock.lap('read');
    const table = await predictionTable(options, test, pool, job);
    const summary = await scoreTestSet(evaluation, test, table);
    return { ...summary, warnings: [...warnings, ...summary.warnings] };
  });
}

/** Scores the baselines on a split that was just made. @throws TanimarkError without labels */
export async function scoreBaselines(
  result: SplitResult,
  options: Omit<ScoreOptions, 'predictions' | 'split' | 'train' | 'truth'> = {},
  job = new Job(),
): Promise<ScoreSummary> {
  checkOptions('scoreBaselines', SCORE, options, job);
  const { bins, fingerprint } = result.summary.parameters;
  const standardize = result.data.structures?.level;
  const { method, parameters } = result.summary;
  const group = typeof parameters.group === 'string' ? parameters.group : undefined;
  const series = result.data.pairs ? null : seriesOf({ method, group });
  const use = async (evaluation: Evaluation) => {
    evaluation.pool.takeVersion(result.summary.rdkit);
    return scoreTestSet(evaluation, testSetOf(result, evaluation.options), null);
  };
  return withEvaluation({ bins, fingerprint, standardize, ...options }, job, use, { series });
}

/** Without predictions there is nothing to score without baselines, and no column of them. @throws TanimarkError (usage) */
function checkPurpose(options: ScoreOptions, { baselines }: Settings): void {
  if (options.predictions !== undefined) return;
  if (baselines.length === 0) {
    throw new TanimarkError(
      'usage',
      `nothing to score; give a prediction file, or leave ${optionValue('baselines', 'none')} out`,
    );
  }
  const { prediction, std, lower, upper, conformal } = options;
  if (conformal !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionValue('conformal', conformal)}: conformal intervals are around predictions, and no file of them is given; leave it out`,
      { option: 'conformal' },
    );
  }
  const given = Object.entries({ prediction, std, lower, upper }).find(([, name]) => name);
  if (given) {
    throw new TanimarkError(
      'usage',
      `${optionValue(given[0], given[1] as string)}: it names a column of a prediction file, and no file is given; leave it out`,
    );
  }
}

/** Settings with a grouping by folds, where there are any. @throws TanimarkError (usage) */
function withFolds(settings: Settings, { folds }: TestSet): Settings {
  if (!folds) return settings;
  if (settings.deployment !== undefined) {
    throw new TanimarkError(
      'usage',
      `${optionValue('deployment', settings.deployment)}: similarity to training needs one training set, and each fold has its own; leave it out, or score one fold`,
      { option: 'deployment' },
    );
  }
  if (folds.length > MAX_VALUES) return settings;
  return { ...settings, by: [FOLD, ...settings.by.filter((name) => name !== FOLD)] };
}

/** Both sides of pairs; nothing where rows are molecules. */
function pairsOf(
  { table: { pairs } }: TestSet,
  { partnerFingerprint, targetSimilarity }: ScoreOptions,
): Pick<ScoreSummary, 'pairs'> {
  if (!pairs) return {};
  const { kind, drugs, partners } = pairs;
  const how = {
    sequence: `Jaccard of ${partnerFingerprint ?? DEFAULT_SEQUENCE_FINGERPRINT}`,
    molecule: 'as the molecules',
    category: 'equal or different',
  }[kind];
  return {
    pairs: {
      kind,
      drug_column: drugs.column,
      partner_column: partners.column,
      partner_similarity: targetSimilarity === undefined ? how : `as in ${targetSimilarity}`,
    },
  };
}

async function scoreTestSet(
  given: Evaluation,
  test: TestSet,
  table: Table | null,
): Promise<ScoreSummary> {
  const evaluation = { ...given, settings: withFolds(given.settings, test) };
  const { options, settings, pool, clock, job } = evaluation;
  const found = await readTargets(options, test, table, pool, job);
  const predicted = await invalidPredictions(table, options, test, pool, job);
  clock.lap('join');
  const { bins, deployment, seed } = settings;
  const library =
    deployment === undefined ? null : await readLibrary(deployment, test, bins, options, pool, job);
  const { context, warnings: stated } = await measureTestSet(evaluation, test, found, library);
  const warnings = [
    ...manyInvalidNotes([...sharesOf(test), ...(predicted ? [predicted] : [])], options.smiles),
    ...test.table.table.notes,
    ...test.warnings,
    ...found.hints,
    ...found.warnings,
    ...stated,
    ...(library?.warnings ?? []),
  ];
  clock.lap('neighbours');
  let sources = [];
  for (const target of found.targets) sources.push(await predictorsOf(target, context));
  if (found.kind === 'classes') {
    sources = withHighestClass(sources);
    const share = shareRight(found.targets, sources);
    if (share !== null) {
      warnings.push(
        `the predicted class is correct in ${(100 * share).toFixed(1)}% of rows; metrics of each class compare it with all others, which is an easier task`,
      );
    }
  }
  clock.lap('baselines');
  const random = new Random(seed);
  const tasks: NamedTask[] = [];
  for (const [t, target] of found.targets.entries()) {
    const own = await scoreTarget(target, sources[t], context, random, job, warnings, options);
    tasks.push({ name: target.name, ...own });
  }
  if (test.folds && table && found.targets.some(({ task }) => task === 'classification')) {
    warnings.push(
      `ranking metrics over all folds, such as ROC-AUC, compare scores of ${test.folds.length} models with each other; where their scales differ, use the values by fold`,
    );
  }
  clock.lap('metrics');
  const { name: _, ...single } = tasks[0];
  const result = found.kind === 'single' ? single : meanOfTasks(tasks, found.kind);
  return {
    command: 'score',
    version: VERSION,
    rdkit: await pool.rdkitVersion(),
    seed,
    parameters: parametersOf(settings, found, result.task),
    inputs: [
      ...(table
        ? [{ role: 'predictions', path: table.path, sha256: table.sha256, rows: table.rows.length }]
        : []),
      ...test.inputs,
      ...(library
        ? [
            {
              role: 'deployment',
              path: library.path,
              sha256: library.sha256,
              rows: library.rows,
            },
          ]
        : []),
    ],
    join: found.join,
    ...pairsOf(test, options),
    ...foldSizesOf(test),
    ...result,
    ...(found.kind === 'single' ? {} : { tasks }),
    warnings,
    seconds: clock.seconds(),
  };
}
