import type { ChemistryPool } from '../chemistry/pool.js';
import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import { optionName, optionValue } from '../spelling.js';
import { baselines } from './baselines/registry.js';
import { NOVELTY } from './pairs/novelty.js';
import type { Joined } from './predictions/join.js';
import type { Targets } from './predictions/targets/types.js';
import type { Settings } from './settings.js';
import type { Library } from './strata/library.js';
import {
  binsOf,
  columnGrouping,
  FOLD,
  foldGrouping,
  type Grouping,
  scaffoldGrouping,
} from './strata/strata.js';
import { type TestClusters, testClusters } from './test-set/series.js';
import type { RowSimilarity } from './test-set/test-molecules.js';
import type { TestSet } from './test-set/test-set.js';

/** Data shared by the scoring of all targets of a test set. */
export interface EvaluationContext {
  readonly test: TestSet;
  readonly toTrain: RowSimilarity;
  /** Bin of max similarity of each test row. */
  readonly bin: Uint8Array;
  readonly groupings: readonly Grouping[];
  readonly library: Library | null;
  readonly settings: Settings;
  /** Whether some targets are numbers and others classes. */
  readonly mixed: boolean;
  readonly pool: ChemistryPool;
  /** The clusters of test molecules; made when they are asked for, once. */
  clusters(): Promise<TestClusters>;
}

/** The baselines that the test set can have: those of pairs are for pairs. @throws TanimarkError (usage) where one was named */
function baselinesFor(chosen: Settings['baselines'], { pairs }: TestSet): Settings['baselines'] {
  const lost = pairs ? undefined : chosen.find(({ usesPairs }) => usesPairs);
  if (lost && chosen !== baselines) {
    throw new TanimarkError(
      'usage',
      `${optionValue('baselines', lost.name)}: a baseline of pairs, and the rows are molecules; leave it out, or name the column of partners with ${optionName('partner')}`,
      { option: 'baselines' },
    );
  }
  return chosen.filter(({ usesPairs }) => pairs || !usesPairs);
}

/**
 * Data of a test set that are computed before any target is scored.
 *
 * @param found whose predictions `--by` may name a column of, too
 * @param ofPairs groupings that only pairs have; that by novelty is there without being asked for
 * @throws TanimarkError (column, usage)
 */
export function evaluationContext(
  {
    test,
    toTrain,
    settings,
    library,
    pool,
    job,
  }: Pick<EvaluationContext, 'test' | 'toTrain' | 'settings' | 'library' | 'pool'> & {
    readonly job: Job;
  },
  { targets, joined }: Pick<Targets, 'targets'> & { readonly joined: Joined | null },
  ofPairs: readonly Grouping[] = [],
): EvaluationContext {
  let clusters: Promise<TestClusters> | undefined;
  const { folds } = test;
  const named = settings.by
    .filter((name) => name !== 'cliff')
    .map((name) => {
      const own = ofPairs.find(({ by }) => by === name);
      if (own) return own;
      if (name === 'scaffold') return scaffoldGrouping(test);
      return name === FOLD && folds ? foldGrouping(folds) : columnGrouping(name, test, joined);
    });
  const usual = ofPairs.filter(({ by }) => by === NOVELTY && !settings.by.includes(by));
  const groupings = [...usual, ...named];
  return {
    test,
    toTrain,
    bin: binsOf(toTrain, settings.bins),
    groupings,
    library,
    settings: { ...settings, baselines: baselinesFor(settings.baselines, test) },
    mixed: new Set(targets.map((target) => target.task)).size > 1,
    pool,
    clusters: () => {
      clusters ??= testClusters(test, toTrain, settings.series, pool, job);
      return clusters;
    },
  };
}
