import type { Source } from '../../evaluation/bootstrap/measure.js';
import { Undefined } from '../../metrics/metric.js';

/**
 * Positions of sources in an order that what they predict decides, not the order in which they were given: bootstrap
 * draws fall on rows by all that is known of them, and the same two models must have the same draws either way round.
 *
 * @param truth of each row
 * @returns sources of equal content by name
 */
export function contentOrder(truth: Float64Array, sources: readonly Source[]): number[] {
  const contents = sources.map(({ predictions }) =>
    predictions instanceof Undefined ? new Float64Array(0) : sortedPairs(truth, predictions.value),
  );
  return sources
    .map((_, s) => s)
    .sort(
      (s, t) =>
        compareLists(contents[s], contents[t]) || (sources[s].name < sources[t].name ? -1 : 1),
    );
}

/** True and predicted values, by ascending true value, then by ascending prediction. */
function sortedPairs(truth: Float64Array, value: Float64Array): Float64Array {
  const order = Int32Array.from(truth.keys()).sort(
    (i, j) => truth[i] - truth[j] || value[i] - value[j],
  );
  return Float64Array.from({ length: 2 * order.length }, (_, k) =>
    k % 2 === 0 ? truth[order[k >> 1]] : value[order[k >> 1]],
  );
}

function compareLists(a: Float64Array, b: Float64Array): number {
  for (let k = 0; k < Math.min(a.length, b.length); k++) if (a[k] !== b[k]) return a[k] - b[k];
  return a.length - b.length;
}
