import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import type { Blocks } from '../../../src/splitters/leakage-minimal/partition.js';
import { exhausted } from '../../../src/splitters/leakage-minimal/two-sided/exhaustive.js';
import { Joint, SIDES } from '../../../src/splitters/leakage-minimal/two-sided/joint.js';
import {
  oneAgainstOthers,
  oneSplit,
  type Parts,
  type Problem,
} from '../../../src/splitters/leakage-minimal/two-sided/problem.js';
import {
  divideSides,
  divideTogether,
  leastLeftOut,
} from '../../../src/splitters/leakage-minimal/two-sided/search.js';
import { below } from '../../oracle/pair-data.js';
import { everyAssignment } from './pair-problem.js';

/** Clusters on two sides, `parts` parts, whose sizes are those of a random assignment; some pairs, in families. */
function madeProblem(
  seed: number,
  counts: readonly [number, number],
  parts: number,
  folds: boolean,
) {
  const pick = below(seed + 31_000);
  const [rows, columns] = counts;
  const pairs = new Float64Array(rows * columns);
  for (let d = 0; d < rows; d++) {
    for (let t = 0; t < columns; t++) {
      if (d % 3 === t % 3 || pick(3) === 0) pairs[d * columns + t] = pick(4);
    }
    pairs[d * columns + (d % columns)] += 1;
  }
  for (let t = 0; t < columns; t++) pairs[(t % rows) * columns + t] += 1;
  const weights = [
    Int32Array.from({ length: rows }, (_, d) =>
      pairs.slice(d * columns, (d + 1) * columns).reduce((a, b) => a + b, 0),
    ),
    Int32Array.from({ length: columns }, (_, t) =>
      pairs.reduce((sum, w, i) => (i % columns === t ? sum + w : sum), 0),
    ),
  ];
  const sides = counts.map((count, s) => {
    const similarity = new Float64Array(count * count);
    let total = 0;
    for (let b = 0; b < count; b++) {
      for (let d = 0; d < b; d++) {
        const value = pick(seed % 5 === 0 && s === 1 ? 1 : 1000);
        similarity[b * count + d] = value;
        similarity[d * count + b] = value;
        total += value;
      }
    }
    const blocks: Blocks = {
      count,
      similarity,
      weight: weights[s],
      classes: new Float64Array(),
      classCount: 0,
    };
    const sizes = new Array<number>(parts).fill(0);
    for (let b = 0; b < count; b++) sizes[b < parts ? b : pick(parts)] += weights[s][b];
    const goal = { sizes, least: new Float64Array(), most: new Float64Array() };
    return { blocks, goal, total: total + pick(100) };
  });
  const weight = pairs.reduce((a, b) => a + b, 0);
  const tested = Array.from({ length: parts }, (_, p) => p).slice(pick(2));
  const views = folds ? oneAgainstOthers(parts, tested) : oneSplit(parts);
  const problem: Problem = { sides: [sides[0], sides[1]], pairs, weight, views, limit: Infinity };
  return { problem, pick, tested };
}

/** Similarity across the parts of one side. */
function cutOf({ blocks }: Problem['sides'][number], part: ArrayLike<number>): number {
  let cut = 0;
  for (let b = 0; b < blocks.count; b++) {
    for (let d = 0; d < b; d++) {
      if (part[b] !== part[d]) cut += blocks.similarity[b * blocks.count + d];
    }
  }
  return cut;
}

/** Leak, weight left out in the worst split, and whether a set is empty, by going through the pairs. */
function naive(
  { sides, pairs }: Problem,
  [drugs, partners]: readonly ArrayLike<number>[],
  tested: readonly number[] | null,
) {
  let leak = 0;
  for (const [s, part] of [drugs, partners].entries()) {
    const { total } = sides[s];
    leak += total === 0 ? 0 : cutOf(sides[s], part) / total;
  }
  const parts = sides[0].goal.sizes.length;
  const splits = tested ?? [-1];
  let out = 0;
  let empty = false;
  for (const own of splits) {
    const set = (p: number) => (own < 0 ? p : p === own ? 1 : 0);
    const inSet = new Array<number>(own < 0 ? parts : 2).fill(0);
    let left = 0;
    pairs.forEach((weight, i) => {
      const [a, b] = [drugs[Math.floor(i / partners.length)], partners[i % partners.length]].map(
        set,
      );
      if (a === b) inSet[a] += weight;
      else left += weight;
    });
    out = Math.max(out, left);
    if (inSet.includes(0)) empty = true;
  }
  return { leak, out, empty };
}

function ofSizes({ blocks, goal }: Problem['sides'][number]): number[][] {
  return [...everyAssignment(blocks.count, goal.sizes.length)].filter((part) =>
    goal.sizes.every(
      (size, p) => size === part.reduce((sum, q, b) => (q === p ? sum + blocks.weight[b] : sum), 0),
    ),
  );
}

/** The least leak within a limit, and the least weight that is left out. */
function everyOutcome(problem: Problem, tested: readonly number[] | null) {
  const [drugs, partners] = problem.sides.map(ofSizes);
  const all = drugs.flatMap((own) =>
    partners.map((others) => naive(problem, [own, others], tested)),
  );
  const leastCuts = [drugs, partners].map((parts, s) =>
    Math.min(...parts.map((part) => cutOf(problem.sides[s], part))),
  );
  const filled = all.filter(({ empty }) => !empty);
  const fewest = filled.reduce((least, { out }) => Math.min(least, out), Infinity);
  const within = (limit: number) =>
    filled.reduce(
      (least, { leak, out }) => (out <= limit ? Math.min(least, leak) : least),
      Infinity,
    );
  return { leastCuts, fewest, within, most: filled.reduce((m, { out }) => Math.max(m, out), 0) };
}

const CASES = [
  { parts: 2, folds: false, counts: [7, 6] },
  { parts: 2, folds: true, counts: [6, 6] },
  { parts: 3, folds: false, counts: [5, 5] },
  { parts: 3, folds: true, counts: [5, 5] },
] as const;

describe.each(CASES)(
  'clusters of both sides, $parts parts, in folds: $folds',
  ({ parts, folds, counts }) => {
    const made = (seed: number) => {
      const { problem, pick, tested } = madeProblem(seed, [counts[0], counts[1]], parts, folds);
      return { problem, pick, tested: folds ? tested : null };
    };

    it('are kept count of through moves', () => {
      for (let seed = 0; seed < 20; seed++) {
        const { problem: free, pick, tested } = made(seed);
        const problem = { ...free, limit: pick(free.weight) };
        const start = counts.map((count) => Uint8Array.from({ length: count }, () => pick(parts)));
        const joint = new Joint(problem, [start[0], start[1]]);
        for (let move = 0; move < 40; move++) {
          const side = SIDES[pick(2)];
          const block = pick(counts[side]);
          const to = pick(parts);
          if (to === joint.sides[side].part[block]) continue;
          const announced = joint.leak + joint.change(side, block, to);
          joint.look(side, block, to);
          const next = [joint.nextOverrun, joint.nextEmpty];
          joint.move(side, block, to);
          expect(joint.leak).toBeCloseTo(announced, 12);
          expect([joint.overrun, joint.empty]).toEqual(next);
          const fresh = new Joint(problem, joint.parts);
          expect([joint.overrun, joint.empty, joint.leftOut, joint.missed, joint.leak]).toEqual([
            fresh.overrun,
            fresh.empty,
            fresh.leftOut,
            fresh.missed,
            fresh.leak,
          ]);
          const { leak, out, empty } = naive(problem, joint.parts, tested);
          expect(joint.leak).toBeCloseTo(leak, 12);
          expect(joint.leftOut).toBe(out);
          expect(joint.empty > 0).toBe(empty);
        }
      }
    });

    it('are divided with the least leak within a limit, or refused with the fewest that are left out', () => {
      let [answered, refused] = [0, 0];
      for (let seed = 0; seed < 25; seed++) {
        const { problem: free, pick, tested } = made(seed);
        const { leastCuts, fewest, within, most } = everyOutcome(free, tested);
        if (fewest === Infinity) continue;
        for (const limit of [fewest - 1, fewest, fewest + pick(most - fewest + 1), Infinity]) {
          const problem = { ...free, limit };
          const label = `problem ${seed}, limit ${limit}`;
          const answer = atOnce(divideSides(problem, new Random(seed)));
          if ('fewest' in answer) {
            expect(answer, label).toEqual({ fewest, least: fewest });
            expect(fewest, label).toBeGreaterThan(limit);
            refused++;
            continue;
          }
          const parts_: Parts = [answer.sides[0].part, answer.sides[1].part];
          const { leak, out, empty } = naive(problem, parts_, tested);
          expect(answer.leak, label).toBeCloseTo(leak, 12);
          expect(leak, label).toBeCloseTo(within(limit), 12);
          expect(answer.bound, label).toBeLessThanOrEqual(within(limit) + 1e-12);
          expect(empty, label).toBe(false);
          expect(out, label).toBeLessThanOrEqual(limit);
          answer.sides.forEach(({ bound, cut }, side) => {
            expect(bound, label).toBeLessThanOrEqual(leastCuts[side]);
            expect(cut, label).toBeGreaterThanOrEqual(leastCuts[side]);
          });
          answered++;
        }
      }
      expect(answered).toBeGreaterThan(20);
      expect(refused).toBeGreaterThan(5);
    });

    it('are found by the search alone, mostly', () => {
      let [met, optimal, tried] = [0, 0, 0];
      for (let seed = 0; seed < 3; seed++) {
        const { problem: free, pick, tested } = made(seed);
        const { fewest, within, most } = everyOutcome(free, tested);
        if (fewest === Infinity) continue;
        const problem = { ...free, limit: fewest + pick(Math.ceil((most - fewest) / 2) + 1) };
        const random = new Random(seed);
        const start = counts.map((count) => new Uint8Array(count));
        const found = atOnce(divideTogether(problem, [start[0], start[1]], random));
        tried++;
        const least = atOnce(leastLeftOut(problem, random));
        expect(least, `problem ${seed}`).toBeLessThanOrEqual(fewest);
        expect(found.fewest, `problem ${seed}`).toBeGreaterThanOrEqual(fewest);
        if (found.excess > 0) continue;
        met++;
        const { leak, out, empty } = naive(problem, found.parts, tested);
        expect([out <= problem.limit, empty], `problem ${seed}`).toEqual([true, false]);
        expect(found.cut, `problem ${seed}`).toBeCloseTo(leak, 12);
        expect(leak, `problem ${seed}`).toBeGreaterThan(within(problem.limit) - 1e-12);
        if (leak < within(problem.limit) + 1e-12) optimal++;
      }
      expect(met / tried).toBeGreaterThan(0.9);
      expect(optimal / tried).toBeGreaterThan(0.9);
    });
  },
);

describe('the bound on what is left out', () => {
  it('is near it where each drug has a pair with each partner', () => {
    const count = 40;
    const side = () => ({
      blocks: {
        count,
        similarity: new Float64Array(count * count),
        weight: new Int32Array(count).fill(count),
        classes: new Float64Array(),
        classCount: 0,
      },
      goal: { sizes: [1280, 320], least: new Float64Array(), most: new Float64Array() },
      total: 0,
    });
    const problem: Problem = {
      sides: [side(), side()],
      pairs: new Float64Array(count * count).fill(1),
      weight: 1600,
      views: oneSplit(2),
      limit: 100,
    };
    // 8 drugs with 32 partners, and 32 drugs with 8 partners.
    const answer = atOnce(divideSides(problem, new Random(1)));
    expect(answer).toMatchObject({ fewest: 512 });
    expect('least' in answer && answer.least).toBeGreaterThan(490);
    expect('least' in answer && answer.least).toBeLessThanOrEqual(512);
  });
});

describe('all assignments', () => {
  it('are not looked at where they are too many', () => {
    const { problem } = madeProblem(3, [41, 5], 2, false);
    expect(exhausted(problem)).toBeUndefined();
    expect(exhausted(madeProblem(3, [25, 25], 3, false).problem)).toBeUndefined();
  });
});
