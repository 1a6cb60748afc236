import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic, fitRidge, type LinearModel } from '../../src/evaluation/baselines/linear.js';
import { Undefined } from '../../src/metrics/metric.js';
import { solveCholesky } from '../../src/numerics/cholesky.js';

type Fit = (
  features: Float64Array,
  labels: Float64Array,
  lambda?: number,
) => LinearModel | Undefined;

interface Rows {
  readonly x: number[][];
  readonly y: number[];
}

const fitted = (train: Fit, { x, y }: Rows, lambda?: number): LinearModel => {
  const result = train(Float64Array.from(x.flat()), Float64Array.from(y), lambda);
  if (result instanceof Undefined) throw new Error(result.reason);
  return result;
};
const predictions = (train: Fit, rows: Rows, of = rows.x) => [
  ...fitted(train, rows).predict(Float64Array.from(of.flat())),
];

/** Features scaled as the models do it, the plain way. */
function scaled(x: number[][]): number[][] {
  const columns = x[0].map((_, j) => {
    const values = x.map((row) => row[j]);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    return values.map((v) => (variance === 0 ? 0 : (v - mean) / Math.sqrt(variance)));
  });
  return x.map((_, i) => columns.map((column) => column[i]));
}

/** The derivatives of the penalized loss by each weight and the intercept, over the number of rows. */
function gradient({ x, y }: Rows, model: LinearModel, lambda: number, logistic: boolean): number[] {
  const z = scaled(x);
  const residuals = z.map((row, i) => {
    const score = row.reduce((sum, v, j) => sum + v * model.weights[j], model.intercept);
    return (logistic ? 1 / (1 + Math.exp(-score)) : score) - y[i];
  });
  const byWeight = model.weights.map(
    (w, j) => residuals.reduce((sum, r, i) => sum + r * z[i][j], 0) + lambda * w,
  );
  return [...byWeight, residuals.reduce((a, b) => a + b, 0)].map((g) => g / y.length);
}

const feature = fc.integer({ min: -400, max: 400 }).map((n) => n / 8);
const table = (label: fc.Arbitrary<number>) =>
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 30 })).chain(([k, n]) =>
    fc.record({
      x: fc.array(fc.array(feature, { minLength: k, maxLength: k }), {
        minLength: n,
        maxLength: n,
      }),
      y: fc.array(label, { minLength: n, maxLength: n }),
    }),
  );
const regression = table(feature);
const classification = table(fc.constantFrom(0, 1)).filter(({ y }) => new Set(y).size === 2);

describe('solveCholesky', () => {
  it('solves a system by hand', () => {
    const matrix = Float64Array.of(4, 99, 99, 2, 5, 99, 2, 3, 6);
    const x = solveCholesky(matrix, Float64Array.of(14, 21, 26));
    expect([...x].map((v) => Number(v.toFixed(12)))).toEqual([1, 2, 3]);
  });

  it('refuses what is not positive definite', () => {
    expect(() => solveCholesky(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toThrow();
  });
});

describe('fitRidge', () => {
  it('of one feature, by hand', () => {
    // x is -1 and 1 when scaled, y is -2 and 2 around 5: w = 4 / (2 + 1).
    const model = fitted(fitRidge, { x: [[10], [14]], y: [3, 7] });
    expect(model.intercept).toBe(5);
    expect(model.weights[0]).toBeCloseTo(4 / 3, 12);
    const [at14, at12, unknown] = model.predict(Float64Array.of(14, 12, Number.NaN));
    expect([at14, at12, unknown]).toEqual([expect.closeTo(5 + 4 / 3, 12), 5, 5]);
    // w = 4 / (2 + 6).
    expect(fitted(fitRidge, { x: [[10], [14]], y: [3, 7] }, 6).weights[0]).toBeCloseTo(0.5, 12);
  });

  it('is at the minimum: its gradient is zero', () => {
    fc.assert(
      fc.property(regression, fc.constantFrom(0.01, 1, 30), (rows, lambda) => {
        const model = fitted(fitRidge, rows, lambda);
        for (const g of gradient(rows, model, lambda, false))
          expect(Math.abs(g)).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('fitLogistic', () => {
  it('of one feature, as solved by bisection', () => {
    // By symmetry the intercept is 0; the weight solves w = 2 (1 - p(w)) with p the sigmoid.
    let [low, high] = [0, 2];
    for (let i = 0; i < 80; i++) {
      const w = (low + high) / 2;
      if (2 * (1 - 1 / (1 + Math.exp(-w))) > w) low = w;
      else high = w;
    }
    const model = fitted(fitLogistic, { x: [[-5], [5]], y: [0, 1] });
    expect(model.weights[0]).toBeCloseTo(low, 10);
    expect(model.intercept).toBeCloseTo(0, 10);
    expect(model.predict(Float64Array.of(0))[0]).toBeCloseTo(0.5, 10);
  });

  it('is at the minimum: its gradient is zero', () => {
    fc.assert(
      fc.property(classification, fc.constantFrom(0.01, 1, 30), (rows, lambda) => {
        const model = fitted(fitLogistic, rows, lambda);
        for (const g of gradient(rows, model, lambda, true)) expect(Math.abs(g)).toBeLessThan(1e-9);
      }),
    );
  });

  it('converges where the classes can be told apart, and where one is rare', () => {
    const x = Array.from({ length: 1000 }, (_, i) => [i, (i * 7919) % 1000]);
    for (const from of [500, 999]) {
      for (const lambda of [1e-8, 1e-3, 1, 1e6]) {
        const rows = { x, y: x.map(([i]) => (i >= from ? 1 : 0)) };
        const model = fitted(fitLogistic, rows, lambda);
        for (const g of gradient(rows, model, lambda, true)) expect(Math.abs(g)).toBeLessThan(1e-9);
      }
    }
  });

  it('refuses labels that are no classes', () => {
    expect(() => fitLogistic(Float64Array.of(1, 2), Float64Array.of(0, 0.5))).toThrow(RangeError);
  });

  it('is undefined for one class', () => {
    const features = Float64Array.of(1, 2, Number.NaN);
    expect(fitLogistic(features, Float64Array.of(1, 1, 0))).toEqual(new Undefined('one_class'));
  });
});

describe.each([
  ['fitRidge', fitRidge, regression],
  ['fitLogistic', fitLogistic, classification],
])('%s', (_, train: Fit, tables: fc.Arbitrary<Rows>) => {
  it('does not depend on the order of rows, to the last bit', () => {
    fc.assert(
      fc.property(
        tables.chain((rows) =>
          fc.tuple(
            fc.constant(rows),
            fc.shuffledSubarray([...rows.y.keys()], { minLength: rows.y.length }),
          ),
        ),
        ([rows, order]) => {
          // No sum of these is exact.
          const x = rows.x.map((row) => row.map((v) => v / 3));
          const other = { x: order.map((i) => x[i]), y: order.map((i) => rows.y[i]) };
          expect(predictions(train, other, x)).toEqual(predictions(train, { ...rows, x }));
        },
      ),
    );
  });

  it('does not depend on the units of a feature', () => {
    const unit = fc.record({ factor: fc.constantFrom(-3, 0.001, 70), shift: feature });
    fc.assert(
      fc.property(tables, unit, (rows, { factor, shift }) => {
        const x = rows.x.map(([first, ...rest]) => [first * factor + shift, ...rest]);
        const expected = predictions(train, rows);
        predictions(train, { ...rows, x }).forEach((p, i) => {
          expect(Math.abs(p - expected[i])).toBeLessThan(1e-9);
        });
      }),
    );
  });

  it('takes all rows twice and twice the penalty for the same', () => {
    fc.assert(
      fc.property(tables, ({ x, y }) => {
        const once = fitted(train, { x, y }, 1);
        const twice = fitted(train, { x: [...x, ...x], y: [...y, ...y] }, 2);
        once.weights.forEach((w, j) => {
          expect(Math.abs(w - twice.weights[j])).toBeLessThan(1e-8);
        });
      }),
    );
  });

  it('leaves out rows that are not complete, and constant features', () => {
    fc.assert(
      fc.property(tables, ({ x, y }) => {
        const expected = predictions(train, { x, y });
        const more = [...x, x[0], x[0].map(() => Number.NaN)];
        expect(predictions(train, { x: more, y: [...y, Number.NaN, 1] }, x)).toEqual(expected);
        const wider = x.map((row) => [7, ...row]);
        expect(predictions(train, { x: wider, y })).toEqual(expected);
        expect(fitted(train, { x: wider, y }).weights[0]).toBe(0);
      }),
    );
  });

  it('predicts the mean label without features', () => {
    const rows = {
      x: [
        [1, 2],
        [3, 5],
        [4, 5],
        [9, 9],
      ],
      y: [0, 1, 1, 1],
    };
    const odd = [
      [Number.NaN, 2],
      [1, Number.POSITIVE_INFINITY],
    ];
    expect(predictions(train, rows, odd)).toEqual([0.75, 0.75]);
    const constant = { x: rows.x.map(() => [4, 4]), y: rows.y };
    for (const p of predictions(train, constant, [
      [4, 4],
      [0, 1],
    ]))
      expect(p).toBeCloseTo(0.75, 12);
    // Their squares are 0 or infinite.
    const extreme = {
      x: [
        [1e-200, -1e200],
        [2e-200, 1e200],
        [1e-200, 0],
        [0, 0],
      ],
      y: rows.y,
    };
    for (const p of predictions(train, extreme)) expect(p).toBeCloseTo(0.75, 12);
    expect(fitted(train, rows).predict(new Float64Array())).toEqual(new Float64Array());
  });

  it('is undefined with too little, and refuses what does not fit', () => {
    const call = (x: number[], y: number[], lambda?: number) =>
      train(Float64Array.from(x), Float64Array.from(y), lambda);
    expect(call([], [])).toEqual(new Undefined('no_training_labels'));
    expect(call([1, 2], [Number.NaN, Number.NaN])).toEqual(new Undefined('no_training_labels'));
    expect(call([1], [1])).toEqual(new Undefined('too_few'));
    expect(call([1, Number.NaN], [1, 0])).toEqual(new Undefined('too_few'));
    expect(() => call([1, 2, 3], [0, 1])).toThrow(RangeError);
    expect(() => call([], [0, 1])).toThrow(RangeError);
    for (const lambda of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => call([1, 2], [0, 1], lambda)).toThrow(RangeError);
    }
  });
});
