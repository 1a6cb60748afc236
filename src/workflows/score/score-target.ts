import { TanimarkError } from '../../errors.js';
import { baselines, baselineWithRole } from '../../evaluation/baselines/registry.js';
import { evaluate, type GroupScores, MODEL } from '../../evaluation/bootstrap/index.js';
import type { Group, Rows } from '../../evaluation/bootstrap/measure.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import type { ScoreOptions } from '../../evaluation/options.js';
import type { ScoredTarget } from '../../evaluation/predictions/targets/types.js';
import type { Predictor } from '../../evaluation/predictors.js';
import { scoredRowsOf } from '../../evaluation/scored-rows.js';
import type { Library } from '../../evaluation/strata/library.js';
import { reweightedGroup } from '../../evaluation/strata/reweighting.js';
import { positivesOf, type Strata, type Stratum } from '../../evaluation/strata/strata.js';
import { trainCounts } from '../../evaluation/train-counts.js';
import type { FlaggedGroup } from '../../evaluation/types.js';
import type { Job } from '../../job.js';
import { lossOf, type Metric } from '../../metrics/metric.js';
import type { Random } from '../../random.js';
import type { SimilarityBins } from '../../similarity/bins.js';
import { optionValue } from '../../spelling.js';
import { conformalCoverage } from './conformal.js';
import { similarityCurve } from './curve.js';
import { describeDeployment } from './deployment.js';
import { foldScores } from './fold-scores.js';
import { scoredMolecules } from './molecules.js';
import { partnerScores } from './partners.js';
import type { Deployment, Scores, TaskScores } from './types.js';

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
  sources: readonly Predictor[],
  context: EvaluationContext,
  random: Random,
  job: Job,
  warnings: string[],
  { molecules: listed = false, id }: Pick<ScoreOptions, 'molecules' | 'id'>,
): Promise<TaskScores> {
  const { toTrain, library, settings } = context;
  const { bins } = settings;
  const models = target.model ? [target.model] : [];
  const { kept, rows, metrics, parts, resampled } = await scoredRowsOf(
    target,
    models,
    sources,
    context,
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
    (await deploymentOf(library, rows, parts, kept, metrics, context, libraryRandom, job));
  const overall = scored[0];
  warnIfProperties(target.name, overall, metrics[0], rows, warnings);
  const curve = curveMetric(target, metrics, context);
  const byPartner = await partnerScores(rows, kept, metrics, context, job);
  const conformal = conformalCoverage(target, kept, rows.unit, context, warnings);
  const byFold = await foldScores(rows, parts, metrics, bins, job);
  return {
    task: target.task,
    n: kept.length,
    molecules: new Set(kept.map((i) => toTrain.of[i])).size,
    resampled,
    train: trainCounts(target.train, context),
    ...sourceScores(MODEL, parts, scoreOf, bins),
    baselines: Object.fromEntries(
      settings.baselines.map(({ name }) => [name, sourceScores(name, parts, scoreOf, bins)]),
    ),
    curve: curve
      ? await similarityCurve(
          rows,
          Float64Array.from(kept, (i) => toTrain.similarity(i)),
          curve,
          // Nothing else is drawn with it from here on.
          { bootstrap, random: ownRandom, job },
        )
      : null,
    deployment,
    ...(conformal === undefined ? {} : { conformal }),
    ...(byPartner ? { by_partner: byPartner } : {}),
    ...(byFold ? { folds_by_stratum: byFold } : {}),
    ...(listed ? { molecules_scored: scoredMolecules(target, kept, context, id) } : {}),
  };
}

/** A part that is too small is not reported, but for the whole, which has no interval then. */
function reportOf(part: Stratum, all: Stratum): Group['report'] {
  if (part.flag !== 'small') return 'intervals';
  return part === all ? 'values' : 'nothing';
}

/** Scores of one source in every part; without metrics where it is the model and there is none. */
function sourceScores(
  name: string,
  { all, strata, by }: Strata,
  scoreOf: ReadonlyMap<Stratum, GroupScores>,
  bins: SimilarityBins,
): Scores {
  const of = (part: Stratum): FlaggedGroup => {
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
  { strata }: Strata,
  kept: Int32Array,
  metrics: readonly Metric[],
  { bin, settings }: EvaluationContext,
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
  { settings, mixed }: EvaluationContext,
): Metric | undefined {
  const { curve } = settings;
  if (curve?.labels === task) return curve;
  if (!curve || mixed) return metrics[0];
  throw new TanimarkError(
    'usage',
    `${optionValue('curve', curve.name)}: the metric is for ${curve.labels}, and the task is ${task}; choose another metric`,
  );
}

/**
 * Warns where weight, log P and counts alone come close to the model, and no baseline of structures is better than they.
 */
function warnIfProperties(
  name: string,
  overall: GroupScores,
  metric: Metric | undefined,
  { sources }: Rows,
  warnings: string[],
): void {
  if (!metric || !sources.some(({ name }) => name === MODEL)) return;
  const value = (source: string | undefined) => {
    const scored = source === undefined ? undefined : overall.get(source)?.metrics[metric.name];
    return scored?.value ?? Number.NaN;
  };
  const loss = (source: string | undefined) => lossOf(metric, value(source));
  const mean = baselineWithRole('no_skill')?.name;
  const properties = baselineWithRole('properties')?.name;
  const gain = loss(mean) - loss(MODEL);
  const share = (loss(mean) - loss(properties)) / gain;
  if (!(gain > 0 && share >= CLOSE)) return;
  // Where structure predicts more than properties do, the benchmark does need it.
  const structural = baselines.filter(({ usesNeighbors }) => usesNeighbors === true);
  if (structural.some((one) => loss(one.name) < loss(properties))) return;
  const [theirs, own, least] = [properties, MODEL, mean].map((one) => shown(value(one)));
  const alone = 'a linear model of molecular properties (weight, log P, polar surface, counts) has';
  const meaning =
    'the score of this model does not show that it has learned more than these properties';
  warnings.push(
    theirs === own
      ? `"${name}": ${alone} the same ${metric.title} as this model (${own}): ${meaning}`
      : share > 1
        ? `"${name}": ${alone} ${betterWord(metric)} ${metric.title} than this model (${theirs} against ${own}): ${meaning}`
        : `"${name}": ${alone} ${metric.title} ${theirs}, this model ${own} (training mean: ${least}): these properties alone give most of the improvement over the training mean`,
  );
}

/** Whether a better value of a metric is lower or higher. */
function betterWord({ direction, target }: Metric): string {
  if (target !== undefined) return 'a better';
  return direction === 'minimize' ? 'a lower' : 'a higher';
}

/** A value with three digits; with three decimals, as in tables, where it is not smaller than these show. */
function shown(value: number): string {
  const isSmall = Math.abs(value) < 0.1 && Math.abs(value) >= 0.001;
  const text = isSmall ? value.toFixed(3) : String(Number(value.toPrecision(3)));
  return text.replace('-', '−');
}
