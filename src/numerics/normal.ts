import { erf, erfc, expOfSquare, scaledErfc } from './erf.js';
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

/** P(−z < Z < z) of a standard normal Z; below 0 for a negative z. */
export function normalWithin(z: number): number {
  return erf(z * Math.SQRT1_2);
}

// Coefficients of Wichura, "Algorithm AS 241: the percentage points of the normal
// distribution", Appl. Statist. 37 (1988) 477, PPND16, as the nearest doubles. Each list starts with
// the highest power.
const CENTRAL_TOP = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
];
const CENTRAL_BOTTOM = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
];
const TAIL_TOP = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
  3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const TAIL_BOTTOM = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
  0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
];
const FAR_TOP = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const FAR_BOTTOM = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
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
