import { decay } from '../../numerics/exponential.js';

/** Share of the solutions below the objective's unit. */
const QUANTILE = 0.9;

/**
 * The solution with the highest score of a front: weighted mean of exp(−objective / unit), the unit of an objective being
 * the 0.9 quantile (linear, as NumPy's) of the front. Of equal ones the first.
 *
 * @param objectives solutions × objectives
 * @returns its position
 */
export function bestOf(
  objectives: readonly (readonly number[])[],
  weights: readonly number[],
): number {
  const units = weights.map((_, k) => {
    const values = objectives.map((o) => o[k]).sort((a, b) => a - b);
    const at = QUANTILE * (values.length - 1);
    const low = values[Math.floor(at)];
    const unit = low + (values[Math.ceil(at)] - low) * (at - Math.floor(at));
    return unit || values[values.length - 1] || 1;
  });
  const scores = objectives.map((o) =>
    weights.reduce((sum, weight, k) => sum + weight * decay(o[k] / units[k]), 0),
  );
  return scores.reduce((best, score, i) => (score > scores[best] ? i : best), 0);
}
