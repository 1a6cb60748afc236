import { conformalRank, leastCalibration } from '../../statistics/conformal.js';
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
  /**
   * Of classes: a score equal to the limit is inside from this similarity on. Predicted probabilities often tie, as votes of
   * neighbors do, and sets would hold more than was promised if all of them were inside.
   */
  readonly ties: readonly number[];
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
  {
    task,
    score,
    label,
    similarity,
  }: Pick<CalibrationSet, 'task' | 'score' | 'label' | 'similarity'>,
  members: readonly number[],
  coverage: number,
): Region {
  const molecules = members.length;
  const isRegression = task === 'regression';
  const parts = (groups: readonly (readonly number[])[], byClass: boolean): Region => {
    const last = groups.map((of) => {
      const rank = conformalRank(of.length, coverage);
      if (rank === null) return null;
      return [...of].sort((a, b) => score[a] - score[b] || similarity[b] - similarity[a])[rank - 1];
    });
    return {
      molecules,
      limits: last.map((m) => (m === null ? Number.POSITIVE_INFINITY : score[m])),
      ties: last.map((m) => (m === null || isRegression ? 0 : similarity[m])),
      byClass,
    };
  };
  if (isRegression) return parts([members], false);
  const classes = [0, 1].map((c) => members.filter((m) => label[m] === c));
  if (classes.every((own) => own.length >= leastCalibration(coverage))) return parts(classes, true);
  return parts([members, members], false);
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

/** Whether a score is inside, of a class; of a regression the class is 0. */
function isInside({ limits, ties }: Region, c: number, score: number, similarity: number): boolean {
  return score < limits[c] || (score === limits[c] && similarity >= ties[c]);
}

/** Whether a region holds the truth of a molecule. */
export function holds(
  region: Region,
  { label, score, similarity }: Pick<CalibrationSet, 'label' | 'score' | 'similarity'>,
  m: number,
): boolean {
  return isInside(region, label[m], score[m], similarity[m]);
}

/** The classes of a prediction set, for a probability of class 1 and the similarity to training. */
export function predictionSet(region: Region, probability: number, similarity: number): number[] {
  return [0, 1].filter((c) =>
    isInside(region, c, c === 1 ? 1 - probability : probability, similarity),
  );
}
