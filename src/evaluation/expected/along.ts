import { fallingSteps, type Steps } from '../../statistics/steps.js';

/** Molecules, or rows, of a stratum from which a loss along similarity is averaged, at least. */
export const STRATUM = 5;

/**
 * Mean loss along similarity to training: in strata of {@link STRATUM} by similarity, of which those are pooled whose mean
 * would rise with it. The estimate of what a model's errors are on other molecules with the smallest bias in
 * `node bench/deployment.js`.
 *
 * @param similarity ascending
 */
export function lossAlong(similarity: Float64Array, loss: Float64Array): Steps {
  return fallingSteps(similarity, loss, STRATUM);
}
