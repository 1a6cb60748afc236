import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECIDE } from '../../../src/gate/config/types.js';
import {
  detectableWorsening,
  type GateVerdict,
  gateVerdict,
  judgeLimit,
  judgeWorsening,
} from '../../../src/gate/rules/verdict.js';

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const interval = fc
  .tuple(number, number)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const rank = { fail: 0, inconclusive: 1, pass: 2 };

describe('judgeWorsening by the interval', () => {
  const judged = (ci95: readonly [number, number] | null, tolerance: number) =>
    judgeWorsening({ estimate: 1e9, ci95, pCorrected: 0 }, tolerance, 'interval');

  it.each<[readonly [number, number] | null, number, GateVerdict]>([
    [[-0.2, -0.1], 0, 'pass'],
    [[-0.1, 0], 0, 'pass'],
    [[-0.1, 0.05], 0.05, 'pass'],
    [[-0.1, 0.0500001], 0.05, 'inconclusive'],
    [[0.05, 0.06], 0.05, 'inconclusive'],
    [[0.0500001, 0.06], 0.05, 'fail'],
    [[0, 0], 0, 'pass'],
    [[1, 2], 0.5, 'fail'],
    [null, 0.05, 'inconclusive'],
    [[Number.NaN, Number.NaN], 0.05, 'inconclusive'],
    [[-0.1, Number.NaN], 0.05, 'inconclusive'],
    [[-0.1, 0], Number.NaN, 'inconclusive'],
    [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], 5, 'inconclusive'],
  ])('of %j with %d tolerated is %s', (ci95, tolerance, verdict) => {
    expect(judged(ci95, tolerance)).toBe(verdict);
  });

  it('passes only without any value in the interval beyond the tolerance, and fails only with none within', () => {
    const share = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 });
    fc.assert(
      fc.property(interval, number, share, ([low, high], tolerance, shares) => {
        const inside = [low, high, ...shares.map((s) => Math.min(high, low + s * (high - low)))];
        const beyond = inside.filter((worse) => worse > tolerance).length;
        const verdict = judged([low, high], tolerance);
        if (verdict === 'pass') expect(beyond).toBe(0);
        if (verdict === 'fail') expect(beyond).toBe(inside.length);
        if (verdict === 'inconclusive') {
          expect(low <= tolerance && tolerance < high).toBe(true);
        }
      }),
    );
  });
});

describe('judgeWorsening by the estimate', () => {
  it.each<[number | null, readonly [number, number] | null, number | null, number, GateVerdict]>([
    // From a forest to 5-NN at low similarity: significantly worse, and by more than is tolerated.
    [0.139, [0.049, 0.237], 0.004, 0.117, 'fail'],
    [0.139, [0.049, 0.237], 0.05, 0.117, 'fail'],
    // The same among many rules, of which none is significant.
    [0.139, [0.049, 0.237], 0.051, 0.117, 'inconclusive'],
    [0.139, [0.049, 0.237], 0.004, 0.139, 'inconclusive'],
    [0.139, [0.049, 0.237], 0.004, 0.237, 'pass'],
    [0.139, [-0.001, 0.279], 0.004, 0.117, 'inconclusive'],
    [0.139, [0, 0.279], 0.004, 0.117, 'inconclusive'],
    [0.139, [0.12, 0.16], 0.051, 0.117, 'inconclusive'],
    [0.139, [0.12, 0.16], null, 0.117, 'inconclusive'],
    [-0.1, [-0.2, -0.05], 1, 0, 'pass'],
    [0, [0, 0], 1, 0, 'pass'],
    [0.1, [0.1, 0.1], 0, 0.05, 'fail'],
    [0.01, [0.001, 0.02], 0.01, 0, 'fail'],
    [null, [0.1, 0.2], 0, 0, 'inconclusive'],
    [0.1, null, 0, 0.05, 'inconclusive'],
    [0.1, [Number.NaN, Number.NaN], 0, 0.05, 'inconclusive'],
    [0.1, [0.05, 0.15], 0, Number.NaN, 'inconclusive'],
    [0.1, [0.05, 0.15], Number.NaN, 0.05, 'inconclusive'],
  ])(
    'of %s %j, p %s, with %d tolerated is %s',
    (estimate, ci95, pCorrected, tolerance, verdict) => {
      expect(judgeWorsening({ estimate, ci95, pCorrected }, tolerance, 'estimate')).toBe(verdict);
    },
  );

  it('passes what passes by the interval, and fails what fails by it and is significant', () => {
    fc.assert(
      fc.property(interval, fc.double({ min: 0, max: 1, noNaN: true }), number, (ci95, p, at) => {
        const estimate = (ci95[0] + ci95[1]) / 2;
        const tolerance = Math.abs(at);
        const worsening = { estimate, ci95, pCorrected: p };
        const byEstimate = judgeWorsening(worsening, tolerance, 'estimate');
        const byInterval = judgeWorsening(worsening, tolerance, 'interval');
        expect(byEstimate === 'pass').toBe(byInterval === 'pass');
        if (byInterval === 'fail') expect(byEstimate).toBe(p <= 0.05 ? 'fail' : 'inconclusive');
      }),
    );
  });

  it('never turns for the worse when more is tolerated, by either rule', () => {
    fc.assert(
      fc.property(interval, number, fc.double({ min: 0, max: 1e6, noNaN: true }), (ci, at, by) => {
        const worsening = { estimate: (ci[0] + ci[1]) / 2, ci95: ci, pCorrected: 0.01 };
        for (const decide of DECIDE) {
          const [less, more] = [at, at + by].map((t) => judgeWorsening(worsening, t, decide));
          expect(rank[more]).toBeGreaterThanOrEqual(rank[less]);
        }
      }),
    );
  });
});

describe('judgeLimit', () => {
  it.each<[readonly [number, number] | null, 'min' | 'max', number, GateVerdict]>([
    [[0.7, 0.8], 'min', 0.7, 'pass'],
    [[0.69, 0.8], 'min', 0.7, 'inconclusive'],
    [[0.5, 0.69], 'min', 0.7, 'fail'],
    [[0.5, 0.7], 'min', 0.7, 'inconclusive'],
    [[0.7, 0.8], 'max', 0.8, 'pass'],
    [[0.7, 0.81], 'max', 0.8, 'inconclusive'],
    [[0.81, 0.9], 'max', 0.8, 'fail'],
    [[0.7, 0.7], 'min', 0.7, 'pass'],
    [[0.7, 0.7], 'max', 0.7, 'pass'],
    [[0.7, 0.7], 'max', 0.6, 'fail'],
    [null, 'min', 0, 'inconclusive'],
  ])('of %j with %s %d is %s', (range, kind, limit, verdict) => {
    expect(judgeLimit(range, kind, limit)).toBe(verdict);
  });

  it('does not pass what is no number', () => {
    for (const range of [
      [Number.NaN, Number.NaN],
      [0.5, Number.NaN],
      [Number.NaN, 0.5],
    ] as const) {
      for (const kind of ['min', 'max'] as const) {
        for (const limit of [0, 1]) expect(judgeLimit(range, kind, limit)).not.toBe('pass');
      }
    }
  });

  it('says of a value alone pass or fail, and of max what it says of min the other way up', () => {
    fc.assert(
      fc.property(interval, number, ([low, high], limit) => {
        expect(judgeLimit([low, low], 'min', limit)).toBe(low >= limit ? 'pass' : 'fail');
        expect(judgeLimit([low, high], 'max', limit)).toBe(
          judgeLimit([-high, -low], 'min', -limit),
        );
      }),
    );
  });
});

describe('detectableWorsening', () => {
  // 1.959964 and 0.841621, as tables of the normal distribution have them.
  it('by the interval is 0.8416 standard errors beyond what is significant beyond the tolerance', () => {
    expect(detectableWorsening(0, 0.05, 'interval', 3)).toBe(0.05);
    expect(detectableWorsening(1, 0, 'interval', 1.959964)).toBeCloseTo(2.801585, 5);
    expect(detectableWorsening(0.1, 0.2, 'interval', 3)).toBeCloseTo(0.584162, 5);
  });

  it('by the estimate is 0.8416 standard errors beyond the tolerance, or beyond what is significant', () => {
    expect(detectableWorsening(0, 0.05, 'estimate', 3)).toBe(0.05);
    expect(detectableWorsening(0.1, 0.4, 'estimate', 3)).toBeCloseTo(0.484162, 5);
    expect(detectableWorsening(0.1, 0.2, 'estimate', 3)).toBeCloseTo(0.384162, 5);
  });
});

describe('gateVerdict', () => {
  const outcome = fc.record({
    level: fc.constantFrom('error', 'warn', 'info'),
    verdict: fc.constantFrom('pass', 'fail', 'inconclusive'),
  });
  const policy = fc.constantFrom('pass', 'warn', 'fail');

  it.each([
    [[], 0, 'warn', 'pass', 0],
    [['error pass'], 0, 'fail', 'pass', 0],
    [['error pass'], 1, 'pass', 'fail', 2],
    [['error fail', 'error inconclusive'], 2, 'fail', 'fail', 2],
    [['error pass', 'error fail', 'error inconclusive'], 0, 'fail', 'fail', 1],
    [['error inconclusive'], 0, 'pass', 'inconclusive', 0],
    [['error inconclusive'], 0, 'warn', 'inconclusive', 0],
    [['error inconclusive', 'error pass'], 0, 'fail', 'inconclusive', 3],
    [['warn fail', 'info fail', 'warn inconclusive'], 0, 'fail', 'pass', 0],
    [['warn fail', 'error inconclusive'], 0, 'fail', 'inconclusive', 3],
  ] as const)(
    'of %j with %d errors and the policy %s is %s, exit code %d',
    (texts, errors, on, verdict, exit_code) => {
      const outcomes = texts.map((text) => {
        const [level, own] = text.split(' ') as ['error' | 'warn' | 'info', GateVerdict];
        return { level, verdict: own };
      });
      expect(gateVerdict(outcomes, errors, on)).toEqual({ verdict, exit_code });
    },
  );

  it('is decided by errors, then by failures, then by the policy, and by no other level', () => {
    fc.assert(
      fc.property(fc.array(outcome), fc.nat(2), policy, (outcomes, errors, on) => {
        const counts = { pass: 0, fail: 0, inconclusive: 0 };
        for (const { level, verdict } of outcomes) if (level === 'error') counts[verdict]++;
        let expected = 0;
        if (counts.inconclusive > 0 && on === 'fail') expected = 3;
        if (counts.fail > 0) expected = 1;
        if (errors > 0) expected = 2;
        const found = gateVerdict(outcomes, errors, on);
        expect(found.exit_code).toBe(expected);
        expect(found.verdict === 'pass').toBe(
          errors === 0 && counts.fail === 0 && counts.inconclusive === 0,
        );
        expect(found.verdict === 'fail').toBe(expected === 1 || expected === 2);
        expect(gateVerdict([...outcomes].reverse(), errors, on)).toEqual(found);
      }),
    );
  });
});
