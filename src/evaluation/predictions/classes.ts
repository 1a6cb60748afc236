import { Undefined } from '../../metrics/metric.js';
import { MODEL } from '../bootstrap/index.js';
import type { Predictor } from '../predictors.js';
import type { ScoredTarget } from './targets/types.js';

/**
 * The predicted class of each row where there are several: that with the highest score, of equal ones the first.
 *
 * @param classes the sources of each class, in the same order
 * @returns the same with classes 0 and 1 put in
 */
export function withHighestClass(classes: readonly Predictor[][]): Predictor[][] {
  const sources = classes[0].map((_, s) => classes.map((own) => own[s]));
  const highest = sources.map((own): Int32Array | null => {
    const scores = own.map(({ predictions }) =>
      predictions instanceof Undefined ? null : predictions.value,
    );
    if (scores.some((values) => values === null)) return null;
    const [first] = scores as Float64Array[];
    return Int32Array.from(first, (_, i) => {
      let best = 0;
      scores.forEach((values, c) => {
        if ((values as Float64Array)[i] > (scores[best] as Float64Array)[i]) best = c;
      });
      return best;
    });
  });
  return classes.map((own, c) =>
    own.map((source, s) => {
      const of = highest[s];
      return of ? { ...source, classes: Float64Array.from(of, (k) => (k === c ? 1 : 0)) } : source;
    }),
  );
}

/** The share of rows, of those with a class and a prediction, whose predicted class is the true one; null without a model. */
export function shareRight(
  targets: readonly ScoredTarget[],
  sources: readonly (readonly Predictor[])[],
): number | null {
  const classes = sources.map((own) => own.find(({ name }) => name === MODEL)?.classes);
  let rows = 0;
  let right = 0;
  for (let i = 0; i < targets[0].truth.length; i++) {
    const actual = targets.findIndex(({ truth }) => truth[i] === 1);
    if (actual < 0 || Number.isNaN(targets[actual].model?.value[i] ?? Number.NaN)) continue;
    rows++;
    if (classes[actual]?.[i] === 1) right++;
  }
  return rows === 0 ? null : right / rows;
}
