import { calibrationSet } from '../../evaluation/conformal/calibration-set.js';
import {
  type CrossFitted,
  coverageOf,
  crossFitted,
} from '../../evaluation/conformal/cross-fitted.js';
import { membersByBin } from '../../evaluation/conformal/regions.js';
import type { EvaluationContext } from '../../evaluation/context.js';
import type { ScoredTarget } from '../../evaluation/predictions/targets/types.js';
import { Random } from '../../random.js';
import { leastCalibration } from '../../statistics/conformal.js';
import type { ConformalCoverage } from './types.js';

/**
 * Coverage by stratum of conformal intervals that were made without the molecule: undefined where it was not asked for,
 * null without a model, or where its scores of classes are no probabilities.
 *
 * @param warnings that there are no probabilities is added to them
 */
export function conformalCoverage(
  target: ScoredTarget,
  kept: Int32Array,
  unit: Int32Array,
  { toTrain, bin, settings }: EvaluationContext,
  warnings: string[],
): ConformalCoverage | null | undefined {
  const { conformal: level, bins, threshold = 0.5, seed } = settings;
  const { model, task } = target;
  if (level === undefined) return undefined;
  if (!model) return null;
  const isProbability = (i: number) => model.value[i] >= 0 && model.value[i] <= 1;
  if (task === 'classification' && !kept.every(isProbability)) {
    warnings.push(
      `"${target.name}": no conformal sets, because the predictions are not probabilities from 0 to 1`,
    );
    return null;
  }
  const normalized = task === 'regression' && model.std !== undefined;
  const how = { normalized, threshold };
  const set = calibrationSet(target, model, kept, unit, toTrain, bin, how);
  // Its own, so that what else is reported stays as it is without it.
  const random = new Random(seed);
  const own = crossFitted(set, bins.count, level, random.fork());
  const pooled = crossFitted(set, 1, level, random.fork());
  return {
    level,
    score:
      task === 'classification'
        ? 'one_minus_probability'
        : normalized
          ? 'absolute_error_over_std'
          : 'absolute_error',
    least_calibration: leastCalibration(level),
    strata: membersByBin(set, bins.count).map((members, b) => {
      const { judged, coverage } = coverageOf(own, members);
      return {
        bin: bins.labels[b],
        molecules: members.length,
        judged,
        coverage,
        pooled_coverage: coverageOf(pooled, members).coverage,
        size: meanSize(own, members),
        pooled_size: meanSize(pooled, members),
      };
    }),
  };
}

function meanSize({ size }: CrossFitted, members: readonly number[]): number | null {
  const known = members.map((m) => size[m]).filter((s) => !Number.isNaN(s));
  return known.length === 0 ? null : known.reduce((sum, s) => sum + s, 0) / known.length;
}
