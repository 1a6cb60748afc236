import { normalQuantile, normalSf } from '../../numerics/normal.js';
import { incompleteBeta } from './beta.js';
import { stirlingError } from './gamma.js';

/** Steps within which a quantile is found, or something is wrong. */
const LIMIT = 1000;

/** The smallest double with all its digits, 2^-1022. */
const SMALLEST = 2 ** -1022;

/** Where t² / df is above this, the tail is its leading power, t^-df, to double precision. */
const FAR = 1e17;

/**
 * P(T > t) of Student's distribution. Accurate relative to itself in the upper tail.
 *
 * @param df degrees of freedom, above 0; Infinity is the normal distribution
 */
export function studentSf(t: number, df: number): number {
  checkDegrees(df);
  if (df === Number.POSITIVE_INFINITY) return normalSf(t);
  return t < 0 ? 1 - upperTail(-t, df) : upperTail(t, df);
}

/** The t with P(T ≤ t) = p of Student's distribution; -∞ for 0 and ∞ for 1. */
export function studentQuantile(p: number, df: number): number {
  checkDegrees(df);
  if (!(p >= 0 && p <= 1)) throw new RangeError('studentQuantile: p must be from 0 to 1');
  if (df === Number.POSITIVE_INFINITY || p === 0 || p === 1) return normalQuantile(p);
  const sign = p < 0.5 ? -1 : 1;
  const tail = p < 0.5 ? p : 1 - p;
  return sign * (tail > 0.25 ? fromCenter(Math.abs(p - 0.5), df) : fromTail(tail, df));
}

/** P(T > t) for t ≥ 0. */
function upperTail(t: number, df: number): number {
  const ratio = (t / df) * t;
  if (ratio > FAR) {
    const logRoot = Math.log(t) - 0.5 * Math.log(df);
    return Math.exp(logConstant(df) - 0.5 * Math.log(df) - df * logRoot);
  }
  return 0.5 * incompleteBeta(df / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio));
}

/** Density of Student's distribution. */
function density(t: number, df: number): number {
  return Math.exp(logConstant(df) - 0.5 * (df + 1) * Math.log1p((t / df) * t));
}

/** Logarithm of the density at 0, Γ(a + ½) / Γ(a) / √(2π a), where a is half of df. */
function logConstant(df: number): number {
  const a = df / 2;
  const logRatio = a * Math.log1p(0.5 / a) - 0.5 + stirlingError(a + 0.5) - stirlingError(a);
  return logRatio - 0.5 * Math.log(2 * Math.PI);
}

/** The t ≥ 0 with P(0 < T < t) = share. That is concave in t: Newton's method rises to it. */
function fromCenter(share: number, df: number): number {
  let t = 0;
  for (let step = 0; step < LIMIT; step++) {
    const ratio = (t / df) * t;
    const at = 0.5 * incompleteBeta(0.5, df / 2, ratio / (1 + ratio), 1 / (1 + ratio));
    const next = t + (share - at) / density(t, df);
    if (!(next > t * (1 + Number.EPSILON))) return t;
    t = next;
  }
  return t;
}

/**
 * The t > 0 with P(T > t) = tail. The logarithm of that is concave in ln t, and the normal
 * quantile lies below: after one step Newton's method comes down to it.
 */
function fromTail(tail: number, df: number): number {
  let t = -normalQuantile(tail);
  let low = t;
  for (let step = 0; step < LIMIT; step++) {
    const at = upperTail(t, df);
    // Too far: what has lost its digits to underflow tells no way back.
    if (at < SMALLEST && at < tail) {
      t = Math.sqrt(low * t);
      continue;
    }
    if (at > tail) low = t;
    const slope = (t / df) * t > FAR ? df : (t * density(t, df)) / at;
    const change = Math.log(at / tail) / slope;
    const next = t * Math.exp(change);
    if (next === Number.POSITIVE_INFINITY || Math.abs(change) <= 2 * Number.EPSILON) return next;
    // On its way down, it can only rise by rounding.
    if (next >= t && Math.abs(change) < 1e-10) return next;
    t = next;
  }
  return t;
}

function checkDegrees(df: number): void {
  if (!(df > 0)) throw new RangeError('degrees of freedom must be above 0');
}
