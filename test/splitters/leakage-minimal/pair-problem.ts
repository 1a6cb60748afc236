import { TanimarkError } from '../../../src/errors.js';
import { Job } from '../../../src/job.js';
import { Random } from '../../../src/random.js';
import { neighborGraphOf } from '../../../src/similarity/compared.js';
import { FingerprintSide } from '../../../src/similarity/two-sided/fingerprint-side.js';
import { TwoSided } from '../../../src/similarity/two-sided/index.js';
import { leakageMinimal } from '../../../src/splitters/leakage-minimal/index.js';
import { splitterOptions } from '../../../src/splitters/registry.js';
import type { Assignment, Molecules, SplitContext } from '../../../src/splitters/splitter.js';
import type { Units } from '../../../src/splitters/units.js';
import { type Ratio, similarity } from '../../oracle/brute-force.js';
import { clustered, edgesOf, packed } from '../../oracle/generators.js';
import { below } from '../../oracle/pair-data.js';
import { madePartners } from '../../oracle/pair-sides.js';
import { plainContext, unitsOf } from '../setting.js';

export const { bins } = edgesOf('0,1/3,2/3,1');

/** One side of made-up pairs. */
export interface MadeSide {
  /** Entity of each pair; equal entities have different numbers and the same key. */
  readonly of: Int32Array;
  /** Number of each pair's entity among the different ones. */
  readonly distinct: Int32Array;
  similarity(a: number, b: number): Ratio;
}

/** Made-up pairs. */
export interface PairProblem {
  readonly molecules: Molecules;
  readonly sides: readonly [drugs: MadeSide, partners: MadeSide];
  readonly units: Units;
  readonly pick: (limit: number) => number;
}

/** Problem number `n`: 4 to 14 pairs of up to 6 drugs and 6 partners, of all three kinds of partners, some in groups. */
export function pairProblem(n: number, { most = 14, drugs = 6, partners = 6 } = {}): PairProblem {
  const pick = below(n + 20_000);
  const [drugCount, partnerCount] = [2 + pick(drugs - 1), 2 + pick(partners - 1)];
  const fingerprints = clustered(n, drugCount, 2, 3);
  const made = madePartners(n, partnerCount);
  const all = [...Array(drugCount * partnerCount).keys()].map((p) => [pick(1e6), p] as const);
  all.sort((a, b) => a[0] - b[0]);
  const count = Math.min(all.length, 4 + pick(most - 3));
  const chosen = all.slice(0, count).map(([, p]) => p);
  const drugOf = Int32Array.from(chosen, (p) => p % drugCount);
  const partnerOf = Int32Array.from(chosen, (p) => Math.floor(p / drugCount));
  const pairs = new TwoSided(
    new FingerprintSide(packed(fingerprints)),
    drugOf,
    made.side,
    partnerOf,
  );
  const groups = pick(8) === 0 ? chosen.map(() => pick(count)) : undefined;
  const weights = pick(4) === 0 ? chosen.map(() => 1 + pick(3)) : undefined;
  return {
    molecules: {
      count,
      get fingerprints(): never {
        throw new Error('pairs have no fingerprints');
      },
      pairs,
      labels: null,
      labelTask: null,
      scaffolds: null,
    },
    sides: [
      {
        of: drugOf,
        distinct: drugOf,
        similarity: (a, b) => similarity(fingerprints, a, fingerprints, b),
      },
      {
        of: partnerOf,
        distinct: partnerOf.map((t) => made.keys.indexOf(made.keys[t])),
        similarity: made.of,
      },
    ],
    units: unitsOf(count, groups, weights),
    pick,
  };
}

export function contextOf(
  { molecules, sides, units }: PairProblem,
  sizes: { readonly test: number; readonly valid: number },
  options: Readonly<Record<string, string>>,
  seed: number,
): SplitContext {
  const job = new Job();
  return {
    ...plainContext,
    facts: {
      ...plainContext.facts,
      sideClusters: async (name) => sides[name === 'drugs' ? 0 : 1].distinct,
    },
    units,
    sizes: { ...sizes, train: units.total - sizes.test - sizes.valid },
    bins,
    options: splitterOptions(leakageMinimal, options).values,
    random: new Random(seed),
    neighbors: () => neighborGraphOf(molecules.pairs as TwoSided, bins, job),
    job,
  };
}

/** The answer, or the message of the error that says that there is none. */
export async function attempt<Made extends Assignment | Assignment[]>(
  work: () => Made | Promise<Made>,
): Promise<{ made: Made } | { refused: string }> {
  try {
    return { made: await work() };
  } catch (error) {
    if (error instanceof TanimarkError && error.code === 'target')
      return { refused: error.message };
    throw error;
  }
}

/** Whole clusters of a side, and what is summed over the pairs of its different entities. */
export interface SideClusters {
  /** Cluster of each pair. */
  readonly of: readonly number[];
  readonly count: number;
  readonly weight: readonly number[];
  /** Summed similarity of each two clusters, in millionths of each pair of entities. */
  readonly between: readonly (readonly number[])[];
  readonly total: number;
}

/** Sums what a side's clusters have in common, entity by entity. @param clusters of each pair */
export function sideClusters(
  { distinct, of, similarity: between }: MadeSide,
  clusters: ArrayLike<number>,
  { weight }: Units,
): SideClusters {
  const names = [...new Set(Array.from(clusters))];
  const own = Array.from(clusters, (c) => names.indexOf(c));
  const sums = names.map(() => names.map(() => 0));
  const first = [...new Set(distinct)].map((key) => distinct.indexOf(key));
  let total = 0;
  for (const [i, p] of first.entries()) {
    for (const q of first.slice(0, i)) {
      const [num, den] = between(of[p], of[q]);
      const millionths = Number((2_000_000n * num + den) / (2n * den));
      sums[own[p]][own[q]] += millionths;
      if (own[p] !== own[q]) sums[own[q]][own[p]] += millionths;
      total += millionths;
    }
  }
  const weights = names.map((_, c) =>
    own.reduce((sum, d, p) => sum + (d === c ? weight[p] : 0), 0),
  );
  return { of: own, count: names.length, weight: weights, between: sums, total };
}

/** A side's similarity across parts as a share of all. */
export function shareAcross({ between, total }: SideClusters, part: readonly number[]): number {
  let sum = 0;
  for (let c = 0; c < part.length; c++) {
    for (let d = 0; d < c; d++) if (part[c] !== part[d]) sum += between[c][d];
  }
  return total === 0 ? 0 : sum / total;
}

/** Every assignment of so many clusters to parts. */
export function* everyAssignment(clusters: number, parts: number): Generator<number[]> {
  for (let code = 0; code < parts ** clusters; code++) {
    yield Array.from({ length: clusters }, (_, c) => Math.floor(code / parts ** c) % parts);
  }
}

/** Weight in each part. */
export function partWeights({ weight }: SideClusters, part: readonly number[], parts: number) {
  const sums = new Array<number>(parts).fill(0);
  part.forEach((p, c) => {
    sums[p] += weight[c];
  });
  return sums;
}
