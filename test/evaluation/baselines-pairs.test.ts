import { describe, expect, it } from 'vitest';
import { additive, drugMean, partnerMean } from '../../src/evaluation/baselines/pairs.js';
import { Undefined } from '../../src/metrics/metric.js';
import { solveCholesky } from '../../src/numerics/cholesky.js';
import { Random } from '../../src/random.js';

/** Training pairs of 7 drugs and 5 partners, of which 6 and 4 occur, and every pair to predict. */
function problem(seed: number, count: number) {
  const random = new Random(seed);
  const draw = (n: number) => Int32Array.from({ length: count }, () => random.below(n));
  const trainDrug = draw(6);
  const trainPartner = draw(4);
  const trainLabels = Float64Array.from({ length: count }, (_, i) =>
    i % 9 === 8 ? Number.NaN : trainDrug[i] - 2 * trainPartner[i] + random.below(1000) / 500,
  );
  const all = Array.from({ length: 7 * 5 }, (_, i) => [i % 7, Math.floor(i / 7)]);
  const drug = Int32Array.from(all, ([d]) => (d === 6 ? -1 : d));
  const partner = Int32Array.from(all, ([, p]) => (p === 4 ? -1 : p));
  const pairs = { trainDrug, trainPartner, drug, partner };
  const context = {
    task: 'regression',
    count: all.length,
    neighbors: [],
    properties: null,
  } as const;
  return { ...context, trainLabels, pairs };
}

type Problem = ReturnType<typeof problem>;

const labeled = ({ trainLabels }: Problem) =>
  [...trainLabels.keys()].filter((m) => !Number.isNaN(trainLabels[m]));

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** The ridge regression on indicators of drugs and partners, by its normal equations. */
function ridge(own: Problem): number[] {
  const { trainLabels: y, pairs } = own;
  const rows = labeled(own);
  const mean = meanOf(rows.map((m) => y[m]));
  const size = 6 + 4;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let a = 0; a < size; a++) matrix[a * size + a] = 1;
  for (const m of rows) {
    const places = [pairs.trainDrug[m], 6 + pairs.trainPartner[m]];
    for (const a of places) {
      right[a] += y[m] - mean;
      for (const b of places) matrix[a * size + b]++;
    }
  }
  const effects = solveCholesky(matrix, right);
  const effect = (place: number, entity: number) => (entity < 0 ? 0 : effects[place + entity]);
  return Array.from(pairs.drug, (d, i) => mean + effect(0, d) + effect(6, pairs.partner[i]));
}

function predicted(baseline: typeof additive, own: Problem): number[] {
  const found = baseline.predict(own);
  if (found instanceof Undefined) throw new Error(found.reason);
  return [...found];
}

describe('baselines of pairs', () => {
  it.each([
    [1, 12],
    [2, 40],
    [3, 400],
  ])(
    'additive is the ridge regression on drugs and partners (seed %i, %i pairs)',
    (seed, count) => {
      const own = problem(seed, count);
      const found = predicted(additive, own);
      ridge(own).forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 9);
      });
    },
  );

  it('means are those of the training pairs with the same drug, or partner; of new ones that of all', () => {
    const own = problem(4, 60);
    const { trainLabels: y, pairs } = own;
    const rows = labeled(own);
    for (const [baseline, of, asked] of [
      [drugMean, pairs.trainDrug, pairs.drug],
      [partnerMean, pairs.trainPartner, pairs.partner],
    ] as const) {
      const found = predicted(baseline, own);
      asked.forEach((entity, i) => {
        const same = rows.filter((m) => of[m] === entity);
        expect(found[i]).toBeCloseTo(meanOf((same.length > 0 ? same : rows).map((m) => y[m])), 12);
      });
    }
  });

  it('do not depend on the order of the training pairs, not even in the last bit', () => {
    const own = problem(5, 80);
    const order = new Random(9).shuffle(Int32Array.from(own.trainLabels.keys()));
    const turned = {
      ...own,
      trainLabels: Float64Array.from(order, (m) => own.trainLabels[m]),
      pairs: {
        ...own.pairs,
        trainDrug: Int32Array.from(order, (m) => own.pairs.trainDrug[m]),
        trainPartner: Int32Array.from(order, (m) => own.pairs.trainPartner[m]),
      },
    };
    for (const baseline of [drugMean, partnerMean, additive]) {
      expect(predicted(baseline, turned)).toEqual(predicted(baseline, own));
    }
  });

  it('are probabilities where labels are classes', () => {
    const own = { ...problem(6, 30), task: 'classification' as const };
    const classes = {
      ...own,
      trainLabels: own.trainLabels.map((y) => (y > 0 ? 1 : y <= 0 ? 0 : y)),
    };
    const found = additive.predict(classes) as Float64Array;
    expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...found)).toBeLessThanOrEqual(1);
  });

  it('need labels', () => {
    const own = problem(7, 10);
    const none = { ...own, trainLabels: own.trainLabels.map(() => Number.NaN) };
    for (const baseline of [drugMean, partnerMean, additive]) {
      expect(baseline.predict(none)).toEqual(new Undefined('no_training_labels'));
    }
  });
});
