/** Slack of a product of a share and a count: 0.9 × 10 may come out a rounding above 9. */
const ROUNDING = 1e-9;

/**
 * The fewest calibration scores with which a conformal interval is finite: ⌈1/α⌉ − 1 for α = 1 − coverage. With fewer,
 * no score is so high that the promise holds.
 *
 * @param coverage above 0 and below 1
 */
export function leastCalibration(coverage: number): number {
  return Math.max(1, Math.ceil(coverage / (1 - coverage) - ROUNDING));
}

/**
 * The conformal quantile: the ⌈(n + 1) × coverage⌉-th smallest of n calibration scores (Vovk, Gammerman and Shafer, 2005;
 * Lei et al., J. Am. Stat. Assoc. 113 (2018) 1094). A new score that is exchangeable with them is no larger with a
 * probability of at least `coverage`.
 *
 * @param ascending calibration scores, sorted
 * @param coverage above 0 and below 1
 * @returns Infinity where there are fewer than {@link leastCalibration}
 */
export function conformalQuantile(ascending: Float64Array, coverage: number): number {
  const n = ascending.length;
  const rank = Math.ceil((n + 1) * coverage - ROUNDING);
  return rank > n ? Number.POSITIVE_INFINITY : ascending[Math.max(0, rank - 1)];
}
