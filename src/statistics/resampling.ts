import type { Sample } from '../metrics/sample.js';
import type { Random } from '../random.js';

/** What a bootstrap draws: molecules with all their rows, rows, or clusters of similar molecules. */
export const RESAMPLE = ['molecule', 'row', 'cluster'] as const;
/** Methods of bootstrap intervals, in place of the method of each metric. */
export const INTERVAL_METHODS = ['bca', 'percentile', 'studentized'] as const;
export type IntervalMethod = (typeof INTERVAL_METHODS)[number];

export type Resample = (typeof RESAMPLE)[number];

/** Draws of a bootstrap. */
export const DEFAULT_BOOTSTRAP = 2000;
/** Strata of fewer rows are too small to conclude from. */
export const DEFAULT_MIN_N = 30;

/** Fewest clusters of which there are intervals (bench/clusters.js). */
export const LEAST_CLUSTERS = 5;

/** Rows in units that are drawn whole: the rows of one molecule, or of one cluster, are not independent. */
export interface Units {
  readonly count: number;
  /** The unit of each row. */
  readonly of: Int32Array;
}

/** The most leave-out estimates that are made for the acceleration of an interval. */
const JACKKNIFE = 200;

/** Draws as many units as there are, with replacement, and weighs their rows. @param times scratch, one per unit */
export function drawInto(
  { weights }: Sample,
  units: Units,
  random: Random,
  times: Int32Array,
): void {
  const { count } = units;
  times.fill(0);
  // The fewest bits that can name a unit, drawn again where they name none: division would take longer.
  const spare = Math.clz32(count - 1);
  if (count === 1) times[0] = 1;
  for (let u = 0; u < count && count > 1; ) {
    const unit = random.uint32() >>> spare;
    if (unit >= count) continue;
    times[unit]++;
    u++;
  }
  for (let i = 0; i < weights.length; i++) weights[i] = times[units.of[i]];
}

/** Number of leave-out estimates for so many units: each unit by itself, or in random parts. */
export function jackknifeParts(units: number): number {
  return units < 2 ? 0 : Math.min(units, JACKKNIFE);
}

/**
 * The part of each unit for the jackknife: a part of its own where there are few, else one of
 * {@link JACKKNIFE} random parts of equal size (Shao and Wu, Ann. Stat. 17 (1989) 1176).
 */
export function partition(units: number, random: Random): Int32Array {
  const order = random.shuffle(Int32Array.from({ length: units }, (_, u) => u));
  const parts = Math.max(1, jackknifeParts(units));
  const partOf = new Int32Array(units);
  order.forEach((unit, k) => {
    partOf[unit] = k % parts;
  });
  return partOf;
}

/** Weighs all rows but those of one part. */
export function leaveOutInto(
  { weights }: Sample,
  units: Units,
  partOf: Int32Array,
  part: number,
): void {
  for (let i = 0; i < weights.length; i++) weights[i] = partOf[units.of[i]] === part ? 0 : 1;
}
