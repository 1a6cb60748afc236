import { openPool } from '../chemistry/open-pool.js';
import type { ChemistryPool } from '../chemistry/pool.js';
import { readProperties } from '../chemistry/properties.js';
import {
  type ChangedSplit,
  changedSplitError,
  changedSplitWarnings,
} from '../dataset/manifest/settings.js';
import type { Job } from '../job.js';
import { optionValue } from '../spelling.js';
import { Stopwatch } from '../stopwatch.js';
import { type EvaluationContext, evaluationContext } from './context.js';
import type { ScoreOptions } from './options.js';
import { noveltyGrouping } from './pairs/novelty.js';
import { SIDES, sidesGrouping } from './pairs/side-similarity.js';
import type { Joined } from './predictions/join.js';
import type { Targets } from './predictions/targets/types.js';
import { readSettings, type Settings } from './settings.js';
import type { Library } from './strata/library.js';
import type { Grouping } from './strata/strata.js';
import type { WholeSeries } from './test-set/series.js';
import { SimilarityToFolds } from './test-set/similarity-to-folds.js';
import { type DescribeSmiles, SimilarityToTrain } from './test-set/similarity-to-train.js';
import { withSplitDefaults } from './test-set/split-defaults.js';
import { lostSettingsWarnings, statedSimilarityWarnings } from './test-set/stated-similarity.js';
import type { TestSet } from './test-set/test-set.js';

/** Test set, predictions and settings that an evaluation starts from. */
export interface Evaluation {
  /** As given, and for what was not given as the split was made. */
  readonly options: ScoreOptions;
  readonly settings: Settings;
  readonly pool: ChemistryPool;
  readonly job: Job;
  readonly clock: Stopwatch;
  /** About a split that was changed after it was made. */
  readonly warnings: readonly string[];
}

/** On which scale predictions are taken, where labels are transformed. */
function scaleNotes({ transform }: ScoreOptions): string[] {
  if (transform === undefined) return [];
  return [
    `predictions are read on the transformed scale of the labels (${optionValue('transform', transform)})`,
  ];
}

/**
 * Opens an evaluation for as long as `use` runs: reads the options, the settings of the split among them, and starts
 * the workers.
 *
 * @param use is called with the evaluation; its result is returned
 * @param how.settings changes to the options that are read as settings
 * @param how.series that the split kept whole, where no manifest says so
 * @param how.onChanged is called when the split was changed after its manifest was written; by default a warning
 * @throws TanimarkError on wrong options, and whatever `use` throws
 */
export async function withEvaluation<Result>(
  given: ScoreOptions,
  job: Job,
  use: (evaluation: Evaluation) => Promise<Result>,
  how: {
    readonly settings?: Partial<ScoreOptions>;
    readonly series?: WholeSeries | null;
    readonly onChanged?: (changed: ChangedSplit) => never;
  } = {},
): Promise<Result> {
  const { options, changed, series } = await withSplitDefaults(given);
  if (changed) how.onChanged?.(changed);
  const settings = readSettings({ ...options, ...how.settings }, how.series ?? series);
  const pool = openPool(settings.fingerprint, job, options.cache);
  const warnings = [...changedSplitWarnings(changed), ...scaleNotes(options)];
  try {
    return await use({ options, settings, pool, job, clock: new Stopwatch(), warnings });
  } catch (error) {
    throw changedSplitError(error, changed);
  } finally {
    await pool.close();
  }
}

/** Groupings that only pairs have; the one by the similarity of each side where it is asked for. */
async function pairGroupings(test: TestSet, { by, bins }: Settings, job: Job): Promise<Grouping[]> {
  if (!test.pairs) return [];
  const novelty = noveltyGrouping(test, test.pairs);
  return by.includes(SIDES) ? [novelty, await sidesGrouping(test, bins, job)] : [novelty];
}

/**
 * Measures how similar the test molecules are to the training molecules, and forms the strata.
 *
 * @param found the targets of the predictions, and the predictions, among whose columns `--by` may be, too
 * @returns the context, and warnings where the split file says other similarities
 * @throws TanimarkError (column, usage)
 */
export async function measureTestSet(
  { options, settings, pool, job }: Pick<Evaluation, 'options' | 'settings' | 'pool' | 'job'>,
  test: TestSet,
  found: Pick<Targets, 'targets'> & { readonly joined: Joined | null },
  library: Library | null = null,
): Promise<{ context: EvaluationContext; warnings: string[] }> {
  const describe: DescribeSmiles = (smiles) => readProperties(smiles, pool, job);
  const toTrain = test.folds
    ? await SimilarityToFolds.measure(test, test.folds, describe, job)
    : await SimilarityToTrain.measure(test, describe, job);
  // The file says max similarity to the training rows alone.
  const warnings = [
    ...lostSettingsWarnings(test, options),
    ...(settings.trainWith ? [] : statedSimilarityWarnings(test, toTrain)),
  ];
  const ofPairs = await pairGroupings(test, settings, job);
  const context = evaluationContext(
    { test, toTrain, settings, library, pool, job },
    found,
    ofPairs,
  );
  return { context, warnings };
}
