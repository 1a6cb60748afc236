import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Metric, Undefined } from '../../src/metrics/metric.js';
import { metrics } from '../../src/metrics/registry.js';
import { computed, drawnRows, measured, said, setting } from './data.js';
import type { Row, Setting } from './oracle.js';

const exponent = fc.integer({ min: -997, max: 997 });

/** The same rows in another unit; classes and probabilities have none. */
function inUnit({ labels, needs }: Metric, rows: readonly Row[], unit: number): Row[] {
  if (labels === 'classification') {
    return rows.map((r) => ({ ...r, p: needs[0] === 'order' ? r.p * unit : r.p }));
  }
  return rows.map(({ y, p, std, lower, upper }) => ({
    y: y * unit,
    p: p * unit,
    std: std * unit,
    lower: lower * unit,
    upper: upper * unit,
  }));
}

const inUnitToo = (given: Setting, unit: number): Setting => ({
  ...given,
  trainMean: given.trainMean * unit,
});

/** By which power of the unit a metric of numbers changes, as it says. */
const powerOf = ({ unit }: Metric) =>
  ({ none: 0, factor: 1, square: 2, summand: 0 })[unit ?? 'none'];
/** Those that are of logarithms, or compare with a number of one unit. */
const ownUnit = (name: string) => /^(within_|aafe$|gaussian_nll$)/.test(name);

const isNumberOrReason = (value: number | Undefined) =>
  value instanceof Undefined ? value.reason.length > 0 : Number.isFinite(value);

describe('the unit of a metric', () => {
  it('is said where labels of one unit are compared with a number, which the next test leaves out', () => {
    for (const { name, unit } of metrics.filter((metric) => ownUnit(metric.name))) {
      expect(unit, name).toBe(name === 'gaussian_nll' ? 'summand' : undefined);
    }
  });

  it('is said of no metric of classes', () => {
    for (const { name, unit } of metrics.filter(({ labels }) => labels === 'classification')) {
      expect(unit, name).toBeUndefined();
    }
  });
});

describe('a metric of numbers of any magnitude', () => {
  it.each(metrics.filter(({ name }) => !ownUnit(name)).map((m) => [m.name, m] as const))(
    '%s: the same to the last bit in units from 2^-997 to 2^997, or too large or small',
    (_, metric) => {
      fc.assert(
        fc.property(drawnRows(metric), setting, exponent, ({ rows, weights }, given, e) => {
          const unit = 2 ** e;
          const plain = said(measured(metric, rows, weights, given));
          const other = said(
            measured(metric, inUnit(metric, rows, unit), weights, inUnitToo(given, unit)),
          );
          if (typeof plain === 'string') {
            expect(other).toBe(plain);
            return;
          }
          const power = powerOf(metric);
          const expected = power === 2 ? plain * unit * unit : plain * unit ** power;
          const lost = !Number.isFinite(expected) || (expected === 0 && plain !== 0);
          // Digits of what is below the smallest normal number are lost.
          if (Math.abs(expected) < 2 ** -1000 && !lost && power === 2) {
            expect(other).toBeCloseTo(expected, 300);
          } else {
            expect(other).toBe(lost ? 'overflow' : expected);
          }
        }),
        { numRuns: 200 },
      );
    },
  );

  it.each(metrics.map((m) => [m.name, m] as const))('%s: never NaN or infinite', (_, metric) => {
    const scaled = drawnRows(metric).chain(({ rows, weights }) =>
      fc
        .array(fc.tuple(exponent, exponent, exponent), {
          minLength: rows.length,
          maxLength: rows.length,
        })
        .map((exponents) => ({
          rows: rows.map((row, i) => {
            const [y, p, std] = exponents[i].map((e) => 2 ** e);
            if (metric.labels === 'classification') return inUnit(metric, [row], p)[0];
            const width = row.std * std;
            return {
              y: row.y * y,
              p: row.p * p,
              std: width,
              lower: row.p * p - width,
              upper: row.p * p + width,
            };
          }),
          weights,
        })),
    );
    fc.assert(
      fc.property(scaled, setting, exponent, ({ rows, weights }, given, e) => {
        const own = inUnitToo(given, 2 ** e);
        expect(measured(metric, rows, weights, own)).toSatisfy(isNumberOrReason);
        expect(computed(metric, rows, own)).toSatisfy(isNumberOrReason);
      }),
      { numRuns: 300 },
    );
  });

  it('at the ends of what a double can be', () => {
    const most = Number.MAX_VALUE;
    for (const metric of metrics.filter(({ labels }) => labels === 'regression')) {
      for (const size of [most, Number.MIN_VALUE, 1e8]) {
        const rows: Row[] = [
          { y: size, p: -size, std: size, lower: -size, upper: size },
          { y: -size, p: size, std: size, lower: -size, upper: size },
          { y: 0, p: 0, std: size, lower: 0, upper: 0 },
        ];
        const value = computed(metric, rows, { trainMean: size, level: 0.9 });
        expect(value, `${metric.name} at ${size}`).toSatisfy(isNumberOrReason);
      }
    }
  });
});

describe('at scales of 1e±160 and beyond', () => {
  const rows = (size: number): Row[] =>
    [
      [1, 2],
      [3, 2],
      [5, 5],
      [7, 9],
    ].map(([y, p]) => ({ y: y * size, p: p * size, std: size, lower: 0, upper: size }));
  const of = (name: string, size: number) => {
    const metric = metrics.find((m) => m.name === name) as Metric;
    return said(computed(metric, rows(size), { trainMean: 3 * size, level: 0.9 }));
  };

  it.each([1e-200, 1e-170, 1e160, 1e200])('%s: by hand', (size) => {
    expect(of('r2', size)).toBeCloseTo(1 - 6 / 20, 12);
    expect(of('r2_train_mean', size)).toBeCloseTo(1 - 6 / 24, 12);
    expect(of('explained_variance', size)).toBeCloseTo(1 - 5 / 20, 12);
    expect(of('pearson', size)).toBeCloseTo(24 / Math.sqrt(20 * 33), 12);
    expect((of('rmse', size) as number) / size).toBeCloseTo(Math.sqrt(6 / 4), 12);
    expect((of('sharpness', size) as number) / size).toBeCloseTo(1, 12);
    expect(of('ence', size)).toBeCloseTo(of('ence', 1) as number, 12);
    expect(of('mse', size)).toBe('overflow');
    expect(of('aafe', size)).toBe(size > 1 ? 'overflow' : 1);
  });
});
