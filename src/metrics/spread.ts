import { type Sample, shared } from './sample.js';

/** Where drawn values lie, and how wide. */
export interface Spread {
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** The spread of values in a sample. */
export const spreadOf: (values: Float64Array) => (sample: Sample) => Spread = shared(
  (values) => (sample) => {
    const { weights, size } = sample;
    const rough = sample.mean(values);
    // A second pass takes away the rounding of the first (corrected two-pass algorithm).
    let rest = 0;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const deviation = values[i] - rough;
      const weighted = weights[i] * deviation;
      rest += weighted;
      squares += weighted * deviation;
    }
    return { mean: rough + rest / size, squares: Math.max(0, squares - (rest * rest) / size) };
  },
);

/**
 * The sum of the products of the deviations of two lists from their means. A mean is not a double in general, and of values
 * around 10¹⁵ the nearest one is off by up to 0.06: what that adds to the products is taken away.
 */
export function coproduct(a: Float64Array, b: Float64Array): (sample: Sample) => number {
  const spreadA = spreadOf(a);
  const spreadB = spreadOf(b);
  return (sample) => {
    const { weights, size } = sample;
    const meanA = spreadA(sample).mean;
    const meanB = spreadB(sample).mean;
    let sum = 0;
    let restA = 0;
    let restB = 0;
    for (let i = 0; i < a.length; i++) {
      const weighted = weights[i] * (a[i] - meanA);
      const deviation = b[i] - meanB;
      sum += weighted * deviation;
      restA += weighted;
      restB += weights[i] * deviation;
    }
    return sum - (restA * restB) / size;
  };
}
