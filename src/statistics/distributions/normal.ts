import { erfc, expOfSquare, scaledErfc } from './erf.js';
import { polynomial } from './series.js';

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  if (Math.abs(z) > 40) return 0;
  return expOfSquare(z, -0.5) / Math.sqrt(2 * Math.PI);
}

/** P(Z ≤ z) of a standard normal Z. Accurate relative to itself in the lower tail. */
export function normalCdf(z: number): number {
  return normalSf(-z);
}

/** P(Z > z) of a standard normal Z. Accurate relative to itself in the upper tail. */
export function normalSf(z: number): number {
  const x = z * Math.SQRT1_2;
  if (z < 1) return 0.5 * erfc(x);
  return z > 40 ? 0 : 0.5 * expOfSquare(z, -0.5) * scaledErfc(x);
}

// Coefficients of Wichura, "Algorithm AS 241: the percentage points of the normal
// distribution", Appl. Statist. 37 (1988) 477, PPND16. Each list starts with the highest power.
const CENTRAL_TOP = [
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
  4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
  1.3314166789178437745e2, 3.387132872796366608,
];
const CENTRAL_BOTTOM = [
  5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
];
const TAIL_TOP = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1,
  1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
  1.42343711074968357734,
];
const TAIL_BOTTOM = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2,
  1.4810397642748007459e-1, 6.8976733498510000455e-1, 1.6763848301838038494,
  2.05319162663775882187, 1,
];
const FAR_TOP = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3,
  2.6532189526576123093e-2, 2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699,
  6.6579046435011037772,
];
const FAR_BOTTOM = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
  7.868691311456132591e-4, 1.48753612908506148525e-2, 1.3692988092273580531e-1,
  5.9983220655588793769e-1, 1,
];

/**
 * The z with P(Z ≤ z) = p of a standard normal Z; -∞ for 0 and ∞ for 1. Accurate to about 1e-15
 * relative for every double p (Wichura 1988).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError('normalQuantile: p must be from 0 to 1');
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRAL_TOP, r)) / polynomial(CENTRAL_BOTTOM, r);
  }
  const tail = q < 0 ? p : 1 - p;
  const sign = q < 0 ? -1 : 1;
  if (tail === 0) return sign * Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  if (r <= 5) return (sign * polynomial(TAIL_TOP, r - 1.6)) / polynomial(TAIL_BOTTOM, r - 1.6);
  return (sign * polynomial(FAR_TOP, r - 5)) / polynomial(FAR_BOTTOM, r - 5);
}
