import { basename } from 'node:path';
import { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { Random } from '../../random.js';
import { Task } from '../../task.js';
import { plural } from '../../text.js';
import { VERSION } from '../../version.js';
import { Likeness } from '../score/likeness.js';
import { withManifest } from '../score/manifest.js';
import { type Model, modelledTargets, readModels } from '../score/models.js';
import { parametersOf } from '../score/parameters.js';
import { readSettings } from '../score/settings.js';
import { checkAgainstFile } from '../score/stated-similarity.js';
import { surroundingsOf } from '../score/surroundings.js';
import { readTestSet } from '../score/test-set.js';
import type { ScoreOptions } from '../score/types.js';
import { changedSplitError, changedSplitWarnings } from '../split-settings.js';
import { Stopwatch } from '../stopwatch.js';
import { compareTarget } from './compare-target.js';
import { parseMargin } from './margin.js';
import type { Comparing } from './prepare.js';
import type { ComparedTask, CompareModelsOptions, ModelComparison } from './types.js';

/**
 * Compares models by their predictions of the same test rows: all pairs, overall and by stratum of max similarity to
 * the training set. Differences are paired: both models of a pair are drawn together.
 *
 * @throws TanimarkError on anything wrong with the options or the inputs
 */
export async function compareModels(
  given: CompareModelsOptions,
  task = new Task(),
): Promise<ModelComparison> {
  const { predictions, names, margin: marginText, ...reading } = given;
  checkFiles(predictions, names);
  const margin = parseMargin(marginText);
  const manifest = await withManifest<ScoreOptions>(reading);
  const options: ScoreOptions = {
    ...manifest.options,
    // Where truths stand beside predictions, those of the first file are the test rows.
    predictions: predictions[0],
  };
  const settings = readSettings({ ...options, baselines: [] });
  const clock = new Stopwatch();
  const pool = new ChemistryPool(settings.fingerprint, {
    threads: task.threads,
    cache: options.cache,
  });
  try {
    const test = await readTestSet(options, pool, task);
    clock.lap('read');
    const models = await readModels(options, predictions, names, test, pool, task);
    const targets = modelledTargets(models, settings.threshold);
    clock.lap('join');
    const likeness = await Likeness.measure(test, pool, task);
    const warnings = [
      ...changedSplitWarnings(manifest.changed),
      ...test.table.table.notes,
      ...test.warnings,
      ...warningsOf(models),
    ];
    checkAgainstFile(test, likeness, warnings);
    const { found: first } = models[0];
    const { kind, label, prediction } = first;
    const surroundings = surroundingsOf(test, likeness, first, settings, null, pool);
    clock.lap('neighbours');
    const comparing: Comparing = {
      names: models.map(({ name }) => name),
      margin,
      surroundings,
      several: targets.length > 1,
    };
    const random = new Random(settings.seed);
    const tasks: ComparedTask[] = [];
    for (const target of targets) {
      tasks.push(await compareTarget(target, comparing, random, task, warnings));
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
        ...(options.missing === undefined ? {} : { missing: options.missing }),
      },
      inputs: [
        ...models.map(({ path, sha256, rows }) => ({ role: 'predictions', path, sha256, rows })),
        ...test.inputs,
      ],
      models: models.map(({ name, path, found }) => ({ name, path, join: found.join })),
      tasks,
      warnings: [...new Set(warnings)],
      seconds: clock.seconds(),
    };
  } catch (error) {
    throw changedSplitError(error, manifest.changed);
  } finally {
    await pool.close();
  }
}

/** @throws TanimarkError (usage) */
function checkFiles(paths: readonly string[], names: readonly string[] | undefined): void {
  if (paths.length < 2) {
    throw new TanimarkError(
      'usage',
      `a comparison takes two prediction files or more, and ${plural(paths.length, 'file')} ${paths.length === 1 ? 'is' : 'are'} given; for one alone: tanimark score`,
    );
  }
  if (paths.filter((path) => path === '-').length > 1) {
    throw new TanimarkError('usage', 'standard input (-) can be read once only');
  }
  if (names?.some((name) => name.trim() === '')) {
    throw new TanimarkError('usage', `--names ${names.join(',')}: a name is empty`);
  }
}

/** What is to be said of each model, by its name where the text does not name its file; once what is true of all. */
function warningsOf(models: readonly Model[]): string[] {
  const all = new Set(models.flatMap(({ found }) => found.warnings));
  return [...all].flatMap((text) => {
    const having = models.filter(({ found }) => found.warnings.includes(text));
    if (having.length === models.length) return [text];
    return having.map(({ name, path }) =>
      text.includes(basename(path)) ? text : `${name}: ${text}`,
    );
  });
}
