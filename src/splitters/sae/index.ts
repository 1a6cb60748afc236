import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { DEFAULT_BINS, parseBins } from '../../similarity/bins.js';
import { optionName } from '../../spelling.js';
import { count, plural } from '../../text.js';
import { nearestSizes } from '../nearest-sizes.js';
import { sizeReason } from '../sizes.js';
import {
  type Assignment,
  DISCARDED,
  type Molecules,
  type SplitContext,
  type Splitter,
  TEST,
  TRAIN,
  VALID,
} from '../splitter.js';
import { type Units, unitsWeight } from '../units.js';
import { foldsError, requireRoom, withAnchors } from './anchors.js';
import { type BoundsRequest, boundsInSteps, type HistogramBounds } from './bounds.js';
import { Budget, workFor } from './budget.js';
import { addUnit, divideOuter } from './divide.js';
import { searchFolds } from './folds.js';
import { decidingPairs, type FreePart, freePart, ofFree } from './free.js';
import { SoftGoals } from './goals.js';
import { splitGrid } from './grid/index.js';
import { leastLabelKs } from './label-bound.js';
import { mimicTarget } from './mimic.js';
import { misplacedOf } from './moves.js';
import { options, type SaeOptions } from './options.js';
import { type SearchResult, search } from './search.js';
import { OUT, SplitState } from './state.js';
import { rangeTarget, requestedHistogram, sharesFor } from './target.js';
import { targetBound } from './target-bound.js';

/**
 * Similarity-aware evaluation: a test set whose histogram of max similarity to the final training
 * set is the requested one.
 *
 * The paper relaxes membership to probabilities and the maximum to a softened one, and descends
 * the gradient over the dense N × N similarity matrix. Here membership stays discrete: a move
 * changes the histogram only through the neighbors of what moves in the sparse graph of pairs
 * above the lowest edge, so hundreds of thousands of moves a second are tried against the exact histogram.
 */
export const sae: Splitter = {
  name: 'sae',
  purpose: 'distribution',
  summary: 'a test set with the distribution of similarity to training that you ask for',
  reference:
    'Zhang et al., Rethinking the generalization of drug target affinity prediction algorithms via similarity aware evaluation, ICLR 2025',
  options,
  pairs: 'too',
  usesSeed: true,
  usesLabels: (options) => options['balance-label'] === true,
  usesScaffolds: true,
  usesNeighbors: true,
  usesTimeLimit: true,

  async prepare(given, preparation) {
    const options = given as unknown as SaeOptions;
    if (options.grid) return { bins: preparation.bins, options: { ...given } };
    const { distribution } = options;
    if (distribution.kind === 'range') {
      const { bins, shares } = rangeTarget(distribution, preparation.bins);
      return { bins, options: { ...given, shares } };
    }
    if (distribution.kind === 'mimic') {
      const { bins, shares } = await mimicTarget(distribution.path, preparation);
      return { bins, options: { ...given, shares } };
    }
    const { bins } = preparation;
    sharesFor(distribution, (bins ?? parseBins(DEFAULT_BINS)).count);
    return { bins, options: { ...given } };
  },

  async split(molecules, context) {
    const { units, sizes, bins, random, job } = context;
    const given = context.options as unknown as SaeOptions;
    if (given.grid) return splitGrid(molecules, context, given, balancedLabels(molecules, given));
    const shares = given.shares ?? sharesFor(given.distribution, bins.count);
    // Validation molecules are measured against the same training set as test molecules, so
    // both are looked for together and told apart at the end.
    const asked = {
      test: requestedHistogram(shares, sizes.test),
      valid: requestedHistogram(shares, sizes.valid),
    };
    const requested = asked.test.map((n, b) => n + asked.valid[b]);
    const labels = balancedLabels(molecules, given);
    const graph = await context.neighbors();
    const { anchors } = graph;
    const part = freePart(graph, units);
    if (anchors) requireRoom(part, sizes.test + sizes.valid, anchors, units);
    const nearest = nearestSizes(part.units, sizes, { all: part.base !== null });
    const size = nearest ? nearest.test + nearest.valid : sizes.test + sizes.valid;
    const maxOut = Math.floor((units.total * given['max-discard'].num) / given['max-discard'].den);
    const { graph: pairs, base } = decidingPairs(part, bins.count, size + maxOut);
    const state = new SplitState(pairs, bins.count, part.units, base, part.base !== null);
    const { scaffolds } = molecules;
    const ownLabels = ofFree(labels, part);
    if (labels || scaffolds || context.usage) {
      state.pursue(
        new SoftGoals({
          requested,
          labels: ownLabels,
          wholeLabels: labels ?? undefined,
          scaffolds: ofFree(scaffolds, part),
          usage: ofFree(context.usage, part),
        }),
      );
    }
    let best = Number.POSITIVE_INFINITY;
    const budget = new Budget(state, job, context.deadline, () => {
      const now = misplacedOf(state.deviation(requested));
      best = Math.min(best, now);
      return `${count(now)} misplaced, best ${count(best)}`;
    });
    const among = { graph: part.graph, bins: bins.count, base: part.base };
    const whole = boundsOf(units, job, { ...among, test: size, out: maxOut, requested });
    // For the test molecules alone, those for validation are among the ones that are left out.
    const ofTest =
      sizes.valid === 0
        ? whole
        : boundsOf(units, job, {
            ...among,
            test: sizes.test,
            out: maxOut + sizes.valid,
            requested: asked.test,
          });
    job.progress.start('searching the split', workFor(given.effort, part.units.count));
    const result = await search(
      state,
      {
        requested,
        size,
        maxOut,
        parts: sizes.valid > 0 && part.units.uniform === 0 ? nearest : undefined,
        leastMisplaced: async () => (await whole())?.misplaced ?? 0,
        effort: given.effort,
      },
      random,
      budget,
    );
    job.progress.finish();
    const outer = state.order.slice(0, state.testCount).sort();
    const test = divideOuter(
      part.units,
      outer,
      state.bin,
      asked,
      ownLabels ?? null,
      random,
      nearest?.test,
    );
    const histogram = histogramOf(part.units, state.bin, test, bins.count);
    const met = asked.test.every((n, b) => n === histogram[b]);
    const leastKs =
      labels && !anchors && units.total === units.members.length
        ? leastLabelKs({
            graph,
            histogram,
            labels,
            room: sizes.test + sizes.valid + maxOut,
          })
        : undefined;
    const assignment = describe(
      context,
      subsets(molecules.count, part, state, outer, test),
      asked,
      { ...result, timedOut: budget.timedOut },
      met ? null : await ofTest(),
      sizes.valid > 0 && !met ? await whole() : null,
    );
    if (anchors) return withAnchors(assignment, anchors, part);
    return leastKs ? { ...assignment, leastLabelKs: leastKs } : assignment;
  },

  async folds(molecules, context, sizes) {
    const { units, bins, random, job } = context;
    const given = context.options as unknown as SaeOptions;
    if (given.grid || given['max-discard'].num > 0) {
      const option = optionName(given.grid ? 'grid' : 'max-discard');
      throw new TanimarkError(
        'usage',
        `${option} cannot be combined with ${optionName('folds')}; use ${optionName('repeats')} instead`,
      );
    }
    const labels = balancedLabels(molecules, given);
    const shares = given.shares ?? sharesFor(given.distribution, bins.count);
    const requested = sizes.map((size) => requestedHistogram(shares, size));
    const graph = await context.neighbors();
    if (graph.anchors) throw foldsError(graph.anchors);
    job.progress.start('searching the folds', workFor(given.effort, units.count));
    const { fold, moves, timedOut } = await searchFolds(
      graph,
      bins.count,
      units,
      { sizes, requested, labels, effort: given.effort, deadline: context.deadline },
      random,
      job,
    );
    job.progress.finish();
    return sizes.map((size, f) => {
      const subset = Uint8Array.from(units.of, (u) => (fold[u] === f ? TEST : TRAIN));
      const inFold = [...fold.keys()].filter((u) => fold[u] === f);
      const wrong = sizeReason(
        { test: size, valid: 0 },
        { test: unitsWeight(units, inFold), valid: 0 },
      );
      return {
        subset,
        requested: requested[f],
        reason: `these are the best folds found in ${plural(moves, 'step')}, not proven to be optimal`,
        ...(wrong ? { sizeReason: wrong } : {}),
        ...(timedOut ? { timedOut } : {}),
        diagnostics: { moves },
      };
    });
  },
};

/**
 * The labels to balance, or null.
 *
 * @throws TanimarkError (usage) when balance was requested and there are no labels
 */
function balancedLabels({ labels }: Molecules, options: SaeOptions): Float64Array | null {
  const wanted = options['balance-label'];
  if (wanted === true && !labels) {
    throw new TanimarkError(
      'usage',
      `${optionName('balance-label')}: the input has no usable label column; name one with ${optionName('label')}`,
    );
  }
  return wanted === false ? null : labels;
}

/** Bounds, computed when first asked for; none where molecules count for more than one each. */
function boundsOf(
  units: Units,
  job: Job,
  request: BoundsRequest,
): () => Promise<HistogramBounds | null> {
  let bounds: HistogramBounds | undefined;
  return async () => {
    if (units.total !== units.members.length) return null;
    bounds ??= await job.inSteps(boundsInSteps(request));
    return bounds;
  };
}

/** Subset of each molecule; those that are not free are training molecules. */
function subsets(
  count: number,
  { units, molecules }: FreePart,
  state: SplitState,
  outer: Int32Array,
  test: Int32Array,
): Uint8Array {
  const ofUnit = new Uint8Array(units.count).fill(TRAIN);
  for (const u of outer) ofUnit[u] = VALID;
  for (const u of test) ofUnit[u] = TEST;
  for (let u = 0; u < units.count; u++) if (state.zoneOf(u) === OUT) ofUnit[u] = DISCARDED;
  const subset = new Uint8Array(count).fill(TRAIN);
  units.of.forEach((u, i) => {
    subset[molecules ? molecules[i] : i] = ofUnit[u];
  });
  return subset;
}

function histogramOf(units: Units, bin: Uint8Array, chosen: Int32Array, bins: number): Int32Array {
  const histogram = new Int32Array(bins);
  for (const u of chosen) addUnit(units, bin, u, histogram, 1);
  return histogram;
}

function describe(
  { units, sizes, bins }: SplitContext,
  subset: Uint8Array,
  asked: { test: readonly number[]; valid: readonly number[] },
  { moves, exhaustive, timedOut }: SearchResult & { timedOut: boolean },
  bounds: HistogramBounds | null,
  together: HistogramBounds | null,
): Assignment {
  const weightOf = (code: number) =>
    subset.reduce((sum, s, m) => (s === code ? sum + units.weight[m] : sum), 0);
  const wrong = sizeReason(sizes, { test: weightOf(TEST), valid: weightOf(VALID) });
  const reason = exhaustive
    ? `no other test set is closer (all ${plural(moves, 'choice')} were tried)`
    : `no closer test set was found in ${plural(moves, 'step')}${timedOut ? ', when the time limit was reached' : ''}`;
  return {
    subset,
    requested: asked.test,
    ...(sizes.valid > 0 ? { validRequested: asked.valid } : {}),
    reason,
    ...(bounds ? { bound: targetBound(bounds, asked.test, bins, together) } : {}),
    ...(wrong ? { sizeReason: wrong } : {}),
    ...(timedOut ? { timedOut } : {}),
    ...(subset.includes(DISCARDED)
      ? { discardReason: 'discarded to reach the target distribution' }
      : {}),
    diagnostics: { moves },
  };
}
