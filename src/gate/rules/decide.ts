import { LEVELS } from '../config/types.js';
import type { Judged } from './judge.js';
import { correctedPs, criticalErrors, worseningP } from './significance.js';
import { detectableWorsening, judgeWorsening } from './verdict.js';

/**
 * The outcomes of a whole check with the verdicts of those that compare with a baseline. Where the estimate decides, the
 * p-values of all comparisons of one level are corrected together, of whatever task they are.
 */
export function decided(outcomes: readonly Judged[]): Judged[] {
  const done = [...outcomes];
  for (const level of LEVELS) {
    const own = [...outcomes.keys()].filter((i) => outcomes[i].level === level);
    const tested = own.filter(
      (i) => outcomes[i].decide === 'estimate' && pOf(outcomes[i]) !== null,
    );
    const ps = tested.map((i) => pOf(outcomes[i]) as number);
    const corrected = correctedPs(ps);
    for (const i of own) {
      const t = tested.indexOf(i);
      const test = t < 0 ? {} : { p: ps[t], p_corrected: corrected[t], comparisons: tested.length };
      done[i] = verdictOf({ ...outcomes[i], ...test });
    }
  }
  return done;
}

/** Null for what is not compared, or has no interval. */
function pOf({ spread }: Judged): number | null {
  return spread ? worseningP(spread.errors, spread.df) : null;
}

function verdictOf(outcome: Judged): Judged {
  const { decide, drop, drop_ci95: ci95, p_corrected: pCorrected, tolerance, spread } = outcome;
  if (decide === null || !spread || tolerance === null) return outcome;
  const { standardError, df } = spread;
  // An interval is not corrected for the number of rules.
  const rules = decide === 'interval' ? 1 : (outcome.comparisons ?? 1);
  const critical = criticalErrors(df, rules);
  return {
    ...outcome,
    detectable: detectableWorsening(standardError, tolerance, decide, critical),
    verdict: judgeWorsening({ estimate: drop, ci95, pCorrected }, tolerance, decide),
  };
}
