import type { Random } from '../random.js';

const SIZE = 4096;

/**
 * Quantiles of the exponential distribution with mean 1. The logarithm is a series of plain
 * arithmetic: Math.log may differ in its last digit from one platform to another.
 */
const quantiles = Float64Array.from({ length: SIZE }, (_, i) => -logarithm((i + 0.5) / SIZE));

/** A random number with the exponential distribution of mean 1, to three digits. */
export function exponential(random: Random): number {
  return quantiles[random.uint32() >>> 20];
}

/** Natural logarithm of x in (0, 1], by halving and the series of artanh. */
function logarithm(x: number): number {
  let halvings = 0;
  let y = x;
  while (y < Math.SQRT1_2) {
    y *= 2;
    halvings++;
  }
  const z = (y - 1) / (y + 1);
  let term = z;
  let sum = 0;
  for (let k = 1; k < 40; k += 2) {
    sum += term / k;
    term *= z * z;
  }
  return 2 * sum - halvings * Math.LN2;
}
