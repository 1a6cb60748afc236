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
 * Rank of the conformal quantile among n ascending calibration scores, from 1: ⌈(n + 1) × coverage⌉ (Vovk, Gammerman and
 * Shafer, 2005; Lei et al., J. Am. Stat. Assoc. 113 (2018) 1094). A new score that is exchangeable with them is no larger
 * than the score of that rank with a probability of at least `coverage`.
 *
 * @param coverage above 0 and below 1
 * @returns null where there are fewer than {@link leastCalibration}
 */
export function conformalRank(n: number, coverage: number): number | null {
  const rank = Math.max(1, Math.ceil((n + 1) * coverage - ROUNDING));
  return rank > n ? null : rank;
}
