import type { CheckedTask, CheckOutcome, CheckSummary } from '../../gate/types.js';
import { count, plural, printable } from '../../text.js';
import { clustersText } from '../interval-text.js';
import { alignColumns, visibleWidth, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { baselineLines } from './baseline.js';
import { type Cells, cellsOf, RULE_TABLES } from './cells.js';
import { isPlainName, outcomeSentence } from './sentence.js';
import { bySeverity, markOf, nextSteps, severityOf, verdictLine } from './severity.js';

/** Lines that fit one screen. */
const ROWS = 14;
const SENTENCES = 8;
const TASKS = 4;
const ERRORS = 8;

/** What a rule can do that never fails a check; shown where it passed, since one that failed has a mark for it. */
const LEVEL_NOTES = { error: '', warn: ' (level: warn)', info: ' (level: info)' } as const;

const COLORS = { error: 'red', warning: 'yellow', notice: 'cyan', none: 'green' } as const;

/**
 * Renders a check on one screen: notes on the baseline, the rows checked, a table of rules by severity, sentences on
 * rules that did not pass, next steps, and the verdict as the last line.
 */
export const renderCheck = forScreen(checkLines);

function checkLines(summary: CheckSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { errors, policy, exit_code: code } = summary;
  const outcomes = bySeverity(summary);
  const shown = outcomes.slice(0, ROWS);
  const open = outcomes.filter(({ verdict }) => verdict !== 'pass');
  const paragraph = (text: string) => wrap(text, width - 2).replaceAll('\n', '\n  ');
  const color = COLORS[code === 0 ? (open.length > 0 ? 'warning' : 'none') : 'error'];
  const parts = [
    baselineLines(summary, (text) => printable(text, 60)).map((line) =>
      chalk.bold.yellow(paragraph(line)),
    ),
    checked(summary, style),
    [...tables(shown, policy, style), ...more(outcomes, ROWS, 'rule')],
    [
      ...open.slice(0, SENTENCES).map((outcome) => {
        const name = isPlainName(outcome) ? '' : `${printable(outcome.name, 60)}: `;
        return paragraph(`${markOf(outcome)} ${name}${outcomeSentence(outcome)}`);
      }),
      ...more(open, SENTENCES, 'rule', ' that did not pass; --json has all'),
      ...errors.slice(0, ERRORS).map(({ name, task, message }) => {
        const of = task === null ? '' : ` (${printable(task, 40)})`;
        return paragraph(`ERROR ${name}${of}: ${printable(message, 2000)}`);
      }),
      ...more(errors, ERRORS, 'error'),
    ],
    nextSteps(summary).map((step) => chalk.dim(paragraph(`next: ${step}`))),
    [chalk.bold[color](paragraph(verdictLine(summary)))],
  ];
  const text = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return [text.join('\n\n')];
}

function more(all: readonly unknown[], shown: number, noun: string, rest = ''): string[] {
  return all.length > shown ? [`… and ${plural(all.length - shown, `more ${noun}`)}${rest}`] : [];
}

/** The configuration, and the numbers of test rows by stratum. */
function checked({ config, tasks }: CheckSummary, { chalk, width }: Style): string[] {
  const lines = tasks.slice(0, TASKS).map((task) => wrap(taskLine(task), width));
  return [
    chalk.bold(`check of ${printable(config, width - 10)}`),
    ...lines,
    ...more(tasks, TASKS, 'task'),
  ];
}

/** `solubility: 873 test rows of 870 molecules: [0, 1/3) 291, [1/3, 1] 582`; and the clusters that intervals are by. */
export function taskLine(
  { name, rows, molecules, strata, resampled }: CheckedTask,
  quote = (text: string) => printable(text, 40),
): string {
  const of = molecules === rows ? '' : ` of ${plural(molecules, 'molecule')}`;
  const bins = strata.map(({ bin, n }) => `${quote(bin)} ${count(n)}`);
  const parts = bins.length === 0 ? '' : `: ${bins.join(', ')}`;
  const clusters = clustersText(resampled);
  const units = clusters === '' ? '' : `; 95% CIs by cluster${clusters}`;
  return `${name === null ? '' : `${quote(name)}: `}${plural(rows, 'test row')}${of}${parts}${units}`;
}

/** A table of the rules on changes, then one of the rules on values. */
function tables(
  outcomes: readonly CheckOutcome[],
  policy: CheckSummary['policy'],
  style: Style,
): string[] {
  const both = RULE_TABLES.map(({ holds, titles }) =>
    table(titles, outcomes.filter(holds), policy, style),
  ).filter((lines) => lines.length > 0);
  return both.flatMap((lines, t) => (t === 0 ? lines : ['', ...lines]));
}

function table(
  titles: Cells,
  outcomes: readonly CheckOutcome[],
  policy: CheckSummary['policy'],
  { chalk, width }: Style,
): string[] {
  if (outcomes.length === 0) return [];
  const columns = (['change', 'held', 'limit'] as const).filter((column) => titles[column] !== '');
  const rows = outcomes.map((outcome) => {
    const cells = cellsOf(outcome);
    return {
      mark: chalk[COLORS[severityOf(outcome, policy)]](markOf(outcome)),
      name: `${outcome.name}${outcome.verdict === 'pass' ? LEVEL_NOTES[outcome.level] : ''}`,
      cells: columns.map((column) => cells[column]),
    };
  });
  const heads = columns.map((column) => titles[column]);
  const numbers = alignColumns([
    ['', '', ...heads],
    ...rows.map(({ mark, cells }) => [mark, '', ...cells]),
  ]);
  const room = Math.max(12, width - Math.max(...numbers.map(visibleWidth)));
  const all = [
    ['', 'rule', ...heads].map((text) => chalk.dim(text)),
    ...rows.flatMap(({ mark, name, cells }) => {
      const [first, ...rest] = nameLines(name, room);
      return [[mark, first, ...cells], ...rest.map((line) => ['', `  ${line}`])];
    }),
  ];
  return alignColumns(all, 2);
}

/** A name in at most two lines, cut in its middle where it is longer. */
function nameLines(name: string, room: number): string[] {
  const text = printable(name, 200);
  if (visibleWidth(text) <= room) return [text];
  // The second line is indented by two.
  const lines = wrap(text, room - 2).split('\n');
  if (lines.length === 2 && lines.every((line) => visibleWidth(line) <= room - 2)) return lines;
  let limit = room;
  while (limit > 4 && visibleWidth(printable(name, limit)) > room) limit--;
  return [printable(name, limit)];
}
