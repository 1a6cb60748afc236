/**
 * The two-sample Kolmogorov-Smirnov statistic: the largest distance between the cumulative
 * distributions of two samples, from 0 (alike) to 1. Ties are stepped over together, as in
 * scipy.stats.ks_2samp.
 *
 * @returns null when one of them is empty; NaNs are left out
 */
export function ksDistance(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const x = sorted(a);
  const y = sorted(b);
  if (x.length === 0 || y.length === 0) return null;
  let i = 0;
  let j = 0;
  let distance = 0;
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i], y[j]);
    while (i < x.length && x[i] === value) i++;
    while (j < y.length && y[j] === value) j++;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  return distance;
}

/** The values that are not NaN, ascending. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values)
    .filter((v) => !Number.isNaN(v))
    .sort();
}
