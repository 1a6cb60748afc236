import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moleculeLabels } from '../../../src/dataset/molecule-labels.js';
import { InvariantError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { type Assignment, SUBSETS, TEST, TRAIN } from '../../../src/splitters/splitter.js';
import { verifyAssignment } from '../../../src/splitters/verify.js';
import {
  combineFolds,
  describePart,
  recordOutcomes,
  statusOf,
  testOverlap,
} from '../../../src/workflows/split/describe-split.js';
import {
  binOf,
  compare,
  histogram,
  type Matrix,
  maxSimilarity,
  similarity,
} from '../../oracle/brute-force.js';
import { clustered, edgesOf, fromBits } from '../../oracle/generators.js';
import { moleculesIn, unitsOf } from '../../splitters/setting.js';
import { type Made, madeTable } from './made.js';

const { bins, edges } = edgesOf('0,1/3,2/3,1');

/** Verifies and describes a division of made molecules. */
async function part(
  made: Made,
  subset: readonly number[],
  rest: Partial<Assignment> = {},
  scaffolds: readonly number[] | null = null,
) {
  const data = madeTable(made);
  const assignment: Assignment = {
    subset: Uint8Array.from(subset),
    discardReason: 'in the way',
    diagnostics: {},
    ...rest,
  };
  const n = (code: number) => subset.filter((s) => s === code).length;
  const verified = await verifyAssignment(
    moleculesIn(made.matrix),
    assignment,
    unitsOf(made.matrix.molecules),
    { train: n(0) + n(3), valid: n(1), test: n(2) },
    bins,
    new Job(),
  );
  const outcomes = recordOutcomes(data, assignment, verified);
  const labels = moleculeLabels(data);
  const described = {
    data,
    bins,
    labels,
    scaffolds: scaffolds ? Int32Array.from(scaffolds) : null,
  };
  return { outcomes, labels, part: describePart(described, assignment, verified, outcomes) };
}

/** The largest difference of the shares that are at most t. */
function ks(a: readonly number[], b: readonly number[]): number | null {
  if (a.length === 0 || b.length === 0) return null;
  const atMost = (values: readonly number[], t: number) =>
    values.filter((v) => v <= t).length / values.length;
  return Math.max(...[...a, ...b].map((t) => Math.abs(atMost(a, t) - atMost(b, t))));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Molecules with up to three records each, some rows invalid, labels with gaps, scaffolds with gaps. */
const divisions = fc
  .record({ seed: fc.nat(), molecules: fc.integer({ min: 2, max: 12 }) })
  .chain(({ seed, molecules }) => {
    const each = <T>(value: fc.Arbitrary<T>, n = molecules) =>
      fc.array(value, { minLength: n, maxLength: n });
    return fc.record({
      matrix: fc.constant(clustered(seed, molecules)),
      repeats: each(fc.integer({ min: 1, max: 3 })),
      bad: fc.nat(2),
      labels: each(
        fc.option(fc.integer({ min: -3, max: 3 }), { nil: Number.NaN }),
        3 * molecules + 2,
      ),
      subset: each(fc.constantFrom(0, 0, 1, 2, 2, 3)),
      scaffolds: each(fc.integer({ min: -1, max: 3 })),
    });
  });

describe('a part', () => {
  it('is described as a count by hand would', async () => {
    await fc.assert(
      fc.asyncProperty(divisions, async ({ matrix, repeats, bad, labels, subset, scaffolds }) => {
        const of = (code: number) => [...subset.keys()].filter((m) => subset[m] === code);
        const [train, valid, test] = [of(0), of(1), of(2)];
        fc.pre(train.length > 0);
        // Records in an order that mixes the molecules, the invalid ones between them.
        const moleculeOf = [
          ...repeats.keys(),
          ...new Array<number>(bad).fill(-1),
          ...repeats.flatMap((n, m) => new Array<number>(n - 1).fill(m)),
        ];
        const own = labels.slice(0, moleculeOf.length);
        const made = { matrix, moleculeOf, labels: own };
        const found = await part(made, subset, {}, scaffolds);
        const { sizes, records, similarity: s } = found.part;
        expect(sizes).toEqual({
          train: train.length,
          valid: valid.length,
          test: test.length,
          discarded: of(3).length,
          invalid: bad,
        });
        const recordsIn = (code: number) => moleculeOf.filter((m) => m >= 0 && subset[m] === code);
        expect(records).toEqual({
          train: recordsIn(0).length,
          valid: recordsIn(1).length,
          test: recordsIn(2).length,
          discarded: recordsIn(3).length,
          invalid: bad,
        });
        expect(s).toEqual({
          bins: bins.texts,
          requested: null,
          achieved: histogram(matrix, test, train, edges),
          status: null,
          reason: null,
          bound: null,
          valid:
            valid.length > 0
              ? { requested: null, achieved: histogram(matrix, valid, train, edges) }
              : null,
          with_valid:
            valid.length > 0 ? histogram(matrix, test, [...train, ...valid], edges) : null,
        });
        const labelOf = (m: number) => {
          const values = own.filter((y, r) => moleculeOf[r] === m && !Number.isNaN(y));
          return values.length > 0 ? [mean(values)] : [];
        };
        const all = [...subset.keys()].flatMap(labelOf);
        found.part.labels?.bins.forEach((bin, b) => {
          const members = test.filter((m) => binOf(maxSimilarity(matrix, m, train), edges) === b);
          const values = members.flatMap(labelOf);
          expect(bin.n).toBe(values.length);
          if (values.length > 0) expect(bin.mean).toBeCloseTo(mean(values), 12);
          const distance = ks(values, all);
          if (distance === null) expect(bin.ks).toBeNull();
          else expect(bin.ks).toBeCloseTo(distance, 12);
          const different = new Set(members.map((m) => scaffolds[m]).filter((x) => x >= 0));
          expect(found.part.scaffolds?.bins[b]).toBe(different.size);
        });
        expect(found.part.labels?.whole.n).toBe(all.length);
        expect(found.part.labels?.train.n).toBe(train.flatMap(labelOf).length);
        expect(found.part.labels?.test.n).toBe(test.flatMap(labelOf).length);
        const { task, histogram: drawn } = found.part.labels ?? {};
        const subsets = { train, valid, test };
        const numbers =
          task === 'regression' && [...train, ...valid, ...test].flatMap(labelOf).length > 0;
        expect(drawn === undefined).toBe(!numbers);
        for (const [name, members] of Object.entries(subsets)) {
          const n = drawn?.counts[name]?.reduce((sum, own) => sum + own, 0) ?? 0;
          expect(n).toBe(numbers ? members.flatMap(labelOf).length : 0);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('tells of every record where it went, how alike it is to training, and to which record', async () => {
    await fc.assert(
      fc.asyncProperty(divisions, async ({ matrix, repeats, bad, subset }) => {
        const train = [...subset.keys()].filter((m) => subset[m] === TRAIN);
        fc.pre(train.length > 0);
        const moleculeOf = [
          ...new Array<number>(bad).fill(-1),
          ...repeats.flatMap((n, m) => new Array<number>(n).fill(m)).reverse(),
        ];
        const { outcomes } = await part({ matrix, moleculeOf }, subset);
        expect(outcomes).toHaveLength(moleculeOf.length);
        outcomes.forEach((outcome, r) => {
          const m = moleculeOf[r];
          const none = { fold: null, maxSimilarity: null, nearestTrain: null };
          if (m < 0) {
            expect(outcome).toEqual({ ...none, split: 'invalid', reason: `bad row ${r + 1}` });
            return;
          }
          expect(outcome.split).toBe(SUBSETS[subset[m]]);
          expect(outcome.reason).toBe(subset[m] === 3 ? 'in the way' : null);
          if (subset[m] !== 1 && subset[m] !== 2) {
            expect(outcome).toMatchObject(none);
            return;
          }
          const best = maxSimilarity(matrix, m, train);
          const nearest = train.find((t) => compare(similarity(matrix, m, matrix, t), best) === 0);
          expect(outcome.maxSimilarity).toBe(Number(best[0]) / Number(best[1]));
          expect(outcome.nearestTrain).toBe(moleculeOf.indexOf(nearest as number));
        });
      }),
      { numRuns: 150 },
    );
  });

  // Two test molecules: one a copy of a training molecule, one a stranger.
  const matrix: Matrix = fromBits([[0], [0], [1], [5]], 1);
  const subset = [TRAIN, TEST, TEST, TRAIN];

  it('is judged by its worst bin', async () => {
    expect(statusOf([1, 2, 3], [1, 2, 3])).toBe('exact');
    expect(statusOf([1, 2, 3], [2, 1, 3])).toBe('within_one');
    expect(statusOf([1, 2, 3], [0, 4, 2])).toBe('closest');
    expect(statusOf([1, 2, 3], [3, 2, 1])).toBe('closest');
    const exact = await part({ matrix }, subset, { requested: [1, 0, 1], reason: 'unused' });
    expect(exact.part.similarity).toMatchObject({
      achieved: [1, 0, 1],
      status: 'exact',
      reason: null,
    });
    const off = await part({ matrix }, subset, { requested: [0, 2, 0], reason: 'too far' });
    expect(off.part.similarity).toMatchObject({ status: 'closest', reason: 'too far' });
  });

  it('needs a reason for another histogram, and no bound that it has beaten', async () => {
    await expect(part({ matrix }, subset, { requested: [0, 1, 1] })).rejects.toThrow(
      InvariantError,
    );
    const bound = { misplaced: 2, reason: 'so it is' };
    const beaten = part({ matrix }, subset, { requested: [0, 1, 1], reason: 'r', bound });
    await expect(beaten).rejects.toThrow('2 molecules must be misplaced, and 1 are');
    const met = await part({ matrix }, subset, {
      requested: [0, 2, 0],
      reason: 'r',
      bound,
    });
    expect(met.part.similarity.bound).toEqual(bound);
  });

  it('keeps what was asked of the validation molecules', async () => {
    const found = await part({ matrix }, [TRAIN, TEST, 1, TRAIN], { validRequested: [1, 0, 0] });
    expect(found.part.similarity.valid).toEqual({ requested: [1, 0, 0], achieved: [1, 0, 0] });
  });
});

describe('several parts', () => {
  const outcome = (split: 'train' | 'test', maxSimilarity: number | null = null) => ({
    split,
    fold: null,
    maxSimilarity,
    nearestTrain: null,
    reason: null,
  });

  it('are combined so that each record is what it is in its own fold', () => {
    const combined = combineFolds([
      [outcome('train'), outcome('test', 0.5), outcome('train')],
      [outcome('train'), outcome('train'), outcome('test', 0.25)],
    ]);
    expect(combined).toEqual([
      outcome('train'),
      { ...outcome('test', 0.5), fold: 0 },
      { ...outcome('test', 0.25), fold: 1 },
    ]);
  });

  it('share the test molecules that both have', () => {
    const codes = fc.array(fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 8, maxLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(codes, (parts) => {
        const assignments = parts.map((p) => ({ subset: Uint8Array.from(p), diagnostics: {} }));
        const tests = parts.map((p) => [...p.keys()].filter((m) => p[m] === TEST));
        expect(testOverlap(assignments)).toEqual(
          tests.map((a) => tests.map((b) => a.filter((m) => b.includes(m)).length)),
        );
      }),
    );
  });
});
