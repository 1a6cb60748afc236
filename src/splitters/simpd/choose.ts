import { decay } from '../../numerics/exponential.js';
import type { Random } from '../../random.js';
import type { Judged } from './nsga2.js';
import type { TestSets } from './test-sets.js';

/** Share of the solutions below the objective's unit. */
const QUANTILE = 0.9;

/**
 * How good a solution is among those of a front: weighted sum of exp(−objective / unit), the unit of an objective being
 * the 0.9 quantile (linear, as NumPy's) of the front.
 *
 * @param front solutions × objectives
 */
export function scoreAmong(
  front: readonly (readonly number[])[],
  weights: readonly number[],
): (objectives: readonly number[]) => number {
  const units = weights.map((_, k) => {
    const values = front.map((o) => o[k]).sort((a, b) => a - b);
    const at = QUANTILE * (values.length - 1);
    const low = values[Math.floor(at)];
    const unit = low + (values[Math.ceil(at)] - low) * (at - Math.floor(at));
    return unit || values[values.length - 1] || 1;
  });
  return (objectives) =>
    weights.reduce((sum, weight, k) => sum + weight * decay(objectives[k] / units[k]), 0);
}

/** Position of the solution with the highest score; of equal ones the first. */
export function bestOf(
  front: readonly (readonly number[])[],
  score: (objectives: readonly number[]) => number,
): number {
  const scores = front.map(score);
  return scores.reduce((best, x, i) => (x > scores[best] ? i : best), 0);
}

/**
 * Exchanges a few units of a solution at a time, and keeps what scores higher and breaks no constraint more.
 *
 * @param steps exchanges that are tried
 * @returns generator that yields after each, and returns the last that was kept
 */
export function* polish(
  sets: TestSets,
  start: Judged<Uint8Array>,
  score: (objectives: readonly number[]) => number,
  steps: number,
  random: Random,
): Generator<void, Uint8Array> {
  let best = start.solution;
  let { violation } = start;
  let highest = score(start.objectives);
  for (let step = 0; step < steps; step++) {
    const next = best.slice();
    sets.exchange(next, 1 + random.below(1 + random.below(sets.mostExchanged(next))), random);
    const judged = sets.judge(next);
    yield;
    const now = score(judged.objectives);
    if (judged.violation > violation || (judged.violation === violation && now <= highest))
      continue;
    best = next;
    highest = now;
    ({ violation } = judged);
  }
  return best;
}
