import { wholePower } from '../../numerics/exponential.js';
import { normalCdf, normalDensity, normalQuantile } from '../../numerics/normal.js';
import { stirlingError } from './gamma.js';
import { studentQuantile } from './student.js';

/** A sum of this share of the whole, or a difference, is no more than rounding. */
const NEGLIGIBLE = 1e-17;

/**
 * The trapezoidal rule squares its error as the step is halved, so that a change of this size
 * leaves an error far below 1e-12.
 */
const CHANGE = 1e-8;

/** Quantiles are sought until they change by no more than this share of themselves. */
const CLOSE = 1e-12;
const LIMIT = 200;

/**
 * P(Q > q) of the studentized range: the range of k independent normal values over an
 * independent estimate of their standard deviation. This is the distribution of Tukey's
 * honestly significant difference. Accurate to about 1e-12 relative to itself.
 *
 * Both integrals (Tukey 1953; Copenhaver & Holland, J. Stat. Comput. Simul. 30 (1988) 1) are
 * taken over the whole line by the trapezoidal rule, which converges exponentially for such
 * smooth integrands (Trefethen & Weideman, SIAM Review 56 (2014) 385). All terms are positive, so
 * that nothing cancels in the tail.
 *
 * @param k number of values, a whole number from 2
 * @param df degrees of freedom of the estimate, at least 1; Infinity if it is known
 */
export function studentizedRangeSf(q: number, k: number, df: number): number {
  checkRange('studentizedRangeSf', k, df);
  if (Number.isNaN(q)) throw new RangeError('studentizedRangeSf: q must be a number');
  if (q <= 0) return 1;
  if (q === Number.POSITIVE_INFINITY) return 0;
  if (df > 1e12) return rangeSf(q, k);
  // Over u, the logarithm of the estimate; its density is that of ½ ln(χ² / df).
  const scale = Math.sqrt(df / Math.PI) * Math.exp(-stirlingError(df / 2));
  const integrand = (u: number) => {
    const exponent = df * (0.5 * Math.expm1(2 * u) - u);
    return exponent > 745 ? 0 : scale * Math.exp(-exponent) * rangeSf(q * Math.exp(u), k);
  };
  // Near the largest term: the range's tail falls about as exp(-q² s² / 4).
  const start = -0.5 * Math.log1p((q * q) / (2 * df));
  return Math.min(1, integral(integrand, start, 0.5 / Math.sqrt(1 + df / 4)));
}

/**
 * The q with P(Q > q) = tail of the studentized range, as {@link studentizedRangeSf}; accurate to
 * about 1e-11 relative to itself.
 *
 * @param tail above 0 and below 1
 */
export function studentizedRangeQuantile(tail: number, k: number, df: number): number {
  if (!(tail > 0 && tail < 1)) {
    throw new RangeError('studentizedRangeQuantile: tail must be between 0 and 1');
  }
  checkRange('studentizedRangeQuantile', k, df);
  // Between that of a single pair and Bonferroni's bound for all pairs.
  let low = -Math.SQRT2 * studentQuantile(tail / 2, df);
  let high = -Math.SQRT2 * studentQuantile(tail / (k * (k - 1)), df);
  if (k === 2) return low;
  const excess = (q: number) => Math.log(studentizedRangeSf(q, k, df) / tail);
  // The method of false position, halving what stays at an end (Illinois; Dowell & Jarratt 1971).
  let atLow = excess(low);
  let atHigh = excess(high);
  let side = 0;
  for (let step = 0; step < LIMIT && high - low > CLOSE * high; step++) {
    const q = (low * atHigh - high * atLow) / (atHigh - atLow);
    const at = excess(q);
    if (at === 0) return q;
    if (at > 0) {
      if (q - low <= CLOSE * q) return q;
      [low, atLow] = [q, at];
      if (side === 1) atHigh /= 2;
      side = 1;
    } else {
      if (high - q <= CLOSE * q) return q;
      [high, atHigh] = [q, at];
      if (side === -1) atLow /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}

function checkRange(name: string, k: number, df: number): void {
  if (!(Number.isInteger(k) && k >= 2)) {
    throw new RangeError(`${name}: k must be a whole number from 2`);
  }
  if (!(df >= 1)) throw new RangeError(`${name}: df must be at least 1`);
}

/** P(range > w) of k independent standard normal values. */
function rangeSf(w: number, k: number): number {
  // z is the largest value; the others are below it, and not all of them above z - w.
  const integrand = (z: number) => {
    const below = normalCdf(z);
    if (below === 0) return 0;
    // Rounding must not make it more than 1.
    const share = Math.min(1, normalCdf(z - w) / below);
    const someLow = -Math.expm1((k - 1) * Math.log1p(-share));
    return k * normalDensity(z) * wholePower(below, k - 1) * someLow;
  };
  const median = -normalQuantile(-Math.expm1(-Math.LN2 / k));
  return Math.min(1, integral(integrand, Math.max(median, w / 2), 0.5));
}

/**
 * Integral over the line of a function with one hump, that falls off fast on both sides.
 *
 * @param start a place on the hump
 */
function integral(f: (x: number) => number, start: number, step: number): number {
  let h = step;
  let sum = total(f, start, h);
  for (let halvings = 0; halvings < 10; halvings++) {
    const refined = sum + total(f, start + h / 2, h);
    const change = Math.abs(2 * sum - refined);
    sum = refined;
    h /= 2;
    if (change <= CHANGE * sum) break;
  }
  return sum * h;
}

/** Sum of f at start and at every step to the left and to the right, until it adds nothing. */
function total(f: (x: number) => number, start: number, step: number): number {
  let sum = f(start);
  for (const direction of [step, -step]) {
    let last = f(start);
    for (let i = 1; ; i++) {
      const term = f(start + i * direction);
      sum += term;
      // Still rising towards the hump, it may be small as yet.
      if (!(term > NEGLIGIBLE * sum || term > last)) break;
      last = term;
    }
  }
  return sum;
}
