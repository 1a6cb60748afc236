import { orderingOf } from '../ordering.js';
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

/**
 * Pair counts of truth and prediction in O(n log n): rows are taken by ascending truth, and a binary indexed tree
 * (Fenwick 1994) holds the weight of those taken, by prediction.
 */
export const pairsOf = shared<PairCounts>((truth, prediction) => {
  const n = truth.length;
  const byTruth = orderingOf(truth);
  const byPrediction = orderingOf(prediction);
  // By truth, and by prediction where that is equal: stable sorting of what is sorted by prediction.
  const order = new Int32Array(n);
  const next = byTruth.starts.slice();
  for (let k = 0; k < n; k++) {
    const i = byPrediction.order[k];
    order[next[byTruth.run[i]]++] = i;
  }
  // Runs of equal truth and of equal prediction along that order.
  const truthRun = order.map((i) => byTruth.run[i]);
  const predictionRun = order.map((i) => byPrediction.run[i]);
  const runs = byPrediction.starts.length - 1;
  const tree = new Float64Array(runs + 1);
  const weightOfRun = new Float64Array(runs);

  return ({ weights, size }) => {
    tree.fill(0);
    weightOfRun.fill(0);
    let discordant = 0;
    let taken = 0;
    // Sums of squares of the weights of runs: of equal truth, and of equal truth and prediction.
    let truthSquares = 0;
    let bothSquares = 0;
    let truthWeight = 0;
    let bothWeight = 0;
    for (let k = 0; k < n; k++) {
      if (k > 0) {
        const newTruth = truthRun[k] !== truthRun[k - 1];
        if (newTruth || predictionRun[k] !== predictionRun[k - 1]) {
          bothSquares += bothWeight * bothWeight;
          bothWeight = 0;
        }
        if (newTruth) {
          truthSquares += truthWeight * truthWeight;
          truthWeight = 0;
        }
      }
      const weight = weights[order[k]];
      if (weight === 0) continue;
      const run = predictionRun[k];
      // Rows of the same truth come by ascending prediction, and are not above.
      let atOrBelow = 0;
      for (let node = run + 1; node > 0; node &= node - 1) atOrBelow += tree[node];
      discordant += weight * (taken - atOrBelow);
      for (let node = run + 1; node <= runs; node += node & -node) tree[node] += weight;
      taken += weight;
      truthWeight += weight;
      bothWeight += weight;
      weightOfRun[run] += weight;
    }
    truthSquares += truthWeight * truthWeight;
    bothSquares += bothWeight * bothWeight;
    let predictionSquares = 0;
    for (let r = 0; r < runs; r++) predictionSquares += weightOfRun[r] * weightOfRun[r];
    return {
      truthDiffers: (size * size - truthSquares) / 2,
      predictionDiffers: (size * size - predictionSquares) / 2,
      predictionTied: (predictionSquares - bothSquares) / 2,
      discordant,
    };
  };
});
