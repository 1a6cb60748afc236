import type { CheckOutcome, CheckSummary } from '../../gate/types.js';
import { count, list, plural } from '../../text.js';

/** How much an outcome matters, the most severe first. */
export const SEVERITIES = ['error', 'warning', 'notice', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What the first column of tables says, in words, so that it can be read without color. */
export type Mark = 'FAIL' | 'WARN' | 'INFO' | 'INCONCLUSIVE' | 'PASS';

/** `error` is what fails the gate; what passed is none. */
export function severityOf(
  { verdict, level }: CheckOutcome,
  policy: CheckSummary['policy'],
): Severity {
  if (verdict === 'pass') return 'none';
  if (verdict === 'fail')
    return ({ error: 'error', warn: 'warning', info: 'notice' } as const)[level];
  if (level !== 'error' || policy === 'pass') return 'notice';
  return policy === 'fail' ? 'error' : 'warning';
}

export function markOf({ verdict, level }: CheckOutcome): Mark {
  if (verdict === 'pass') return 'PASS';
  if (verdict === 'inconclusive') return 'INCONCLUSIVE';
  return ({ error: 'FAIL', warn: 'WARN', info: 'INFO' } as const)[level];
}

/** The outcomes, what matters most first, otherwise as in the configuration; of one severity what failed first. */
export function bySeverity({ outcomes, policy }: CheckSummary): CheckOutcome[] {
  const rank = (outcome: CheckOutcome) =>
    2 * SEVERITIES.indexOf(severityOf(outcome, policy)) + Number(outcome.verdict !== 'fail');
  return [...outcomes].sort((a, b) => rank(a) - rank(b));
}

/** The verdict in a word, as the exit code has it. */
export function verdictWord({ verdict, exit_code }: CheckSummary): string {
  return exit_code === 2 ? 'ERROR' : verdict.toUpperCase();
}

/** The verdict and what it rests on, in one line. */
export function verdictLine(summary: CheckSummary): string {
  const { outcomes, errors, policy, exit_code: code } = summary;
  const failed = (level: string) =>
    outcomes.filter((o) => o.verdict === 'fail' && o.level === level).length;
  const open = outcomes.filter((o) => o.verdict === 'inconclusive');
  const told = (
    [
      [failed('error'), 'failed'],
      [failed('warn'), 'failed (warn)'],
      [failed('info'), 'failed (info)'],
      [open.length, 'inconclusive'],
      [summary.counts.pass, 'passed'],
    ] as const
  ).filter(([n]) => n > 0);
  const all = plural(outcomes.length, 'rule');
  const names = list([...new Set(errors.map(({ name }) => name))]);
  const parts = [
    ...(errors.length > 0 ? [`the check cannot be made (${names})`] : []),
    ...told.map(([n, text], i) => {
      if (i > 0) return `${count(n)} ${text}`;
      return n === outcomes.length ? `${all} ${text}` : `${count(n)} of ${all} ${text}`;
    }),
    ...(outcomes.length + errors.length === 0 ? ['nothing was checked'] : []),
  ];
  const decisive = code !== 1 && code !== 2 && open.some(({ level }) => level === 'error');
  const by = decisive ? ` (inconclusive: ${policy})` : '';
  return `${verdictWord(summary)}: ${parts.join(', ')}${by}`;
}

/** What to do next; nothing where all is well, or where an error says it itself. */
export function nextSteps({ outcomes }: CheckSummary): string[] {
  const worse = outcomes.some(
    (o) => o.verdict === 'fail' && o.kind === 'drop' && o.level === 'error',
  );
  const open = outcomes.some(({ verdict }) => verdict === 'inconclusive');
  return [
    ...(worse
      ? [
          'if this is intended: save the new predictions as the baseline with tanimark check --update-baseline, and commit it',
        ]
      : []),
    ...(open
      ? ['an inconclusive rule needs more test rows in its stratum, or a wider margin']
      : []),
  ];
}
