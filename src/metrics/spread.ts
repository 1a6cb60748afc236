import { remembered, type Sample, shared } from './sample.js';

/** Where drawn values lie, and how wide. */
export interface Spread {
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** Deviations from the mean of a divided sample, and their sums without each part. */
interface Moments {
  readonly center: number;
  /** Of each row. */
  readonly deviations: Float64Array;
  /** Sums of the deviations, and of their squares. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

const momentsOf = remembered((values) => {
  const key = {};
  const squares = new Float64Array(values.length);
  return (sample: Sample) =>
    sample.onceDivided<Moments>(key, (old) => {
      const made = () => new Float64Array(values.length);
      const { deviations, first, second } = old ?? {
        deviations: made(),
        first: made(),
        second: made(),
      };
      const center = sample.sumsWithoutEach(values, first) / sample.wholeSize;
      for (let i = 0; i < values.length; i++) {
        const deviation = values[i] - center;
        deviations[i] = deviation;
        squares[i] = deviation * deviation;
      }
      sample.sumsWithoutEach(deviations, first);
      sample.sumsWithoutEach(squares, second);
      return { center, deviations, first, second };
    });
});

/** Smallest share of the squares about the mean of all that those about the mean of the rest may be. */
const REST = 1e-4;

/**
 * Sum of squared deviations from the mean, without the part that is left out; null where the part moves the mean so far
 * that the difference of the sums would be inexact.
 */
function squaresWithout({ first, second }: Moments, { leftOut, size }: Sample): number | null {
  const squares = second[leftOut] - (first[leftOut] * first[leftOut]) / size;
  return squares > REST * second[leftOut] ? squares : null;
}

/** The spread of values in a sample. */
export const spreadOf: (values: Float64Array) => (sample: Sample) => Spread = shared(
  (values) => (sample) => {
    const { weights, size, leftOut } = sample;
    if (leftOut >= 0) {
      const moments = momentsOf(values)(sample);
      const squares = squaresWithout(moments, sample);
      if (squares !== null)
        return { mean: moments.center + moments.first[leftOut] / size, squares };
    }
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
  const key = {};
  const products = new Float64Array(a.length);
  const productsWithout = (sample: Sample, ofA: Moments, ofB: Moments) =>
    sample.onceDivided<Float64Array>(key, (old) => {
      for (let i = 0; i < a.length; i++) products[i] = ofA.deviations[i] * ofB.deviations[i];
      const sums = old ?? new Float64Array(a.length);
      sample.sumsWithoutEach(products, sums);
      return sums;
    });
  return (sample) => {
    const { weights, size, leftOut } = sample;
    if (leftOut >= 0) {
      const [ofA, ofB] = [momentsOf(a)(sample), momentsOf(b)(sample)];
      if (squaresWithout(ofA, sample) !== null && squaresWithout(ofB, sample) !== null) {
        const without = productsWithout(sample, ofA, ofB)[leftOut];
        return without - (ofA.first[leftOut] * ofB.first[leftOut]) / size;
      }
    }
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
