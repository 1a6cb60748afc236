import { LIMIT, orTiny } from '../../numerics/series.js';
import { deviance, stirlingError } from './gamma.js';

/**
 * Regularized incomplete beta function I_x(a, b), from 0 at x = 0 to 1 at x = 1, for a > 0 and
 * b > 0. Small values are accurate relative to themselves.
 *
 * By the continued fraction of DiDonato & Morris, ACM Trans. Math. Softw. 18 (1992) 360, on the
 * side of the mean where it converges fast, its factor by Loader's method (2000).
 *
 * @param y 1 - x, where the caller knows it more accurately than by subtraction
 */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): number {
  const finite = a < Number.POSITIVE_INFINITY && b < Number.POSITIVE_INFINITY;
  if (!(a > 0 && b > 0 && finite && x >= 0 && y >= 0 && x <= 1 && y <= 1)) {
    throw new RangeError('incomplete beta function: a and b must be positive, x from 0 to 1');
  }
  if (x === 0) return 0;
  if (y === 0) return 1;
  return x * (a + b + 2) < a + 1 ? lower(a, b, x, y) : 1 - lower(b, a, y, x);
}

function lower(a: number, b: number, x: number, y: number): number {
  return factor(a, b, x, y) / fraction(a, b, x, y);
}

/** x^a y^b / B(a, b), where B is the beta function. */
function factor(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const gammas = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const exponent = gammas - deviance(a, n * x) - deviance(b, n * y);
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(exponent);
}

/**
 * Evaluated by the modified Lentz method. 1 - x never comes from a subtraction: where a is large
 * and x near 1, as in the distribution of Student, that would lose all digits.
 */
function fraction(a: number, b: number, x: number, y: number): number {
  const excess = a * y - b * x + 1;
  let value = orTiny((a * excess) / (a + 1));
  let c = value;
  let d = 0;
  for (let m = 1; m < LIMIT; m++) {
    const odd = a + 2 * m - 1;
    const step = (m * (b - m) * x) / odd;
    const numerator = (step * (a + m - 1) * (a + b + m - 1) * x) / odd;
    const denominator = m + step + ((a + m) * (excess + m * (1 + y))) / (odd + 2);
    d = 1 / orTiny(denominator + numerator * d);
    c = orTiny(denominator + numerator / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) <= Number.EPSILON) break;
  }
  return value;
}
