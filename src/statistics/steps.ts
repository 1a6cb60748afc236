import { isotonic } from './isotonic.js';

/** A quantity along x that is constant between steps. */
export interface Steps {
  /** Where each step begins, ascending; the first begins at −Infinity. */
  readonly starts: Float64Array;
  readonly values: Float64Array;
  /** Variance of what was averaged around each value. */
  readonly variances: Float64Array;
}

/**
 * Means of y in strata of x of about equal numbers. Values of one x are never torn apart.
 *
 * @param x ascending
 * @param size values in a stratum, at least, unless there are fewer in all
 */
export function strataSteps(x: Float64Array, y: Float64Array, size: number): Steps {
  const n = x.length;
  const count = Math.max(1, Math.floor(n / size));
  const starts: number[] = [Number.NEGATIVE_INFINITY];
  const firsts: number[] = [0];
  for (let s = 1; s < count; s++) {
    let at = Math.round((s * n) / count);
    while (at < n && at > 0 && x[at] === x[at - 1]) at++;
    if (at >= n || at <= firsts[firsts.length - 1]) continue;
    firsts.push(at);
    starts.push((x[at - 1] + x[at]) / 2);
  }
  const of = firsts.map((first, s) => moments(y, first, firsts[s + 1] ?? n));
  return {
    starts: Float64Array.from(starts),
    values: Float64Array.from(of, ({ mean }) => mean),
    variances: Float64Array.from(of, ({ variance }) => variance),
  };
}

/**
 * The same, made to never increase with x: strata that would are pooled.
 *
 * @param x ascending
 */
export function fallingSteps(x: Float64Array, y: Float64Array, size: number): Steps {
  const { starts, values, variances } = strataSteps(x, y, size);
  const counts = new Float64Array(starts.length);
  for (let i = 0, s = 0; i < x.length; i++) {
    while (s + 1 < starts.length && x[i] >= starts[s + 1]) s++;
    counts[s]++;
  }
  const fitted = isotonic(
    values.map((v) => -v),
    counts,
  ).map((v) => -v);
  // Within and between the strata that are pooled.
  const around = variances.map((v, s) => v + (values[s] - fitted[s]) ** 2);
  const pooled = around.slice();
  for (let s = 0; s < fitted.length; ) {
    let end = s;
    let [sum, weight] = [0, 0];
    for (; end < fitted.length && fitted[end] === fitted[s]; end++) {
      sum += counts[end] * around[end];
      weight += counts[end];
    }
    pooled.fill(sum / weight, s, end);
    s = end;
  }
  return { starts, values: fitted, variances: pooled };
}

/** The step that holds x. */
export function stepAt({ starts }: Steps, x: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Shares of some x in each step. @param ascending x, sorted; at least one */
export function sharesIn({ starts }: Steps, ascending: Float64Array): Float64Array {
  const first = (x: number) => {
    let [low, high] = [0, ascending.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ascending[middle] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const begins = Array.from(starts, (x, s) => (s === 0 ? 0 : first(x)));
  return Float64Array.from(
    begins,
    (begin, s) => ((begins[s + 1] ?? ascending.length) - begin) / ascending.length,
  );
}

/** Mean and variance (divisor n) of a stretch of values. */
function moments(y: Float64Array, from: number, to: number): { mean: number; variance: number } {
  let sum = 0;
  for (let i = from; i < to; i++) sum += y[i];
  const mean = sum / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (y[i] - mean) ** 2;
  return { mean, variance: squares / (to - from) };
}
