import { assertInvariant } from '../../errors.js';
import type { CheckOutcome, CheckSummary } from '../../gate/types.js';
import { count, plural } from '../../text.js';
import { markdownCode, markdownText } from '../markdown-text.js';
import { baselineLines } from './baseline.js';
import { cellsOf, RULE_TABLES } from './cells.js';
import { isPlainName, outcomeSentence } from './sentence.js';
import { bySeverity, markOf, nextSteps, verdictLine } from './severity.js';
import { taskLine } from './terminal.js';

export interface CheckMarkdownOptions {
  /** The most bytes in UTF-8; default 1,000,000: GitHub takes 1 MiB from all that a step writes into a job's summary. */
  readonly limit?: number | undefined;
}

/** Bytes reserved for fixed parts: the verdict, titles, and the count of rules left out. */
const FRAME = 3000;
/** The share of the rest that errors, and then tasks, may take. */
const ERRORS = 0.3;
const TASKS = 0.1;

/**
 * Renders a check in GitHub's Markdown: a changed baseline, the verdict, errors, sentences on rules that did not pass,
 * and a table of all rules. Where space is short, rules that passed are left out first, and counted.
 */
export function checkMarkdown(
  summary: CheckSummary,
  { limit = 1_000_000 }: CheckMarkdownOptions = {},
): string {
  assertInvariant(limit >= 2 * FRAME, `a limit of ${limit} bytes is too small for a summary`);
  const room = limit - FRAME;
  const errors = fitting(summary.errors.map(errorLine), ERRORS * room);
  const tasks = fitting(
    summary.tasks.map((task) => `- on ${taskLine(task, markdownCode)}`),
    TASKS * room,
  );
  const warnings = fitting(
    summary.warnings.map((text) => `- note: ${markdownText(text)}`),
    TASKS * room,
  );
  const outcomes = bySeverity(summary);
  const taken = errors.bytes + tasks.bytes + warnings.bytes;
  const limits = fitting(
    outcomes.map((outcome) => `${tableRow(outcome)}\n${sentenceLine(outcome)}`),
    room - taken,
  );
  const shown = outcomes.slice(0, limits.lines.length);
  const sentences = shown.map(sentenceLine).filter((line) => line !== '');
  const parts = [
    baselineLines(summary, markdownCode)
      .map((line) => `> ${line}`)
      .join('\n>\n'),
    `### tanimark check`,
    `**${markdownText(verdictLine(summary))}**`,
    withRest(errors, (n) => `- and ${plural(n, 'more error')}`),
    ...(sentences.length > 0 ? [sentences.join('\n')] : []),
    ...ruleTables(shown),
    leftOut(outcomes.slice(shown.length)),
    withRest(tasks, (n) => `- and ${plural(n, 'more task')}`),
    withRest(warnings, (n) => `- and ${plural(n, 'more note')}`),
    nextSteps(summary)
      .map((step) => `- next: ${markdownText(step)}`)
      .join('\n'),
    `${markdownCode(summary.config)}, seed ${summary.seed}, tanimark ${markdownText(summary.version, 40)}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

interface Fitting {
  readonly lines: readonly string[];
  readonly left: number;
  readonly bytes: number;
}

/** As many of the first lines as there is room for. */
function fitting(lines: readonly string[], room: number): Fitting {
  let bytes = 0;
  let fit = 0;
  for (const line of lines) {
    const more = Buffer.byteLength(line) + 1;
    if (bytes + more > room) break;
    bytes += more;
    fit++;
  }
  return { lines: lines.slice(0, fit), left: lines.length - fit, bytes };
}

function withRest({ lines, left }: Fitting, rest: (left: number) => string): string {
  return [...lines, ...(left > 0 ? [rest(left)] : [])].join('\n');
}

function errorLine({ name, task, message }: CheckSummary['errors'][number]): string {
  const of = task === null ? '' : ` of ${markdownCode(task)}`;
  return `- **ERROR** \`${name}\`${of}: ${markdownText(message)}`;
}

/** Empty for what passed. */
function sentenceLine(outcome: CheckOutcome): string {
  if (outcome.verdict === 'pass') return '';
  const name = isPlainName(outcome) ? '' : `${markdownCode(outcome.name)}: `;
  return `- **${markOf(outcome)}** ${name}${outcomeSentence(outcome, markdownCode)}`;
}

/** A table of the rules on changes, then one of the rules on values. */
function ruleTables(outcomes: readonly CheckOutcome[]): string[] {
  return RULE_TABLES.flatMap(({ holds, titles: { change, held, limit } }) => {
    const own = outcomes.filter(holds);
    if (own.length === 0) return [];
    const head = ['', 'rule', ...(change === '' ? [] : [change]), held, limit];
    const rule = head.map((_, c) => (c < 2 ? '---' : '---:'));
    return [[row(head), row(rule), ...own.map(tableRow)].join('\n')];
  });
}

function tableRow(outcome: CheckOutcome): string {
  const { change, held, limit } = cellsOf(outcome);
  const cells = [...(change === '' ? [] : [change]), held, markdownText(limit)];
  return row([markOf(outcome), markdownCode(outcome.name), ...cells]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A count of the rules that the table leaves out. */
function leftOut(outcomes: readonly CheckOutcome[]): string {
  if (outcomes.length === 0) return '';
  const passed = outcomes.filter(({ verdict }) => verdict === 'pass').length;
  const other = outcomes.length - passed;
  const parts = [
    ...(passed > 0 ? [`${plural(passed, 'rule')} that passed`] : []),
    ...(other > 0 ? [`${count(other)} that did not`] : []),
  ];
  return `Not shown, for lack of space: ${parts.join(', and ')}. \`tanimark check --json\` shows all.`;
}
