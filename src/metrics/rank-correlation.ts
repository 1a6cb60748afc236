import { leftOutRanks } from './left-out-ranks.js';
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
    const ofRun = old?.ofRun ?? new Float64Array(runs);
    return { ofRun, squares: writeMidranks(drawnInOrder(sample), starts, sample.size, ofRun) };
  };
});

/** Writes the rank of each run, and returns the sum of the squares of all rows' ranks. */
function writeMidranks(
  drawn: Float64Array,
  starts: Int32Array,
  size: number,
  ofRun: Float64Array,
): number {
  let below = -size / 2;
  let squares = 0;
  for (let r = 0, k = 0; r < ofRun.length; r++) {
    let weight = 0;
    for (const end = starts[r + 1]; k < end; k++) weight += drawn[k];
    const rank = below + weight / 2;
    ofRun[r] = rank;
    squares += weight * rank * rank;
    below += weight;
  }
  return squares;
}

/**
 * Spearman's correlation: Pearson's of the ranks, ties sharing their mean rank. Neither list may be
 * constant in the sample.
 */
export function rankCorrelation(a: Float64Array, b: Float64Array): (sample: Sample) => number {
  const { order, starts } = orderingOf(a);
  const { run } = orderingOf(b);
  // Of the rows in the order of a: their runs of b.
  const runsOfB = order.map((i) => run[i]);
  const drawnInOrder = drawnInOrderOf(a);
  const midranksA = midranksOf(a);
  const midranksB = midranksOf(b);
  const withoutPart = leftOutRanks(a, b);
  return (sample) => {
    if (sample.leftOut >= 0) {
      const { products, squaresA, squaresB } = withoutPart(sample);
      return withinOne(products / (Math.sqrt(squaresA) * Math.sqrt(squaresB)));
    }
    const ranksA = midranksA(sample);
    const ranksB = midranksB(sample);
    const sum = sumOfProducts(drawnInOrder(sample), starts, ranksA.ofRun, runsOfB, ranksB.ofRun);
    return withinOne(sum / (Math.sqrt(ranksA.squares) * Math.sqrt(ranksB.squares)));
  };
}

/** The sum over rows of the products of their ranks, by ascending first rank. */
function sumOfProducts(
  drawn: Float64Array,
  starts: Int32Array,
  ranksA: Float64Array,
  runsOfB: Int32Array,
  ranksB: Float64Array,
): number {
  let sum = 0;
  for (let r = 0, k = 0; r < ranksA.length; r++) {
    let inRun = 0;
    for (const end = starts[r + 1]; k < end; k++) inRun += drawn[k] * ranksB[runsOfB[k]];
    sum += inRun * ranksA[r];
  }
  return sum;
}

/** A correlation without what rounding puts beyond 1 or −1. */
export function withinOne(correlation: number): number {
  return Math.max(-1, Math.min(1, correlation));
}
