import { type Steps, sharesIn, stepAt, strataSteps } from '../../statistics/steps.js';
import type { Group } from '../bootstrap/measure.js';
import { lossAlong, STRATUM } from './along.js';

/** Rows of a stratum where no loss says which strata are alike. */
const WITHOUT_LOSS = 15;

/** Test rows, and what tells which of them count how much for a library. */
export interface MeasuredRows {
  /** Positions of the rows. */
  readonly rows: Int32Array;
  /** Similarity to training of each. */
  readonly similarity: Float64Array;
  /** Loss of the model on each; null where there is none. */
  readonly loss: Float64Array | null;
}

/**
 * Test rows that count by how much of a library is as similar to training as they are. The strata of similarity are those
 * of {@link lossAlong}, so that the mean loss of the model is that of `tanimark expect`: strata that are pooled count
 * together. Leave-out values are those of the strata before they are pooled, which vary more, as an interval needs
 * (mean-elsewhere.ts).
 *
 * @param library similarities to training, ascending
 * @returns null without rows, or without a library
 */
export function libraryGroup(measured: MeasuredRows, library: Float64Array): Group | null {
  const { rows, similarity, loss } = measured;
  if (rows.length === 0 || library.length === 0) return null;
  // By loss, too, so that no sum depends on the order of rows.
  const order = [...rows.keys()].sort(
    (a, b) => similarity[a] - similarity[b] || (loss ? loss[a] - loss[b] : 0),
  );
  const x = Float64Array.from(order, (i) => similarity[i]);
  const y = Float64Array.from(order, (i) => loss?.[i] ?? 0);
  const fine = strataSteps(x, y, loss ? STRATUM : WITHOUT_LOSS);
  const steps = loss ? pooled(lossAlong(x, y)) : fine;
  const of = (own: Steps) => ({
    stratum: Int32Array.from(similarity, (s) => stepAt(own, s)),
    shares: sharesIn(own, library),
  });
  return { rows, reweighting: { ...of(steps), leftOut: of(fine) }, report: 'intervals' };
}

/** Steps of one value in a row made one. */
function pooled({ starts, values, variances }: Steps): Steps {
  const first = [...starts.keys()].filter((s) => s === 0 || values[s] !== values[s - 1]);
  const pick = (list: Float64Array) => Float64Array.from(first, (s) => list[s]);
  return { starts: pick(starts), values: pick(values), variances: pick(variances) };
}
