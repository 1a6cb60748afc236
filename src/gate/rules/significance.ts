import { studentQuantile, studentSf } from '../../statistics/distributions/student.js';
import { holm } from '../../statistics/multiplicity.js';

/** A corrected p-value of at most this is significant. */
export const SIGNIFICANT = 0.05;

/**
 * One-sided p-value of "not worse than the baseline": Student's t of a paired difference.
 *
 * @param errors by how many standard errors it is worse, below 0 where it is better
 * @param df degrees of freedom of the standard error
 */
export function worseningP(errors: number, df: number): number {
  return studentSf(errors, df);
}

/** Standard errors above 0 from which on a worsening is significant as the first of so many rules. */
export function criticalErrors(df: number, rules: number): number {
  return studentQuantile(1 - SIGNIFICANT / Math.max(2, rules), df);
}

/**
 * One-sided p-values corrected for their number by Holm's method. A single one is doubled: alone, a rule is at the
 * level of its two-sided 95 % interval, and of any number equally good models fail in at most 5 % of checks.
 */
export function correctedPs(pValues: readonly number[]): number[] {
  return holm(pValues).map((p, i) => Math.max(p, Math.min(1, 2 * pValues[i])));
}
