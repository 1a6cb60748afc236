import { TanimarkError } from '../errors.js';
import type { Job } from '../job.js';
import type { Rational } from '../rational.js';
import { count as grouped } from '../text.js';
import { editDistance } from './edit-distance.js';
import type { FingerprintMatrix } from './fingerprints.js';
import { defaultMemory } from './memory.js';
import { findPairs } from './pairs.js';

/** What activity cliffs are found from; all of one length, one entry per molecule. */
export interface CliffInput {
  /** ECFP4, which MoleculeACE folds to 1024 bits. */
  readonly fingerprints: FingerprintMatrix;
  /** The same of the molecules made generic: carbon for every atom, single for every bond. */
  readonly generic: FingerprintMatrix;
  readonly smiles: readonly string[];
  /** Decadic logarithm of each potency, of either sign; NaN for a molecule that has none. */
  readonly potencies: Float64Array;
}

export interface CliffOptions {
  /** The similarity from which on molecules are similar; default 9/10. */
  readonly similarity?: Rational | undefined;
  /** Potencies of a cliff differ by more than this, in decadic logarithms; default 1, so tenfold. */
  readonly difference?: number | undefined;
  /** Bytes that pairs may take ({@link defaultMemory}). */
  readonly memory?: number | undefined;
}

/** Bits of a molecule's mark: by what it is similar to a molecule of other potency. */
export const BY_FINGERPRINT = 1;
export const BY_GENERIC = 2;
export const BY_SMILES = 4;

/** What MoleculeACE calls a cliff: at least so similar, and potencies that differ by more decadic logarithms than this. */
export const CLIFF_SIMILARITY: Rational = { num: 9, den: 10 };
export const CLIFF_DIFFERENCE = 1;

/** Potencies that differ by no more than this over the limit are at it: logarithms are rounded. */
const ROUNDING = 1e-9;

/** Whether two labels differ by more than `difference`, a rounding error apart; not where one is NaN. */
export function differByMore(one: number, other: number, difference: number): boolean {
  return Math.abs(one - other) > difference + ROUNDING;
}

const BYTES_PER_PAIR = 4;

/**
 * Marks the molecules of activity cliffs as MoleculeACE does (van Tilborg, Alenicheva and Grisoni,
 * J. Chem. Inf. Model. 62 (2022) 5938): those that have, in the same set, another one of more than
 * tenfold higher or lower potency whose similarity is 0.9 or more by any of three measures:
 *
 * - Tanimoto similarity of ECFP4;
 * - the same of the generic molecules. The paper calls it scaffold similarity; the authors' program
 *   makes the whole molecule generic, side chains included, and so do we;
 * - `1 − d / max(length)`, d being Levenshtein's distance of the two SMILES as they are written: it
 *   depends on whose canonical SMILES they are.
 *
 * With ECFP4 of 1024 bits all 2,754 molecules of their thrombin set (CHEMBL204_Ki) are marked as
 * published. With 2048 bits, 15 are marked otherwise (13 missed, 2 more), because fewer bits collide;
 * with Bemis-Murcko scaffolds in the place of the generic molecules, 650 (76 missed, 574 more).
 *
 * Exact. All pairs by fingerprints take the time of {@link findPairs}; SMILES are compared only where
 * lengths and potencies allow a cliff.
 *
 * @returns for each molecule the sum of {@link BY_FINGERPRINT}, {@link BY_GENERIC} and
 * {@link BY_SMILES}, 0 for one that is in no cliff
 * @throws TanimarkError (usage) when similar pairs take more memory than there is
 * @throws AbortedError
 */
export async function markCliffs(
  { fingerprints, generic, smiles, potencies }: CliffInput,
  job: Job,
  options: CliffOptions = {},
): Promise<Uint8Array> {
  const { similarity = CLIFF_SIMILARITY, difference = CLIFF_DIFFERENCE } = options;
  const marks = new Uint8Array(smiles.length);
  const limit = Math.floor((options.memory ?? defaultMemory()) / BYTES_PER_PAIR);
  for (const [matrix, bit] of [
    [fingerprints, BY_FINGERPRINT],
    [generic, BY_GENERIC],
  ] as const) {
    const pairs = await findPairs(matrix, similarity, { limit }, job);
    if (!pairs) {
      throw new TanimarkError(
        'usage',
        `more than ${grouped(limit)} pairs of molecules are similar enough for activity cliffs, too many for the memory; give more, or compare fewer molecules`,
      );
    }
    await pairs.each((i, j) => {
      if (!differByMore(potencies[i], potencies[j], difference)) return;
      marks[i] |= bit;
      marks[j] |= bit;
    }, job);
  }
  await markBySmiles(smiles, potencies, similarity, difference, marks, job);
  return marks;
}

async function markBySmiles(
  smiles: readonly string[],
  potencies: Float64Array,
  { num, den }: Rational,
  difference: number,
  marks: Uint8Array,
  job: Job,
): Promise<void> {
  const order = [...smiles.keys()]
    .filter((m) => !Number.isNaN(potencies[m]))
    .sort((a, b) => smiles[a].length - smiles[b].length || a - b);
  const counts = order.map((m) => unitCounts(smiles[m]));
  for (let p = 0; p < order.length; p++) {
    const i = order[p];
    for (let q = p + 1; q < order.length; q++) {
      const j = order[q];
      const { length } = smiles[j];
      // 1 - d / length ≥ num / den, and d is at least the difference of the lengths.
      const most = Math.floor((length * (den - num)) / den);
      if (length - smiles[i].length > most) break;
      if (!differByMore(potencies[i], potencies[j], difference)) continue;
      if ((marks[i] & marks[j] & BY_SMILES) !== 0) continue;
      if (unitsApart(counts[p], counts[q]) > 2 * most - (length - smiles[i].length)) continue;
      if (editDistance(smiles[i], smiles[j], most) < 0) continue;
      marks[i] |= BY_SMILES;
      marks[j] |= BY_SMILES;
    }
    if (job.due()) await job.breathe();
  }
}

/** How often each kind of unit occurs, the kinds being units modulo 32. */
function unitCounts(text: string): Uint16Array {
  const counts = new Uint16Array(32);
  for (let i = 0; i < text.length; i++) counts[text.charCodeAt(i) & 31]++;
  return counts;
}

/** The sum of differences: an insertion changes it by one, a replacement by two at most. */
function unitsApart(one: Uint16Array, other: Uint16Array): number {
  let sum = 0;
  for (let k = 0; k < 32; k++) sum += Math.abs(one[k] - other[k]);
  return sum;
}
