import { drawnInOrderOf, orderingOf } from './ordering.js';
import { type Sample, shared } from './sample.js';

/** Drawn positives and negatives by score, the highest first: what every curve over thresholds is made of. */
export interface ScoreCurve {
  /** Number of distinct scores; those that were not drawn have no rows. */
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
) => (sample: Sample) => ScoreCurve = shared<ScoreCurve>((truth, scores) => {
  const { order, starts } = orderingOf(scores);
  const drawnInOrder = drawnInOrderOf(scores);
  const length = starts.length - 1;
  const classes = Float64Array.from(order, (i) => truth[i]);
  return (sample, old) => {
    const drawn = drawnInOrder(sample);
    const positivesTo = old?.positivesTo ?? new Float64Array(length);
    const negativesTo = old?.negativesTo ?? new Float64Array(length);
    cumulate(drawn, classes, starts, positivesTo, negativesTo);
    const positives = positivesTo[length - 1];
    const negatives = negativesTo[length - 1];
    return { length, positivesTo, negativesTo, positives, negatives };
  };
});

/** Counts both classes from the highest score down. */
function cumulate(
  drawn: Float64Array,
  classes: Float64Array,
  starts: Int32Array,
  positivesTo: Float64Array,
  negativesTo: Float64Array,
): void {
  const length = positivesTo.length;
  let positives = 0;
  let negatives = 0;
  for (let r = 0, k = drawn.length - 1; r < length; r++) {
    for (const end = starts[length - 1 - r]; k >= end; k--) {
      positives += drawn[k] * classes[k];
      negatives += drawn[k] * (1 - classes[k]);
    }
    positivesTo[r] = positives;
    negativesTo[r] = negatives;
  }
}
