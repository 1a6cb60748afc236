import { normalQuantile } from '../../numerics/normal.js';
import type { Decide, InconclusivePolicy, Level } from '../config/types.js';
import { SIGNIFICANT } from './significance.js';

/** Verdict of a rule: it passed, it failed, or the test set is too small to decide. */
export const GATE_VERDICTS = ['pass', 'fail', 'inconclusive'] as const;
export type GateVerdict = (typeof GATE_VERDICTS)[number];

/** 0 passed, 1 failed, 2 errors, 3 inconclusive where the policy is `fail`. */
export type GateExitCode = 0 | 1 | 2 | 3;

type Interval = readonly [number, number];

/** Comparison of a metric of the new predictions with that of the baseline. */
export interface Worsening {
  /** How much worse, above 0 where worse; null for none. */
  readonly estimate: number | null;
  /** 95 % interval of it; null for none. */
  readonly ci95: Interval | null;
  /** p of "not worse", corrected for the number of rules; null where the interval decides, or there is none. */
  readonly pCorrected: number | null;
}

/**
 * Non-inferiority by an interval (as in Piaggio et al., JAMA 308 (2012) 2594): passed when the whole interval is within
 * the tolerance. Failed by the estimate when that is beyond the tolerance, the interval excludes no change, and the
 * p-value says so after correction, too; failed by the interval when all of it is beyond the tolerance.
 */
export function judgeWorsening(
  { estimate, ci95, pCorrected }: Worsening,
  tolerance: number,
  decide: Decide,
): GateVerdict {
  if (!ci95) return 'inconclusive';
  if (ci95[1] <= tolerance) return 'pass';
  if (decide === 'interval') return ci95[0] > tolerance ? 'fail' : 'inconclusive';
  const beyond = estimate !== null && estimate > tolerance;
  const significant = ci95[0] > 0 && pCorrected !== null && pCorrected <= SIGNIFICANT;
  return beyond && significant ? 'fail' : 'inconclusive';
}

/**
 * Whether a value is on the right side of a limit.
 *
 * @param range the interval, or the value twice; null for none
 */
export function judgeLimit(
  range: Interval | null,
  kind: 'min' | 'max',
  limit: number,
): GateVerdict {
  if (!range) return 'inconclusive';
  const keeps = (value: number) => (kind === 'min' ? value >= limit : value <= limit);
  if (range.every(keeps)) return 'pass';
  return range.some(keeps) ? 'inconclusive' : 'fail';
}

/** Share of test sets in which a worsening that counts as detectable fails the rule. */
const POWER = 0.8;

/**
 * The smallest true worsening that fails a rule in {@link POWER} of test sets of this size (Cohen, Statistical Power
 * Analysis, 1988). By the interval the estimate has to be beyond the tolerance by as many standard errors as are significant; by the
 * estimate it has to be beyond the tolerance, and significantly above 0. In {@link POWER} of test sets the estimate is
 * at least the true worsening less z(0.8) standard errors.
 *
 * @param critical standard errors from which on a worsening is significant
 */
export function detectableWorsening(
  standardError: number,
  tolerance: number,
  decide: Decide,
  critical: number,
): number {
  const least =
    decide === 'interval'
      ? tolerance + critical * standardError
      : Math.max(tolerance, critical * standardError);
  return least + normalQuantile(POWER) * standardError;
}

/** The verdict of all outcomes: only those of level `error` decide, and an error is never a pass. */
export function gateVerdict(
  outcomes: readonly { readonly level: Level; readonly verdict: GateVerdict }[],
  errors: number,
  policy: InconclusivePolicy,
): { verdict: GateVerdict; exit_code: GateExitCode } {
  const deciding = outcomes.filter(({ level }) => level === 'error');
  const has = (verdict: GateVerdict) => deciding.some((outcome) => outcome.verdict === verdict);
  if (errors > 0) return { verdict: 'fail', exit_code: 2 };
  if (has('fail')) return { verdict: 'fail', exit_code: 1 };
  if (has('inconclusive')) return { verdict: 'inconclusive', exit_code: policy === 'fail' ? 3 : 0 };
  return { verdict: 'pass', exit_code: 0 };
}
