import { drawnInOrderOf, orderingOf } from './ordering.js';
import { type Sample, shared } from './sample.js';

/** Ranks in a sample, less their mean. */
interface Midranks {
  /** Of each run of equal values: the weight below it and half of its own. */
  readonly ofRun: Float64Array;
  /** Sum of the squares of all rows' ranks. */
  readonly squares: number;
}

const midranksOf = shared<Midranks>((values) => {
  const { starts } = orderingOf(values);
  const drawnInOrder = drawnInOrderOf(values);
  const runs = starts.length - 1;
  return (sample, old) => {
    const drawn = drawnInOrder(sample);
    const ofRun = old?.ofRun ?? new Float64Array(runs);
    let below = -sample.size / 2;
    let squares = 0;
    for (let r = 0, k = 0; r < runs; r++) {
      let weight = 0;
      for (const end = starts[r + 1]; k < end; k++) weight += drawn[k];
      const rank = below + weight / 2;
      ofRun[r] = rank;
      squares += weight * rank * rank;
      below += weight;
    }
    return { ofRun, squares };
  };
});

/**
 * Spearman's correlation: Pearson's of the ranks, ties sharing their mean rank. Neither list may be
 * constant in the sample.
 */
export function rankCorrelation(a: Float64Array, b: Float64Array): (sample: Sample) => number {
  const runA = orderingOf(a).run;
  const runB = orderingOf(b).run;
  const midranksA = midranksOf(a);
  const midranksB = midranksOf(b);
  return (sample) => {
    const { weights } = sample;
    const { ofRun: rankA, squares: squaresA } = midranksA(sample);
    const { ofRun: rankB, squares: squaresB } = midranksB(sample);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i] * rankA[runA[i]] * rankB[runB[i]];
    return withinOne(sum / (Math.sqrt(squaresA) * Math.sqrt(squaresB)));
  };
}

/** A correlation without what rounding puts beyond 1 or −1. */
export function withinOne(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}
