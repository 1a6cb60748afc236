import { studentQuantile, studentSf } from '../../statistics/distributions/student.js';
import { holm } from '../../statistics/multiplicity.js';

/** A corrected p-value of at most this is significant. */
export const SIGNIFICANT = 0.05;

/**
 * One-sided p-value of "not worse than the baseline": Student's t of a paired difference. The bootstrap's standard
 * error divides by the number of units, Student's by one less.
 *
 * Extreme quantiles of a bootstrap, which a correction for many rules needs, are worse on small test sets: with 2,000
 * draws of 50 units a BCa interval of level 99.5 % excludes no change 2.5 times as often as it should.
 *
 * @param errors by how many standard errors of the bootstrap it is worse, below 0 where it is better
 * @param units what is drawn: molecules, rows or clusters
 */
export function worseningP(errors: number, units: number): number {
  return units < 2 ? 1 : studentSf(errors / inflation(units), units - 1);
}

/** Standard errors of the bootstrap above 0 from which on a worsening is significant as the first of so many rules. */
export function criticalErrors(units: number, rules: number): number {
  if (units < 2) return Number.POSITIVE_INFINITY;
  const level = SIGNIFICANT / Math.max(2, rules);
  return studentQuantile(1 - level, units - 1) * inflation(units);
}

const inflation = (units: number) => Math.sqrt(units / (units - 1));

/**
 * One-sided p-values corrected for their number by Holm's method. A single one is doubled: alone, a rule is at the
 * level of its two-sided 95 % interval, and of any number equally good models fail in at most 5 % of checks.
 */
export function correctedPs(pValues: readonly number[]): number[] {
  return holm(pValues).map((p, i) => Math.max(p, Math.min(1, 2 * pValues[i])));
}
