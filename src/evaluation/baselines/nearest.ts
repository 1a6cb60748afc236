import { Undefined } from '../../metrics/metric.js';
import type { Baseline, BaselineContext, LabeledNeighbors } from './baseline.js';
import { meanLabel } from './train-mean.js';

/** Neighbors that the nearest-neighbor baselines ask for. */
export const NEIGHBORS = 5;

/** The label of the most similar training molecule; of equally similar ones their mean. */
export const nearestNeighbor: Baseline = {
  name: 'nearest_neighbour',
  title: '1-NN',
  shortTitle: '1-NN',
  legend: 'label of the most similar training molecule',
  curvePlace: 1,
  summary:
    'the label of the most similar training molecule; of equally similar ones the mean of their labels',
  usesNeighbors: true,
  predict: (context) => byNeighbors(context, 1, () => 1),
};

/** The labels of the nearest training molecules, weighted by their similarity. */
export const knn: Baseline = {
  name: 'knn',
  title: `${NEIGHBORS}-NN`,
  shortTitle: `${NEIGHBORS}-NN`,
  curvePlace: 2,
  legend: `mean label of the ${NEIGHBORS} most similar training molecules, weighted by similarity`,
  summary: `the mean label of the ${NEIGHBORS} most similar training molecules, weighted by similarity; those that tie for the last place share it`,
  usesNeighbors: true,
  predict: (context) => byNeighbors(context, NEIGHBORS, (similarity) => similarity),
};

function byNeighbors(
  { trainLabels, neighbors }: BaselineContext,
  k: number,
  weight: (similarity: number) => number,
): Float64Array | Undefined {
  const mean = meanLabel(trainLabels);
  if (Number.isNaN(mean)) return new Undefined('no_training_labels');
  return Float64Array.from(neighbors, (own) => {
    // Nothing in training is like it: all training molecules are equally far.
    if (own.indices.length === 0) return mean;
    return weightedLabel(own, trainLabels, k, weight);
  });
}

/**
 * The weighted mean label of the k nearest. Those that tie with the k-th share the places that are
 * left for them: the expectation over all ways of choosing among them.
 */
function weightedLabel(
  { indices, similarities }: LabeledNeighbors,
  labels: Float64Array,
  k: number,
  weight: (similarity: number) => number,
): number {
  const last = similarities[Math.min(k, similarities.length) - 1];
  const better = similarities.indexOf(last);
  let stop = better;
  while (stop < similarities.length && similarities[stop] === last) stop++;
  const share = Math.min(k - better, stop - better) / (stop - better);
  let sum = 0;
  let total = 0;
  // Equally similar ones are added in the order of their labels, not of the file.
  for (let from = 0; from < stop; ) {
    let to = from;
    while (to < stop && similarities[to] === similarities[from]) to++;
    const w = weight(similarities[from]) * (from === better ? share : 1);
    for (const y of Float64Array.from(indices.subarray(from, to), (m) => labels[m]).sort()) {
      sum += w * y;
      total += w;
    }
    from = to;
  }
  return sum / total;
}
