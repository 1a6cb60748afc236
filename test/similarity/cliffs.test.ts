import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../src/errors.js';
import { Job } from '../../src/job.js';
import {
  BY_FINGERPRINT,
  BY_GENERIC,
  BY_SMILES,
  type CliffOptions,
  markCliffs,
} from '../../src/similarity/cliffs.js';
import { fingerprintMatrix } from '../../src/similarity/fingerprints.js';
import { compare, type Matrix, similarity } from '../oracle/brute-force.js';
import { plainDistance } from '../oracle/edit-distance.js';
import { fromBits, packed } from '../oracle/generators.js';

interface Molecules {
  readonly bits: number[][];
  readonly generic: number[][];
  readonly smiles: string[];
  readonly potencies: number[];
}

const WORDS = 1;

function mark(
  { bits, generic, smiles, potencies }: Molecules,
  options?: CliffOptions,
  job = new Job(),
) {
  const input = {
    fingerprints: packed(fromBits(bits, WORDS)),
    generic: packed(fromBits(generic, WORDS)),
    smiles,
    potencies: Float64Array.from(potencies),
  };
  return markCliffs(input, job, options);
}

/** Every pair by every measure, in exact fractions. */
function byDefinition(
  { bits, generic, smiles, potencies }: Molecules,
  [num, den]: readonly [bigint, bigint],
): number[] {
  const one = fromBits(bits, WORDS);
  const two = fromBits(generic, WORDS);
  const alike = (matrix: Matrix, i: number, j: number) =>
    compare(similarity(matrix, i, matrix, j), [num, den]) >= 0;
  return smiles.map((text, i) => {
    let sum = 0;
    smiles.forEach((other, j) => {
      if (i === j || !(Math.abs(potencies[i] - potencies[j]) > 1)) return;
      if (alike(one, i, j)) sum |= BY_FINGERPRINT;
      if (alike(two, i, j)) sum |= BY_GENERIC;
      const longest = BigInt(Math.max(text.length, other.length, 1));
      const same = longest - BigInt(plainDistance(text, other));
      if (compare([same, longest], [num, den]) >= 0) sum |= BY_SMILES;
    });
    return sum;
  });
}

const fewBits = fc.uniqueArray(fc.nat(11), { maxLength: 11 });
const molecule = fc.record({
  bits: fewBits,
  generic: fewBits,
  smiles: fc.string({ unit: fc.constantFrom('C', 'N', '(', ')'), minLength: 1, maxLength: 24 }),
  // Sixteenths, so that differences are exact.
  potency: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((n) => n / 16),
    fc.constant(Number.NaN),
  ),
});
const molecules = fc.array(molecule, { maxLength: 24 }).map(
  (list): Molecules => ({
    bits: list.map((m) => m.bits),
    generic: list.map((m) => m.generic),
    smiles: list.map((m) => m.smiles),
    potencies: list.map((m) => m.potency),
  }),
);

const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('markCliffs', () => {
  it('says by what a molecule is in a cliff', async () => {
    const set: Molecules = {
      bits: [ten, ten.slice(1), ten.slice(2), [20], [21], [22], [23]],
      generic: [[1], [2], [3], [4], [4], [5], [6]],
      smiles: ['A', 'B', 'D', 'E', 'F', 'CCCCCCCCCO', 'CCCCCCCCCN'],
      potencies: [5, 7, 9, 5, 7, 5, 7],
    };
    // 8 of 10 bits in common, but for 0 and 2; 8 of 9 is less than 0.9.
    expect([...(await mark(set))]).toEqual([1, 1, 0, 2, 2, 4, 4]);
    expect([...(await mark(set, { similarity: { num: 8, den: 10 } }))]).toEqual([
      ...[1, 1, 1, 2, 2, 4, 4],
    ]);
    expect([...(await mark(set, { difference: 2.5 }))]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('needs more than ten times the potency, whatever its logarithms round to', async () => {
    const bits = [ten, ten];
    const potent = (a: number, b: number) =>
      mark({ bits, generic: [[], [1]], smiles: ['A', 'B'], potencies: [a, b] });
    for (const nanomolar of [0.3, 2.3, 267, 10.5, 10.6, 11.9]) {
      const at = [
        Math.log10(nanomolar),
        Math.log10(10 * nanomolar),
        Math.log10(10.001 * nanomolar),
      ];
      expect([...(await potent(at[0], at[1]))]).toEqual([0, 0]);
      expect([...(await potent(at[0], at[2]))]).toEqual([1, 1]);
      expect([...(await potent(-at[0], -at[2]))]).toEqual([1, 1]);
    }
    expect([...(await potent(1, Number.NaN))]).toEqual([0, 0]);
  });

  it('is the definition, to the last pair', async () => {
    for (const [num, den] of [
      [9, 10],
      [1, 2],
      [1, 1],
    ]) {
      await fc.assert(
        fc.asyncProperty(molecules, async (set) => {
          const expected = byDefinition(set, [BigInt(num), BigInt(den)]);
          expect([...(await mark(set, { similarity: { num, den } }))]).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    }
  });

  it('does not take more memory than it may', async () => {
    const bits = Array.from({ length: 40 }, () => ten);
    const set = { bits, generic: bits, smiles: bits.map(() => 'C'), potencies: bits.map(() => 1) };
    await expect(mark(set, { memory: 400 })).rejects.toThrow(
      'more than 100 pairs of molecules are similar enough',
    );
  });

  it('stops when canceled', async () => {
    const words = new Uint32Array(3000);
    const matrix = fingerprintMatrix(words, 1);
    const smiles = Array.from(words, (_, i) => `C${'N'.repeat(i % 40)}`);
    const input = {
      fingerprints: matrix,
      generic: matrix,
      smiles,
      potencies: Float64Array.from(words),
    };
    const job = new Job({ signal: AbortSignal.abort() });
    await expect(markCliffs(input, job)).rejects.toThrow(AbortedError);
  });
});
