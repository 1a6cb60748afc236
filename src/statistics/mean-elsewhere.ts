import { studentQuantile } from './distributions/student.js';
import { jackknifeSpread } from './jackknife-t.js';
import { type Steps, sharesIn, stepAt } from './steps.js';

/** Measured values along x, and how they are resampled. */
export interface Measured {
  /** Ascending. */
  readonly x: Float64Array;
  /** A loss: 0 or more. */
  readonly y: Float64Array;
  /** The part of the jackknife that each belongs to, from 0. */
  readonly part: Int32Array;
  readonly parts: number;
}

/** Fits a loss along x, which ascends. */
export type Fit = (x: Float64Array, y: Float64Array) => Steps;

/** A mean that was not measured, with its 95% interval. */
export interface ExpectedMean {
  readonly value: number;
  /** Of the mean that these molecules would have if they were measured; null where it is unknown. */
  readonly ci95: readonly [number, number] | null;
  /** Standard errors of the value: of the estimate, and by the chance of the molecules themselves. */
  readonly errors: { readonly estimate: number; readonly molecules: number };
}

/**
 * The mean of a loss over other molecules: the loss along x, averaged over their x. The interval is a jackknife-t interval
 * on a log scale, widened by the spread that a mean of so many molecules has by itself. The jackknife is that of the means
 * of the strata, each by itself and with its ends as they are: a fit that pools strata varies less. It holds where a molecule's
 * loss depends on the set it is from through x alone.
 *
 * @param elsewhere x of the other molecules, ascending; at least one
 * @param along fits the loss along x
 */
export function meanElsewhere(
  measured: Measured,
  elsewhere: Float64Array,
  along: Fit,
): ExpectedMean {
  const steps = along(measured.x, measured.y);
  const shares = sharesIn(steps, elsewhere);
  const meanOf = (of: Float64Array) => shares.reduce((sum, w, s) => sum + w * of[s], 0);
  const value = meanOf(steps.values);
  const molecules = Math.sqrt(meanOf(steps.variances) / elsewhere.length);
  const left = leaveOut(measured, steps, shares);
  const plain = jackknifeSpread(left);
  const isPositive = value > 0 && left.every((v) => v > 0);
  const spread = isPositive ? jackknifeSpread(left.map(Math.log)) : null;
  const errors = { estimate: plain?.standardError ?? Number.NaN, molecules };
  if (!spread) return { value, ci95: null, errors };
  const { standardError, df } = spread;
  const both = Math.hypot(standardError, molecules / value);
  if (!(both > 0) || !Number.isFinite(both)) return { value, ci95: null, errors };
  // Welch and Satterthwaite; the second part is as good as known.
  const freedom = standardError === 0 ? Number.POSITIVE_INFINITY : df * (both / standardError) ** 4;
  const half = studentQuantile(0.975, freedom) * both;
  return { value, ci95: [value * Math.exp(-half), value * Math.exp(half)], errors };
}

/** The mean elsewhere by the means of the strata, without each part in turn. */
function leaveOut(
  { x, y, part, parts }: Measured,
  steps: Steps,
  shares: Float64Array,
): Float64Array {
  const strata = shares.length;
  const [sums, counts] = [new Float64Array(strata), new Float64Array(strata)];
  // By part and stratum; few of them are not 0.
  const own = Array.from({ length: parts }, () => new Map<number, { sum: number; n: number }>());
  for (let i = 0; i < x.length; i++) {
    const s = stepAt(steps, x[i]);
    sums[s] += y[i];
    counts[s]++;
    const before = own[part[i]].get(s) ?? { sum: 0, n: 0 };
    own[part[i]].set(s, { sum: before.sum + y[i], n: before.n + 1 });
  }
  const means = sums.map((sum, s) => sum / counts[s]);
  const whole = shares.reduce((sum, w, s) => sum + w * means[s], 0);
  return Float64Array.from(own, (of) => {
    let value = whole;
    for (const [s, { sum, n }] of of) {
      // A stratum of this part alone stays as it is.
      if (n === counts[s]) continue;
      value += shares[s] * ((sums[s] - sum) / (counts[s] - n) - means[s]);
    }
    return value;
  });
}
