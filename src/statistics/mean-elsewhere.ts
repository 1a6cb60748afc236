import { studentQuantile } from './distributions/student.js';
import { jackknifeSpread } from './jackknife-t.js';
import { type Steps, sharesIn } from './steps.js';

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
 * on a log scale, widened by the spread that a mean of so many molecules has by itself. It holds where a molecule's loss
 * depends on the set it is from through x alone.
 *
 * @param elsewhere x of the other molecules, ascending; at least one
 * @param along fits the loss along x
 * @param freely a fit without assumptions, whose jackknife gives the standard error; `along` unless given. That of a fit
 * which pools strata is too small, because it pools others in each sample.
 */
export function meanElsewhere(
  { x, y, part, parts }: Measured,
  elsewhere: Float64Array,
  along: Fit,
  freely: Fit = along,
): ExpectedMean {
  const meanOf = (steps: Steps, of: Float64Array) =>
    sharesIn(steps, elsewhere).reduce((sum, share, s) => sum + share * of[s], 0);
  const whole = along(x, y);
  const value = meanOf(whole, whole.values);
  const molecules = Math.sqrt(meanOf(whole, whole.variances) / elsewhere.length);
  const [restX, restY] = [new Float64Array(x.length), new Float64Array(x.length)];
  const left = Float64Array.from({ length: parts }, (_, p) => {
    let n = 0;
    for (let i = 0; i < x.length; i++) {
      if (part[i] === p) continue;
      restX[n] = x[i];
      restY[n++] = y[i];
    }
    if (n === 0) return Number.NaN;
    const steps = freely(restX.subarray(0, n), restY.subarray(0, n));
    return meanOf(steps, steps.values);
  });
  const plain = jackknifeSpread(left);
  const spread =
    value > 0 && left.every((v) => !(v <= 0)) ? jackknifeSpread(left.map(Math.log)) : null;
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
