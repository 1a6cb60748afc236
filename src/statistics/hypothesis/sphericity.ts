import { Undefined } from '../../metrics/metric.js';
import { chiSquareSf } from '../distributions/tails.js';
import { average, isRounding, largestMagnitude, requireMatrix } from './input.js';

/** Result of {@link sphericity}. */
export interface Sphericity {
  /** From 1 / (k - 1) of k treatments, to 1 where sphericity holds. */
  readonly epsilon: number;
  /** Mauchly's test; null with no more blocks than contrasts, or where contrasts depend on each other. */
  readonly mauchly: {
    /** W, at most 1. */
    readonly statistic: number;
    readonly df: number;
    readonly p: number;
  } | null;
}

/**
 * Sphericity: do the differences of all pairs of treatments have one variance, as repeated-measures
 * analysis of variance and comparisons with its pooled error take for granted? The epsilon of Greenhouse &
 * Geisser (Psychometrika 24 (1959) 95), by which the degrees of freedom of F are to be multiplied, and the test
 * of Mauchly (Ann. Math. Stat. 11 (1940) 204), its p from two terms of Box's expansion, as R's mauchly.test.
 *
 * @param blocks one row per block, one column per treatment
 * @returns undefined with fewer than two blocks or three treatments (`too_few`), or when all differences are
 * constant but for rounding (`no_variation`)
 * @throws RangeError when rows differ in length or a value is not finite
 */
export function sphericity(blocks: readonly ArrayLike<number>[]): Sphericity | Undefined {
  const k = requireMatrix(blocks);
  const n = blocks.length;
  if (n < 2 || k < 3) return new Undefined('too_few');
  const contrasts = blocks.map(helmert);
  const d = k - 1;
  const means = Array.from({ length: d }, (_, j) => average(contrasts.map((row) => row[j])));
  const centerd = contrasts.map((row) => row.map((value, j) => value - means[j]));
  const magnitude = Math.max(...blocks.map(largestMagnitude));
  const largest = Math.max(...centerd.map(largestMagnitude));
  if (largest === 0 || isRounding(largest, magnitude)) return new Undefined('no_variation');
  // In units of the largest, so that squares of the smallest numbers are not 0.
  const covariance = Array.from({ length: d }, (_, i) =>
    Float64Array.from({ length: d }, (_, j) =>
      centerd.reduce((sum, row) => sum + (row[i] / largest) * (row[j] / largest), 0),
    ),
  );
  const trace = covariance.reduce((sum, row, i) => sum + row[i], 0);
  const squares = covariance.flatMap((row) => [...row]).reduce((sum, v) => sum + v * v, 0);
  const epsilon = Math.min(1, (trace * trace) / (d * squares));
  const statistic =
    n > d ? determinant(covariance.map((row) => row.map((v) => (v * d) / trace))) : 0;
  if (!(statistic > 0)) return { epsilon, mauchly: null };
  const df = (d * (d + 1)) / 2 - 1;
  return {
    epsilon,
    mauchly: { statistic: Math.min(1, statistic), df, p: tail(statistic, d, df, n - 1) },
  };
}

/** Orthonormal contrasts of a row: each value against the mean of those before it. */
function helmert(row: ArrayLike<number>): Float64Array {
  let mean = row[0];
  return Float64Array.from({ length: row.length - 1 }, (_, i) => {
    const contrast = (row[i + 1] - mean) * Math.sqrt((i + 1) / (i + 2));
    mean += (row[i + 1] - mean) / (i + 2);
    return contrast;
  });
}

/** Of a positive semidefinite matrix, by elimination; 0 where it is singular but for rounding. */
function determinant(matrix: Float64Array[]): number {
  const size = matrix.length;
  let product = 1;
  for (let i = 0; i < size; i++) {
    const pivot = matrix[i][i];
    if (!(pivot > size * size * Number.EPSILON)) return 0;
    product *= pivot;
    for (let r = i + 1; r < size; r++) {
      const factor = matrix[r][i] / pivot;
      for (let c = i + 1; c < size; c++) matrix[r][c] -= factor * matrix[i][c];
    }
  }
  return product;
}

/** P(a smaller W) of d contrasts where sphericity holds. @param m degrees of freedom of their covariance */
function tail(statistic: number, d: number, df: number, m: number): number {
  const rho = 1 - (2 * d * d + d + 2) / (6 * d * m);
  const chiSquare = -m * rho * Math.log(statistic);
  const weight =
    ((d + 2) * (d - 1) * (d - 2) * (2 * d ** 3 + 6 * d * d + 3 * d + 2)) /
    (288 * (m * d * rho) ** 2);
  const first = chiSquareSf(chiSquare, df);
  return Math.max(0, Math.min(1, first + weight * (chiSquareSf(chiSquare, df + 4) - first)));
}
