import { DEFAULT_LEVEL } from '../../evaluation/predictions/read-model.js';
import { lossOf, type Metric, Undefined } from '../../metrics/metric.js';
import { studentQuantile } from '../../statistics/distributions/student.js';
import { correctedResampledT } from '../../statistics/hypothesis/corrected-resampled-t.js';
import { average } from '../../statistics/hypothesis/input.js';
import { summarize } from '../../statistics/summary.js';
import type { ResultCell } from '../results.js';
import type { Mean } from './types.js';

/** All repeats of a model on one split of one data set, in their order. */
export interface CellSeries {
  readonly data: string;
  readonly split: string;
  readonly model: string;
  readonly cells: readonly ResultCell[];
}

/** The repeats of each model on each split of each data set, in the order of the cells. */
export function seriesOf(cells: readonly ResultCell[]): CellSeries[] {
  const found = new Map<string, ResultCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.data, cell.split, cell.model]);
    const own = found.get(key);
    if (own) own.push(cell);
    else found.set(key, [cell]);
  }
  return [...found.values()].map((own) => {
    const [{ data, split, model }] = own;
    return { data, split, model, cells: own.toSorted((a, b) => a.repeat - b.repeat) };
  });
}

/** The value of a metric in each repeat, overall or in a stratum; null unless every repeat has one. */
export function valuesOf({ cells }: CellSeries, metric: string, bin?: string): number[] | null {
  const values = cells.map(({ scores }) => groupOf(scores, bin)?.metrics[metric]?.value ?? null);
  return values.includes(null) ? null : (values as number[]);
}

/** How bad each of these values is, the lower the better; null likewise. */
export function lossesOf(series: CellSeries, metric: Metric): number[] | null {
  const values = valuesOf(series, metric.name);
  const best = bestValue(metric) ?? undefined;
  return values?.map((value) => lossOf(metric, value, best)) ?? null;
}

/** The best value of a metric where it is not an end of the scale; a benchmark has the usual level of intervals. */
export function bestValue({ target }: Metric): number | null {
  return target === 'level' ? DEFAULT_LEVEL : (target ?? null);
}

export function groupOf(scores: ResultCell['scores'], bin: string | undefined) {
  return bin === undefined ? scores?.overall : scores?.strata.find((one) => one.bin === bin);
}

/** Test molecules over training molecules, the mean over repeats. */
export function testToTrain({ cells }: CellSeries): number {
  return average(cells.map(({ scores }) => (scores ? scores.test / scores.train : Number.NaN)));
}

/**
 * The mean of a metric over repeats. Its interval is Student's with the variance of Nadeau and Bengio, (1 / J + test /
 * train) times that of the J repeats, because their training sets overlap; of one repeat that of its score.
 */
export function meanOf(series: CellSeries, metric: string, bin?: string): Mean {
  const values = valuesOf(series, metric, bin);
  if (values === null) return { value: null, ci95: null, sd: null };
  if (values.length === 1) {
    const scored = groupOf(series.cells[0].scores, bin)?.metrics[metric];
    const ci95 = scored && scored.value !== null ? scored.ci95 : null;
    return { value: values[0], ci95, sd: null };
  }
  const zeros = values.map(() => 0);
  const test = correctedResampledT(values, zeros, testToTrain(series));
  return {
    value: average(values),
    ci95: test instanceof Undefined ? null : test.interval,
    sd: summarize(values).sd,
  };
}

/** 95% interval of the difference of two means of independent repeats: Welch's, each variance as in {@link meanOf}. */
export function differenceInterval(
  a: readonly number[],
  b: readonly number[],
  ratios: readonly [number, number],
): readonly [number, number] | null {
  if (a.length < 2 || b.length < 2) return null;
  const [u, v] = [a, b].map((values, i) => {
    const variance = (summarize(values).sd as number) ** 2;
    return variance * (1 / values.length + ratios[i]);
  });
  if (u + v === 0) return null;
  const df = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  const half = studentQuantile(0.975, df) * Math.sqrt(u + v);
  const difference = average(a) - average(b);
  return [difference - half, difference + half];
}
