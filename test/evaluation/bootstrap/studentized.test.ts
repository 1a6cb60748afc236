import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossDifference } from '../../../src/evaluation/bootstrap/difference.js';
import {
  GroupEvaluator,
  type GroupWork,
  type Predictions,
} from '../../../src/evaluation/bootstrap/group-evaluator.js';
import { intervalOf, studentizedScale } from '../../../src/evaluation/bootstrap/interval.js';
import { measure } from '../../../src/evaluation/bootstrap/measure.js';
import { type Resampled, resample } from '../../../src/evaluation/bootstrap/resample.js';
import { Job } from '../../../src/job.js';
import { type Metric, type Scale, Undefined } from '../../../src/metrics/metric.js';
import { metricNamed, metrics } from '../../../src/metrics/registry.js';
import { Sample } from '../../../src/metrics/sample.js';
import { Random } from '../../../src/random.js';
import { drawInto, jackknifeParts, partition } from '../../../src/statistics/resampling.js';
import { studentizedInterval } from '../../../src/statistics/studentized.js';

const SEED = 5;
const TRAIN_MEAN = 0.7;
const named = (name: string) => metricNamed(name) as Metric;

/** Two models; classes and probabilities of one in twenty, or numbers, of which some are equal and a few far away. */
function made(n: number, copies: number, isClass: boolean) {
  const random = new Random(n);
  const u = () => random.uniform();
  const truth = Float64Array.from({ length: n }, () =>
    isClass ? Number(u() < 0.4) : Math.round(8 * u()) / 2 + (u() < 0.03 ? 50 : 0),
  );
  const model = (): Predictions => {
    const value = truth.map((t) =>
      isClass ? Math.round(20 * (0.3 * t + 0.69 * u())) / 20 : Math.round(16 * (t + u())) / 16,
    );
    const std = value.map(() => 0.3 + u());
    return {
      value,
      classes: isClass ? value.map((v) => Number(v >= 0.5)) : undefined,
      probabilities: isClass,
      std,
      interval: {
        lower: value.map((v, i) => v - std[i]),
        upper: value.map((v, i) => v + std[i]),
        level: 0.6,
      },
    };
  };
  const of = Int32Array.from(truth, (_, i) => Math.floor(i / copies));
  return { truth, sources: [model(), model()], units: { count: Math.ceil(n / copies), of } };
}

function workOf(data: ReturnType<typeof made>, list: readonly Metric[]): GroupWork {
  const statistics = [0, 1].flatMap((source) =>
    list.map((metric, m) => ({
      source,
      metric: metric.name,
      drawn: true,
      studentized: {
        scale: studentizedScale(metric) as Scale,
        against: source === 0 ? null : m,
      },
    })),
  );
  return { ...data, trainMean: TRAIN_MEAN, statistics, reweighting: undefined, seed: SEED };
}

const SCALES: Readonly<Record<Scale, (x: number) => number>> = {
  identity: (x) => x,
  log: (x) => Math.log(x),
  log1m: (x) => -Math.log(1 - x),
  atanh: (x) => 0.5 * Math.log((1 + x) / (1 - x)),
  logit: (x) => Math.log(x) - Math.log(1 - x),
};

/**
 * Tukey's standard error on a scale, by the textbook; 0 of equal values, NaN where more than a tenth is undefined or a value
 * has no place on the scale.
 */
function tukey(left: readonly number[], scale: (x: number) => number = (x) => x): number {
  const known = left.filter((v) => !Number.isNaN(v));
  const n = known.length;
  if (n < 2 || left.length - n > left.length / 10) return Number.NaN;
  if (new Set(known).size === 1) return 0;
  const scaled = known.map(scale);
  if (!scaled.every(Number.isFinite)) return Number.NaN;
  const mean = scaled.reduce((sum, v) => sum + v, 0) / n;
  return Math.sqrt(((n - 1) / n) * scaled.reduce((sum, v) => sum + (v - mean) ** 2, 0));
}

/** The metric of rows that are written out as often as they were drawn. */
function metricOf(metric: Metric, data: ReturnType<typeof made>, source: number, rows: number[]) {
  const { value, classes, std, interval } = data.sources[source];
  const pick = (list: Float64Array) => Float64Array.from(rows, (i) => list[i]);
  const prediction = metric.needs[0] === 'class' ? (classes as Float64Array) : value;
  const found = metric.compute(pick(data.truth), pick(prediction), {
    std: pick(std as Float64Array),
    interval: interval && {
      lower: pick(interval.lower),
      upper: pick(interval.upper),
      level: interval.level,
    },
    trainMean: TRAIN_MEAN,
  });
  return typeof found === 'number' ? found : NaN;
}

describe('standard errors of bootstrap draws', () => {
  it.each([
    [60, 1, false],
    [90, 2, false],
    [260, 1, false],
    [606, 3, false],
    [80, 1, true],
    [260, 1, true],
  ])(
    'are those of the drawn rows, written out and left out one by one (%i rows, %i to a molecule, classes: %s)',
    (n, copies, isClass) => {
      const data = made(n, copies, isClass);
      const labels = isClass ? 'classification' : 'regression';
      const list = metrics.filter((m) => m.labels === labels && studentizedScale(m) !== null);
      expect(list.length).toBeGreaterThan(10);
      const work = workOf(data, list);
      const width = work.statistics.length;
      const DRAWS = 2;
      const found = new GroupEvaluator(work).run({
        group: 0,
        kind: 'draws',
        first: 0,
        count: DRAWS,
        seed: 77,
      });
      const { units } = data;
      const random = new Random(77);
      const sample = Sample.whole(n);
      const times = new Int32Array(units.count);
      const partOf = partition(units.count, new Random(SEED));
      const rowsOf = (u: number) =>
        Array.from({ length: copies }, (_, c) => u * copies + c).filter((i) => i < n);
      let known = 0;
      for (let d = 0; d < DRAWS; d++) {
        drawInto(sample, units, random, times);
        const copiesOf = [...times].flatMap((count, u) => Array<number>(count).fill(u));
        expect(copiesOf).toHaveLength(units.count);
        const without = Array.from({ length: jackknifeParts(units.count) }, (_, p) =>
          copiesOf.filter((_u, k) => partOf[k] !== p).flatMap(rowsOf),
        );
        list.forEach((metric, m) => {
          const left = [0, 1].map((s) => without.map((rows) => metricOf(metric, data, s, rows)));
          const whole = metricOf(metric, data, 0, copiesOf.flatMap(rowsOf));
          const own = (kind: number, s: number) =>
            found[d * 3 * width + kind * width + s * list.length + m];
          expect(own(0, 0)).toBeCloseTo(whole, 9);
          const close = (value: number, oracle: number) => {
            if (Number.isNaN(oracle)) expect(value, metric.name).toBeNaN();
            else if (oracle === 0) expect(value, metric.name).toBe(0);
            else expect(value / oracle, metric.name).toBeCloseTo(1, 7);
            known += Number(!Number.isNaN(oracle));
          };
          const scale = SCALES[studentizedScale(metric) as Scale];
          for (const s of [0, 1]) close(own(1, s), tukey(left[s], scale));
          expect(own(2, 0)).toBeNaN();
          if (metric.target !== undefined) return;
          close(own(2, 1), tukey(left[0].map((v, p) => v - left[1][p])));
        });
      }
      // Otherwise nothing would be compared.
      expect(known).toBeGreaterThan(2.5 * DRAWS * list.length * 0.8);
    },
    60_000,
  );

  it('are exact where one row outweighs all others', () => {
    const n = 40;
    const random = new Random(4);
    const truth = Float64Array.from({ length: n }, (_, i) => (i === 7 ? 1e6 : random.uniform()));
    const value = truth.map((t, i) => (i === 7 ? 0.5 : i === 9 ? 1e6 : t + random.uniform()));
    const predictions = { value, probabilities: false };
    const data = {
      truth,
      sources: [predictions, predictions],
      units: { count: n, of: Int32Array.from(truth.keys()) },
    };
    const list = ['mae', 'r2', 'explained_variance', 'pearson', 'spearman'].map(named);
    const evaluator = new GroupEvaluator(workOf(data, list));
    const found = evaluator.run({ group: 0, kind: 'draws', first: 0, count: 8, seed: 1 });
    const drawer = new Random(1);
    const sample = Sample.whole(n);
    const times = new Int32Array(n);
    let single = 0;
    for (let d = 0; d < 8; d++) {
      drawInto(sample, data.units, drawer, times);
      single += Number(times[7] === 1);
      const copies = [...times].flatMap((count, u) => Array<number>(count).fill(u));
      list.forEach((metric, m) => {
        const left = copies.map((_, k) => {
          const rows = copies.filter((_u, j) => j !== k);
          const pick = (of: Float64Array) => Float64Array.from(rows, (i) => of[i]);
          return metric.compute(pick(truth), pick(value)) as number;
        });
        const oracle = tukey(left, SCALES[studentizedScale(metric) as Scale]);
        const own = found[d * 3 * 10 + 10 + m];
        if (Number.isNaN(oracle)) expect(own).toBeNaN();
        else expect(own / oracle, metric.name).toBeCloseTo(1, 6);
      });
    }
    // The draws in which all leave-out values but one are of rows that the outlier dwarfs.
    expect(single).toBeGreaterThan(0);
  });

  it('are the same for any number of threads, and the draws are those without them', async () => {
    const list = ['mae', 'r2', 'spearman', 'kendall'].map(named);
    const work = workOf(made(700, 1, false), list);
    const run = (own: GroupWork, threads: number, from?: number) =>
      resample([own], 40, new Job({ threads }), from);
    const alone = await run(work, 1);
    for (const threads of [2, 3]) expect(await run(work, threads, 0)).toEqual(alone);
    const statistics = work.statistics.map((own) => ({ ...own, studentized: undefined }));
    const plain = await run({ ...work, statistics }, 1);
    expect(plain[0].map(({ draws, jackknife }) => [draws, jackknife])).toEqual(
      alone[0].map(({ draws, jackknife }) => [draws, jackknife]),
    );
    expect(plain[0][0].errors).toBeUndefined();
    expect(alone[0].map(({ differenceErrors }) => differenceErrors?.length)).toEqual([
      ...Array(4).fill(undefined),
      ...Array(4).fill(40),
    ]);
  });
});

/** Statistics of two models by `--interval studentized`, or another method. */
async function measuredBy(
  data: ReturnType<typeof made>,
  list: readonly Metric[],
  interval: 'studentized' | 'bca' = 'studentized',
) {
  const rows = {
    truth: data.truth,
    unit: data.units.of,
    interval,
    trainMean: TRAIN_MEAN,
    sources: data.sources.map((predictions, s) => ({ name: `${s}`, predictions })),
  };
  const group = { rows: Int32Array.from(data.truth.keys()), report: 'intervals' } as const;
  const [found] = await measure(rows, [group], list, 200, new Random(1), new Job());
  return found;
}

describe('studentized intervals of metrics', () => {
  const REGRESSION = ['mae', 'rmse', 'mse', 'r2', 'pearson', 'spearman', 'mean_signed_error'];

  it('scale with the errors, and do not see a unit where the metric has none', async () => {
    const list = REGRESSION.map(named);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 30, max: 60 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        async (n, c) => {
          const data = made(n, 1, false);
          const scaled = {
            ...data,
            truth: data.truth.map((v) => c * v),
            sources: data.sources.map(({ value }) => ({
              value: value.map((v) => c * v),
              probabilities: false,
            })),
          };
          const [[...own], [...other]] = [
            (await measuredBy(data, list))[0],
            (await measuredBy(scaled, list))[0],
          ];
          list.forEach((metric, m) => {
            const factor = { factor: c, square: c * c, none: 1 }[
              metric.unit === 'summand' ? 'none' : (metric.unit ?? 'none')
            ];
            const before = intervalOf(metric, own[m]);
            const after = intervalOf(metric, other[m]);
            if (before instanceof Undefined || after instanceof Undefined) {
              expect(after).toEqual(before);
              return;
            }
            for (const end of [0, 1]) {
              expect(after[end] / factor, metric.name).toBeCloseTo(before[end], 6);
            }
          });
        },
      ),
      { numRuns: 4 },
    );
  });

  it('hold the value, and those of differences have the sign of either order', async () => {
    const list = REGRESSION.map(named);
    const data = made(80, 1, false);
    const [first, second] = await measuredBy(data, list);
    const turned = await measuredBy({ ...data, sources: data.sources.toReversed() }, list);
    list.forEach((metric, m) => {
      const interval = intervalOf(metric, first[m]) as readonly [number, number];
      const value = first[m].value as number;
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
      const own = lossDifference(metric, first[m], second[m]);
      const other = lossDifference(metric, turned[0][m], turned[1][m]);
      const [a, b] = [first[m].resampled, second[m].resampled] as Resampled[];
      // A bias is as bad above as below 0; of R² and correlations, the larger is the better.
      const loss = (x: number) =>
        metric.target === 0 ? Math.abs(x) : metric.direction === 'minimize' ? x : -x;
      const less = (kind: 'draws' | 'jackknife') =>
        a[kind].map((x, d) => loss(x) - loss(b[kind][d]));
      expect(own?.ci95).toEqual(
        studentizedInterval(own?.difference as number, {
          draws: less('draws'),
          errors: b.differenceErrors as Float64Array,
          jackknife: less('jackknife'),
        }),
      );
      expect(own?.ci95).not.toBeNull();
      // Rows are in the order of the first source, so that draws differ: the widths are alike.
      const width = (ci: readonly [number, number] | null | undefined) =>
        ci ? ci[1] - ci[0] : NaN;
      expect(other?.difference).toBeCloseTo(-(own?.difference as number), 12);
      expect(width(other?.ci95) / width(own?.ci95)).toBeGreaterThan(0.7);
      expect(width(other?.ci95) / width(own?.ci95)).toBeLessThan(1.4);
    });
  });

  it('are BCa where the jackknife does not hold, and none where chance shifts the value', async () => {
    const data = made(80, 1, false);
    const list = ['median_ae', 'max_error'].map(named);
    const t = await measuredBy(data, list);
    const bca = await measuredBy(data, list, 'bca');
    expect(intervalOf(list[0], t[0][0])).toEqual(intervalOf(list[0], bca[0][0]));
    expect(intervalOf(list[1], t[0][1])).toEqual(new Undefined('shifted_by_chance'));
    list.forEach((metric, m) => {
      expect(lossDifference(metric, t[0][m], t[1][m])).toEqual(
        lossDifference(metric, bca[0][m], bca[1][m]),
      );
    });
  });

  it('are not given for shares that are 1 in too many draws', async () => {
    const data = made(60, 1, true);
    const right = { ...data.sources[0], value: data.truth.map((y) => 0.1 + 0.8 * y) };
    const sources = [{ ...right, classes: data.truth }, data.sources[1]];
    const list = ['accuracy', 'roc_auc', 'mcc'].map(named);
    const [perfect, other] = await measuredBy({ ...data, sources }, list);
    list.forEach((metric, m) => {
      expect(perfect[m].value).toBe(1);
      expect(intervalOf(metric, perfect[m])).toEqual(new Undefined('unstable'));
      const [low, high] = intervalOf(metric, other[m]) as readonly [number, number];
      expect(low).toBeGreaterThan(-1);
      expect(high).toBeLessThan(1);
    });
  });
});
