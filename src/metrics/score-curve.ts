import { orderingOf } from './ordering.js';
import { type Sample, shared } from './sample.js';

/** Drawn positives and negatives by score, the highest first: what every curve over thresholds is made of. */
export interface ScoreCurve {
  /** How many distinct scores there are; those that were not drawn have no rows. */
  readonly length: number;
  /** Positives at or above each distinct score. */
  readonly positivesTo: Float64Array;
  /** Negatives at or above each distinct score. */
  readonly negativesTo: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/** The curve of classes 0 and 1 and scores, of which only the order counts. */
export const scoreCurveOf: (
  truth: Float64Array,
  scores?: Float64Array,
) => (s: Sample) => ScoreCurve = shared<ScoreCurve>((truth, scores) => {
  const n = truth.length;
  const { order, starts } = orderingOf(scores);
  const length = starts.length - 1;
  // Rows by descending score, and the place of each one's score.
  const descending = order.slice().reverse();
  const classes = Float64Array.from(descending, (i) => truth[i]);
  const ends = Int32Array.from({ length }, (_, r) => n - starts[length - 1 - r]);
  return ({ weights }, old) => {
    const positivesTo = old?.positivesTo ?? new Float64Array(length);
    const negativesTo = old?.negativesTo ?? new Float64Array(length);
    let positives = 0;
    let negatives = 0;
    for (let r = 0, k = 0; r < length; r++) {
      for (; k < ends[r]; k++) {
        const weight = weights[descending[k]];
        positives += weight * classes[k];
        negatives += weight * (1 - classes[k]);
      }
      positivesTo[r] = positives;
      negativesTo[r] = negatives;
    }
    return { length, positivesTo, negativesTo, positives, negatives };
  };
});
