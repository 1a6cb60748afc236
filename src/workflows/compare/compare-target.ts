import { scoredOf } from '../../evaluation/bootstrap/index.js';
import { type Group, type Measured, measure } from '../../evaluation/bootstrap/measure.js';
import type { ModeledTarget } from '../../evaluation/predictions/models.js';
import { type ScoredRows, scoredRowsOf } from '../../evaluation/scored-rows.js';
import type { Strata, Stratum } from '../../evaluation/strata/strata.js';
import { positivesOf } from '../../evaluation/strata/strata.js';
import { trainCounts } from '../../evaluation/train-counts.js';
import type { Job } from '../../job.js';
import type { Random } from '../../random.js';
import { plural } from '../../text.js';
import { compositionsOf } from './composition.js';
import { corrected, paradoxOf } from './corrected.js';
import { comparePair } from './pair.js';
import { pairedTest, testOf } from './paired-test.js';
import { type Compared, type Comparing, placed, prepare } from './prepare.js';
import { ranksOf } from './ranks.js';
import type { ComparedMetric, ComparedTask } from './types.js';

/**
 * Compares all models on one target: overall, by stratum, and by every other grouping.
 *
 * @param warnings what is to be said of it is added to them
 * @throws TanimarkError (join, usage)
 */
export async function compareTarget(
  target: ModeledTarget,
  comparing: Comparing,
  random: Random,
  job: Job,
  warnings: string[],
): Promise<ComparedTask> {
  const { context, names } = comparing;
  const { toTrain, settings } = context;
  const { models, sources } = target;
  const found = await scoredRowsOf(target, models, sources, context, job, warnings);
  sayLeftOut(target, found, names, warnings);
  const compared = prepare(target, found, comparing, warnings);
  const { rows, metrics } = compared;
  const { parts, kept } = found;
  const all = partsInOrder(parts, settings.bins.labels);
  // Both, whatever strata there are, so that they change nothing for the next target.
  const [ownRandom, standardRandom] = [random.fork(), random.fork()];
  const groups = all.map(({ part }): Group => ({ rows: part.rows, report: reportOf(part, parts) }));
  const measured = await measure(rows, groups, metrics, settings.bootstrap, ownRandom, job);
  const bin = Uint8Array.from(kept, (i) => context.bin[i]);
  const composition = await compositionsOf(compared, parts, measured, bin, standardRandom, job);
  const { groups: reported, tests } = corrected(
    all.map(({ by, value, part, bin: b }, g) => ({
      by,
      value,
      ...(b === undefined ? {} : { low: settings.bins.low(b), high: settings.bins.high(b) }),
      n: part.rows.length,
      ...positivesOf(part),
      flag: part.flag,
      metrics: metricsOf(compared, part.rows, measured[g]),
    })),
  );
  return {
    name: target.name,
    task: target.task,
    n: kept.length,
    molecules: new Set(kept.map((i) => toTrain.of[i])).size,
    resampled: found.resampled,
    train: trainCounts(target.train, context),
    primary_metric: metrics[0].name,
    tests,
    groups: reported,
    composition: composition.map((one) => ({ ...one, paradox: paradoxOf(reported, one) })),
  };
}

/** Rows without a prediction of some model are compared for none. */
function sayLeftOut(
  { models, truth, name }: ModeledTarget,
  { kept }: ScoredRows,
  names: readonly string[],
  warnings: string[],
): void {
  const labeled = truth.filter((y) => !Number.isNaN(y)).length;
  const lacking = models.flatMap(({ value }, m) => {
    const n = value.filter((v, i) => Number.isNaN(v) && !Number.isNaN(truth[i])).length;
    return n > 0 ? [`${names[m]} lacks ${n}`] : [];
  });
  if (lacking.length === 0) return;
  warnings.push(
    `"${name}": compared on ${plural(kept.length, 'row')} of ${labeled}, those with predictions of every model (${lacking.join(', ')})`,
  );
}

interface NamedPart {
  readonly by: string;
  readonly value: string;
  readonly part: Stratum;
  readonly bin?: number;
}

function partsInOrder({ all, strata, by }: Strata, labels: readonly string[]): NamedPart[] {
  return [
    { by: 'overall', value: 'overall', part: all },
    ...strata.map((part, bin) => ({ by: 'similarity', value: labels[bin], part, bin })),
    ...by.flatMap((grouping) =>
      grouping.parts.map((part) => ({ by: grouping.by, value: part.value, part })),
    ),
  ];
}

/** A part that is too small is not reported, but for the whole, which has no interval then. */
function reportOf(part: Stratum, { all }: Strata): Group['report'] {
  if (part.flag !== 'small') return 'intervals';
  return part === all ? 'values' : 'nothing';
}

/** Every metric of every model and pair in one group. */
function metricsOf(
  compared: Compared,
  group: Int32Array,
  measured: Measured,
): Record<string, ComparedMetric> {
  const { names, metrics, places, pairs, context, rows, rank, margin, independent } = compared;
  const { bootstrap } = context.settings;
  const ordered = group.slice().sort((i, j) => rank[i] - rank[j]);
  const entries = metrics.map((metric, m): [string, ComparedMetric] => {
    const of = names.map((_, s) => placed(measured, places[s], m));
    const test = testOf(metric, independent);
    const values = of.map(({ statistic }) => scoredOf(metric, statistic, bootstrap));
    const ranks = ranksOf(metric, values);
    const byName = <T>(list: readonly T[]) =>
      Object.fromEntries(names.map((name, s) => [name, list[s]]));
    const differences = pairs.map(([a, b]) => {
      // By content, so that the p-value is the same either way round.
      const [first, second] = [places[a], places[b]].sort((x, y) => x - y);
      return comparePair(
        metric,
        of[a],
        of[b],
        {
          a: names[a],
          b: names[b],
          margin,
          test,
          tested: (gain) => pairedTest(test, rows, ordered, first, second, gain),
        },
        bootstrap,
      );
    });
    const role = m === 0 ? 'primary' : 'secondary';
    return [metric.name, { role, values: byName(values), ranks: byName(ranks), differences }];
  });
  return Object.fromEntries(entries);
}
