import { plural } from '../../text.js';
import { type Splitter, TEST, TRAIN, VALID } from '../splitter.js';
import { searchExhaustively, testSets } from './exhaustive.js';
import { searchHistogram } from './search.js';
import { SplitState } from './state.js';
import { type Distribution, parseDistribution, requestedHistogram } from './target.js';

/**
 * Similarity-aware evaluation: a test set whose histogram of max similarity to the final training
 * set is the requested one.
 *
 * The paper relaxes membership to probabilities and the maximum to a softened one, and descends
 * the gradient over the dense N × N similarity matrix. Here membership stays discrete: a swap
 * changes the histogram only through the neighbours of two molecules in the sparse graph of pairs
 * above the lowest edge, so hundreds of thousands of swaps a second are tried against the exact histogram.
 */
export const sae: Splitter = {
  name: 'sae',
  summary: 'a test set with the distribution of similarity to training that you ask for',
  reference:
    'Zhang et al., Rethinking the generalization of drug target affinity prediction algorithms via similarity aware evaluation, ICLR 2025',
  options: [
    {
      name: 'distribution',
      placeholder: '<d>',
      default: 'balanced',
      summary: 'test molecules per bin: balanced, or shares such as 20,30,50',
      parse: parseDistribution,
    },
  ],
  usesSeed: true,
  async split({ count }, { sizes, bins, options, random, neighbours, task }) {
    const requested = requestedHistogram(
      options.distribution as Distribution,
      bins.count,
      sizes.test,
    );
    const graph = await neighbours();
    const order = random.shuffle(Int32Array.from({ length: count }, (_, m) => m));
    const valid = order.subarray(0, sizes.valid);
    const members = order.slice(sizes.valid).sort();
    const state = new SplitState(graph, bins.count, members, sizes.test, random);
    const { misplaced, moves, proven } = Number.isFinite(testSets(members.length, sizes.test))
      ? searchExhaustively(state, requested)
      : await searchHistogram(state, requested, random, task);
    const subset = new Uint8Array(count).fill(TRAIN);
    for (const m of valid) subset[m] = VALID;
    for (const m of state.test()) subset[m] = TEST;
    const reason = proven
      ? `no other choice of test molecules comes closer (all ${plural(moves, 'choice')} were tried)`
      : `no closer histogram was found in ${plural(moves, 'swap')}`;
    return {
      subset,
      requested,
      ...(misplaced > 0 ? { reason } : {}),
      diagnostics: { moves, misplaced },
    };
  },
};
