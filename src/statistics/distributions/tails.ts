import { erfc } from '../../numerics/erf.js';
import { incompleteBeta } from './beta.js';
import { upperGamma } from './gamma.js';

/**
 * P(X > x) of the chi-square distribution. Accurate relative to itself.
 *
 * @param df degrees of freedom, above 0 and finite
 */
export function chiSquareSf(x: number, df: number): number {
  if (x <= 0) return 1;
  return df === 1 ? erfc(Math.sqrt(x / 2)) : upperGamma(df / 2, x / 2);
}

/**
 * P(F > f) of Fisher's F distribution. Accurate relative to itself.
 *
 * @param dfn degrees of freedom of the numerator, above 0 and finite
 * @param dfd degrees of freedom of the denominator, above 0; Infinity if its variance is known
 */
export function fSf(f: number, dfn: number, dfd: number): number {
  if (f <= 0) return 1;
  if (f === Number.POSITIVE_INFINITY) return 0;
  if (dfd === Number.POSITIVE_INFINITY) return chiSquareSf(f * dfn, dfn);
  const ratio = (dfn / dfd) * f;
  return incompleteBeta(dfd / 2, dfn / 2, 1 / (1 + ratio), ratio / (1 + ratio));
}
