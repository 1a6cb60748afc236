import type { Random } from '../../random.js';
import { shareInterval } from '../../statistics/jackknife-t.js';
import type { CalibrationSet } from './calibration-set.js';
import { holds, isUsable, membersByBin, predictionSet, type Region, regionOf } from './regions.js';

const FOLDS = 10;

/** Whether the truth of each calibration molecule is inside of a region that was made without it. */
export interface CrossFitted {
  /** 1 inside, 0 outside, −1 where there was no finite region. */
  readonly inside: Int8Array;
  /** Half-width of an interval, or number of classes in a prediction set; NaN where there was none. */
  readonly size: Float64Array;
}

/**
 * Regions of ten random folds of the calibration molecules, each made from the other nine; molecules of one unit of
 * resampling stay together.
 *
 * @param bins strata that have regions of their own; 1 for one region of all
 */
export function crossFitted(
  set: CalibrationSet,
  bins: number,
  coverage: number,
  random: Random,
): CrossFitted {
  const order = random.shuffle(Int32Array.from({ length: set.units }, (_, u) => u));
  const foldOf = new Int32Array(set.units);
  order.forEach((u, k) => {
    foldOf[u] = k % FOLDS;
  });
  const inside = new Int8Array(set.count).fill(-1);
  const size = new Float64Array(set.count).fill(Number.NaN);
  const all = Array.from({ length: set.count }, (_, m) => m);
  for (const members of bins === 1 ? [all] : membersByBin(set, bins)) {
    for (let fold = 0; fold < FOLDS; fold++) {
      const own = members.filter((m) => foldOf[set.unit[m]] === fold);
      if (own.length === 0) continue;
      const others = members.filter((m) => foldOf[set.unit[m]] !== fold);
      const region = regionOf(set, others, coverage);
      if (!isUsable(region)) continue;
      for (const m of own) {
        inside[m] = holds(region, set, m) ? 1 : 0;
        size[m] = sizeOf(region, set, m);
      }
    }
  }
  return { inside, size };
}

function sizeOf(
  region: Region,
  { task, std, probability, similarity }: CalibrationSet,
  m: number,
): number {
  if (task === 'regression') return region.limits[0] * std[m];
  return predictionSet(region, probability[m], similarity[m]).length;
}

/** A share of molecules with its 95% interval (Wilson); null without any. */
export function shareOf(
  flags: readonly boolean[],
): { readonly value: number; readonly ci95: readonly [number, number] | null } | null {
  const n = flags.length;
  if (n === 0) return null;
  const sum = flags.filter((flag) => flag).length;
  const left = Float64Array.from(flags, (flag) => (sum - (flag ? 1 : 0)) / (n - 1));
  return { value: sum / n, ci95: n < 2 ? null : shareInterval(sum / n, left, n, false) };
}

/** Share inside among some molecules that had a region, and how many these are. */
export function coverageOf({ inside }: CrossFitted, members: readonly number[]) {
  const judged = members.filter((m) => inside[m] >= 0);
  return { judged: judged.length, coverage: shareOf(judged.map((m) => inside[m] === 1)) };
}
