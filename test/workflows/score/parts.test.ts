import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/evaluation/bootstrap/measure.js';
import { canonicalRows } from '../../../src/evaluation/bootstrap/row-order.js';
import { withHighestClass } from '../../../src/evaluation/predictions/classes.js';
import { reweightedGroup } from '../../../src/evaluation/strata/reweighting.js';
import { flagOf } from '../../../src/evaluation/strata/strata.js';
import type { Scored } from '../../../src/evaluation/types.js';
import { Job } from '../../../src/job.js';
import type { Metric } from '../../../src/metrics/metric.js';
import { Undefined } from '../../../src/metrics/metric.js';
import { metricNamed } from '../../../src/metrics/registry.js';
import { Random } from '../../../src/random.js';
import { compareValues } from '../../../src/text.js';
import { similarityCurve } from '../../../src/workflows/score/curve.js';
import { meanOfTasks } from '../../../src/workflows/score/tasks.js';
import type { NamedTask } from '../../../src/workflows/score/types.js';
import { madeUp } from '../../evaluation/bootstrap/synthetic.js';

const mae = metricNamed('mae') as Metric;

describe('rows in the order of what they hold', () => {
  it('stand unit by unit, units by their rows', () => {
    const values = Float64Array.of(3, 1, 2, 1, 2);
    const { order, units } = canonicalRows([values], Int32Array.of(7, 7, 5, 5, 2));
    // Unit 5 holds 1, 2; unit 7 holds 1, 3; unit 2 holds 2.
    expect([...order]).toEqual([3, 2, 1, 0, 4]);
    expect(units.count).toBe(3);
    expect([...units.of]).toEqual([0, 0, 1, 1, 2]);
  });

  it('go by the second column where the first ties, and a unit before one that begins like it', () => {
    const first = Float64Array.of(1, 1, 1);
    const { order } = canonicalRows([first, Float64Array.of(5, 4, 4)], Int32Array.of(0, 0, 1));
    expect([...order]).toEqual([2, 1, 0]);
  });
});

describe('a curve along similarity', () => {
  const curveOf = (similarity: Float64Array, bootstrap = 0, sources?: readonly string[]) => {
    const rows = madeUp(similarity.length);
    const kept = rows.sources.filter(({ name }) => sources?.includes(name) ?? true);
    const draws = { bootstrap, random: new Random(8), job: new Job({ threads: 1 }) };
    return similarityCurve({ ...rows, sources: kept }, similarity, mae, draws);
  };

  it('has windows of a tenth that overlap by half, from the least similar to the most', async () => {
    const random = new Random(3);
    const similarity = Float64Array.from({ length: 1000 }, () => random.uniform());
    const { points, metric } = await curveOf(similarity);
    expect(metric).toBe('mae');
    expect(points).toHaveLength(19);
    const sorted = similarity.slice().sort();
    points.forEach(({ n, low, high, similarity: mean, values }, k) => {
      const own = sorted.slice(50 * k, 50 * k + 100);
      expect([n, low, high]).toEqual([100, own[0], own[99]]);
      expect(mean).toBeCloseTo(own.reduce((sum, s) => sum + s, 0) / 100, 12);
      const rows = madeUp(1000);
      const members = [...similarity.keys()].filter(
        (i) => similarity[i] >= low && similarity[i] <= high,
      );
      for (const { name, predictions } of rows.sources) {
        const { value } = predictions as { value: Float64Array };
        const sum = members.reduce((total, i) => total + Math.abs(rows.truth[i] - value[i]), 0);
        expect(values[name]).toBeCloseTo(sum / members.length, 10);
      }
    });
  });

  it('never tears rows of one similarity apart', async () => {
    const random = new Random(4);
    const similarity = Float64Array.from({ length: 400 }, () => random.below(9) / 8);
    const { points } = await curveOf(similarity);
    expect(points.length).toBeGreaterThan(2);
    for (const { n, low, high } of points) {
      expect(n).toBe(similarity.filter((s) => s >= low && s <= high).length);
      expect(n).toBeGreaterThanOrEqual(40);
    }
    expect(points[0].low).toBe(0);
    expect(points[points.length - 1].high).toBe(1);
    const ends = points.map(({ low, high }) => `${low} ${high}`);
    expect(new Set(ends).size).toBe(ends.length);
  });

  it('has one point where all are equally similar, and none for fewer than 30 rows', async () => {
    expect((await curveOf(new Float64Array(80).fill(0.5))).points).toHaveLength(1);
    expect((await curveOf(new Float64Array(30).fill(0.5))).points[0].n).toBe(30);
    expect((await curveOf(new Float64Array(29).fill(0.5))).points).toEqual([]);
  });

  it('has intervals of the model, as the percentiles of draws by hand', async () => {
    const next = new Random(5);
    const similarity = Float64Array.from({ length: 600 }, () => next.uniform());
    const { points } = await curveOf(similarity, 2000);
    const rows = madeUp(600);
    const { predictions } = rows.sources.find(({ name }) => name === 'model') as Source;
    const { value } = predictions as { value: Float64Array };
    const errors = rows.truth.map((y, i) => Math.abs(y - value[i]));
    for (const { low, high, ci95, values } of points) {
      const units = new Map<number, number[]>();
      for (const i of similarity.keys()) {
        if (similarity[i] < low || similarity[i] > high) continue;
        units.set(rows.unit[i], [...(units.get(rows.unit[i]) ?? []), errors[i]]);
      }
      const own = [...units.values()];
      const means = Array.from({ length: 2000 }, () => {
        const drawn = own.flatMap(() => own[next.below(own.length)]);
        return drawn.reduce((sum, e) => sum + e, 0) / drawn.length;
      }).sort((a, b) => a - b);
      const [from, to] = ci95 as readonly [number, number];
      const width = means[1949] - means[49];
      expect(Math.abs(from - means[49])).toBeLessThan(0.25 * width);
      expect(Math.abs(to - means[1949])).toBeLessThan(0.25 * width);
      expect(values.model).toBeGreaterThan(from);
      expect(values.model).toBeLessThan(to);
    }
  });

  it('has none without draws, and no field for them without a model', async () => {
    const similarity = Float64Array.from({ length: 60 }, (_, i) => i / 60);
    for (const { ci95 } of (await curveOf(similarity)).points) expect(ci95).toBeNull();
    const { points } = await curveOf(similarity, 100, ['baseline']);
    expect(points.length).toBeGreaterThan(1);
    for (const point of points) expect(point).not.toHaveProperty('ci95');
  });
});

describe('a library', () => {
  it('weights the strata that are measured by their shares, made to add up to 1', () => {
    const bin = Uint8Array.of(0, 1, 2, 2, 1, 0);
    const group = reweightedGroup(Float64Array.of(0.5, 0.3, 0.2), bin, [true, false, true]);
    expect([...(group?.rows ?? [])]).toEqual([0, 2, 3, 5]);
    expect([...(group?.reweighting?.stratum ?? [])]).toEqual([0, 2, 2, 0]);
    expect([...(group?.reweighting?.shares ?? [])]).toEqual([0.5 / 0.7, 0, 0.2 / 0.7]);
    // A stratum in which no molecule of the library lies is not used.
    expect([
      ...(reweightedGroup(Float64Array.of(0, 1, 0), bin, [true, true, true])?.rows ?? []),
    ]).toEqual([1, 4]);
    expect(reweightedGroup(Float64Array.of(0, 1, 0), bin, [true, false, true])).toBeNull();
  });
});

describe('flags', () => {
  const truth = (positives: number, negatives: number) =>
    Float64Array.from({ length: positives + negatives }, (_, i) => (i < positives ? 1 : 0));

  it.each([
    [29, 0, 'regression', 'small'],
    [30, 0, 'regression', 'below_100'],
    [99, 0, 'regression', 'below_100'],
    [100, 0, 'regression', null],
    [20, 9, 'classification', 'small'],
    [21, 9, 'classification', 'few_of_class'],
    [9, 500, 'classification', 'few_of_class'],
    [10, 89, 'classification', 'below_100'],
    [10, 90, 'classification', null],
  ] as const)('%i and %i rows of %s: %s', (positives, negatives, task, flag) => {
    expect(flagOf(truth(positives, negatives), task, 30)).toBe(flag);
  });
});

describe('values to be listed', () => {
  it('come in one order: numbers by value, then words by letter', () => {
    const sorted = ['-2', '1', '1.0', '9', '10', '1e3', '(empty)', '5x', 'A', 'b'];
    for (let seed = 0; seed < 30; seed++) {
      expect(new Random(seed).shuffle([...sorted]).sort(compareValues)).toEqual(sorted);
    }
  });
});

describe('the mean over tasks', () => {
  const value = (v: number): Scored => ({ value: v, ci95: [v - 1, v + 1], beats: {} });
  const nothing: Scored = { value: null, reason: 'one_class' };
  const task = (
    name: string,
    n: number,
    metrics: Record<string, Scored>,
    low: Record<string, Scored>,
  ): NamedTask => {
    const group = { n, flag: null, metrics };
    const scores = {
      overall: group,
      strata: [{ bin: '[0, 1]', low: 0, high: 1, ...group, metrics: low }],
    };
    return {
      name,
      task: 'classification',
      n,
      molecules: n,
      resampled: { unit: 'molecule', count: n },
      train: { molecules: 9, labelled: n },
      ...scores,
      baselines: { knn: scores },
      curve: null,
      deployment: null,
    };
  };

  it('is over those in which a metric is defined, and says how many these are', () => {
    const mean = meanOfTasks([
      task('a', 10, { mcc: value(0.1), f1: nothing }, { mcc: nothing }),
      task('b', 20, { mcc: value(0.5), f1: value(0.25) }, { mcc: nothing }),
      task('c', 30, { mcc: value(0.6) }, { mcc: value(1) }),
    ]);
    expect(mean.overall).toEqual({
      n: 60,
      flag: null,
      metrics: {
        mcc: { value: (0.1 + 0.5 + 0.6) / 3, ci95: null, tasks: 3, of: 3 },
        f1: { value: 0.25, ci95: null, tasks: 1, of: 3 },
      },
    });
    expect(mean.strata[0].metrics.mcc).toEqual({ value: 1, ci95: null, tasks: 1, of: 3 });
    expect(mean.baselines.knn.overall).toEqual(mean.overall);
    expect([mean.n, mean.molecules]).toEqual([60, 30]);
  });

  it('counts the rows of one column of classes once', () => {
    const each = ['a', 'b', 'c'].map((name) => task(name, 20, { mcc: value(0.5) }, {}));
    const mean = meanOfTasks(each, 'classes');
    expect([mean.n, mean.overall.n, mean.baselines.knn.overall.n]).toEqual([20, 20, 20]);
  });

  it('is undefined where it is in every task', () => {
    const mean = meanOfTasks([
      task('a', 1, { mcc: nothing }, {}),
      task('b', 1, { mcc: nothing }, {}),
    ]);
    expect(mean.overall.metrics.mcc).toEqual(nothing);
  });
});

describe('the predicted class', () => {
  it('is the one with the highest score, of equal ones the first; each source by itself', () => {
    const source = (name: string, ...values: number[]) => ({
      name,
      predictions: { value: Float64Array.from(values) },
    });
    const none = { name: 'none', predictions: new Undefined('one_class') };
    const found = withHighestClass([
      [source('model', 0.2, 0.4, 0.3, -5), source('base', 1, 0, 0, 1), none],
      [source('model', 0.5, 0.4, 0.2, -4), source('base', 0, 1, 0, 1), none],
      [source('model', 0.3, 0.2, 0.5, -6), source('base', 0, 0, 1, 1), none],
    ]);
    const classes = (s: number) => found.map((own) => own[s].classes && [...own[s].classes]);
    expect(classes(0)).toEqual([
      [0, 1, 0, 0],
      [1, 0, 0, 1],
      [0, 0, 1, 0],
    ]);
    expect(classes(1)).toEqual([
      [1, 0, 0, 1],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
    expect(classes(2)).toEqual([undefined, undefined, undefined]);
  });
});
