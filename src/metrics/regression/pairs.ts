import { drawnInOrderOf, gather, orderingOf } from '../ordering.js';
import { shared } from '../sample.js';

/** How many pairs of drawn rows are in which order. */
export interface PairCounts {
  /** Pairs whose truths differ. */
  readonly truthDiffers: number;
  /** Pairs whose predictions differ. */
  readonly predictionDiffers: number;
  /** Pairs whose truths differ and whose predictions are equal. */
  readonly predictionTied: number;
  /** Pairs whose predictions are in the opposite order of their truths. */
  readonly discordant: number;
}

/** Pair counts of truth and prediction, in O(n log n). */
export const pairsOf = shared<PairCounts>((truth, prediction) => {
  const byTruth = orderingOf(truth);
  const byPrediction = orderingOf(prediction);
  const drawnByTruth = drawnInOrderOf(truth);
  const drawnByPrediction = drawnInOrderOf(prediction);
  const n = truth.length;
  // By truth, and by prediction where that is equal: stable sorting of what is sorted by prediction.
  const order = new Int32Array(n);
  const next = byTruth.starts.slice();
  for (const i of byPrediction.order) order[next[byTruth.run[i]]++] = i;
  const predictionRun = order.map((i) => byPrediction.run[i]);
  // Runs that are equal in both.
  const firsts: number[] = [];
  for (let k = 0; k < n; k++) {
    const sameTruth = k > 0 && byTruth.run[order[k]] === byTruth.run[order[k - 1]];
    if (!sameTruth || predictionRun[k] !== predictionRun[k - 1]) firsts.push(k);
  }
  const starts = Int32Array.from([...firsts, n]);
  const drawn = new Float64Array(n);
  const tree = new Float64Array(byPrediction.starts.length);

  return (sample) => {
    const { weights, size } = sample;
    gather(weights, order, drawn);
    const all = size * size;
    const truthTied = squaresOfRuns(drawnByTruth(sample), byTruth.starts);
    const predictionTied = squaresOfRuns(drawnByPrediction(sample), byPrediction.starts);
    // As many runs are the same runs.
    const bothTied =
      starts.length === byPrediction.starts.length ? predictionTied : squaresOfRuns(drawn, starts);
    return {
      truthDiffers: (all - truthTied) / 2,
      predictionDiffers: (all - predictionTied) / 2,
      predictionTied: (predictionTied - bothTied) / 2,
      discordant: inversions(drawn, predictionRun, tree),
    };
  };
});

/** Sum of the squared weights of runs: twice the pairs within them, and the rows with themselves. */
function squaresOfRuns(drawn: Float64Array, starts: Int32Array): number {
  let squares = 0;
  for (let r = 0, k = 0; r < starts.length - 1; r++) {
    let weight = 0;
    for (const end = starts[r + 1]; k < end; k++) weight += drawn[k];
    squares += weight * weight;
  }
  return squares;
}

/**
 * The weight of pairs of which the first has the higher run, by a binary indexed tree of the weights so far
 * (Fenwick, Softw. Pract. Exp. 24 (1994) 327).
 *
 * @param tree one entry per run and one more; written to
 */
function inversions(drawn: Float64Array, runs: Int32Array, tree: Float64Array): number {
  tree.fill(0);
  let sum = 0;
  let before = 0;
  for (let k = 0; k < drawn.length; k++) {
    const weight = drawn[k];
    if (weight === 0) continue;
    const place = runs[k] + 1;
    let atOrBelow = 0;
    for (let node = place; node > 0; node &= node - 1) atOrBelow += tree[node];
    for (let node = place; node < tree.length; node += node & -node) tree[node] += weight;
    sum += weight * (before - atOrBelow);
    before += weight;
  }
  return sum;
}
