import { TanimarkError } from '../errors.js';
import type { Random } from '../random.js';
import { count as grouped, plural } from '../text.js';
import { assignUnits } from './assign.js';
import { joinUnits } from './join-units.js';
import { allUnits, type Filling, nearestFilling, nearness } from './nearest-sizes.js';
import type { Sizes } from './sizes.js';
import type { Assignment, Molecules, SplitContext, Splitter } from './splitter.js';
import { dealToNeediest, dealUnits, type Units } from './units.js';

/** What messages about clusters say. */
export interface ClusterWords {
  /** What a cluster is called: `cluster`, `scaffold`. */
  readonly noun: string;
  /** What can be done where clusters are too large or too few, such as `raise --threshold`. */
  readonly remedy: string;
  /** Said in place of whether other sizes are nearer ({@link nearness}). */
  readonly nearness?: string;
}

/**
 * Puts whole clusters into subsets, the heaviest into training ({@link fillNearest}).
 *
 * @param cluster of each molecule, -1 for none
 * @throws TanimarkError (target) when clusters are so few that a subset would be empty
 */
export function fillWithClusters(
  cluster: Int32Array,
  units: Units,
  sizes: Sizes,
  words: ClusterWords,
): Assignment {
  const joined = joinUnits(units, cluster);
  return clusterAssignment(cluster, joined, fillNearest(joined, sizes), sizes, words);
}

/** Splits and folds of a method that keeps clusters whole, filled by {@link fillWithClusters} and {@link foldsOfClusters}. */
export function inWholeClusters(
  clustersOf: (molecules: Molecules, context: SplitContext) => Promise<Int32Array>,
  words: ClusterWords,
): Pick<Splitter, 'split' | 'folds'> {
  return {
    async split(molecules, context) {
      const cluster = await clustersOf(molecules, context);
      return fillWithClusters(cluster, context.units, context.sizes, words);
    },
    async folds(molecules, context, sizes) {
      const cluster = await clustersOf(molecules, context);
      return foldsOfClusters(cluster, context.units, sizes, words);
    },
  };
}

/**
 * {@link fillInOrder}, the heaviest first unless another order is given. Where that misses the sizes, the units whose
 * weights come nearest to them are taken instead ({@link nearestFilling}), light and late ones before others, as it would.
 */
export function fillNearest(
  units: Units,
  sizes: Sizes,
  candidates = heaviestFirst(units),
  slack?: { test: number; valid: number },
): Filling {
  const inOrder = fillInOrder(units, candidates, sizes);
  return nearestFilling(
    units,
    candidates.slice().reverse(),
    sizes,
    inOrder,
    slack ? { slack } : {},
  );
}

/**
 * Disjoint test sets of whole clusters ({@link dealHeaviest}, or at random).
 *
 * @param sizes of the test sets
 * @param random for sets at random, as near to the sizes as they come
 * @throws TanimarkError (target) when clusters are so few that a test set would be empty
 */
export function foldsOfClusters(
  cluster: Int32Array,
  units: Units,
  sizes: readonly number[],
  words: ClusterWords,
  random?: Random,
): Assignment[] {
  const joined = joinUnits(units, cluster);
  const part = random ? dealUnits(joined, sizes, random) : dealHeaviest(joined, sizes);
  return sizes.map((size, f) => {
    const test = [...part.keys()].filter((u) => part[u] === f);
    const own = { train: joined.total - size, valid: 0, test: size };
    return clusterAssignment(cluster, joined, { test, valid: [] }, own, words);
  });
}

/**
 * Deals units out, heaviest first, each to the part that lacks most (as scikit-learn's GroupKFold), of
 * equal ones to the first. What is to be in no part is a part like the others.
 *
 * @returns the part of each unit, -1 for none
 */
export function dealHeaviest(units: Units, sizes: readonly number[]): Int8Array {
  const rest = units.total - sizes.reduce((a, b) => a + b, 0);
  const part = new Int8Array(units.count);
  dealToNeediest(units, heaviestFirst(units), [...sizes, rest], part);
  return part.map((p) => (p < sizes.length ? p : -1));
}

/**
 * The assignment of whole clusters, with what is to be said of it.
 *
 * @param joined units that hold the clusters together
 * @throws TanimarkError (target) when a subset that was asked for would be empty
 */
export function clusterAssignment(
  cluster: Int32Array,
  joined: Units,
  filling: Filling,
  sizes: Sizes,
  { noun, remedy, nearness: near }: ClusterWords,
): Assignment {
  const heaviest = joined.unitWeight.reduce((a, b) => Math.max(a, b), 0);
  const whole = `${noun}s are never divided, and the largest holds ${grouped(heaviest)} of ${grouped(joined.total)}`;
  const empty =
    filling.test.length === 0
      ? 'test'
      : filling.valid.length === 0 && sizes.valid > 0
        ? 'valid'
        : filling.test.length + filling.valid.length === joined.count
          ? 'train'
          : undefined;
  if (empty !== undefined) {
    throw new TanimarkError(
      'target',
      `${empty} would be empty: there ${joined.count === 1 ? 'is' : 'are'} ${plural(joined.count, noun)}; ${whole}; ${remedy}`,
    );
  }
  return {
    ...assignUnits(joined, filling, sizes, `${whole}${near ?? nearness(filling)}; ${remedy}`),
    clusters: cluster,
    diagnostics: clusterDiagnostics(cluster, noun),
  };
}

/** Number of clusters, how many molecules the largest has, and how many have but one. */
function clusterDiagnostics(cluster: Int32Array, noun: string): Record<string, number> {
  const members = new Map<number, number>();
  for (const c of cluster) if (c >= 0) members.set(c, (members.get(c) ?? 0) + 1);
  let largest = 0;
  let singletons = 0;
  for (const n of members.values()) {
    if (n === 1) singletons++;
    largest = Math.max(largest, n);
  }
  return { [`${noun}s`]: members.size, [`largest_${noun}`]: largest, singletons };
}

/** Units by descending weight; of equal ones that whose first molecule comes last, as in DeepChem. */
export function heaviestFirst(units: Units): Int32Array {
  const { unitWeight } = units;
  return allUnits(units).sort((a, b) => unitWeight[b] - unitWeight[a] || b - a);
}

/**
 * Fills training with the units that fit as they come, then validation with those that fit
 * training and validation together; the test set takes the rest. The rule of DeepChem's
 * ScaffoldSplitter (and ButinaSplitter), there with the heaviest units first.
 */
export function fillInOrder({ unitWeight }: Units, order: Int32Array, sizes: Sizes): Filling {
  const filling: Filling = { test: [], valid: [] };
  let train = 0;
  let valid = 0;
  for (const u of order) {
    if (train + unitWeight[u] <= sizes.train) {
      train += unitWeight[u];
    } else if (train + valid + unitWeight[u] <= sizes.train + sizes.valid) {
      filling.valid.push(u);
      valid += unitWeight[u];
    } else {
      filling.test.push(u);
    }
  }
  return filling;
}
