import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SoftGoals } from '../../../src/splitters/sae/goals.js';
import { type CostInputs, softCost } from '../../oracle/soft-cost.js';

function goalsOf({ requested, labels, scaffolds, usage }: CostInputs): SoftGoals {
  return new SoftGoals({
    requested,
    labels: labels && Float64Array.from(labels),
    scaffolds: scaffolds && Int32Array.from(scaffolds),
    usage: usage && Int32Array.from(usage),
  });
}

/** The cost of a set that molecules enter one after another. */
function costOf(inputs: CostInputs, inTest: readonly (readonly [number, number])[]): number {
  const goals = goalsOf(inputs);
  for (const [m, bin] of inTest) goals.enter(m, bin);
  return goals.cost;
}

const rare = (n: number, times: number, common: number, other: number) =>
  Array.from({ length: n }, (_, m) => (m < times ? other : common));

/** Labels of many kinds: any numbers, few values, two classes, one value, rare values, with and without gaps. */
function labelsOf(n: number): fc.Arbitrary<number[]> {
  const size = { minLength: n, maxLength: n };
  const classes = fc.constantFrom(0, 1);
  const few = fc.constantFrom(-3, 0, -0, 0.5, 2, 1e9, Number.POSITIVE_INFINITY);
  const full = fc.oneof(
    fc.array(fc.double({ noNaN: true }), size),
    fc.array(fc.integer({ min: -20, max: 20 }), size),
    fc.array(few, size),
    fc.array(classes, size),
    fc.constant(new Array<number>(n).fill(7)),
    fc.constant(new Array<number>(n).fill(Number.NaN)),
    fc.tuple(fc.nat(3), classes).map(([times, c]) => rare(n, Math.min(times, n), c, 1 - c)),
  );
  return fc
    .tuple(full, fc.array(fc.nat(4), size), fc.boolean())
    .map(([labels, gaps, some]) => labels.map((y, m) => (some && gaps[m] === 0 ? Number.NaN : y)));
}

const inputs = fc.integer({ min: 1, max: 80 }).chain((n) => {
  const size = { minLength: n, maxLength: n };
  return fc.record({
    n: fc.constant(n),
    given: fc.record(
      {
        requested: fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }),
        labels: labelsOf(n),
        scaffolds: fc.array(fc.integer({ min: -1, max: 6 }), size),
        usage: fc.array(fc.nat(3), size),
      },
      { requiredKeys: ['requested'] },
    ),
    steps: fc.array(fc.tuple(fc.nat(999), fc.nat(999), fc.boolean()), {
      minLength: 1,
      maxLength: 60,
    }),
  });
});

describe('SoftGoals', () => {
  it('costs what the definition says after any entering, leaving and changing of bins', () => {
    const done = { enter: 0, leave: 0, change: 0 };
    fc.assert(
      fc.property(inputs, ({ n, given, steps }) => {
        const goals = goalsOf(given);
        const inTest = new Map<number, number>();
        expect(goals.cost).toBeCloseTo(0, 9);
        for (const [x, y, changes] of steps) {
          const [m, to] = [x % n, y % given.requested.length];
          const from = inTest.get(m);
          if (from === undefined) {
            goals.enter(m, to);
            inTest.set(m, to);
            done.enter++;
          } else if (changes) {
            goals.change(m, from, to);
            inTest.set(m, to);
            done.change++;
          } else {
            goals.leave(m, from);
            inTest.delete(m);
            done.leave++;
          }
          expect(goals.cost).toBeCloseTo(softCost(given, [...inTest]), 9);
        }
        goals.clear();
        expect(goals.cost).toBeCloseTo(0, 9);
        for (const [m, bin] of inTest) goals.enter(m, bin);
        expect(goals.cost).toBeCloseTo(softCost(given, [...inTest]), 9);
      }),
      { numRuns: 400 },
    );
    for (const times of Object.values(done)) expect(times).toBeGreaterThan(80);
  });

  it('tells whether labels matter', () => {
    expect(goalsOf({ requested: [2, 1], labels: [1, 2] }).balancesLabels).toBe(true);
    expect(goalsOf({ requested: [2, 1], usage: [1, 2] }).balancesLabels).toBe(false);
  });

  it('prices two classes by hand', () => {
    // Half of all are 1. One bin with one 0: half off, on two classes one border: 0.5 × (1 + 4 × 0.5) = 1.5.
    const two = { requested: [4, 6], labels: [0, 1, 0, 1] };
    expect(costOf(two, [[0, 0]])).toBeCloseTo(2 * 4 * 1.5, 12);
    expect(
      costOf(two, [
        [0, 0],
        [1, 0],
      ]),
    ).toBeCloseTo(0, 12);
    expect(
      costOf(two, [
        [0, 0],
        [1, 1],
      ]),
    ).toBeCloseTo(2 * 10 * 1.5, 12);
  });

  it('sees a class that is rarer than any quantile, whether its label is the low or the high one', () => {
    for (const labels of [rare(200, 3, 0, 1), rare(200, 3, 1, 0)]) {
      const given = { requested: [10], labels };
      const onlyRare = costOf(given, [
        [0, 0],
        [1, 0],
      ]);
      const onlyCommon = costOf(given, [
        [100, 0],
        [101, 0],
      ]);
      // All but 1.5 % off, and 1.5 % off.
      expect(onlyRare).toBeCloseTo(2 * 10 * 0.985 * (1 + 4 * 0.985), 9);
      expect(onlyCommon).toBeCloseTo(2 * 10 * 0.015 * (1 + 4 * 0.015), 9);
    }
  });

  it('finds nothing to balance in constant or missing labels', () => {
    for (const y of [3, Number.NaN]) {
      expect(costOf({ requested: [5], labels: [y, y, y] }, [[0, 0]])).toBeCloseTo(0, 12);
    }
  });

  it('counts scaffolds once per bin, molecules without one never, and each earlier use', () => {
    const given = { requested: [2, 2], scaffolds: [0, 0, 1, -1], usage: [0, 1, 2, 0] };
    const all = [0, 1, 2, 3].map((m) => [m, 0] as const);
    expect(costOf(given, all)).toBe(3 - 0.25 * 2);
    expect(costOf(given, [...all.slice(1), [0, 1]])).toBe(3 - 0.25 * 3);
  });

  it('charges for scaffolds that are lost since they were held, and for labels only while they count', () => {
    const goals = goalsOf({ requested: [2], labels: [0, 1, 0, 1], scaffolds: [0, 1, 1, 2] });
    goals.countLabels(false);
    for (const m of [0, 1, 3]) goals.enter(m, 0);
    expect(goals.cost).toBe(-0.75);
    goals.holdScaffolds();
    goals.leave(3, 0);
    // Two of three are left: one lost, at 2.
    expect(goals.cost).toBe(-0.5 + 2);
    goals.enter(2, 0);
    expect(goals.cost).toBe(-0.5 + 2);
    goals.countLabels(true);
    // Two of three are 0, and half of all.
    const distance = 1 / 6;
    expect(goals.labelGap).toBeCloseTo(distance, 12);
    expect(goals.cost).toBeCloseTo(1.5 + 2 * 2 * distance * (1 + 4 * distance), 12);
  });
});
