import { sorted } from './kolmogorov-smirnov.js';

/**
 * The Wasserstein distance of order 1 between two samples: the area between their cumulative
 * distributions, in the units of the values (as scipy.stats.wasserstein_distance). For values from
 * 0 to 1 it lies between 0 (alike) and 1.
 *
 * @returns null when one of them is empty; NaNs are left out
 */
export function wassersteinDistance(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const x = sorted(a);
  const y = sorted(b);
  if (x.length === 0 || y.length === 0) return null;
  let i = 0;
  let j = 0;
  let area = 0;
  let last = Math.min(x[0], y[0]);
  while (i < x.length || j < y.length) {
    const value = Math.min(x[i] ?? Number.POSITIVE_INFINITY, y[j] ?? Number.POSITIVE_INFINITY);
    area += Math.abs(i / x.length - j / y.length) * (value - last);
    last = value;
    while (i < x.length && x[i] === value) i++;
    while (j < y.length && y[j] === value) j++;
  }
  return area;
}
