import { polynomial } from './series.js';

/**
 * The error function and its complement, by the rational approximations of Cody, "Rational
 * Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631, whose
 * coefficients these are, as the nearest doubles. Each list starts with the highest power.
 */
const NEAR_TOP = [
  0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694,
];
const NEAR_BOTTOM = [
  1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171,
];
const MIDDLE_TOP = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163,
  298.6351381974001, 881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const MIDDLE_BOTTOM = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903,
  3290.7992357334597, 4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const FAR_TOP = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926,
  0.016083785148742275, 0.0006587491615298378,
];
const FAR_BOTTOM = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132,
  0.0023352049762686918,
];

const NEAR = 0.46875;
const INVERSE_ROOT_PI = 0.5641895835477563;

/** Error function, 2/√π ∫₀ˣ exp(-t²) dt. */
export function erf(x: number): number {
  if (Math.abs(x) <= NEAR) {
    const square = x * x;
    return (x * polynomial(NEAR_TOP, square)) / polynomial(NEAR_BOTTOM, square);
  }
  return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
}

/**
 * Complementary error function, 1 - erf(x). Accurate relative to itself, to about 1e-15, until it
 * underflows at x = 26.5.
 */
export function erfc(x: number): number {
  if (Math.abs(x) <= NEAR) return 1 - erf(x);
  if (x < 0) return 2 - erfc(-x);
  if (x > 28) return 0;
  return expOfSquare(x, -1) * scaledErfc(x);
}

/** exp(x²) erfc(x), for x above 0.46875. */
export function scaledErfc(x: number): number {
  if (x <= 4) return polynomial(MIDDLE_TOP, x) / polynomial(MIDDLE_BOTTOM, x);
  const inverse = 1 / (x * x);
  const rest = (inverse * polynomial(FAR_TOP, inverse)) / polynomial(FAR_BOTTOM, inverse);
  return (INVERSE_ROOT_PI - rest) / x;
}

/**
 * exp(factor x²), for a factor that is a power of two, or minus one. A rounded x² would make an
 * error in proportion to x²: it is split into the square of a number of few digits, which is
 * exact, and a small rest.
 */
export function expOfSquare(x: number, factor: number): number {
  const short = Math.trunc(x * 16) / 16;
  return Math.exp(factor * short * short) * Math.exp(factor * (x - short) * (x + short));
}
