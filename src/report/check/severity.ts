import type { CheckErrorName, CheckOutcome, CheckSummary } from '../../gate/types.js';
import { LEAST_CLUSTERS } from '../../statistics/resampling.js';
import { count, list, plural } from '../../text.js';

/** Severities of outcomes, the most severe first. */
export const SEVERITIES = ['error', 'warning', 'notice', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The word in the first column of tables, readable without color. */
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

/** The outcomes by severity, the most severe first; within one severity failed ones first, then in the order of the configuration. */
export function bySeverity({ outcomes, policy }: CheckSummary): CheckOutcome[] {
  const rank = (outcome: CheckOutcome) =>
    2 * SEVERITIES.indexOf(severityOf(outcome, policy)) + Number(outcome.verdict !== 'fail');
  return [...outcomes].sort((a, b) => rank(a) - rank(b));
}

/** The verdict in a word, as the exit code has it. */
export function verdictWord({ verdict, exit_code }: CheckSummary): string {
  return exit_code === 2 ? 'ERROR' : verdict.toUpperCase();
}

/** Errors whose names do not explain themselves, in words. */
const PLAIN: Partial<Record<CheckErrorName, string>> = {
  fewer_rows: 'predictions of test rows are missing',
  missing_baseline: 'there is no baseline',
};

/** The verdict and its counts, in one line. */
export function verdictLine(summary: CheckSummary): string {
  const { outcomes, errors, policy, exit_code: code } = summary;
  const failed = (level: string) =>
    outcomes.filter((o) => o.verdict === 'fail' && o.level === level).length;
  const open = outcomes.filter((o) => o.verdict === 'inconclusive');
  const told = (
    [
      [failed('error'), 'failed'],
      [failed('warn'), 'failed with a warning only'],
      [failed('info'), 'failed for information only'],
      [open.length, 'inconclusive'],
      [summary.counts.pass, 'passed'],
    ] as const
  ).filter(([n]) => n > 0);
  const all = plural(outcomes.length, 'rule');
  const names = list([
    ...new Set(errors.map(({ name }) => PLAIN[name] ?? name.replaceAll('_', ' '))),
  ]);
  const parts = [
    ...(errors.length > 0
      ? [
          `${outcomes.length === 0 ? 'no rule' : 'some rules'} could ${outcomes.length === 0 ? '' : 'not '}be checked (${names})`,
        ]
      : []),
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

/** Next steps for the user; none where all rules passed, or where an error already says what to do. */
export function nextSteps({ outcomes }: CheckSummary): string[] {
  const worse = outcomes.some(
    (o) => o.verdict === 'fail' && o.kind === 'drop' && o.level === 'error',
  );
  const undecided = outcomes.filter(({ verdict }) => verdict === 'inconclusive');
  const few = undecided.some(({ reason }) => reason === 'few_clusters');
  const open = undecided.some(({ reason }) => reason !== 'few_clusters');
  return [
    ...(worse
      ? [
          'if the change is intended, run tanimark check --update-baseline to save the new predictions as the baseline, and commit it',
        ]
      : []),
    ...(open
      ? ['to decide an inconclusive rule, use more test rows in its stratum, or a wider margin']
      : []),
    ...(few
      ? [
          `to decide a rule with too few clusters, use a test set of at least ${LEAST_CLUSTERS} series; with resample: molecule, the rule is about these molecules alone`,
        ]
      : []),
  ];
}
