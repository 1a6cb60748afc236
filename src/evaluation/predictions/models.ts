import { basename, sep } from 'node:path';
import type { ChemistryPool } from '../../chemistry/pool.js';
import type { InvalidShare } from '../../dataset/invalid-share.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { formatNamedFor } from '../../tables/formats/names.js';
import { withoutEnding } from '../../tables/formats/registry.js';
import { list, plural } from '../../text.js';
import type { ScoreOptions } from '../options.js';
import type { Predictor } from '../predictors.js';
import type { TestSet } from '../test-set/test-set.js';
import { withHighestClass } from './classes.js';
import { invalidPredictions } from './invalid.js';
import type { ModelPredictions } from './read-model.js';
import { predictionTable } from './table.js';
import { readTargets } from './targets/index.js';
import type { Targets, Truths } from './targets/types.js';

/** A model, by its file of predictions. */
export interface Model {
  readonly name: string;
  readonly path: string;
  /** Its column, where one file has a column for each model. */
  readonly column?: string;
  readonly sha256: string;
  readonly rows: number;
  readonly found: Targets;
  /** How many of its structures cannot be read; null where it has none. */
  readonly invalid: InvalidShare | null;
}

/** One target, and what every model predicts of it. */
export interface ModeledTarget extends Truths {
  /** In the order of the models. */
  readonly models: readonly ModelPredictions[];
  readonly sources: readonly Predictor[];
}

/**
 * Reads the predictions of several models of one test set.
 *
 * @param paths at least one; the first holds the true values where nothing else does
 * @param names what the models are called; their files' names unless given
 * @throws TanimarkError (column, join, prediction, usage)
 */
export async function readModels(
  options: ScoreOptions,
  paths: readonly string[],
  names: readonly string[] | undefined,
  test: TestSet,
  pool: ChemistryPool,
  job: Job,
): Promise<Model[]> {
  const called = names ?? shortNames(paths);
  if (called.length !== paths.length || new Set(called).size < called.length) {
    throw new TanimarkError(
      'usage',
      `${optionName('names')}: give ${plural(paths.length, 'different name')}, one for each prediction file, separated by commas`,
      { option: 'names' },
    );
  }
  const models: Model[] = [];
  for (const [m, path] of paths.entries()) {
    const inputFormat = formatNamedFor(path, options.inputFormat, paths);
    const own = { ...options, predictions: path, inputFormat };
    const table = await predictionTable(own, test, pool, job);
    const found = await readTargets(own, test, table, pool, job);
    const invalid = await invalidPredictions(table, own, test, pool, job);
    const { sha256 = '', rows = [] } = table ?? {};
    models.push({ name: called[m], path, sha256, rows: rows.length, found, invalid });
  }
  return models;
}

/**
 * The targets that all models predict.
 *
 * @param threshold from which score on a prediction is of class 1
 * @throws TanimarkError (join) when the true values beside the predictions of two models differ
 */
export function modeledTargets(
  models: readonly Model[],
  threshold: number | undefined,
): ModeledTarget[] {
  const [first, ...others] = models;
  const { targets, kind } = first.found;
  for (const other of others) {
    const theirs = other.found.targets;
    const different = targets.find(
      (target, t) =>
        target.name !== theirs[t]?.name ||
        target.truth.some((y, i) => !Object.is(y, theirs[t].truth[i])),
    );
    if (!different && theirs.length === targets.length) continue;
    const columns = ({ found }: Model) => list(found.targets.map(({ name }) => `"${name}"`));
    throw new TanimarkError(
      'join',
      theirs.length === targets.length && different && theirs.some((t) => t.name === different.name)
        ? `${other.path}: the true values of "${different.name}" differ from those of ${first.path}; put the true values into one table and name it with ${optionName('truth')}`
        : `${other.path} predicts ${columns(other)}, and ${first.path} ${columns(first)}; name what both predict with ${optionName('label')}`,
    );
  }
  let sources = targets.map((_, t) =>
    models.map(({ name, found }): Predictor => {
      const predictions = predictionsOf(found, t);
      return { name, predictions, classes: predictions.classes, threshold };
    }),
  );
  if (kind === 'classes') sources = withHighestClass(sources);
  return targets.map(({ model: _, ...truths }, t) => ({
    ...truths,
    models: models.map(({ found }) => predictionsOf(found, t)),
    sources: sources[t],
  }));
}

function predictionsOf({ targets }: Targets, t: number): ModelPredictions {
  return targets[t].model as ModelPredictions;
}

/** The files' names without folder and ending; with as much of the folder as tells them apart. */
function shortNames(paths: readonly string[]): string[] {
  const bare = paths.map(withoutEnding);
  const parts = bare.map((path) => path.split(/[\\/]/).filter((part) => part !== ''));
  for (let depth = 1; depth <= Math.max(...parts.map((p) => p.length)); depth++) {
    const names = parts.map((part) => part.slice(-depth).join('/'));
    if (new Set(names).size === names.length) return names;
  }
  return paths.map((path, m) => `${basename(path).split(sep).join('/')} (${m + 1})`);
}
