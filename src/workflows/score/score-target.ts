import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { meanLabel } from '../../metrics/baselines/train-mean.js';
import { lossOf, type Metric } from '../../metrics/metric.js';
import { metricsFor } from '../../metrics/registry.js';
import type { Random } from '../../random.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import type { Task } from '../../task.js';
import { plural } from '../../text.js';
import { cliffGrouping } from './cliffs.js';
import { similarityCurve } from './curve.js';
import { deploymentGroup, describeDeployment, type Library } from './deployment.js';
import { evaluate, type Group, type GroupScores, MODEL, type Rows } from './evaluate/index.js';
import { type Grouping, type Part, type Parts, partsOf } from './groups.js';
import type { Likeness } from './likeness.js';
import type { Settings } from './settings.js';
import { type SourceOfRows, scoredRows } from './sources.js';
import type { ScoredTarget } from './targets.js';
import type { TestSet } from './test-set.js';
import type { Deployment, FlaggedGroup, Scores, TaskScores } from './types.js';

/** A property-only model that takes so much of the model's gain over the training mean comes close to it. */
const CLOSE = 0.8;

/** Fewer clusters than this are too few for their spread to be known. */
const FEW_CLUSTERS = 30;

/** What the scoring of every target of a test set shares. */
export interface Surroundings {
  readonly test: TestSet;
  readonly likeness: Likeness;
  /** Bin of max similarity of each test row. */
  readonly bin: Uint8Array;
  readonly groupings: readonly Grouping[];
  readonly library: Library | null;
  readonly settings: Settings;
  /** Whether some targets are numbers and others classes. */
  readonly mixed: boolean;
  readonly pool: ChemistryPool;
}

/**
 * Scores one target: overall, by stratum, by every other grouping, along similarity, and as it would do on the
 * library.
 *
 * @param warnings what is to be said of it is added to them
 */
export async function scoreTarget(
  target: ScoredTarget,
  sources: readonly SourceOfRows[],
  surroundings: Surroundings,
  random: Random,
  task: Task,
  warnings: string[],
): Promise<TaskScores> {
  const { likeness, bin, library, settings } = surroundings;
  const { bins } = settings;
  const kept = keptRows(target, warnings);
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
  const truth = pick(target.truth);
  const rows: Rows = {
    truth,
    unit: await unitsOf(kept, surroundings, warnings),
    trainMean: trainMeanOf(target),
    sources: sources.map((source) => scoredRows(source, kept, settings.threshold)),
  };
  const metrics = chosenMetrics(target, rows, surroundings);
  checkClasses(target, warnings);

  const groupings = settings.by.includes('cliff')
    ? [...surroundings.groupings, await cliffGrouping(target, surroundings, task, warnings)]
    : surroundings.groupings;
  const parts = partsOf(kept, truth, bin, bins.count, groupings, target.task, settings.minN);
  const groups = [parts.all, ...parts.strata, ...parts.by.flatMap((grouping) => grouping.parts)];
  const { bootstrap } = settings;
  // Both, so that a library changes nothing for the next target.
  const [ownRandom, libraryRandom] = [random.fork(), random.fork()];
  const scored = await evaluate(
    rows,
    groups.map((part): Group => ({ rows: part.rows, report: reportOf(part, parts.all) })),
    metrics,
    bootstrap,
    ownRandom,
    task,
  );
  const scoreOf = new Map(groups.map((part, g) => [part, scored[g]]));
  const deployment =
    library &&
    (await deploymentOf(library, rows, parts, kept, metrics, surroundings, libraryRandom, task));
  const overall = scored[0];
  warnIfProperties(target.name, overall, metrics[0], rows, warnings);
  const curve = curveMetric(target, metrics, surroundings);
  return {
    task: target.task,
    n: kept.length,
    molecules: new Set(kept.map((i) => likeness.of[i])).size,
    train: {
      molecules: target.train.length,
      labelled: target.train.filter((y) => !Number.isNaN(y)).length,
    },
    ...sourceScores(MODEL, parts, scoreOf, bins),
    baselines: Object.fromEntries(
      settings.baselines.map(({ name }) => [name, sourceScores(name, parts, scoreOf, bins)]),
    ),
    curve: curve
      ? similarityCurve(
          rows,
          Float64Array.from(kept, (i) => likeness.similarity(i)),
          curve,
        )
      : null,
    deployment,
  };
}

/** A part that is too small is not reported, but for the whole, which has no interval then. */
function reportOf(part: Part, all: Part): Group['report'] {
  if (part.flag !== 'small') return 'intervals';
  return part === all ? 'values' : 'nothing';
}

/** What one source scored in every part; without metrics where it is the model and there is none. */
function sourceScores(
  name: string,
  { all, strata, by }: Parts,
  scoreOf: ReadonlyMap<Part, GroupScores>,
  bins: SimilarityBins,
): Scores {
  const of = (part: Part): FlaggedGroup => {
    const metrics = scoreOf.get(part)?.get(name)?.metrics ?? {};
    return { n: part.rows.length, flag: part.flag, metrics };
  };
  return {
    overall: of(all),
    strata: strata.map((part, b) => ({
      bin: bins.labels[b],
      low: bins.low(b),
      high: bins.high(b),
      ...of(part),
    })),
    ...(by.length === 0
      ? {}
      : {
          by: by.map((grouping) => ({
            by: grouping.by,
            groups: grouping.parts.map((part) => ({ value: part.value, ...of(part) })),
          })),
        }),
  };
}

/** The scores to expect on a library, from the strata that are measured. */
async function deploymentOf(
  library: Library,
  rows: Rows,
  { strata }: Parts,
  kept: Int32Array,
  metrics: readonly Metric[],
  { bin, settings }: Surroundings,
  random: Random,
  task: Task,
): Promise<Deployment> {
  const measured = strata.map(({ flag }) => flag !== 'small');
  const group = deploymentGroup(
    library,
    Uint8Array.from(kept, (i) => bin[i]),
    measured,
  );
  const fractional = metrics.filter((metric) => metric.fractional);
  const scores = group
    ? await evaluate(rows, [group], fractional, settings.bootstrap, random, task)
    : [null];
  return describeDeployment(library, settings.bins, measured, scores[0]);
}

/** Positions of the test rows that have both a true value and a prediction. */
function keptRows({ truth, model, name }: ScoredTarget, warnings: string[]): Int32Array {
  const unlabelled = truth.filter((y) => Number.isNaN(y)).length;
  if (unlabelled > 0) {
    warnings.push(`${plural(unlabelled, 'test row')} without a label in "${name}", left out`);
  }
  const kept = Int32Array.from(
    [...truth.keys()].filter(
      (i) => !Number.isNaN(truth[i]) && !(model && Number.isNaN(model.value[i])),
    ),
  );
  if (kept.length === 0) {
    throw new TanimarkError('join', `no test row has both a label in "${name}" and a prediction`);
  }
  return kept;
}

/** What each row is drawn with. */
async function unitsOf(
  kept: Int32Array,
  { likeness, settings }: Surroundings,
  warnings: string[],
): Promise<Int32Array> {
  if (settings.resample === 'row') return Int32Array.from(kept.keys());
  if (settings.resample === 'molecule') return kept.map((i) => likeness.of[i]);
  const clusters = await likeness.clusters();
  const units = kept.map((i) => clusters[i]);
  const count = new Set(units).size;
  if (settings.bootstrap > 0 && count < FEW_CLUSTERS) {
    warnings.push(
      `the test molecules are only ${plural(count, 'cluster')}: intervals of so few are rough`,
    );
  }
  return units;
}

function trainMeanOf({ train }: ScoredTarget): number | undefined {
  const mean = meanLabel(train);
  return Number.isNaN(mean) ? undefined : mean;
}

/** The metrics that were named; else the usual ones for which the model gives what they need. */
function chosenMetrics(
  target: ScoredTarget,
  rows: Rows,
  { settings, mixed }: Surroundings,
): Metric[] {
  const metrics = metricsFor(target.task, settings.metrics, mixed);
  if (settings.metrics) return metrics;
  return metrics.filter(({ needs }) => {
    if (needs.includes('std') && !target.model?.std) return false;
    if (needs.includes('interval') && !target.model?.interval) return false;
    return !(needs.includes('train_mean') && rows.trainMean === undefined);
  });
}

/** The metric to be drawn: the one that was named, of several tasks where it applies, else the first. */
function curveMetric(
  { task }: ScoredTarget,
  metrics: readonly Metric[],
  { settings, mixed }: Surroundings,
): Metric | undefined {
  const { curve } = settings;
  if (curve?.labels === task) return curve;
  if (!curve || mixed) return metrics[0];
  throw new TanimarkError(
    'usage',
    `--curve ${curve.name}: it is for ${curve.labels}, and this is ${task}`,
  );
}

function checkClasses({ name, task, model }: ScoredTarget, warnings: string[]): void {
  if (task !== 'classification' || !model) return;
  const given = model.value.filter((v) => !Number.isNaN(v));
  if (given.every((v) => v === 0 || v === 1)) {
    warnings.push(
      `the predictions of "${name}" are classes (0 and 1), not probabilities: ROC-AUC and average precision are those of a single threshold`,
    );
  }
}

/**
 * A benchmark on which weight, log P and counts alone come close to the model can be won without learning chemistry.
 */
function warnIfProperties(
  name: string,
  overall: GroupScores,
  metric: Metric | undefined,
  { sources }: Rows,
  warnings: string[],
): void {
  if (!metric || !sources.some(({ name }) => name === MODEL)) return;
  const loss = (source: string) => {
    const scored = overall.get(source)?.metrics[metric.name];
    return scored && scored.value !== null ? lossOf(metric, scored.value) : Number.NaN;
  };
  const mean = loss('train_mean');
  const gain = mean - loss(MODEL);
  const share = (mean - loss('property_only')) / gain;
  if (!(gain > 0 && share >= CLOSE)) return;
  warnings.push(
    `"${name}": properties alone (weight, log P, polar surface, counts) ${share < 1 ? `reach ${Math.round(100 * share)}% of the model's gain over the training mean` : 'do as well as the model'} in ${metric.title}: this benchmark can be won without learning chemistry`,
  );
}
