import type { CheckError, CheckOutcome, CheckSummary } from '../../gate/types.js';
import { printable } from '../../text.js';
import { screenText } from '../screen.js';
import { baselineLines } from './baseline.js';
import { outcomeSentence } from './sentence.js';
import { markOf, severityOf } from './severity.js';

type Kind = 'failure' | 'error' | 'skipped' | 'passed';

interface Case {
  readonly name: string;
  readonly kind: Kind;
  /** Kind of failure or error. */
  readonly type: string;
  /** Null where there is nothing to say. */
  readonly message: string | null;
}

/**
 * JUnit XML, as Jenkins, GitLab and others read it: a suite for each task, a test case for each rule. What
 * fails the gate is a failure; what failed but only warns or informs has passed, and says so in its output;
 * what is inconclusive is skipped, or a failure where the policy is `fail`; an error of the check is an error. A changed
 * baseline is the first test case, which has passed and says so in its output.
 * There are no times, so that the same check gives the same bytes.
 */
export function checkJunit(summary: CheckSummary): string {
  const { tasks, outcomes, errors } = summary;
  const names = new Set([
    ...tasks.map(({ name }) => name),
    ...[...errors, ...outcomes].map(({ task }) => task),
  ]);
  const baseline = baselineLines(summary, (text) => printable(text, 200)).map(
    (message, i): Case => ({
      name: i === 0 ? 'baseline' : `baseline (${i + 1})`,
      kind: 'passed',
      type: 'baseline',
      message,
    }),
  );
  const suites = [...names]
    .map((task, i) => ({
      name: task === null ? 'tanimark' : `tanimark.${task}`,
      cases: [
        ...(i === 0 ? baseline : []),
        ...named(errors.filter((e) => e.task === task)),
        ...outcomes.filter((o) => o.task === task).map((o) => caseOf(o, summary.policy)),
      ],
    }))
    .filter(({ cases }, _, all) => cases.length > 0 || all.length === 1);
  const all = suites.flatMap(({ cases }) => cases);
  // Of all suites together the number of skipped ones has no place in the format.
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tanimark" ${counts(all)} time="0">`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${xml(name)}" ${counts(cases)} skipped="${numberOf(cases, 'skipped')}" time="0">`,
      ...cases.flatMap((one) => caseLines(name, one)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOf(outcome: CheckOutcome, policy: CheckSummary['policy']): Case {
  const { name, verdict } = outcome;
  if (verdict === 'pass') return { name, kind: 'passed', type: verdict, message: null };
  const sentence = outcomeSentence(outcome);
  const severe = severityOf(outcome, policy) === 'error';
  if (severe) {
    const failed = outcome.kind === 'drop' ? 'worse' : outcome.kind;
    const type = verdict === 'fail' ? failed : verdict;
    return { name, kind: 'failure', type, message: sentence };
  }
  return verdict === 'inconclusive'
    ? { name, kind: 'skipped', type: verdict, message: sentence }
    : { name, kind: 'passed', type: verdict, message: `${markOf(outcome)}: ${sentence}` };
}

/** Errors by their names, numbered where several have one: GitLab shows the first of equal names alone. */
function named(errors: readonly CheckError[]): Case[] {
  const seen = new Map<string, number>();
  return errors.map(({ name, message }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return {
      name: times === 1 ? name : `${name} (${times})`,
      kind: 'error',
      type: name,
      message,
    };
  });
}

function counts(cases: readonly Case[]): string {
  return `tests="${cases.length}" failures="${numberOf(cases, 'failure')}" errors="${numberOf(cases, 'error')}"`;
}

function numberOf(cases: readonly Case[], kind: Kind): number {
  return cases.filter((one) => one.kind === kind).length;
}

function caseLines(suite: string, { name, kind, type, message }: Case): string[] {
  // Viewers take what comes before the last dot for a package: without one a suite would be in none.
  const className = suite.includes('.') ? suite : `${suite}.check`;
  const open = `    <testcase classname="${xml(className)}" name="${xml(name)}" time="0"`;
  if (message === null) return [`${open}/>`];
  const text = xml(message);
  // Jenkins shows the attribute, GitLab the content.
  const inner =
    kind === 'passed'
      ? `<system-out>${text}</system-out>`
      : `<${kind} type="${xml(type)}" message="${text}">${text}</${kind}>`;
  return [`${open}>`, `      ${inner}`, '    </testcase>'];
}

/**
 * For content and attributes. Line breaks and control characters become visible escapes; what XML 1.0 cannot
 * hold in any form (half of a surrogate pair, U+FFFE) becomes U+FFFD.
 */
function xml(text: string): string {
  return screenText(printable(text, 4000))
    .replace(/[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
