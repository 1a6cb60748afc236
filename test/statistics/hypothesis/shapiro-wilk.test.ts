import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Undefined } from '../../../src/metrics/metric.js';
import { shapiroWilk } from '../../../src/statistics/hypothesis/shapiro-wilk.js';
import { defined, expectRelative } from '../closeness.js';

const counted = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Twelve numbers of a 16-bit Lehmer generator added up: nearly normal, and exact in binary. */
function nearlyNormal(n: number): number[] {
  const uniform = lehmer(12 * n);
  return Array.from(
    { length: n },
    (_, i) => uniform.slice(12 * i, 12 * i + 12).reduce((sum, u) => sum + u) - 6,
  );
}

function lehmer(n: number): number[] {
  let state = 12345;
  return Array.from({ length: n }, () => {
    state = (75 * state + 74) % 65537;
    return (state % 65536) / 65536;
  });
}
const skewed = (n: number) => lehmer(n).map((u) => u * u);
const tied = (n: number) => lehmer(n).map((u) => Math.floor(u * 20) / 16);

// Values of R's shapiro.test; the first two samples are those of SciPy's documentation and tests.
const scipy1 = [
  0.11, 7.87, 4.61, 10.14, 7.95, 3.14, 0.46, 4.43, 0.21, 4.75, 0.71, 1.52, 3.24, 0.93, 0.42, 4.97,
  9.53, 4.55, 0.47, 6.66,
];
const scipy2 = [
  1.36, 1.14, 2.92, 2.55, 1.46, 1.06, 5.27, -1.11, 3.48, 1.1, 0.88, -0.51, 1.46, 0.52, 6.2, 1.69,
  0.08, 3.67, 2.81, 3.49,
];

describe('shapiroWilk', () => {
  it.each<[string, readonly number[], number, number]>([
    ['20 values, skewed', scipy1, 0.90047287931756081, 0.042089575222257203],
    ['20 values, about normal', scipy2, 0.95902694603234495, 0.52459793047066738],
    ['1, 2, 4', [1, 2, 4], 0.96428571428571419, 0.6368868450289632],
    [
      'three values',
      [-0.7746653110021126, -0.4344432067942129, 1.8157053280290931],
      0.84658770645508796,
      0.23136664898823694,
    ],
    ['1 to 5', counted(5), 0.98676215544771939, 0.9671739359680398],
    ['1 to 19', counted(19), 0.96087068009360521, 0.58965057559750933],
    ['0, 0, 0, 1', [0, 0, 0, 1], 0.62977626491370753, 0.0012407259319772808],
    ['a spike', [...Array(9).fill(0), 1e6], 0.36572062741426348, 1.0036928138890686e-7],
    ['4 values', nearlyNormal(4), 0.94767166567078165, 0.70160365125123614],
    ['5 values', nearlyNormal(5), 0.89286575089096831, 0.37171882542614776],
    ['6 values', nearlyNormal(6), 0.93736309864591505, 0.63803243833973156],
    ['11 values', nearlyNormal(11), 0.93170870049675858, 0.42839669999939578],
    ['12 values', nearlyNormal(12), 0.94790483064752928, 0.60658468382763342],
    ['1000 values', nearlyNormal(1000), 0.99843690685009467, 0.51409992241875113],
    ['5000 values', nearlyNormal(5000), 0.99981218462658794, 0.96184260472691174],
    ['2000 skewed values', skewed(2000), 0.8916713884342865, 2.3787728689260736e-35],
    ['300 tied values', tied(300), 0.94680387174997771, 6.0341745062648623e-9],
  ])('%s', (_, values, statistic, p) => {
    const result = defined(shapiroWilk(values));
    expectRelative(result.statistic, statistic, 1e-12);
    expectRelative(result.p, p, 1e-9);
  });

  it('knows no order, place or unit', () => {
    const eighths = fc.integer({ min: -80, max: 80 }).map((v) => v / 8);
    fc.assert(
      fc.property(
        fc.array(eighths, { minLength: 3, maxLength: 40 }),
        eighths,
        fc.integer({ min: -6, max: 6 }),
        (values, shift, power) => {
          const result = shapiroWilk(values);
          for (const other of [
            shapiroWilk(values.toReversed()),
            shapiroWilk(values.map((v) => 2 ** power * v + shift)),
            shapiroWilk(values.map((v) => -v)),
          ]) {
            if (result instanceof Undefined) expect(other).toEqual(result);
            else {
              expect(defined(other).statistic).toBeCloseTo(result.statistic, 12);
              expect(defined(other).p).toBeCloseTo(result.p, 7);
            }
          }
          if (result instanceof Undefined) return;
          expect(result.statistic).toBeGreaterThan(0);
          expect(result.statistic).toBeLessThanOrEqual(1);
          expect(result.p).toBeGreaterThanOrEqual(0);
          expect(result.p).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('does not lose what is small beside the values', () => {
    const values = nearlyNormal(30);
    expectRelative(
      defined(shapiroWilk(values.map((v) => v + 2 ** 30))).statistic,
      defined(shapiroWilk(values)).statistic,
      1e-12,
    );
    expect(defined(shapiroWilk([1e-300, 2e-300, 4e-300])).p).toBeCloseTo(0.63688684502896, 12);
  });

  it('is never below 0 of three values', () => {
    const { statistic, p } = defined(shapiroWilk([0, 0, Math.LN2]));
    expect(statistic).toBeCloseTo(0.75, 14);
    expect(p).toBeCloseTo(0, 14);
    expect(p).toBeGreaterThanOrEqual(0);
  });

  it('is undefined with too little', () => {
    expect(shapiroWilk([1, 2])).toEqual(new Undefined('too_few'));
    expect(shapiroWilk([3, 3, 3, 3])).toEqual(new Undefined('no_variation'));
    expect(shapiroWilk([0.3, 0.1 + 0.2, 0.3])).toEqual(new Undefined('no_variation'));
    expect(() => shapiroWilk([1, 2, Number.NaN])).toThrow(RangeError);
  });
});
