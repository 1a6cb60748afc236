import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Metric, Undefined } from '../../src/metrics/metric.js';
import { Sample } from '../../src/metrics/sample.js';
import {
  computed,
  dataOf,
  drawnRows,
  gathered,
  measured,
  metricOf,
  rowFor,
  said,
  same,
  setting,
  tested,
} from './data.js';
import type { Row, Setting } from './oracle.js';

const each = tested.map((m) => [m.name, m] as const);
const rowsFor = (metric: Metric) => fc.array(rowFor(metric), { minLength: 1, maxLength: 40 });
const MANY = 40;

describe.each(each)('%s', (_, metric) => {
  it('of drawn rows is that of these rows in a list', () => {
    fc.assert(
      fc.property(drawnRows(metric, MANY), setting, ({ rows, weights }, given) => {
        const list = gathered(rows, weights);
        same(said(measured(metric, rows, weights, given)), said(computed(metric, list, given)));
      }),
    );
  });

  it('does not depend on the order of rows, and is finite or undefined for a listed reason', () => {
    fc.assert(
      fc.property(rowsFor(metric), setting, fc.infiniteStream(fc.nat()), (rows, given, noise) => {
        const shuffled = rows
          .map((row) => ({ row, key: noise.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        const value = computed(metric, rows, given);
        if (value instanceof Undefined) expect(metric.undefinedFor).toContain(value.reason);
        else expect(Number.isFinite(value)).toBe(true);
        same(said(computed(metric, shuffled, given)), said(value));
      }),
    );
  });

  it('takes no notice of rows that were not drawn', () => {
    fc.assert(
      fc.property(rowsFor(metric), rowsFor(metric), setting, (drawn, others, given) => {
        const weights = [...drawn.map(() => 1), ...others.map(() => 0)];
        const value = measured(metric, [...drawn, ...others], weights, given);
        same(said(value), said(computed(metric, drawn, given)));
      }),
    );
  });

  it('is found anew after a sample was changed, and for each of two samples', () => {
    const draws = fc.array(fc.tuple(rowFor(metric), fc.nat(2), fc.nat(2)), { minLength: 1 });
    const drawn = draws.filter((list) =>
      [1, 2].every((k) => list.some((d) => (d[k] as number) > 0)),
    );
    fc.assert(
      fc.property(drawn, setting, (list, given) => {
        const rows = list.map(([row]) => row);
        const [a, b] = [list.map((d) => d[1]), list.map((d) => d[2])];
        const measure = metric.prepare(dataOf(rows, given));
        const expected = [a, b].map((weights) => said(measured(metric, rows, weights, given)));
        const first = new Sample(Float64Array.from(a));
        const second = new Sample(Float64Array.from(b));
        // Both are asked twice, so that neither may answer with what the other left.
        for (let time = 0; time < 2; time++)
          expect([said(measure(first)), said(measure(second))]).toEqual(expected);
        first.weights.set(b);
        first.changed();
        expect(said(measure(first))).toEqual(expected[1]);
      }),
    );
  });

  it('does not write to its inputs', () => {
    fc.assert(
      fc.property(rowsFor(metric), setting, (rows, given) => {
        const data = dataOf(rows, given);
        const sample = Sample.whole(rows.length);
        metric.prepare(data)(sample);
        expect(data).toEqual(dataOf(rows, given));
        expect(sample.weights.every((w) => w === 1)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it.runIf(metric.fractional)('does not depend on the unit of the weights', () => {
    // A size below 2 is too few of anything.
    const large = drawnRows(metric, MANY).filter(({ weights }) => weights.length > 3);
    fc.assert(
      fc.property(large, setting, ({ rows, weights }, given) => {
        const doubled = weights.map((w) => 2.5 * (w + 1));
        const single = weights.map((w) => w + 1);
        const expected = said(measured(metric, rows, single, given));
        // Where an error is 0, a rounding 1e-17 of its square is 1e-9 of the error.
        const digits = metric.name === 'ence' ? 7 : 9;
        same(said(measured(metric, rows, doubled, given)), expected, digits);
      }),
    );
  });
});

/** Expects that a metric of changed rows is what `to` makes of that of the rows. */
function becomes(
  name: string,
  change: (row: Row) => Row,
  to: (value: number) => number = (v) => v,
  settingTo: (given: Setting) => Setting = (given) => given,
  other = name,
) {
  const metric = metricOf(name);
  fc.assert(
    fc.property(rowsFor(metric), setting, (rows, given) => {
      const before = said(computed(metric, rows, given));
      const after = said(computed(metricOf(other), rows.map(change), settingTo(given)));
      same(after, typeof before === 'number' ? to(before) : before);
    }),
  );
}

const ofValues = tested.filter((m) => m.labels === 'regression').map((m) => m.name);
const ofClasses = tested.filter((m) => m.labels === 'classification');

describe('labels and predictions moved by the same amount', () => {
  it.each(ofValues)('%s stays', (name) => {
    const move = (r: Row) => ({
      ...r,
      y: r.y + 3,
      p: r.p + 3,
      lower: r.lower + 3,
      upper: r.upper + 3,
    });
    becomes(name, move, undefined, (given) => ({ ...given, trainMean: given.trainMean + 3 }));
  });
});

describe('labels in another unit', () => {
  const stay = [
    'relative_mae rae r2 r2_train_mean explained_variance pearson spearman kendall concordance_index',
    'coverage_50 coverage_80 coverage_90 coverage_95 mean_absolute_calibration_error',
    'root_mean_squared_calibration_error miscalibration_area ence error_std_spearman interval_coverage',
  ];
  const scale = [
    'mae rmse median_ae max_error mean_signed_error crps interval_score check_score sharpness aurc',
    'interval_width winkler_score',
  ];
  const powers = [
    ...stay.flatMap((names) => names.split(' ').map((name) => [name, 0] as const)),
    ...scale.flatMap((names) => names.split(' ').map((name) => [name, 1] as const)),
    ['mse', 2] as const,
  ];
  const UNIT = 4;
  const change = (r: Row) => ({
    y: UNIT * r.y,
    p: UNIT * r.p,
    std: UNIT * r.std,
    lower: UNIT * r.lower,
    upper: UNIT * r.upper,
  });
  const changeSetting = (given: Setting) => ({ ...given, trainMean: UNIT * given.trainMean });

  it.each(powers)('%s is multiplied by its power %i', (name, power) => {
    becomes(name, change, (v) => v * UNIT ** power, changeSetting);
  });

  it('aafe is raised to it, gaussian_nll gains its logarithm', () => {
    const aafe = metricOf('aafe');
    const rows = [1, 2, 4].map((y) => ({ y, p: 1.5, std: 1, lower: 0, upper: 0 }));
    const given = { trainMean: 0, level: 0.9 };
    expect(computed(aafe, rows.map(change), given)).toBeCloseTo(
      (computed(aafe, rows, given) as number) ** UNIT,
      4,
    );
    becomes('gaussian_nll', change, (v) => v + Math.log(UNIT));
  });
});

describe('predictions stretched without changing their order', () => {
  const byOrder = tested.filter((m) => m.needs[0] === 'order').map((m) => m.name);
  it.each(byOrder)('%s stays', (name) => {
    expect(byOrder.length).toBeGreaterThan(12);
    becomes(name, (r) => ({ ...r, p: Math.exp(r.p) * 7 - 3 }));
  });
});

describe('truths stretched without changing their order', () => {
  it.each(['spearman', 'kendall', 'concordance_index'])('%s stays', (name) => {
    becomes(name, (r) => ({ ...r, y: r.y ** 3 + r.y }));
  });
});

describe('predictions and truths exchanged, or turned around', () => {
  const exchange = (r: Row) => ({ ...r, y: r.p, p: r.y });
  it.each(['mae', 'rmse', 'aafe', 'accuracy', 'cohen_kappa'])('%s stays', (name) => {
    becomes(name, exchange);
  });
  it('precision becomes recall', () => {
    const metric = metricOf('precision');
    fc.assert(
      fc.property(rowsFor(metric), setting, (rows, given) => {
        const [a, b] = [
          said(computed(metric, rows, given)),
          said(computed(metricOf('recall'), rows.map(exchange), given)),
        ];
        if (a === 'one_predicted_class') expect(b).toBe('one_class');
        else same(a, b);
      }),
    );
  });
  it.each(['pearson', 'spearman', 'kendall'])('%s changes its sign', (name) => {
    becomes(
      name,
      (r) => ({ ...r, p: -r.p }),
      (v) => -v,
    );
  });
  it.each(['roc_auc', 'concordance_index'])('%s becomes the rest to 1', (name) => {
    becomes(
      name,
      (r) => ({ ...r, p: -r.p }),
      (v) => 1 - v,
    );
  });
});

describe('classes called the other way around', () => {
  const swap = (r: Row) => ({ ...r, y: 1 - r.y, p: 1 - r.p });
  const stay = ['roc_auc', 'mcc', 'balanced_accuracy', 'cohen_kappa', 'accuracy', 'brier'];
  it.each(stay)('%s stays', (name) => becomes(name, swap));
  it('log_loss stays where nothing is clipped', () => {
    const inside = (r: Row) => ({ ...r, p: 0.01 + 0.98 * r.p });
    const metric = metricOf('log_loss');
    fc.assert(
      fc.property(rowsFor(metric), setting, (rows, given) => {
        const before = rows.map(inside);
        const after = said(computed(metric, before.map(swap), given));
        same(after, said(computed(metric, before, given)));
      }),
    );
  });
  it('recall becomes specificity', () => {
    becomes('recall', swap, undefined, undefined, 'specificity');
    becomes('specificity', swap, undefined, undefined, 'recall');
  });
});

describe('the best predictions', () => {
  it.each(ofClasses.map((m) => [m.name, m] as const))('%s', (name, metric) => {
    const truths = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0];
    const rows = truths.map((y) => ({ y, p: y, std: 1, lower: 0, upper: 0 }));
    const best = metric.direction === 'minimize' ? 0 : 1;
    const value = computed(metric, rows, { trainMean: 0, level: 0.9 });
    const enriched: Record<string, number> = { rie_20: value as number, ef_50: 2 };
    expect(value).toBeCloseTo(enriched[name] ?? (name.startsWith('ef_') ? 5 : best), 12);
  });
});
