import type { Scale } from '../metrics/metric.js';
import { studentQuantile } from './distributions/student.js';

/** Jackknife values that differ by no more than this share of the largest are equal. */
const ROUNDING = 1e-12;

/** Whether the least and the largest of some values differ by no more than rounding. */
export function areEqual(least: number, most: number): boolean {
  return most - least <= ROUNDING * Math.max(-least, most);
}

/** How far a statistic may be from that of the population, by the jackknife. */
export interface JackknifeSpread {
  /** Standard error (Tukey 1958); 0 where all leave-out values are equal. */
  readonly standardError: number;
  /** Degrees of freedom of the standard error, for Student's t; Infinity where it is 0. */
  readonly df: number;
}

interface Transform {
  readonly to: (value: number) => number;
  readonly from: (value: number) => number;
}

/** Each scale: a statistic on it, and back. Both are increasing. */
export const TRANSFORMS: Readonly<Record<Scale, Transform>> = {
  identity: { to: (x) => x, from: (x) => x },
  /** Of errors, which are above 0. */
  log: { to: Math.log, from: Math.exp },
  /** Of shares of variance, which are at most 1; increasing. */
  log1m: { to: (x) => -Math.log1p(-x), from: (x) => -Math.expm1(-x) },
  /** Of correlations. */
  atanh: { to: Math.atanh, from: Math.tanh },
  /** Of what lies between 0 and 1. */
  logit: { to: (x) => Math.log(x / (1 - x)), from: (x) => 1 / (1 + Math.exp(-x)) },
};

/**
 * Standard error of a statistic, and the degrees of freedom that the standard error itself has: 2n / (κ − 1) by
 * Satterthwaite's argument, where κ is the kurtosis of the leave-out values, and at most n − 1. A few rows that decide a
 * statistic make κ large, and the standard error of such a statistic is known badly. It does not depend on the order of
 * the values.
 *
 * @param jackknife the statistic without each row, or group of rows, in turn; NaN where it is undefined
 * @returns null where fewer than two values are defined, or more than a tenth of them are not
 */
export function jackknifeSpread(jackknife: Float64Array): JackknifeSpread | null {
  const left = jackknife.filter((v) => !Number.isNaN(v)).sort();
  const n = left.length;
  if (n < 2 || 10 * (jackknife.length - n) > jackknife.length) return null;
  const [least, most] = [left[0], left[n - 1]];
  if (!Number.isFinite(most - least)) return null;
  if (areEqual(least, most)) {
    return { standardError: 0, df: Number.POSITIVE_INFINITY };
  }
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (left[i] - least) / n;
  mean += least;
  // Relative to the largest, so that no power underflows or overflows.
  const unit = Math.max(mean - least, most - mean);
  let squares = 0;
  let fourths = 0;
  for (let i = 0; i < n; i++) {
    const d = (left[i] - mean) / unit;
    squares += d * d;
    fourths += d * d * d * d;
  }
  const kurtosis = (n * fourths) / (squares * squares);
  return {
    standardError: Math.sqrt(((n - 1) / n) * squares) * unit,
    // Of values that are all as far from the mean, the kurtosis is 1, or a rounding below it.
    df: kurtosis > 1 ? Math.min(n - 1, (2 * n) / (kurtosis - 1)) : n - 1,
  };
}

/**
 * Jackknife-t interval on a scale: the statistic ± t standard errors there, and back.
 *
 * @param value the statistic of the sample
 * @param level share of the distribution between the ends, above 0 and below 1
 * @returns null where the spread is unknown, or the value or a leave-out value is at the end of the scale while others
 * are not; [value, value] where all leave-out values are equal
 */
export function jackknifeInterval(
  value: number,
  jackknife: Float64Array,
  scale: Scale = 'identity',
  level = 0.95,
): readonly [number, number] | null {
  const plain = jackknifeSpread(jackknife);
  if (!plain) return null;
  if (plain.standardError === 0) return [value, value];
  const { to, from } = TRANSFORMS[scale];
  const center = to(value);
  const spread = jackknifeSpread(jackknife.map(to));
  if (!spread || !Number.isFinite(center)) return null;
  const half = studentQuantile((1 + level) / 2, spread.df) * spread.standardError;
  const ends = [from(center - half), from(center + half)] as const;
  return ends.every(Number.isFinite) ? ends : null;
}

/**
 * Wilson's interval of a share (J. Am. Stat. Assoc. 22 (1927) 209) with the trials that its jackknife speaks for,
 * p (1 − p) / SE², of a proportion at most those that it has. Where all trials have one outcome, the jackknife says
 * nothing, and all of them count.
 *
 * @param value from 0 to 1
 * @param trials independent trials behind it, above 0
 * @param estimated whether the standard error is, so that Student's t takes the place of z; of a proportion it is known
 * @returns null where the spread is unknown
 */
export function shareInterval(
  value: number,
  jackknife: Float64Array,
  trials: number,
  estimated: boolean,
  level = 0.95,
): readonly [number, number] | null {
  const spread = jackknifeSpread(jackknife);
  if (!spread || !(trials > 0) || !(value >= 0 && value <= 1)) return null;
  const { standardError, df } = spread;
  const variance = value * (1 - value);
  const told = variance > 0 && standardError > 0;
  const spokenFor = variance / (standardError * standardError);
  const n = !told ? trials : estimated ? spokenFor : Math.min(trials, spokenFor);
  const t = studentQuantile((1 + level) / 2, told && estimated ? df : Number.POSITIVE_INFINITY);
  const center = value + (t * t) / (2 * n);
  const half = t * Math.sqrt(variance / n + (t * t) / (4 * n * n));
  const whole = 1 + (t * t) / n;
  return [
    value === 0 ? 0 : Math.max(0, (center - half) / whole),
    value === 1 ? 1 : Math.min(1, (center + half) / whole),
  ];
}
