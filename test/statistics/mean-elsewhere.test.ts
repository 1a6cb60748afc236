import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random.js';
import { type Measured, meanElsewhere } from '../../src/statistics/mean-elsewhere.js';
import { jackknifeParts, partition } from '../../src/statistics/resampling.js';
import { fallingSteps, sharesIn, stepAt, strataSteps } from '../../src/statistics/steps.js';

const sorted = (n: number) =>
  fc
    .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: n })
    .map((own) => Float64Array.from(own).sort());

describe('steps along x', () => {
  it('are means of the values of each stratum, and no x is torn apart', () => {
    fc.assert(
      fc.property(sorted(60), fc.integer({ min: 1, max: 20 }), (x, size) => {
        const y = x.map((v, i) => (v * 7 + i * 3) % 11);
        const steps = strataSteps(x, y, size);
        expect(steps.starts[0]).toBe(Number.NEGATIVE_INFINITY);
        const of = Array.from(x, (v) => stepAt(steps, v));
        steps.values.forEach((value, s) => {
          const own = Array.from(y).filter((_, i) => of[i] === s);
          expect(own.length).toBeGreaterThan(0);
          expect(value).toBeCloseTo(own.reduce((sum, v) => sum + v, 0) / own.length, 9);
        });
        // About as many as there is room for, fewer only for equal x.
        expect(steps.values.length).toBeLessThanOrEqual(Math.max(1, Math.floor(x.length / size)));
      }),
    );
  });

  it('have as many strata as fit, of equal size, where all x differ', () => {
    const x = Float64Array.from({ length: 100 }, (_, i) => i);
    const steps = strataSteps(x, x, 25);
    expect([...steps.starts]).toEqual([Number.NEGATIVE_INFINITY, 24.5, 49.5, 74.5]);
    expect([...steps.values]).toEqual([12, 37, 62, 87]);
    // (25² − 1) / 12
    expect([...steps.variances]).toEqual([52, 52, 52, 52]);
  });

  it('never rise where they are made to fall, and keep the mean of all', () => {
    fc.assert(
      fc.property(sorted(60), fc.integer({ min: 1, max: 10 }), (x, size) => {
        const y = x.map((v, i) => (v * 7 + i * 3) % 11);
        const steps = fallingSteps(x, y, size);
        for (let s = 1; s < steps.values.length; s++) {
          expect(steps.values[s]).toBeLessThanOrEqual(steps.values[s - 1]);
        }
        const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
        const shares = sharesIn(steps, x);
        expect(shares.reduce((sum, w, s) => sum + w * steps.values[s], 0)).toBeCloseTo(mean, 9);
        // Mean square about the fit: the variances are those of the pooled strata.
        const squares = Array.from(x, (v, i) => (y[i] - steps.values[stepAt(steps, v)]) ** 2);
        const around = squares.reduce((sum, v) => sum + v, 0) / y.length;
        expect(shares.reduce((sum, w, s) => sum + w * steps.variances[s], 0)).toBeCloseTo(
          around,
          9,
        );
      }),
    );
  });

  it('share other x among the steps as counting does', () => {
    fc.assert(
      fc.property(sorted(40), sorted(40), (x, other) => {
        const steps = strataSteps(x, x, 5);
        const counts = new Array<number>(steps.values.length).fill(0);
        for (const v of other) counts[stepAt(steps, v)] += 1 / other.length;
        sharesIn(steps, other).forEach((share, s) => {
          expect(share).toBeCloseTo(counts[s], 12);
        });
      }),
    );
  });
});

/** Errors of which the spread falls with x: E|y| is (1.5 − x) √(2/π). */
function sample(
  random: Random,
  n: number,
  draw: () => number,
): { x: Float64Array; y: Float64Array } {
  const x = Float64Array.from({ length: n }, draw).sort();
  const y = x.map((s) => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    return Math.abs(radius * Math.cos(2 * Math.PI * random.uniform())) * (1.5 - s);
  });
  return { x, y };
}

function measured(random: Random, n: number): Measured {
  const parts = jackknifeParts(n);
  return { ...sample(random, n, () => random.uniform()), part: partition(n, random), parts };
}

const estimate = (own: Measured, elsewhere: Float64Array) =>
  meanElsewhere(own, elsewhere, (x, y) => fallingSteps(x, y, 15));

describe('the mean of a loss elsewhere', () => {
  it('is the mean itself where elsewhere is here', () => {
    const own = measured(new Random(3), 150);
    const mean = own.y.reduce((sum, v) => sum + v, 0) / 150;
    expect(estimate(own, own.x).value).toBeCloseTo(mean, 10);
  });

  it('has intervals that hold the mean that others turn out to have, with less bias than the mean here', () => {
    const random = new Random(11);
    const trials = 400;
    let [held, bias, plain] = [0, 0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const own = measured(random, 200);
      const other = sample(random, 300, () => random.uniform() ** 2);
      const truth = other.y.reduce((sum, v) => sum + v, 0) / 300;
      const { value, ci95 } = estimate(own, other.x);
      if (ci95 && ci95[0] <= truth && truth <= ci95[1]) held++;
      bias += Math.log(value / truth) / trials;
      plain += Math.log(own.y.reduce((sum, v) => sum + v, 0) / 200 / truth) / trials;
    }
    expect(held / trials).toBeGreaterThan(0.91);
    expect(held / trials).toBeLessThan(0.99);
    expect(Math.abs(bias)).toBeLessThan(0.02);
    // (1.5 − 1/2) against (1.5 − 1/3)
    expect(plain).toBeCloseTo(Math.log(1 / (7 / 6)), 1);
  });

  it('has no interval where a loss of 0 leaves no scale', () => {
    const own = measured(new Random(3), 30);
    const { value, ci95 } = estimate({ ...own, y: own.y.map(() => 0) }, own.x);
    expect({ value, ci95 }).toEqual({ value: 0, ci95: null });
  });
});
