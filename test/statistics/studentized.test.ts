import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jackknifeSpread } from '../../src/statistics/jackknife-t.js';
import { jackknifeError, studentizedInterval } from '../../src/statistics/studentized.js';

const count = (n: number) => Float64Array.from({ length: n }, (_, i) => i);
const same = (n: number, value: number) => new Float64Array(n).fill(value);
const jackknife = Float64Array.of(3.9, 4, 4.1, 4.2, 3.8, 4);

/** Of the test with NumPy. */
const NUMPY = [1.043735962585954, 27.115831324621073];

describe('studentizedInterval', () => {
  it('is the statistic less the quantiles of t, turned', () => {
    // t of draw d is (d − 400) / 2, so the quantiles of 1,001 draws are those of d.
    const se = jackknifeSpread(jackknife)?.standardError as number;
    const draws = { draws: count(1001), errors: same(1001, 2), jackknife };
    const [low, high] = studentizedInterval(400, draws) as [number, number];
    expect(low).toBeCloseTo(400 - ((975 - 400) / 2) * se, 9);
    expect(high).toBeCloseTo(400 - ((25 - 400) / 2) * se, 9);
  });

  it('is computed on the scale, with errors of that scale', () => {
    const se = jackknifeSpread(jackknife.map(Math.log))?.standardError as number;
    const value = 4;
    const draws = {
      draws: count(1001).map((d) => Math.exp(d / 500)),
      errors: same(1001, 0.5),
      jackknife,
    };
    const [low, high] = studentizedInterval(value, draws, 'log') as [number, number];
    const t = (d: number) => (d / 500 - Math.log(4)) / 0.5;
    expect(low).toBeCloseTo(4 * Math.exp(-t(975) * se), 9);
    expect(high).toBeCloseTo(4 * Math.exp(-t(25) * se), 9);
  });

  it('of the mean is that of NumPy', () => {
    // /usr/bin/python3: x = [1, 2, 4, 8, 16]; all 5⁵ samples with replacement by itertools.product;
    // t = (mean(s) − 6.2) / (std(s, ddof=1) / √5), ±inf where std is 0 (5 of 3,125 samples);
    // 6.2 − numpy.quantile(t, [0.975, 0.025]) · std(x, ddof=1) / √5
    const x = [1, 2, 4, 8, 16];
    const draws: number[] = [];
    const errors: number[] = [];
    for (let k = 0; k < 5 ** 5; k++) {
      const s = [0, 1, 2, 3, 4].map((d) => x[Math.floor(k / 5 ** d) % 5]);
      const mean = s.reduce((a, b) => a + b, 0) / 5;
      draws.push(mean);
      errors.push(Math.sqrt(s.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 20));
    }
    const left = Float64Array.from(x, (v) => (31 - v) / 4);
    const found = studentizedInterval(6.2, {
      draws: Float64Array.from(draws),
      errors: Float64Array.from(errors),
      jackknife: left,
    });
    expect(found).toEqual(NUMPY.map((end) => expect.closeTo(end, 9)));
  });

  it('keeps draws without a spread as infinite, and leaves those that are undefined out', () => {
    const draws = (infinite: number, missing: number) => ({
      draws: count(1001).map((d) => (d < missing ? Number.NaN : d)),
      errors: count(1001).map((d) => (d > 1000 - infinite ? 0 : 2)),
      jackknife,
    });
    const [low, high] = studentizedInterval(400, draws(0, 0)) as [number, number];
    // Up to the quantile, how far the largest are does not matter.
    expect(studentizedInterval(400, draws(24, 0))).toEqual([low, high]);
    expect(studentizedInterval(400, draws(25, 0))).toBeNull();
    const rest = { draws: count(901).map((d) => d + 100), errors: same(901, 2), jackknife };
    expect(studentizedInterval(400, draws(0, 100))).toEqual(studentizedInterval(400, rest));
    expect(studentizedInterval(400, draws(0, 101))).toBeNull();
    const unknown = { ...draws(0, 0), errors: count(1001).map((d) => (d < 101 ? Number.NaN : 2)) };
    expect(studentizedInterval(400, unknown)).toBeNull();
    // As far as the sample, with a standard error of 0: neither is larger.
    const equal = { draws: same(20, 400), errors: same(20, 0), jackknife };
    expect(studentizedInterval(400, equal)).toBeNull();
    expect(studentizedInterval(4, { ...equal, draws: new Float64Array() })).toBeNull();
  });

  it('is not given at the end of a scale, nor where the spread is unknown', () => {
    const draws = {
      draws: count(100).map((d) => d / 100),
      errors: same(100, 1),
      jackknife: same(9, 1),
    };
    expect(studentizedInterval(1, draws, 'logit')).toBeNull();
    expect(studentizedInterval(1, draws, 'atanh')).toBeNull();
    expect(studentizedInterval(1, draws, 'log')).toEqual([1, 1]);
    const left = Float64Array.of(0.2, 0.5, 1);
    expect(studentizedInterval(0.5, { ...draws, jackknife: left }, 'logit')).toBeNull();
    expect(studentizedInterval(0.5, { ...draws, jackknife: Float64Array.of(0.5) })).toBeNull();
    // A share is 1 in more draws than the quantile leaves out: the low end could be anywhere.
    const shares = Float64Array.of(0.85, 0.9, 0.92, 0.88);
    const ones = (n: number) => ({
      draws: Float64Array.from({ length: 1001 }, (_, d) => (d < n ? 1 : 0.5 + (d % 49) / 100)),
      errors: same(1001, 0.3),
      jackknife: shares,
    });
    expect(studentizedInterval(0.9, ones(24), 'logit')).not.toBeNull();
    expect(studentizedInterval(0.9, ones(25), 'logit')).toBeNull();
  });

  it('turns with the sign, moves with a shift and a factor, and does not depend on order', () => {
    const number = fc
      .double({ min: -100, max: 100, noNaN: true })
      .map((v) => Math.round(v * 64) / 64);
    const positive = fc.integer({ min: 1, max: 64 }).map((v) => v / 16);
    const pairs = fc.array(fc.tuple(number, positive), { minLength: 5, maxLength: 60 });
    const left = fc.array(number, { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(pairs, left, number, positive, number, (list, own, value, factor, shift) => {
        const draws = Float64Array.from(list, ([d]) => d);
        const errors = Float64Array.from(list, ([, e]) => e);
        const all = { draws, errors, jackknife: Float64Array.from(own) };
        fc.pre(new Set(own).size > 1);
        const [low, high] = studentizedInterval(value, all) as [number, number];
        expect(low).toBeLessThanOrEqual(high);
        const moved = (v: number) => factor * v + shift;
        const other = studentizedInterval(moved(value), {
          draws: draws.map(moved),
          errors: errors.map((e) => factor * e),
          jackknife: all.jackknife.map(moved),
        }) as [number, number];
        expect(other[0]).toBeCloseTo(moved(low), 5);
        expect(other[1]).toBeCloseTo(moved(high), 5);
        const turned = studentizedInterval(-value, {
          draws: draws.map((v) => -v),
          errors,
          jackknife: all.jackknife.map((v) => -v),
        }) as [number, number];
        expect(turned[0]).toBeCloseTo(-high, 6);
        expect(turned[1]).toBeCloseTo(-low, 6);
        const backwards = {
          draws: draws.toReversed(),
          errors: errors.toReversed(),
          jackknife: all.jackknife.toReversed(),
        };
        expect(studentizedInterval(value, backwards)).toEqual([low, high]);
      }),
    );
  });
});

describe('jackknifeError', () => {
  it('is the standard error of the jackknife, of values that stand for several', () => {
    const values = fc.array(
      fc.tuple(
        fc.oneof(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.constant(NaN)),
        fc.integer({ min: 1, max: 4 }),
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(
        values,
        fc.constantFrom('identity', 'log', 'logit', 'atanh', 'log1m'),
        (list, scale) => {
          const to = {
            identity: (x: number) => x,
            log: Math.log,
            atanh: Math.atanh,
            log1m: (x: number) => -Math.log1p(-x),
            logit: (x: number) => Math.log(x / (1 - x)),
          }[scale];
          const own = Float64Array.from(list, ([v]) => v);
          const times = Int32Array.from(list, ([, t]) => t);
          const repeated = Float64Array.from(
            list.flatMap(([v, t]) => Array<number>(t).fill(to(v))),
          );
          const expected = jackknifeSpread(repeated)?.standardError ?? Number.NaN;
          const found = jackknifeError(own, times, list.length, scale);
          if (Number.isNaN(expected)) expect(found).toBeNaN();
          else expect(found).toBeCloseTo(expected, 9);
        },
      ),
    );
  });

  it('is 0 of equal values, and unknown where one is at the end of a scale', () => {
    const times = Int32Array.of(1, 2, 1);
    expect(jackknifeError(Float64Array.of(0.1, 0.1, 0.1 + 1e-17), times, 3, 'logit')).toBe(0);
    expect(jackknifeError(Float64Array.of(1, 1, 1), times, 3, 'logit')).toBe(0);
    expect(jackknifeError(Float64Array.of(0.5, 0.6, 1), times, 3, 'logit')).toBeNaN();
    expect(jackknifeError(Float64Array.of(0.5, 0.6, 1), times, 2, 'logit')).toBeGreaterThan(0);
  });
});
