import { TanimarkError } from '../../errors.js';
import type { Metric } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import type { Random } from '../../random.js';
import { holm } from '../../statistics/multiplicity.js';
import type { Task } from '../../task.js';
import { plural } from '../../text.js';
import { reweightedGroup } from '../score/deployment.js';
import { scoredOf } from '../score/evaluate/index.js';
import {
  type Group,
  type Measured,
  measure,
  type Rows,
  workOf,
} from '../score/evaluate/measure.js';
import type { Part, Parts } from '../score/groups.js';
import type { ModelledTarget } from '../score/models.js';
import { type ScoredRows, scoredRowsOf } from '../score/scored-rows.js';
import type { Surroundings } from '../score/surroundings.js';
import { compositionOf, compositionWarnings } from './composition.js';
import { contentOrder } from './content-order.js';
import type { Margin } from './margin.js';
import { comparePair, type Placed } from './pair.js';
import { pairedTest, testOf } from './paired-test.js';
import { ranksOf } from './ranks.js';
import type {
  ComparedGroup,
  ComparedMetric,
  ComparedTask,
  Composition,
  PairDifference,
} from './types.js';

/** What the comparison of every target shares. */
export interface Comparing {
  readonly names: readonly string[];
  readonly margin: Margin | null;
  readonly surroundings: Surroundings;
  /** Whether there are several targets, to be told apart. */
  readonly several: boolean;
}

/** Everything that one target is compared by, models in the order of their content. */
interface Compared extends Comparing {
  readonly rows: Rows;
  readonly metrics: readonly Metric[];
  /** Where each model, as given, stands among the sources of the rows. */
  readonly places: readonly number[];
  /** Whether each row is a unit of its own. */
  readonly independent: boolean;
  /** Rank of each row in an order that does not depend on the file's. */
  readonly rank: Int32Array;
}

/**
 * Compares all models on one target: overall, by stratum, and by every other grouping.
 *
 * @param warnings what is to be said of it is added to them
 * @throws TanimarkError (join, usage)
 */
export async function compareTarget(
  target: ModelledTarget,
  comparing: Comparing,
  random: Random,
  task: Task,
  warnings: string[],
): Promise<ComparedTask> {
  const { surroundings, several, names } = comparing;
  const { likeness, settings } = surroundings;
  const { models, sources } = target;
  const found = await scoredRowsOf(target, models, sources, surroundings, task, warnings);
  sayLeftOut(target, found, names, warnings);
  const compared = prepare(target, found, comparing, warnings);
  const { rows, metrics } = compared;
  const { parts, kept } = found;
  const all = partsInOrder(parts, settings.bins.labels);
  // Both, whatever strata there are, so that they change nothing for the next target.
  const [ownRandom, standardRandom] = [random.fork(), random.fork()];
  const groups = all.map(({ part }): Group => ({ rows: part.rows, report: reportOf(part, parts) }));
  const measured = await measure(rows, groups, metrics, settings.bootstrap, ownRandom, task);
  const bin = Uint8Array.from(kept, (i) => surroundings.bin[i]);
  const composition = await composed(compared, parts, measured, bin, standardRandom, task);
  warnings.push(
    ...compositionWarnings(
      composition,
      several ? target.name : null,
      (name) => metricNamed(name) as Metric,
    ),
  );
  return {
    name: target.name,
    task: target.task,
    n: kept.length,
    molecules: new Set(kept.map((i) => likeness.of[i])).size,
    train: {
      molecules: target.train.length,
      labelled: target.train.filter((y) => !Number.isNaN(y)).length,
    },
    groups: adjusted(
      all.map(({ by, value, part, bin: b }, g) => ({
        by,
        value,
        ...(b === undefined ? {} : { low: settings.bins.low(b), high: settings.bins.high(b) }),
        n: part.rows.length,
        flag: part.flag,
        metrics: metricsOf(compared, part.rows, measured[g]),
      })),
    ),
    composition,
  };
}

/** Rows without a prediction of some model are compared for none. */
function sayLeftOut(
  { models, truth, name }: ModelledTarget,
  { kept }: ScoredRows,
  names: readonly string[],
  warnings: string[],
): void {
  const labelled = truth.filter((y) => !Number.isNaN(y)).length;
  const lacking = models.flatMap(({ value }, m) => {
    const n = value.filter((v, i) => Number.isNaN(v) && !Number.isNaN(truth[i])).length;
    return n > 0 ? [`${names[m]} lacks ${n}`] : [];
  });
  if (lacking.length === 0) return;
  warnings.push(
    `"${name}": compared on the ${plural(kept.length, 'row')} of ${labelled} that every model predicts (${lacking.join(', ')})`,
  );
}

function prepare(
  target: ModelledTarget,
  found: ScoredRows,
  comparing: Comparing,
  warnings: string[],
): Compared {
  const { surroundings } = comparing;
  const { resample } = surroundings.settings;
  const { rows: given, metrics } = found;
  if (metrics.length === 0) {
    throw new TanimarkError(
      'usage',
      surroundings.mixed
        ? `nothing to compare of "${target.name}": none of --metrics is for ${target.task}; name one, or leave it out with --label`
        : 'nothing to compare: name at least one metric with --metrics',
    );
  }
  const order = contentOrder(given.truth, given.sources);
  const rows = { ...given, sources: order.map((s) => given.sources[s]) };
  const places = order.map((_, s) => order.indexOf(s));
  const units = new Set(rows.unit).size;
  const independent = resample !== 'cluster' && units === rows.truth.length;
  if (!independent && metrics.some((metric) => testOf(metric, true) !== 'bootstrap')) {
    const why =
      resample === 'cluster'
        ? 'clusters of similar molecules are drawn together'
        : `the ${plural(rows.truth.length, 'test row')} are ${plural(units, 'molecule')}`;
    warnings.push(
      `${why}, so that rows are not independent: all p-values are from the bootstrap, none from the Wilcoxon, DeLong or McNemar test`,
    );
  }
  const everything = { rows: Int32Array.from(rows.truth.keys()), report: 'nothing' } as const;
  const rank = new Int32Array(rows.truth.length);
  workOf(rows, everything, [], 0).order.forEach((i, k) => {
    rank[i] = k;
  });
  return { ...comparing, rows, metrics, places, independent, rank };
}

interface NamedPart {
  readonly by: string;
  readonly value: string;
  readonly part: Part;
  readonly bin?: number;
}

function partsInOrder({ all, strata, by }: Parts, labels: readonly string[]): NamedPart[] {
  return [
    { by: 'overall', value: 'overall', part: all },
    ...strata.map((part, bin) => ({ by: 'similarity', value: labels[bin], part, bin })),
    ...by.flatMap((grouping) =>
      grouping.parts.map((part) => ({ by: grouping.by, value: part.value, part })),
    ),
  ];
}

/** A part that is too small is not reported, but for the whole, which has no interval then. */
function reportOf(part: Part, { all }: Parts): Group['report'] {
  if (part.flag !== 'small') return 'intervals';
  return part === all ? 'values' : 'nothing';
}

/** Every metric of every model and pair in one group. */
function metricsOf(
  compared: Compared,
  group: Int32Array,
  measured: Measured,
): Record<string, ComparedMetric> {
  const { names, metrics, places, surroundings, rows, rank, margin, independent } = compared;
  const { bootstrap } = surroundings.settings;
  const ordered = group.slice().sort((i, j) => rank[i] - rank[j]);
  const entries = metrics.map((metric, m): [string, ComparedMetric] => {
    const of = names.map((_, s) => placed(measured, places[s], m));
    const test = testOf(metric, independent);
    const values = of.map(({ statistic }) => scoredOf(statistic, bootstrap));
    const ranks = ranksOf(
      metric,
      values.map(({ value }) => value),
    );
    const byName = <T>(list: readonly T[]) =>
      Object.fromEntries(names.map((name, s) => [name, list[s]]));
    const differences = pairsOf(names.length).map(([a, b]) => {
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
    return [metric.name, { values: byName(values), ranks: byName(ranks), differences }];
  });
  return Object.fromEntries(entries);
}

function placed(measured: Measured, place: number, metric: number): Placed {
  return { statistic: measured[place][metric], place };
}

/** All pairs i < j. */
function pairsOf(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, k): [number, number] => [i, i + 1 + k]),
  );
}

/** Every metric and pair with and without the sizes of the strata; nothing where fewer than two are measured. */
async function composed(
  compared: Compared,
  { strata }: Parts,
  measured: readonly Measured[],
  bin: Uint8Array,
  random: Random,
  task: Task,
): Promise<Composition[]> {
  const { rows, metrics, names, places, surroundings } = compared;
  const { settings } = surroundings;
  const large = strata.map(({ flag }) => flag !== 'small');
  const count = large.filter(Boolean).length;
  if (count < 2) return [];
  const shares = Float64Array.from(large, (is) => (is ? 1 / count : 0));
  const group = reweightedGroup(shares, bin, large) as Group;
  const fractional = metrics.filter((metric) => metric.fractional);
  const [equal] = await measure(rows, [group], fractional, settings.bootstrap, random, task);
  return metrics.flatMap((metric, m) => {
    const f = fractional.indexOf(metric);
    return pairsOf(names.length).map(([a, b]) => {
      const sides = (of: Measured, k: number): readonly [Placed, Placed] => [
        placed(of, places[a], k),
        placed(of, places[b], k),
      ];
      return compositionOf(
        {
          metric,
          a: names[a],
          b: names[b],
          pooled: sides(measured[0], m),
          strata: strata.map((_, s) => sides(measured[s + 1], m)),
          standardised: f < 0 ? null : sides(equal, f),
        },
        strata,
        settings.bins,
      );
    });
  });
}

/** The same groups with p-values adjusted over all of them, all metrics and all pairs. */
function adjusted(groups: readonly ComparedGroup[]): ComparedGroup[] {
  const differences = groups.flatMap(({ metrics }) =>
    Object.values(metrics).flatMap((metric) => metric.differences),
  );
  const tested = differences.flatMap((d) =>
    d.difference !== null && d.p !== null ? [{ of: d, p: d.p }] : [],
  );
  const values = holm(tested.map(({ p }) => p));
  const adjustedOf = new Map(tested.map(({ of }, k) => [of as PairDifference, values[k]]));
  return groups.map((group) => ({
    ...group,
    metrics: Object.fromEntries(
      Object.entries(group.metrics).map(([name, metric]) => [
        name,
        {
          ...metric,
          differences: metric.differences.map((d) =>
            d.difference === null ? d : { ...d, p_holm: adjustedOf.get(d) ?? null },
          ),
        },
      ]),
    ),
  }));
}
