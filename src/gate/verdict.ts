import { normalQuantile } from '../numerics/normal.js';
import type { InconclusivePolicy, Level } from './config.js';

/** What a gate says: a limit was kept, it was broken, or this test set cannot tell. */
export const GATE_VERDICTS = ['pass', 'fail', 'inconclusive'] as const;
export type GateVerdict = (typeof GATE_VERDICTS)[number];

/** 0 passed, 1 failed, 2 errors, 3 inconclusive where the policy is `fail`. */
export type GateExitCode = 0 | 1 | 2 | 3;

type Interval = readonly [number, number];

/** In so many of 100 test sets is a drop to be shown that counts as detectable. */
const POWER = 0.8;

/**
 * Non-inferiority by an interval (as in Piaggio et al., JAMA 308 (2012) 2594): kept when no drop in the interval is beyond
 * the tolerance, broken when every one is.
 *
 * @param ci95 of the drop; null for none
 */
export function judgeDrop(ci95: Interval | null, tolerance: number): GateVerdict {
  if (!ci95) return 'inconclusive';
  if (ci95[1] <= tolerance) return 'pass';
  return ci95[0] > tolerance ? 'fail' : 'inconclusive';
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

/**
 * The smallest true drop whose interval lies beyond the tolerance in {@link POWER} of test sets of this size: the tolerance
 * and (z(0.975) + z(0.8)) standard errors (Cohen, Statistical Power Analysis, 1988).
 */
export function detectableDrop(standardError: number, tolerance: number): number {
  return tolerance + (normalQuantile(0.975) + normalQuantile(POWER)) * standardError;
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
