import { assertInvariant, TanimarkError } from '../../../errors.js';
import { optionName } from '../../../spelling.js';
import { percent } from '../../../text.js';
import { assignBothSides } from '../../both-sides.js';
import {
  type Assignment,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
  TRAIN,
  VALID,
} from '../../splitter.js';
import { blocksOf, goalOf } from '../goal.js';
import { totalSimilarity } from '../measure.js';
import type { Options } from '../options.js';
import { describe, refusal } from './describe.js';
import {
  oneAgainstOthers,
  oneSplit,
  type Problem,
  type SideProblem,
  type View,
} from './problem.js';
import { divideSides } from './search.js';
import { type ClusteredSide, clusteredSide } from './sides.js';

/**
 * Clusters of drugs and clusters of partners, each in one set, as in DataSAIL's two-dimensional cluster split (C2; Joeres,
 * Blumenthal and Kalinina, Nat. Commun. 2025). A pair is in the set that both of its sides are in, and where these are in
 * different sets, it is left out. The similarity across sets is made small on both sides: that of the drugs as a share of
 * the summed similarity of all pairs of different drugs, plus the same of the partners. Sizes are those of
 * `cold-both`: a share of the drugs and a share of the partners, each counted by their pairs.
 *
 * DataSAIL (solver/cluster_2d.py) differs:
 * - It adds up the sums of both sides as they are, so that the side with more entities decides. Each cluster counts for
 *   the weight of its entities, which is the number of their pairs where these are given.
 * - It chooses the sizes of both sides so that the kept pairs have the requested shares, if pairs are spread evenly, and a
 *   size may be missed by a tolerance. Here whole clusters come as near to the sizes as possible.
 * - It has no limit of pairs that are left out, and does not check that each set has a pair.
 * - It gives the optimum of a solver, or what the solver has when time is up, with no gap.
 */
export const ofPairs: Required<Pick<Splitter, 'split' | 'folds'>> = {
  async split(molecules, context) {
    const { sizes } = context;
    const codes = sizes.valid > 0 ? [TRAIN, VALID, TEST] : [TRAIN, TEST];
    const wanted = sizes.valid > 0 ? [sizes.valid, sizes.test] : [sizes.test];
    const divided = await divide(molecules, context, wanted, oneSplit);
    return assignmentOf(divided, context, codes, sizes.test);
  },

  async folds(molecules, context, sizes) {
    const whole = sizes.reduce((sum, size) => sum + size, 0) === context.units.total;
    const tested = sizes.map((_, f) => (whole ? f : f + 1));
    const wanted = whole ? sizes.slice(1) : sizes;
    const divided = await divide(molecules, context, wanted, (parts) =>
      oneAgainstOthers(parts, tested),
    );
    return sizes.map((size, f) => {
      const codes = divided.sizes[0].map((_, p) => (p === tested[f] ? TEST : TRAIN));
      return assignmentOf(divided, context, codes, size);
    });
  },
};

/** Both sides, divided, with what is to be said of it. */
interface DividedPairs extends Pick<Assignment, 'notes' | 'diagnostics'> {
  readonly clustered: readonly [ClusteredSide, ClusteredSide];
  /** Part of each cluster of drugs, and of partners. */
  readonly parts: readonly [Uint8Array, Uint8Array];
  /** Sizes of the parts of drugs, and of partners. */
  readonly sizes: readonly [readonly number[], readonly number[]];
}

/**
 * @param sizes of all parts but the first
 * @param views the splits that are made of so many parts
 */
async function divide(
  { pairs }: Molecules,
  context: SplitContext,
  sizes: readonly number[],
  views: (parts: number) => View[],
): Promise<DividedPairs> {
  assertInvariant(pairs !== undefined, 'molecules have no sides');
  const { units, random, job } = context;
  const options = context.options as unknown as Options;
  if (options['balance-label']) {
    throw new TanimarkError(
      'usage',
      `${optionName('balance-label')}: leakage-minimal balances the labels of molecules, not of pairs, because which pairs are kept depends on both of their sides; leave it out`,
    );
  }
  const drugs = await clusteredSide('drugs', pairs, context);
  const partners = await clusteredSide('partners', pairs, context);
  const problem: Problem = {
    sides: [
      sideProblem(drugs, sizes, options, 'drugs'),
      sideProblem(partners, sizes, options, 'partners'),
    ],
    pairs: pairWeights(drugs, partners, units.weight),
    weight: units.total,
    views: views(sizes.length + 1),
    limit: limitOf(options, units.total),
  };
  job.progress.start('assigning clusters', 0);
  const divided = await job.inSteps(divideSides(problem, random));
  job.progress.finish();
  if ('fewest' in divided) throw refusal(divided, problem, options);
  const [ofDrugs, ofPartners] = divided.sides;
  return {
    clustered: [drugs, partners],
    parts: [ofDrugs.part, ofPartners.part],
    sizes: [problem.sides[0].goal.sizes, problem.sides[1].goal.sizes],
    ...describe([drugs, partners], problem, divided),
  };
}

function sideProblem(
  { clusters, units }: ClusteredSide,
  sizes: readonly number[],
  options: Options,
  items: string,
): SideProblem {
  const blocks = blocksOf(clusters, units, null);
  const goal = goalOf(blocks, sizes, options['label-tolerance'], { items, weighed: 'pairs' });
  return { blocks, goal, total: totalSimilarity(clusters) };
}

/** Weight of the pairs of each cluster of drugs with each cluster of partners. */
function pairWeights(
  { ofPair: drugs }: ClusteredSide,
  { ofPair: partners, clusters }: ClusteredSide,
  weight: Int32Array,
): Float64Array {
  const rows = drugs.reduce((most, d) => Math.max(most, d + 1), 0);
  const pairs = new Float64Array(rows * clusters.count);
  drugs.forEach((d, p) => {
    pairs[d * clusters.count + partners[p]] += weight[p];
  });
  return pairs;
}

/** The most weight that may be left out. */
function limitOf({ 'max-discard': most }: Options, total: number): number {
  if (most === null) return Number.POSITIVE_INFINITY;
  return most.kind === 'count' ? most.value : Math.floor((most.value.num * total) / most.value.den);
}

/** @param codes subset of each part @param test the size of the test set that was asked for, on each side */
function assignmentOf(
  { clustered, parts, sizes, notes = [], diagnostics }: DividedPairs,
  { units }: SplitContext,
  codes: readonly number[],
  test: number,
): Assignment {
  const [drugs, partners] = clustered.map(({ ofPair }, s) =>
    Uint8Array.from(ofPair, (c) => codes[parts[s][c]]),
  );
  const [ofDrugs, ofPartners] = sizes.map((own) => percent(own[codes.indexOf(TEST)], units.total));
  const requested = percent(test, units.total);
  const missed = ofDrugs !== requested || ofPartners !== requested;
  const assignment = assignBothSides(drugs, partners, units, {
    drugs: ofDrugs,
    partners: ofPartners,
  });
  const why = missed ? ` (${requested} requested; clusters are never divided)` : '';
  return {
    ...assignment,
    sizeReason: `${assignment.sizeReason}${why}`,
    clusters: clustered[0].ofPair,
    otherClusters: clustered[1].ofPair,
    notes,
    diagnostics,
  };
}
