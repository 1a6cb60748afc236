import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { lossOf, type Metric } from '../../metrics/metric.js';
import type { Random } from '../../random.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { similarityCurve } from './curve.js';
import { describeDeployment, type Library, reweightedGroup } from './deployment.js';
import { evaluate, type GroupScores, MODEL } from './evaluate/index.js';
import type { Group, Rows } from './evaluate/measure.js';
import type { Part, Parts } from './groups.js';
import { scoredRowsOf } from './scored-rows.js';
import type { SourceOfRows } from './sources.js';
import type { Surroundings } from './surroundings.js';
import type { ScoredTarget } from './targets.js';
import type { Deployment, FlaggedGroup, Scores, TaskScores } from './types.js';

/** A property-only model that takes so much of the model's gain over the training mean comes close to it. */
const CLOSE = 0.8;

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
  job: Job,
  warnings: string[],
): Promise<TaskScores> {
  const { likeness, library, settings } = surroundings;
  const { bins } = settings;
  const models = target.model ? [target.model] : [];
  const { kept, rows, metrics, parts } = await scoredRowsOf(
    target,
    models,
    sources,
    surroundings,
    job,
    warnings,
  );
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
    job,
  );
  const scoreOf = new Map(groups.map((part, g) => [part, scored[g]]));
  const deployment =
    library &&
    (await deploymentOf(library, rows, parts, kept, metrics, surroundings, libraryRandom, job));
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

/** For a result: how many of the rows are of class 1, where labels are classes. */
export function positivesOf({ positives }: Part): { positives?: number } {
  return positives === undefined ? {} : { positives };
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
    return { n: part.rows.length, ...positivesOf(part), flag: part.flag, metrics };
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
  job: Job,
): Promise<Deployment> {
  const measured = strata.map(({ flag }) => flag !== 'small');
  const group = reweightedGroup(
    library.shares,
    Uint8Array.from(kept, (i) => bin[i]),
    measured,
  );
  const fractional = metrics.filter((metric) => metric.fractional);
  const scores = group
    ? await evaluate(rows, [group], fractional, settings.bootstrap, random, job)
    : [null];
  return describeDeployment(library, settings.bins, measured, scores[0]);
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
