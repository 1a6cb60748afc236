import { basename } from 'node:path';
import { manyInvalidNotes } from '../../dataset/invalid-share.js';
import { TanimarkError } from '../../errors.js';
import { type Evaluation, measureTestSet, withEvaluation } from '../../evaluation/open.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import { parametersOf } from '../../evaluation/parameters.js';
import { type Model, modeledTargets, readModels } from '../../evaluation/predictions/models.js';
import { foldSizesOf, readTestSet, sharesOf } from '../../evaluation/test-set/test-set.js';
import { Job } from '../../job.js';
import { checkOptions } from '../../options/check-options.js';
import { Random } from '../../random.js';
import { optionName, optionValue } from '../../spelling.js';
import { formatNamedFor } from '../../tables/formats/names.js';
import { list, nearestWord, plural, printable } from '../../text.js';
import { VERSION } from '../../version.js';
import { COMPARE_MODELS } from '../options.js';
import { compareTarget } from './compare-target.js';
import { parseMargin } from './margin.js';
import { type Comparing, pairsOf } from './prepare.js';
import type { ComparedTask, CompareModelsOptions, ModelComparison } from './types.js';
import { readWideModels } from './wide.js';

/**
 * Compares models by their predictions of the same test rows, in a file each or in columns of one: all pairs, or all others with a baseline, overall and by stratum of max similarity to
 * the training set. Differences are paired: both models of a pair are drawn together.
 *
 * @throws TanimarkError on anything wrong with the options or the inputs
 */
export async function compareModels(
  given: CompareModelsOptions,
  job = new Job(),
): Promise<ModelComparison> {
  checkOptions('compareModels', COMPARE_MODELS, given, job);
  const { predictions, names, models: columns, margin: marginText, baseline, ...reading } = given;
  checkFiles(predictions, names);
  checkColumns(given);
  const margin = parseMargin(marginText);
  // Where truths stand beside predictions, those of the first file are the test rows.
  const first: ScoreOptions = {
    ...reading,
    predictions: predictions[0],
    inputFormat: formatNamedFor(predictions[0], reading.inputFormat, predictions),
  };
  const compare = async (evaluation: Evaluation): Promise<ModelComparison> => {
    const { options, settings, pool, clock } = evaluation;
    const test = await readTestSet(options, pool, job);
    clock.lap('read');
    const models =
      predictions.length === 1
        ? await readWideModels(options, { columns, names }, test, pool, job)
        : await readModels(
            { ...options, inputFormat: reading.inputFormat },
            predictions,
            names,
            test,
            pool,
            job,
          );
    const targets = modeledTargets(models, settings.threshold);
    clock.lap('join');
    const predicted = models.flatMap(({ invalid }) => invalid ?? []);
    const { found } = models[0];
    const { kind, label, prediction } = found;
    const { context, warnings: stated } = await measureTestSet(evaluation, test, found);
    const warnings = [
      ...evaluation.warnings,
      ...manyInvalidNotes([...sharesOf(test), ...predicted], options.smiles),
      ...test.table.table.notes,
      ...test.warnings,
      ...warningsOf(models),
      ...stated,
    ];
    clock.lap('neighbours');
    const called = models.map(({ name }) => name);
    const comparing: Comparing = {
      names: called,
      margin,
      pairs: pairsOf(called.length, baselineAt(baseline, called)),
      context: context,
    };
    const random = new Random(settings.seed);
    const tasks: ComparedTask[] = [];
    for (const target of targets) {
      tasks.push(await compareTarget(target, comparing, random, job, warnings));
    }
    clock.lap('metrics');
    const labels = tasks.some((one) => one.task === 'classification');
    const same = models.every(({ found }) => found.prediction === prediction);
    return {
      command: 'compare',
      kind: 'predictions',
      version: VERSION,
      rdkit: await pool.rdkitVersion(),
      seed: settings.seed,
      parameters: {
        ...parametersOf(
          settings,
          { kind, label, prediction: same ? prediction : undefined },
          labels ? 'classification' : 'regression',
        ),
        ...(margin === null ? {} : { margin: margin.text }),
        ...(baseline === undefined ? {} : { baseline: baseline.trim() }),
        ...(options.missing === undefined ? {} : { missing: options.missing }),
      },
      inputs: [
        ...models
          .slice(0, predictions.length)
          .map(({ path, sha256, rows }) => ({ role: 'predictions', path, sha256, rows })),
        ...test.inputs,
      ],
      models: models.map(({ name, path, column, found }) => ({
        ...{ name, path },
        ...(column === undefined ? {} : { column }),
        join: found.join,
      })),
      ...foldSizesOf(test),
      tasks,
      warnings: [...new Set(warnings)],
      seconds: clock.seconds(),
    };
  };
  return withEvaluation(first, job, compare, { settings: { baselines: [] } });
}

/** @throws TanimarkError (usage) */
function checkFiles(paths: readonly string[], names: readonly string[] | undefined): void {
  if (paths.length === 0) {
    throw new TanimarkError(
      'usage',
      'nothing to compare; give two or more prediction files, or one file with a column for each model',
    );
  }
  if (paths.filter((path) => path === '-').length > 1) {
    throw new TanimarkError('usage', 'standard input (-) can be read only once; give files');
  }
  if (names?.some((name) => name.trim() === '')) {
    throw new TanimarkError('usage', `${optionValue('names', names.join(','))}: a name is empty`);
  }
}

/** @throws TanimarkError (usage) on options that do not fit the number of files */
function checkColumns({
  predictions,
  models,
  prediction,
  std,
  lower,
  upper,
  task,
}: CompareModelsOptions) {
  if (predictions.length > 1) {
    if (models === undefined) return;
    throw new TanimarkError(
      'usage',
      `${optionValue('models', models.join(','))}: it names columns of one file, and ${plural(predictions.length, 'file')} are given; to name the models of several files, use ${optionName('names')}`,
    );
  }
  if (task === 'multiclass') {
    throw new TanimarkError(
      'usage',
      `${optionValue('task', 'multiclass')}: one file cannot hold the class probabilities of several models; give one file for each model`,
    );
  }
  const given = Object.entries({ prediction, std, lower, upper }).find(([, name]) => name);
  if (!given) return;
  throw new TanimarkError(
    'usage',
    `${optionValue(given[0], given[1] as string)}: it names a column of one model; to name the columns of several models in one file, use ${optionValue('models', 'a,b')}`,
  );
}

/** @throws TanimarkError (usage) when no model is called so */
function baselineAt(name: string | undefined, models: readonly string[]): number | null {
  if (name === undefined) return null;
  const at = models.indexOf(name.trim());
  if (at >= 0) return at;
  const near = nearestWord(name.trim(), models);
  throw new TanimarkError(
    'usage',
    `${optionValue('baseline', printable(name, 40))}: unknown model${near ? ` (did you mean ${printable(near, 40)}?)` : ''}; the models are ${list(models.map((m) => printable(m, 40)))} (${optionName('names')})`,
  );
}

/** Notes on each model, with its name where the text does not name its file; those true of all models once. */
function warningsOf(models: readonly Model[]): string[] {
  const all = new Set(models.flatMap(({ found }) => [...found.hints, ...found.warnings]));
  return [...all].flatMap((text) => {
    const having = models.filter(
      ({ found }) => found.hints.includes(text) || found.warnings.includes(text),
    );
    if (having.length === models.length) return [text];
    return having.map(({ name, path }) =>
      text.includes(basename(path)) ? text : `${name}: ${text}`,
    );
  });
}
