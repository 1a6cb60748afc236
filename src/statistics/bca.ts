import { unitOf } from '../numerics/magnitude.js';
import { normalCdf, normalQuantile } from '../numerics/normal.js';
import { enoughDefined, quantile } from './order-statistics.js';

/** Jackknife values that differ by no more than this share of the largest are equal. */
const ROUNDING = 1e-12;

/**
 * Bias-corrected and accelerated bootstrap interval (Efron, J. Am. Stat. Assoc. 82 (1987) 171;
 * DiCiccio & Efron, Stat. Sci. 11 (1996) 189). It does not depend on the order of the draws, nor
 * of the jackknife values, and need not contain the value.
 *
 * Where all draws lie on one side of the value the bias cannot be told, and it is the
 * percentile interval.
 *
 * @param value the statistic of the sample
 * @param draws the statistic in each draw; NaN where it is not defined
 * @param jackknife the statistic without each row, or group of rows, in turn; NaN likewise
 * @param level share of the distribution between the ends, above 0 and below 1
 * @returns null without draws or jackknife values, or when more than a tenth of the draws or of
 * the jackknife values are not defined; [value, value] when all draws are equal
 */
export function bcaInterval(
  value: number,
  draws: Float64Array,
  jackknife: Float64Array,
  level = 0.95,
): readonly [number, number] | null {
  checkLevel(level);
  const sorted = sortedDefined(draws);
  const left = sortedDefined(jackknife);
  if (!enoughDefined(sorted.length, draws.length)) return null;
  if (!enoughDefined(left.length, jackknife.length)) return null;
  if (sorted[0] === sorted[sorted.length - 1]) return [value, value];
  const unit = unitOf(sorted, left);
  if (unit !== 1) {
    const scaled = (list: Float64Array) => list.map((v) => v / unit);
    const interval = bcaInterval(value / unit, scaled(draws), scaled(jackknife), level);
    return interval && [interval[0] * unit, interval[1] * unit];
  }
  const below = countBelow(sorted, value, false);
  const equal = countBelow(sorted, value, true) - below;
  const bias = normalQuantile((below + equal / 2) / sorted.length);
  const z = normalQuantile((1 + level) / 2);
  if (!Number.isFinite(bias)) {
    return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
  }
  const a = acceleration(left);
  return [
    quantile(sorted, adjustedShare(bias, a, -z)),
    quantile(sorted, adjustedShare(bias, a, z)),
  ];
}

/**
 * The percentile interval: the quantiles of the draws (Efron, 1979).
 *
 * @param draws the statistic in each draw; NaN where it is not defined
 * @returns null without draws, or when more than a tenth of them are not defined
 */
export function percentileInterval(
  draws: Float64Array,
  level = 0.95,
): readonly [number, number] | null {
  checkLevel(level);
  const sorted = sortedDefined(draws);
  if (!enoughDefined(sorted.length, draws.length)) return null;
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}

/** Φ(z0 + (z0 + z) / (1 - a (z0 + z))). */
function adjustedShare(bias: number, acceleration: number, z: number): number {
  const shifted = bias + z;
  const denominator = 1 - acceleration * shifted;
  // The quotient grows without bound as the denominator falls to 0.
  if (denominator <= 0) return shifted > 0 ? 1 : 0;
  return normalCdf(bias + shifted / denominator);
}

/** Σd³ / (6 (Σd²)^1.5), where d = mean - value; 0 when all values are equal but for rounding. */
function acceleration(jackknife: Float64Array): number {
  const n = jackknife.length;
  const [least, most] = [jackknife[0], jackknife[n - 1]];
  if (most - least <= ROUNDING * Math.max(-least, most)) return 0;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += jackknife[i];
  const mean = sum / n;
  // Relative to the largest, so that no power underflows.
  const scale = Math.max(mean - least, most - mean);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < n; i++) {
    const d = (mean - jackknife[i]) / scale;
    squares += d * d;
    cubes += d * d * d;
  }
  return cubes / (6 * squares * Math.sqrt(squares));
}

function sortedDefined(values: Float64Array): Float64Array {
  return values.filter((v) => !Number.isNaN(v)).sort();
}

/** How many of a sorted list lie below `value`, or at or below it. */
function countBelow(sorted: Float64Array, value: number, orAt: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value || (orAt && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError('level must be above 0 and below 1');
}
