import { plainLog } from '../numerics/exponential.js';
import type { Random } from '../random.js';

const SIZE = 4096;

/**
 * Quantiles of the exponential distribution with mean 1, the same on every platform.
 */
const quantiles = Float64Array.from({ length: SIZE }, (_, i) => -plainLog((i + 0.5) / SIZE));

/** A random number with the exponential distribution of mean 1, to three digits. */
export function exponential(random: Random): number {
  return quantiles[random.uint32() >>> 20];
}
