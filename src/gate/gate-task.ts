import { existsSync } from 'node:fs';
import type { StructureCache } from '../chemistry/cache/structure-cache.js';
import { isOwnSpec, parseOwnSpec } from '../chemistry/own-fingerprints/spec.js';
import { type ChangedSplit, changeOf, describeAgain } from '../dataset/manifest/settings.js';
import { isDataset } from '../dataset/named/resolve.js';
import { PAIR_FILES } from '../dataset/pairs/files.js';
import { TanimarkError } from '../errors.js';
import type { EvaluationContext } from '../evaluation/context.js';
import { type Evaluation, measureTestSet, withEvaluation } from '../evaluation/open.js';
import type { ScoreOptions } from '../evaluation/options.js';
import {
  type Model,
  type ModeledTarget,
  modeledTargets,
  readModels,
} from '../evaluation/predictions/models.js';
import type { Settings } from '../evaluation/settings.js';
import { withSplitDefaults } from '../evaluation/test-set/split-defaults.js';
import { readTestSet, sharesOf, type TestSet } from '../evaluation/test-set/test-set.js';
import type { Job } from '../job.js';
import { isBaselineFile } from './baseline/file.js';
import { Boundary } from './config/boundary.js';
import type { GateConfig, TaskConfig } from './config/types.js';
import { discreetly } from './discretion.js';
import { CheckFailure } from './failure.js';
import { checkInvalid, checkStructures } from './invalid-structures.js';

/** Test set and predictions of one task of a configuration. */
export interface GateTask {
  readonly name: string | null;
  readonly config: TaskConfig;
  readonly test: TestSet;
  readonly settings: Settings;
  readonly context: EvaluationContext;
  /** The new predictions and, if the baseline is a prediction file, those of the baseline. */
  readonly models: readonly Model[];
  readonly targets: readonly ModeledTarget[];
  readonly rdkit: string;
  readonly warnings: string[];
}

/** Parts of a task to read. */
export interface Wanted {
  /** Groupings beside similarity that rules ask for. */
  readonly by: readonly string[];
  /** Whether the baseline's predictions are read, where they are a table. */
  readonly compared: boolean;
  readonly cache: StructureCache | undefined;
}

/**
 * Reads a task's test set and predictions, and hands them on for as long as `use` runs.
 *
 * @throws TanimarkError
 */
export async function withGateTask<Result>(
  gate: GateConfig,
  config: TaskConfig,
  wanted: Wanted,
  job: Job,
  use: (subject: GateTask) => Promise<Result>,
): Promise<Result> {
  const { predictions, baseline } = config;
  if (predictions !== '-' && !existsSync(predictions)) {
    throw new CheckFailure(
      'missing_predictions',
      `${predictions}: the file does not exist; set \`predictions\` in ${gate.path} to the table to check`,
    );
  }
  const theirs =
    wanted.compared && baseline !== null && !isBaselineFile(baseline) ? [baseline] : [];
  const missing = theirs.find((path) => !existsSync(path));
  if (missing !== undefined) throw missingBaseline(missing, gate);
  const read = async (evaluation: Evaluation): Promise<Result> => {
    const { options, settings, pool } = evaluation;
    const { split, data, train, truth } = options;
    const beside = filesBeside(gate, options);
    const sides = split === undefined ? [train, truth ?? predictions] : [data ?? split];
    const test = await discreetly([...sides, ...beside], config, async () => {
      const read = await readTestSet(options, pool, job);
      refuseFolds(read);
      checkInvalid(sharesOf(read), config.maxInvalid);
      checkStructures([read.train.table, read.table]);
      return read;
    });
    const models = await discreetly([predictions, ...theirs], config, async () => {
      const names = ['new', 'baseline'].slice(0, 1 + theirs.length);
      const read = await readModels(options, [predictions, ...theirs], names, test, pool, job);
      const shares = read.flatMap(({ invalid }) => invalid ?? []);
      checkInvalid(shares, config.maxInvalid);
      return read;
    });
    const [{ found }] = models;
    const { context, warnings: stated } = await grouped(() =>
      measureTestSet(evaluation, test, found),
    );
    const notes = [
      ...test.table.table.notes,
      ...test.warnings,
      ...models.flatMap(({ found }) => found.warnings),
      ...stated,
    ];
    return await use({
      name: config.name,
      config,
      test,
      settings,
      context,
      models,
      targets: modeledTargets(models, settings.threshold),
      rdkit: await pool.rdkitVersion(),
      warnings: [...new Set(notes)],
    });
  };
  return withEvaluation(optionsOf(gate, config, wanted), job, read, { onChanged: refuseChanged });
}

/**
 * The files that say what cells stand for, or hold fingerprints. A manifest may name them, and whoever edits the
 * configuration may edit that as well.
 *
 * @returns those whose cells messages may quote
 * @throws CheckFailure (config) for one that a configuration could not name
 */
function filesBeside({ folder, allowOutside }: GateConfig, options: ScoreOptions): string[] {
  const { fingerprint } = options;
  const own = fingerprint && isOwnSpec(fingerprint) ? parseOwnSpec(fingerprint) : null;
  const given = [
    ...PAIR_FILES.map((name) => [name, options[name]] as const),
    ['fingerprint', own && own.from !== 'column' ? own.name : undefined] as const,
  ];
  const boundary = new Boundary(folder, allowOutside);
  return given.flatMap(([name, path]) => {
    if (path === undefined || isDataset(path)) return [];
    const problem = boundary.problem(path, path);
    if (problem !== null)
      throw new CheckFailure('config', `\`${name}\` of the split is ${problem}`);
    return name === 'fingerprint' ? [] : [path];
  });
}

/** @throws TanimarkError (config) */
function refuseFolds({ folds, table: { name } }: TestSet): void {
  if (!folds) return;
  throw new TanimarkError(
    'config',
    `${name}: the file holds folds, and tanimark check needs one training set and one test set; write the folds into a folder (tanimark split -o folds/) and check one of them`,
    { discreet: 'as it is' },
  );
}

/**
 * Options with the settings of the split, which must be the one its manifest was written for.
 *
 * @throws CheckFailure (split_changed)
 */
export async function unchangedSplit<Options extends ScoreOptions>(
  given: Options,
): Promise<Options> {
  const { options, changed } = await withSplitDefaults(given);
  if (changed) refuseChanged(changed);
  return options;
}

function refuseChanged(changed: ChangedSplit): never {
  throw new CheckFailure(
    'split_changed',
    `${changeOf(changed)}; restore the file, or if the change was meant: ${describeAgain(changed)}`,
  );
}

/** A column that a rule groups by, and that is not there, leaves the rule without rows. */
async function grouped<Result>(group: () => Promise<Result>): Promise<Result> {
  try {
    return await group();
  } catch (error) {
    if (!(error instanceof TanimarkError) || error.code !== 'column') throw error;
    throw new CheckFailure('missing_stratum', error.message);
  }
}

export function missingBaseline(path: string, gate: GateConfig): CheckFailure {
  return new CheckFailure(
    'missing_baseline',
    isBaselineFile(path)
      ? `${path}: the file does not exist; to make it from the current predictions: tanimark check --update-baseline, then commit it`
      : `${path}: the file does not exist; set \`baseline\` in ${gate.path} to the predictions to compare with`,
  );
}

function optionsOf(
  { bootstrap, resample, minN, seed }: GateConfig,
  { name: _, baseline: __, maxInvalid: ___, ...reading }: TaskConfig,
  { by, cache }: Wanted,
): ScoreOptions {
  return {
    ...reading,
    by,
    baselines: [],
    // A baseline file holds scores alone: both models' classes are those of the threshold.
    classColumn: false,
    missing: 'error',
    duplicates: 'error',
    bootstrap,
    resample,
    minN,
    seed,
    cache,
  };
}
