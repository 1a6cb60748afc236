import { describe, expect, it } from 'vitest';
import { decided } from '../../../src/gate/rules/decide.js';
import { type Judged, NOT_COMPARED } from '../../../src/gate/rules/judge.js';

/** A comparison by hand, before it is decided: t standard errors worse, of 300 molecules. */
function compared(t: number, given: Partial<Judged> = {}): Judged {
  const standardError = 0.047;
  const drop = t * standardError;
  return {
    ...NOT_COMPARED,
    ...{ rule: 1, given: null, task: null, kind: 'drop', metric: 'mae', stratum: '[0, 1/3)' },
    ...{ level: 'error', n: 300, value: 1.17 + drop, ci95: null, limit: null, on: null },
    ...{ audit_limit: null, baseline: 1.17, reason: null, verdict: 'inconclusive' },
    ...{ drop, drop_ci95: [drop - 1.96 * standardError, drop + 1.96 * standardError] },
    ...{ tolerance: 0.117, decide: 'estimate', spread: { standardError, errors: t, df: 299 } },
    ...given,
  };
}

/** From a forest to 5-NN: 1.170 to 1.308 in the lowest bin, [0.049, 0.237], with 10% tolerated. */
const forest = compared(0.139 / 0.047, { drop_ci95: [0.049, 0.237] });
const verdicts = (outcomes: readonly Judged[]) => decided(outcomes).map(({ verdict }) => verdict);

describe('a check of several comparisons', () => {
  it('fails a model that is significantly worse, by more than is tolerated, as one rule of a few', () => {
    const others = [-1, -0.5, 0, 0.5, 1].map((t) => compared(t));
    for (let count = 0; count <= others.length; count++) {
      const found = decided([forest, ...others.slice(0, count)]);
      expect([found[0].verdict, found[0].comparisons]).toEqual(['fail', count + 1]);
    }
    expect(verdicts([{ ...forest, decide: 'interval' }])).toEqual(['inconclusive']);
  });

  it('corrects for all of them together, of any task, and not for what is no comparison', () => {
    // t of 2.952 with 299 degrees of freedom: one-sided p = 0.0017; times 20 is 0.034, times 40 0.069.
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => compared(0, { task: `t${i % 3}` }));
    const [of20] = decided([forest, ...many(19)]);
    expect(of20.p).toBeCloseTo(0.0017, 4);
    expect(of20.p_corrected).toBeCloseTo(20 * (of20.p as number), 12);
    expect([of20.verdict, of20.comparisons]).toEqual(['fail', 20]);
    const [of40] = decided([forest, ...many(39)]);
    expect([of40.verdict, of40.comparisons]).toEqual(['inconclusive', 40]);
    const limits = many(39).map(
      (one): Judged => ({
        ...one,
        ...NOT_COMPARED,
        kind: 'max',
        limit: 9,
        verdict: 'pass',
        spread: undefined,
      }),
    );
    const among = decided([forest, ...limits]);
    expect(among[0]).toMatchObject({ verdict: 'fail', comparisons: 1 });
    expect(among[0].p_corrected).toBeCloseTo(2 * (among[0].p as number), 12);
    expect(among.slice(1)).toEqual(limits);
    // What is too small to be drawn, or has no interval, is not tested.
    const small = many(39).map((one) => ({ ...one, drop_ci95: null, spread: undefined }));
    expect(decided([forest, ...small])[0]).toMatchObject({ verdict: 'fail', comparisons: 1 });
    const byInterval = many(39).map((one): Judged => ({ ...one, decide: 'interval' }));
    expect(decided([forest, ...byInterval])[0]).toMatchObject({ verdict: 'fail', comparisons: 1 });
  });

  it('corrects each level by itself, and keeps the order', () => {
    const warned = Array.from({ length: 39 }, (_, i) =>
      compared(-1, { level: i % 2 === 0 ? 'warn' : 'info', given: `${i}` }),
    );
    const found = decided([...warned, forest]);
    expect(found.at(-1)).toMatchObject({ verdict: 'fail', comparisons: 1 });
    expect(found.map(({ given }) => given)).toEqual([...warned.map(({ given }) => given), null]);
    expect(found[0].comparisons).toBe(20);
    expect(found[1].comparisons).toBe(19);
  });

  it('names every rule that stays significant when the first ones are taken out (Holm)', () => {
    // One-sided p of 3.5, 3, and 2.9 standard errors are 0.0003, 0.0015, and 0.0020: times 20, 19 and 18 below 0.05.
    const rest = Array.from({ length: 17 }, () => compared(0));
    const found = verdicts([compared(3.5), compared(3), compared(2.9), ...rest]);
    expect(found.slice(0, 3)).toEqual(['fail', 'fail', 'fail']);
    // Of 2.82 standard errors p is 0.0025: times 20 it is 0.0512, and 0.0487 where another is taken out first.
    expect(verdicts([compared(2.82), ...rest, compared(0), compared(0)])[0]).toBe('inconclusive');
    expect(verdicts([compared(2.82), compared(3.5), ...rest, compared(0)])[0]).toBe('fail');
  });

  it('says which worsening it would fail', () => {
    // Beyond the tolerance by z(0.8), or significant by as much: 1.968 and 2.828 standard errors.
    const [one] = decided([compared(0)]);
    expect(one.detectable).toBeCloseTo(0.117 + 0.84162 * 0.047, 5);
    const strict = { tolerance: 0.01 };
    const [alone] = decided([compared(0, strict)]);
    expect(alone.detectable).toBeCloseTo((1.96793 + 0.84162) * 0.047, 4);
    const [ofMany] = decided(Array.from({ length: 20 }, () => compared(0, strict)));
    expect(ofMany.detectable).toBeCloseTo((2.828014 + 0.84162) * 0.047, 4);
    const [interval] = decided([compared(0, { decide: 'interval' })]);
    expect(interval.detectable).toBeCloseTo(0.117 + (1.96793 + 0.841621) * 0.047, 5);
  });
});
