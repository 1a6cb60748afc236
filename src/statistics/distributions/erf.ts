import { polynomial } from './series.js';

/**
 * The error function and its complement, by the rational approximations of Cody, "Rational
 * Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631, whose
 * coefficients these are. Each list starts with the highest power.
 */
const NEAR_TOP = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2,
  3.20937758913846947e3,
];
const NEAR_BOTTOM = [
  1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3,
];
const MIDDLE_TOP = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
  2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3,
  1.23033935479799725e3,
];
const MIDDLE_BOTTOM = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
  3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
];
const FAR_TOP = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
];
const FAR_BOTTOM = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
  2.33520497626869185e-3,
];

const NEAR = 0.46875;
const INVERSE_ROOT_PI = 5.6418958354775628695e-1;

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
