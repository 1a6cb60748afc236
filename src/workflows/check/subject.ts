import { existsSync } from 'node:fs';
import type { StructureCache } from '../../chemistry/cache/structure-cache.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { isBaselineFile } from '../../gate/baseline.js';
import type { GateConfig, TaskConfig } from '../../gate/config.js';
import type { Job } from '../../job.js';
import { Likeness } from '../score/likeness.js';
import { withManifest } from '../score/manifest.js';
import { type Model, type ModeledTarget, modeledTargets, readModels } from '../score/models.js';
import { readSettings, type Settings } from '../score/settings.js';
import { checkAgainstFile } from '../score/stated-similarity.js';
import { type Surroundings, surroundingsOf } from '../score/surroundings.js';
import { readTestSet, sharesOf, type TestSet } from '../score/test-set.js';
import type { ScoreOptions } from '../score/types.js';
import { changeOf, describeAgain } from '../split-settings.js';
import { discreetly } from './discretion.js';
import { CheckFailure, withKeys } from './failure.js';
import { checkInvalid, checkStructures } from './invalid-structures.js';

/** What one task of a configuration is about: its test set, and the predictions of it. */
export interface Subject {
  readonly name: string | null;
  readonly config: TaskConfig;
  readonly test: TestSet;
  readonly settings: Settings;
  readonly surroundings: Surroundings;
  /** The new predictions and, if the baseline is a prediction file, those of the baseline. */
  readonly models: readonly Model[];
  readonly targets: readonly ModeledTarget[];
  readonly rdkit: string;
  readonly warnings: string[];
}

/** What is wanted of a task. */
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
export async function withSubject<Result>(
  gate: GateConfig,
  config: TaskConfig,
  wanted: Wanted,
  job: Job,
  use: (subject: Subject) => Promise<Result>,
): Promise<Result> {
  const { predictions, baseline, split, train, truth } = config;
  if (predictions !== '-' && !existsSync(predictions)) {
    throw new CheckFailure(
      'missing_predictions',
      `${predictions}: there is no such file; \`predictions\` in ${gate.path} names the table to be checked`,
    );
  }
  const theirs =
    wanted.compared && baseline !== null && !isBaselineFile(baseline) ? [baseline] : [];
  const missing = theirs.find((path) => !existsSync(path));
  if (missing !== undefined) throw missingBaseline(missing, gate);
  const options = await unchangedSplit(optionsOf(gate, config, wanted));
  const settings = readSettings(options);
  const pool = new ChemistryPool(settings.fingerprint, {
    threads: job.threads,
    cache: wanted.cache,
  });
  try {
    const sides = split === undefined ? [train, truth ?? predictions] : [split];
    const test = await discreetly(sides, config, async () => {
      const read = await readTestSet(options, pool, job);
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
    const likeness = await Likeness.measure(test, pool, job);
    const notes = [
      ...test.table.table.notes,
      ...test.warnings,
      ...models.flatMap(({ found }) => found.warnings),
    ];
    checkAgainstFile(test, likeness, notes);
    const [{ found }] = models;
    return await use({
      name: config.name,
      config,
      test,
      settings,
      surroundings: grouped(() => surroundingsOf(test, likeness, found, settings, null, pool)),
      models,
      targets: modeledTargets(models, settings.threshold),
      rdkit: await pool.rdkitVersion(),
      warnings: [...new Set(notes.map(withKeys))],
    });
  } finally {
    await pool.close();
  }
}

/**
 * Options with the settings of the split, which must be the one its manifest was written for.
 *
 * @throws CheckFailure (split_changed)
 */
export async function unchangedSplit<Options extends ScoreOptions>(
  given: Options,
): Promise<Options> {
  const { options, changed } = await withManifest(given);
  if (!changed) return options;
  throw new CheckFailure(
    'split_changed',
    `${changeOf(changed)}; restore the file, or if the change was meant: ${describeAgain(changed)}`,
  );
}

/** A column that a rule groups by, and that is not there, leaves the rule without rows. */
function grouped<Result>(group: () => Result): Result {
  try {
    return group();
  } catch (error) {
    if (!(error instanceof TanimarkError) || error.code !== 'column') throw error;
    throw new CheckFailure('missing_stratum', error.message.replace(/^--by /, 'stratum '));
  }
}

export function missingBaseline(path: string, gate: GateConfig): CheckFailure {
  return new CheckFailure(
    'missing_baseline',
    isBaselineFile(path)
      ? `${path}: there is no such file; make it from predictions that are good with: tanimark check --update-baseline, and commit it`
      : `${path}: there is no such file; \`baseline\` in ${gate.path} names the predictions to compare with`,
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
