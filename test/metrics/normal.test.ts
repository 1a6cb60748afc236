import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile, normalWithin } from '../../src/metrics/normal.js';

/** Relative to the value, as tails are small. */
const near = (value: number, expected: number) =>
  expect(Math.abs(value - expected), `${value}, not ${expected}`).toBeLessThanOrEqual(
    1e-13 * Math.abs(expected),
  );

describe('the normal distribution', () => {
  it.each([
    [-12, 1.776482112077679e-33],
    [-8, 6.220960574271784e-16],
    [-4, 3.167124183311992e-5],
    [-3.5, 2.32629079035525e-4],
    [-1.5, 0.06680720126885807],
    [-1.4, 0.08075665923377105],
    [-1, 0.15865525393145705],
    [-0.7, 0.24196365222307303],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [2, 0.9772498680518208],
    [5, 0.9999997133484281],
  ])('below %d', (z, expected) => {
    near(normalCdf(z), expected);
    near(normalWithin(Math.abs(z)), z === 0 ? 0 : 1 - 2 * normalCdf(-Math.abs(z)));
  });

  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.2623400897984],
    [1e-6, -4.753424308822899],
    [0.001, -3.090232306167813],
    [0.02425, -1.9729610513118845],
    [0.1, -1.2815515655446004],
    [0.3, -0.5244005127080407],
    [0.975, 1.959963984540054],
  ])('quantile of %d', (p, expected) => near(normalQuantile(p), expected));

  it('quantiles undo probabilities, and end in infinity', () => {
    for (let p = 0.001; p < 1; p += 0.001) near(normalCdf(normalQuantile(p)), p);
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([-Infinity, 0, Infinity]);
  });
});
