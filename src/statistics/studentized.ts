import type { Scale } from '../metrics/metric.js';
import { areEqual, jackknifeSpread, TRANSFORMS } from './jackknife-t.js';
import { enoughDefined, quantile } from './order-statistics.js';

/** Bootstrap draws of a statistic, and how far each of them may be from what it estimates. */
export interface StudentizedDraws {
  /** The statistic in each draw; NaN where it is undefined. */
  readonly draws: Float64Array;
  /** Jackknife standard error of each draw on the scale of the interval, 0 or above; NaN where it is unknown. */
  readonly errors: Float64Array;
  /** The statistic of the sample without each part in turn; NaN where it is undefined. */
  readonly jackknife: Float64Array;
}

/**
 * Studentized bootstrap interval, or bootstrap-t (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 12;
 * Davison & Hinkley, Bootstrap Methods and their Application, 1997, 5.2), on a scale: g is the statistic there, and
 * t = (g of the draw − g) / standard error of the draw. The interval is g less the upper and the lower quantile of t, times
 * the standard error of the sample, and back. It does not depend on the order of the draws.
 *
 * A draw at an end of the scale, or with a standard error of 0, has an infinite t with the sign of its distance from the
 * sample: it stays in the quantiles, since without it the interval would be too narrow. A draw that is undefined, or whose
 * standard error is, or that equals the sample with a standard error of 0, has no t and is left out.
 *
 * @param level share of the distribution between the ends, above 0 and below 1
 * @returns null where more than a tenth of the draws have no t, or a quantile is infinite, or the standard error of the
 * sample is unknown or the sample at an end of the scale; [value, value] where all leave-out values of the sample are equal
 * on a scale that has no two ends
 */
export function studentizedInterval(
  value: number,
  { draws, errors, jackknife }: StudentizedDraws,
  scale: Scale = 'identity',
  level = 0.95,
): readonly [number, number] | null {
  if (!(level > 0 && level < 1)) throw new RangeError('level must be above 0 and below 1');
  const plain = jackknifeSpread(jackknife);
  if (!plain) return null;
  // Of shares and correlations that are 0 or 1 in a small sample, the standard error says nothing.
  if (plain.standardError === 0) return BOUNDED.has(scale) ? null : [value, value];
  const { to, from } = TRANSFORMS[scale];
  const center = to(value);
  const spread = jackknifeSpread(jackknife.map(to));
  if (!spread || !Number.isFinite(center)) return null;
  const sorted = draws
    .map((draw, d) => {
      const away = to(draw) - center;
      return Number.isFinite(away) ? away / errors[d] : away;
    })
    .filter((t) => !Number.isNaN(t))
    .sort();
  if (!enoughDefined(sorted.length, draws.length)) return null;
  const end = (share: number) => from(center - quantile(sorted, share) * spread.standardError);
  const least = quantile(sorted, (1 - level) / 2);
  const most = quantile(sorted, (1 + level) / 2);
  if (!Number.isFinite(least) || !Number.isFinite(most)) return null;
  const ends = [end((1 + level) / 2), end((1 - level) / 2)] as const;
  return ends.every(Number.isFinite) ? ends : null;
}

/** Scales with an end on either side. */
const BOUNDED: ReadonlySet<Scale> = new Set<Scale>(['atanh', 'logit']);

/**
 * Jackknife standard error on a scale, of parts that stand for several equal ones; that of {@link jackknifeSpread}.
 *
 * @param jackknife the statistic without each part in turn; NaN where it is undefined; written to
 * @param times how many equal parts each one stands for
 * @param parts how many of them there are
 * @returns NaN where fewer than two values are defined, or more than a tenth of them are not, or one is at an end of the
 * scale while others are not
 */
export function jackknifeError(
  jackknife: Float64Array,
  times: Int32Array,
  parts: number,
  scale: Scale,
): number {
  const { to } = TRANSFORMS[scale];
  let all = 0;
  let n = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < parts; p++) {
    all += times[p];
    const value = jackknife[p];
    if (Number.isNaN(value)) continue;
    n += times[p];
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (n < 2 || !enoughDefined(n, all)) return Number.NaN;
  if (areEqual(least, most)) return 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < parts; p++) {
    if (Number.isNaN(jackknife[p])) continue;
    const value = to(jackknife[p]);
    jackknife[p] = value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!Number.isFinite(high - low)) return Number.NaN;
  if (areEqual(low, high)) return 0;
  let mean = 0;
  for (let p = 0; p < parts; p++) {
    if (!Number.isNaN(jackknife[p])) mean += (times[p] * (jackknife[p] - low)) / n;
  }
  mean += low;
  // Relative to the largest, so that no square underflows or overflows.
  const unit = Math.max(mean - low, high - mean);
  let squares = 0;
  for (let p = 0; p < parts; p++) {
    if (Number.isNaN(jackknife[p])) continue;
    const deviation = (jackknife[p] - mean) / unit;
    squares += times[p] * deviation * deviation;
  }
  return Math.sqrt(((n - 1) / n) * squares) * unit;
}
