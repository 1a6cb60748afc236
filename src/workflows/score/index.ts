import { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { Job } from '../../job.js';
import { Random } from '../../random.js';
import type { Table } from '../../tables/table.js';
import { VERSION } from '../../version.js';
import { manyInvalidNotes } from '../invalid-share.js';
import { checkOptions } from '../option-kinds.js';
import { SCORE } from '../options.js';
import type { SplitResult } from '../split/types.js';
import { changedSplitError, changedSplitWarnings } from '../split-settings.js';
import { Stopwatch } from '../stopwatch.js';
import { readLibrary } from './deployment.js';
import { invalidPredictions } from './invalid-predictions.js';
import { Likeness } from './likeness.js';
import { withManifest } from './manifest.js';
import { parametersOf } from './parameters.js';
import { predictionTable } from './prediction-table.js';
import { scoreTarget } from './score-target.js';
import { readSettings, type Settings } from './settings.js';
import { sourcesOf } from './sources.js';
import { checkAgainstFile } from './stated-similarity.js';
import { surroundingsOf } from './surroundings.js';
import { readTargets } from './targets.js';
import { meanOfTasks, shareRight, withHighestClass } from './tasks.js';
import { readTestSet, sharesOf, type TestSet, testSetOf } from './test-set.js';
import type { NamedTask, ScoreOptions, ScoreSummary } from './types.js';

/**
 * Scores predictions, and baselines beside them, overall and by stratum of max similarity to the
 * training set (always recomputed from the structures).
 *
 * @throws TanimarkError on anything wrong with the options or the inputs
 */
export async function score(given: ScoreOptions, job = new Job()): Promise<ScoreSummary> {
  checkOptions('score', SCORE, given, job);
  const { options, changed } = await withManifest(given);
  const settings = readSettings(options);
  checkPurpose(options, settings);
  const clock = new Stopwatch();
  const { threads } = job;
  const pool = new ChemistryPool(settings.fingerprint, { threads, cache: options.cache });
  try {
    const test = await readTestSet(options, pool, job);
    clock.lap('read');
    const table = await predictionTable(options, test, pool, job);
    const summary = await scoreTestSet(test, table, options, settings, pool, clock, job);
    return { ...summary, warnings: [...changedSplitWarnings(changed), ...summary.warnings] };
  } catch (error) {
    throw changedSplitError(error, changed);
  } finally {
    await pool.close();
  }
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
  const all = { bins, fingerprint, standardize, ...options };
  const settings = readSettings(all);
  const pool = new ChemistryPool(settings.fingerprint, { threads: job.threads });
  pool.takeVersion(result.summary.rdkit);
  try {
    return await scoreTestSet(
      testSetOf(result, all),
      null,
      all,
      settings,
      pool,
      new Stopwatch(),
      job,
    );
  } finally {
    await pool.close();
  }
}

/** Without predictions there is nothing to score without baselines, and no column of them. @throws TanimarkError (usage) */
function checkPurpose(options: ScoreOptions, { baselines }: Settings): void {
  if (options.predictions !== undefined) return;
  if (baselines.length === 0) {
    throw new TanimarkError(
      'usage',
      'nothing to score: give a file of predictions, or leave --baselines none out',
    );
  }
  const { prediction, std, lower, upper } = options;
  const given = Object.entries({ prediction, std, lower, upper }).find(([, name]) => name);
  if (given) {
    throw new TanimarkError(
      'usage',
      `--${given[0]} ${given[1]}: it names a column of a prediction file, and none is given`,
    );
  }
}

async function scoreTestSet(
  test: TestSet,
  table: Table | null,
  options: ScoreOptions,
  settings: Settings,
  pool: ChemistryPool,
  clock: Stopwatch,
  job: Job,
): Promise<ScoreSummary> {
  const found = await readTargets(options, test, table, pool, job);
  const predicted = await invalidPredictions(table, options, test, pool, job);
  clock.lap('join');
  const likeness = await Likeness.measure(test, pool, job);
  const warnings = [
    ...manyInvalidNotes([...sharesOf(test), ...(predicted ? [predicted] : [])], options.smiles),
    ...test.table.table.notes,
    ...test.warnings,
    ...found.hints,
    ...found.warnings,
  ];
  checkAgainstFile(test, likeness, warnings);
  const { bins, deployment, seed } = settings;
  const library =
    deployment === undefined ? null : await readLibrary(deployment, test, bins, options, pool, job);
  warnings.push(...(library?.warnings ?? []));
  const surroundings = surroundingsOf(test, likeness, found, settings, library, pool);
  clock.lap('neighbours');
  let sources = [];
  for (const target of found.targets) sources.push(await sourcesOf(target, surroundings));
  if (found.kind === 'classes') {
    sources = withHighestClass(sources);
    const share = shareRight(found.targets, sources);
    if (share !== null) {
      warnings.push(
        `the predicted class is right in ${(100 * share).toFixed(1)}% of rows; the metrics of a class are those of telling it from the rest, which is easier`,
      );
    }
  }
  clock.lap('baselines');
  const random = new Random(seed);
  const tasks: NamedTask[] = [];
  for (const [t, target] of found.targets.entries()) {
    const own = await scoreTarget(target, sources[t], surroundings, random, job, warnings);
    tasks.push({ name: target.name, ...own });
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
    ...result,
    ...(found.kind === 'single' ? {} : { tasks }),
    warnings,
    seconds: clock.seconds(),
  };
}
