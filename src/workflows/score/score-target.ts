import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import type { BaselineContext } from '../../metrics/baselines/baseline.js';
import { meanLabel } from '../../metrics/baselines/train-mean.js';
import { lossOf, type Metric, Undefined } from '../../metrics/metric.js';
import { metricsFor } from '../../metrics/registry.js';
import type { Random } from '../../random.js';
import type { Task } from '../../task.js';
import { plural } from '../../text.js';
import { cliffGrouping } from './cliffs.js';
import { similarityCurve } from './curve.js';
import { deploymentGroup, describeDeployment, type Library } from './deployment.js';
import { evaluate, type Group, type GroupScores, MODEL, type Rows } from './evaluate/index.js';
import type { Predictions } from './evaluate/work.js';
import { flagOf, type Grouping } from './groups.js';
import type { Likeness } from './likeness.js';
import type { ModelPredictions } from './read-model.js';
import type { Settings } from './settings.js';
import type { ScoredTarget } from './targets.js';
import type { TestSet } from './test-set.js';
import type { FlaggedGroup, ScoredGrouping, Scores, TaskScores } from './types.js';

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

/** Predictions of the model and of the baselines for each test row. */
export interface SourceOfRows {
  readonly name: string;
  readonly predictions: ModelPredictions | Undefined;
  /** Classes where they do not follow from a threshold. */
  readonly classes?: Float64Array | undefined;
}

/** The model, if there is one, and every baseline. */
export async function sourcesOf(
  target: ScoredTarget,
  { likeness, settings }: Surroundings,
): Promise<SourceOfRows[]> {
  const { baselines } = settings;
  const sources: SourceOfRows[] = target.model ? [{ name: MODEL, predictions: target.model }] : [];
  if (baselines.length === 0) return sources;
  const context: BaselineContext = {
    task: target.task,
    trainLabels: target.train,
    count: likeness.molecules.length,
    neighbours: baselines.some((b) => b.usesNeighbours)
      ? await likeness.neighbours(target.train)
      : [],
    properties: baselines.some((b) => b.usesProperties) ? await likeness.properties() : null,
  };
  for (const baseline of baselines) {
    const found = baseline.predict(context);
    const predictions =
      found instanceof Undefined
        ? found
        : { value: Float64Array.from(likeness.of, (m) => found[m]) };
    sources.push({ name: baseline.name, predictions });
  }
  return sources;
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
  const { bins, minN } = settings;
  const kept = keptRows(target, warnings);
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
  const truth = pick(target.truth);
  const rows: Rows = {
    truth,
    unit: await unitsOf(kept, surroundings, warnings),
    trainMean: trainMeanOf(target),
    sources: sources.map(({ name, predictions, classes }) => ({
      name,
      predictions:
        predictions instanceof Undefined
          ? predictions
          : predictionsOf(
              predictions,
              kept,
              classes,
              // Baselines give probabilities, whatever the scale of the model's scores.
              name === MODEL ? settings.threshold : undefined,
            ),
    })),
  };
  const metrics = chosenMetrics(target, rows, surroundings);
  checkClasses(target, warnings);

  const groupings = settings.by.includes('cliff')
    ? [...surroundings.groupings, await cliffGrouping(target, surroundings, task, warnings)]
    : surroundings.groupings;
  const members = (of: ArrayLike<number>, value: number) =>
    Int32Array.from([...kept.keys()].filter((i) => of[kept[i]] === value));
  const describe = (own: Int32Array) => {
    const flag = flagOf(
      Float64Array.from(own, (i) => truth[i]),
      target.task,
      minN,
    );
    return { rows: own, flag };
  };
  const all = describe(Int32Array.from(kept.keys()));
  const strata = bins.labels.map((_, b) => describe(members(bin, b)));
  const parts = groupings.map(({ values, of }) =>
    values
      .map((value, v) => ({ value, ...describe(members(of, v)) }))
      .filter((part) => part.rows.length > 0),
  );
  const measured = strata.map(({ flag }) => flag !== 'small');
  const ownBins = Uint8Array.from(kept, (i) => bin[i]);
  const elsewhere = library && deploymentGroup(library, ownBins, measured);
  const groups: Group[] = [
    { rows: all.rows, report: all.flag === 'small' ? 'values' : 'intervals' },
    ...[...strata, ...parts.flat()].map(
      (part): Group => ({
        rows: part.rows,
        report: part.flag === 'small' ? 'nothing' : 'intervals',
      }),
    ),
  ];
  const { bootstrap } = settings;
  const scores = await evaluate(rows, groups, metrics, bootstrap, random.fork(), task);
  const [deployed] = elsewhere
    ? await evaluate(
        rows,
        [elsewhere],
        metrics.filter((m) => m.fractional),
        bootstrap,
        random.fork(),
        task,
      )
    : [null];

  const nothing = { metrics: {} };
  const scoresOf = (name: string): Scores => {
    const group = (g: number, flag: FlaggedGroup['flag']): FlaggedGroup => {
      const own = scores[g].get(name) ?? { n: groups[g].rows.length, ...nothing };
      return { n: own.n, flag, metrics: own.metrics };
    };
    let g = 1;
    const result: Scores = {
      overall: group(0, all.flag),
      strata: strata.map(({ flag }, b) => ({
        bin: bins.labels[b],
        low: bins.low(b),
        high: bins.high(b),
        ...group(g++, flag),
      })),
    };
    if (groupings.length === 0) return result;
    const by = groupings.map(
      (grouping, p): ScoredGrouping => ({
        by: grouping.by,
        groups: parts[p].map(({ value, flag }) => ({ value, ...group(g++, flag) })),
      }),
    );
    return { ...result, by };
  };
  warnIfProperties(target.name, scores[0], metrics[0], rows, warnings);
  const curve = curveMetric(target, metrics, surroundings);
  return {
    task: target.task,
    n: kept.length,
    molecules: new Set(kept.map((i) => likeness.of[i])).size,
    train: {
      molecules: target.train.length,
      labelled: target.train.filter((y) => !Number.isNaN(y)).length,
    },
    ...scoresOf(MODEL),
    baselines: Object.fromEntries(settings.baselines.map(({ name }) => [name, scoresOf(name)])),
    curve: curve
      ? similarityCurve(
          rows,
          Float64Array.from(kept, (i) => likeness.similarity(i)),
          curve,
        )
      : null,
    deployment: library && describeDeployment(library, bins, measured, deployed),
  };
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

/** Predictions as metrics look at them. */
function predictionsOf(
  { value, std, interval }: ModelPredictions,
  kept: Int32Array,
  classes: Float64Array | undefined,
  threshold: number | undefined,
): Predictions {
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]);
  const own = pick(value);
  const probabilities = own.every((v) => v >= 0 && v <= 1);
  const cut = threshold ?? (probabilities ? 0.5 : undefined);
  return {
    value: own,
    classes: classes
      ? pick(classes)
      : cut === undefined
        ? undefined
        : own.map((v) => (v >= cut ? 1 : 0)),
    probabilities,
    std: std && pick(std),
    interval: interval && {
      lower: pick(interval.lower),
      upper: pick(interval.upper),
      level: interval.level,
    },
  };
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
