import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/random.js';
import { divideOuter } from '../../../src/splitters/sae/divide.js';
import { makeUnits } from '../../../src/splitters/units.js';
import { membersOfUnits, subsets } from '../../oracle/brute-force.js';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

interface Problem {
  /** Bin of each molecule. */
  readonly bin: readonly number[];
  readonly bins: number;
  readonly group: readonly number[];
  readonly weights: readonly number[];
  /** Units that were taken out of training. */
  readonly outer: readonly number[];
  readonly labels: readonly number[] | null;
  readonly seed: number;
}

function divide(problem: Problem, asked: { test: number[]; valid: number[] }) {
  const { bin, group, weights, outer, labels, seed } = problem;
  const units = makeUnits(bin.length, Int32Array.from(group), Int32Array.from(weights));
  const test = divideOuter(
    units,
    Int32Array.from(outer),
    Uint8Array.from(bin),
    asked,
    labels && Float64Array.from(labels),
    new Random(seed),
  );
  return [...test];
}

/** Weight of some units in each bin. */
function weightIn({ bin, bins, group, weights }: Problem, chosen: readonly number[]): number[] {
  const counts = new Array<number>(bins).fill(0);
  const members = membersOfUnits(group);
  for (const u of chosen) for (const m of members[u]) counts[bin[m]] += weights[m];
  return counts;
}

/** Checks that `test` is part of the outer units, none twice, ascending; gives the validation units. */
function validOf({ outer }: Problem, test: readonly number[]): number[] {
  expect(test.every((u) => outer.includes(u))).toBe(true);
  expect(test).toEqual([...new Set(test)].sort((a, b) => a - b));
  return outer.filter((u) => !test.includes(u));
}

/** A histogram as even as can be, of so many in so many bins, in a random order. */
function split(total: readonly number[], parts: readonly number[]) {
  const test = total.map((n, b) => Math.min(n, parts[b % parts.length] % (n + 1)));
  return { test, valid: total.map((n, b) => n - test[b]) };
}

/** Problems of molecules on their own, all of one weight. */
const alone = fc
  .record({
    n: fc.integer({ min: 2, max: 40 }),
    bins: fc.integer({ min: 1, max: 4 }),
    weight: fc.constantFrom(1, 1, 1, 3),
    seed: fc.nat(),
    labeled: fc.boolean(),
  })
  .chain(({ n, bins, weight, seed, labeled }) => {
    const size = { minLength: n, maxLength: n };
    return fc.record({
      bin: fc.array(fc.nat(bins - 1), size),
      bins: fc.constant(bins),
      group: fc.constant(Array.from({ length: n }, (_, m) => m)),
      weights: fc.constant(new Array<number>(n).fill(weight)),
      outer: fc.subarray(
        Array.from({ length: n }, (_, u) => u),
        { minLength: 1 },
      ),
      labels: labeled
        ? fc.array(fc.constantFrom(Number.NaN, 0, 1, 2, 2.5, -4, Number.POSITIVE_INFINITY), size)
        : fc.constant(null),
      seed: fc.constant(seed),
    });
  });
const parts = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });

describe('divideOuter', () => {
  it('gives both sets the histograms asked for where what was taken out has their sum', () => {
    fc.assert(
      fc.property(alone, parts, (problem, numbers) => {
        const unit = problem.weights[0];
        const total = weightIn(problem, problem.outer).map((n) => n / unit);
        const halves = split(total, numbers);
        // There is always a test set.
        fc.pre(sum(halves.test) > 0);
        const asked = {
          test: halves.test.map((n) => n * unit),
          valid: halves.valid.map((n) => n * unit),
        };
        const test = divide(problem, asked);
        const valid = validOf(problem, test);
        expect(weightIn(problem, valid)).toEqual(asked.valid);
        if (sum(asked.valid) > 0) expect(weightIn(problem, test)).toEqual(asked.test);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps sizes, and shares what is missing in proportion, where the sum is another', () => {
    let off = 0;
    fc.assert(
      fc.property(alone, fc.nat(999), fc.nat(999), (problem, x, y) => {
        const unit = problem.weights[0];
        const n = problem.outer.length;
        const inTest = 1 + (x % n);
        const [t, v] = [inTest * unit, (n - inTest) * unit];
        // Everything asked for in one bin, whatever is there.
        const wish = (size: number) =>
          Array.from({ length: problem.bins }, (_, b) => (b === y % problem.bins ? size : 0));
        const asked = { test: wish(t), valid: wish(v) };
        const test = divide(problem, asked);
        const valid = validOf(problem, test);
        const [achieved, rest] = [weightIn(problem, test), weightIn(problem, valid)];
        expect([sum(achieved), sum(rest)]).toEqual(v === 0 ? [t, 0] : [t, v]);
        const total = weightIn(problem, problem.outer);
        if (total.some((w, b) => w !== asked.test[b] + asked.valid[b])) off++;
        // Each set has its part of what there is, to the molecule.
        total.forEach((w, b) => {
          expect(Math.abs(achieved[b] - (w * t) / (t + v))).toBeLessThanOrEqual(unit);
        });
      }),
      { numRuns: 500 },
    );
    expect(off).toBeGreaterThan(100);
  });

  it('deals labels out evenly in every bin', () => {
    let checked = 0;
    fc.assert(
      fc.property(alone, parts, (problem, numbers) => {
        const { labels, bin } = problem;
        if (!labels || problem.weights[0] !== 1) return;
        const total = weightIn(problem, problem.outer);
        const asked = split(total, numbers);
        if (sum(asked.valid) === 0 || sum(asked.test) === 0) return;
        const test = divide(problem, asked);
        for (let b = 0; b < problem.bins; b++) {
          const here = problem.outer.filter((m) => bin[m] === b);
          for (const border of labels) {
            const upTo = here.filter((m) => labels[m] <= border);
            const expected = (upTo.length * asked.test[b]) / here.length;
            const found = upTo.filter((m) => test.includes(m)).length;
            // No label is placed like an infinite one.
            if (upTo.length > 0 && border !== Number.POSITIVE_INFINITY) {
              expect(Math.abs(found - expected)).toBeLessThan(1);
              checked++;
            }
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(checked).toBeGreaterThan(500);
  });

  it('gives all to test where no validation set is asked for', () => {
    const problem: Problem = {
      bin: [0, 1, 1],
      bins: 2,
      group: [0, 1, 2],
      weights: [1, 1, 1],
      outer: [0, 2],
      labels: null,
      seed: 0,
    };
    expect(divide(problem, { test: [2, 0], valid: [0, 0] })).toEqual([0, 2]);
  });

  it('gives every molecule of a bin the same chance', () => {
    const n = 12;
    const chosen = new Array<number>(n).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const problem: Problem = {
        bin: Array.from({ length: n }, (_, m) => m % 2),
        bins: 2,
        group: Array.from({ length: n }, (_, m) => m),
        weights: new Array<number>(n).fill(1),
        outer: Array.from({ length: n }, (_, m) => m),
        labels: seed % 2 === 0 ? null : Array.from({ length: n }, (_, m) => m / 2),
        seed,
      };
      for (const u of divide(problem, { test: [2, 3], valid: [4, 3] })) chosen[u]++;
    }
    // A third and a half of 2000; standard deviations 21 and 22.
    chosen.forEach((times, m) => {
      expect(Math.abs(times - (m % 2 === 0 ? 2000 / 3 : 1000))).toBeLessThan(110);
    });
  });

  /** Units of several molecules and weights. */
  const grouped = fc.integer({ min: 3, max: 16 }).chain((n) => {
    const size = { minLength: n, maxLength: n };
    return fc
      .record({
        bin: fc.array(fc.nat(2), size),
        group: fc.array(fc.nat(7), size),
        weights: fc.oneof(
          fc.constant(new Array<number>(n).fill(1)),
          fc.array(fc.integer({ min: 1, max: 3 }), size),
        ),
        seed: fc.nat(),
        x: fc.nat(999),
      })
      .map((given) => {
        const outer = membersOfUnits(given.group).map((_, u) => u);
        return { ...given, bins: 3, outer, labels: null };
      });
  });

  it('keeps the size exact with units of several molecules, where any choice of them has it', () => {
    const seen = { possible: 0, best: 0 };
    fc.assert(
      fc.property(grouped, (problem) => {
        const total = weightIn(problem, problem.outer);
        const all = sum(total);
        const t = 1 + (problem.x % (all - 1));
        // Asked in proportion to what there is, rounded.
        const wish = total.map((w) => Math.floor((w * t) / all));
        for (let b = 0; sum(wish) < t; b = (b + 1) % 3) if (wish[b] < total[b]) wish[b]++;
        const asked = { test: wish, valid: total.map((w, b) => w - wish[b]) };
        const test = divide(problem, asked);
        const valid = validOf(problem, test);
        const deviationOf = (chosen: readonly number[]) =>
          sum(weightIn(problem, chosen).map((w, b) => Math.abs(w - wish[b])));
        let best = Number.POSITIVE_INFINITY;
        for (let size = 1; size <= problem.outer.length; size++) {
          for (const places of subsets(problem.outer.length, size)) {
            const chosen = places.map((p) => problem.outer[p]);
            if (sum(weightIn(problem, chosen)) !== t) continue;
            best = Math.min(best, deviationOf(chosen));
          }
        }
        if (best === Number.POSITIVE_INFINITY) return;
        seen.possible++;
        expect([sum(weightIn(problem, test)), sum(weightIn(problem, valid))]).toEqual([t, all - t]);
        expect(deviationOf(test)).toBeGreaterThanOrEqual(best);
        if (deviationOf(test) === best) seen.best++;
      }),
      { numRuns: 150 },
    );
    expect(seen.possible).toBeGreaterThan(50);
    // Only units of one weight change places, so that the best is not always found.
    expect(seen.best).toBeGreaterThan(seen.possible / 2);
  });
});
