import { conformalQuantile, leastCalibration } from '../../statistics/conformal.js';
import type { CalibrationSet } from './calibration-set.js';

/** What a model's predictions are widened to, in one stratum. */
export interface Region {
  /** Calibration molecules that it is from. */
  readonly molecules: number;
  /**
   * Largest conformal score that is inside, by class (of a regression, one). Infinity where there are too few
   * calibration molecules.
   */
  readonly limits: readonly number[];
  /** Whether each class has its own limit; else both have one. */
  readonly byClass: boolean;
}

/**
 * The conformal region of some calibration molecules. Classes have a limit each where both have enough molecules
 * ({@link leastCalibration}), so that the promise holds for each class.
 *
 * @param members of the set
 */
export function regionOf(
  { task, score, label }: CalibrationSet,
  members: readonly number[],
  coverage: number,
): Region {
  const limit = (of: readonly number[]) =>
    conformalQuantile(Float64Array.from(of, (m) => score[m]).sort(), coverage);
  const molecules = members.length;
  if (task === 'regression') return { molecules, limits: [limit(members)], byClass: false };
  const classes = [0, 1].map((c) => members.filter((m) => label[m] === c));
  const byClass = classes.every((own) => own.length >= leastCalibration(coverage));
  if (byClass) return { molecules, limits: classes.map(limit), byClass };
  const both = limit(members);
  return { molecules, limits: [both, both], byClass };
}

/** The region of each stratum. */
export function regionsOf(set: CalibrationSet, bins: number, coverage: number): Region[] {
  return membersByBin(set, bins).map((members) => regionOf(set, members, coverage));
}

export function membersByBin({ bin }: Pick<CalibrationSet, 'bin'>, bins: number): number[][] {
  const members: number[][] = Array.from({ length: bins }, () => []);
  bin.forEach((b, m) => {
    members[b].push(m);
  });
  return members;
}

/** Whether a region says anything. */
export function isUsable(region: Region): boolean {
  return region.limits.every(Number.isFinite);
}

/** Whether a region holds the truth of a molecule. */
export function holds({ limits }: Region, { label, score }: CalibrationSet, m: number): boolean {
  return score[m] <= limits[limits.length === 1 ? 0 : label[m]];
}

/** The classes of a prediction set, for a probability of class 1. */
export function predictionSet({ limits }: Region, probability: number): number[] {
  return [0, 1].filter((c) => (c === 1 ? 1 - probability : probability) <= limits[c]);
}
