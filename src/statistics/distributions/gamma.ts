import { LIMIT, orTiny, TINY } from '../../numerics/series.js';

/** ½ ln 2π. */
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** Coefficients of x^-1, x^-3, x^-5, … in {@link stirlingError}: B(2k) / (2k (2k - 1)). */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

/** From here on, the Stirling series is exact to double precision. */
const LARGE = 12;

/**
 * What Stirling's formula leaves of ln Γ(x): ln Γ(x) - (x - ½) ln x + x - ½ ln 2π, for x > 0
 * (Abramowitz & Stegun 6.1.40). Probabilities made from it keep their relative accuracy where
 * ln Γ is large (Loader, "Fast and accurate computation of binomial probabilities", 2000).
 */
export function stirlingError(x: number): number {
  // Small arguments are raised by the recurrence Γ(x + 1) = x Γ(x).
  let shift = 0;
  let at = x;
  for (; at < LARGE; at++) shift += (at + 0.5) * Math.log1p(1 / at) - 1;
  const inverseSquare = 1 / (at * at);
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * inverseSquare + STIRLING[k];
  return shift + series / at;
}

/**
 * Natural logarithm of the gamma function, for x > 0. Accurate to about 1e-14, relative to its
 * value or to 1, whichever is larger.
 *
 * @internal only for tests
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError('logGamma: x must be positive');
  if (x === Number.POSITIVE_INFINITY) return x;
  let product = 1;
  let at = x;
  for (; at < LARGE; at++) product *= at;
  const raised = (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + stirlingError(at);
  return raised - Math.log(product);
}

/**
 * The deviance x ln(x / mean) + mean - x, without cancellation where x is near the mean
 * (Loader 2000). Both are positive.
 */
export function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  // ln(x / mean) = 2 (v + v³/3 + v⁵/5 + …)
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let k = 3; ; k += 2) {
    power *= v * v;
    const next = sum + power / k;
    if (next === sum) return sum;
    sum = next;
  }
}

/**
 * Regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), for a > 0 and x ≥ 0. Small
 * values are accurate relative to themselves.
 */
export function upperGamma(a: number, x: number): number {
  check(a, x);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

function check(a: number, x: number): void {
  if (!(a > 0 && a < Number.POSITIVE_INFINITY && x >= 0)) {
    throw new RangeError(
      'incomplete gamma function: a must be positive and finite, x not negative',
    );
  }
}

/** x^a e^-x / Γ(a). */
function factor(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - deviance(a, x));
}

/** Abramowitz & Stegun 6.5.29. */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < LIMIT; n++) {
    term *= x / (a + n);
    const next = sum + term;
    if (next === sum) break;
    sum = next;
  }
  return factor(a, x) * sum;
}

/** Abramowitz & Stegun 6.5.31, contracted; evaluated by the modified Lentz method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let d = 1 / b;
  let c = 1 / TINY;
  let value = d;
  for (let n = 1; n < LIMIT; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / orTiny(numerator * d + b);
    c = orTiny(b + numerator / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) <= Number.EPSILON) break;
  }
  return factor(a, x) * value;
}
