import type { CheckOutcome, CheckSummary } from '../../../gate/types.js';
import { baselineLines } from '../../check/baseline.js';
import { cellsOf, RULE_TABLES } from '../../check/cells.js';
import { isPlainName, outcomeSentence } from '../../check/sentence.js';
import { bySeverity, markOf, nextSteps, verdictLine } from '../../check/severity.js';
import { taskLine } from '../../check/terminal.js';
import type { ChapterOf, SectionOf } from '../context.js';
import { cut, html, joined, longText, type Markup } from '../escape.js';
import { figureSection } from '../figures.js';
import { inputTable, methodsSection, notesSection } from '../methods.js';
import type { Section, Tone } from '../section.js';
import { table } from '../table.js';

/** A check: the verdict, errors, rules that did not pass in sentences, all rules, tasks. */
export const checkChapter: ChapterOf<CheckSummary> = {
  title: ({ config }) => `Check of ${config}`,
  subject: ({ tasks }) => tasks.map((task) => taskLine(task, (text) => cut(text, 60))).join(' · '),
  answer: (summary) => [
    verdictLine(summary),
    ...open(summary)
      .slice(0, MOST_TOLD)
      .map((outcome) => `${markOf(outcome)}: ${outcomeSentence(outcome, plain)}.`),
    ...baselineLines(summary, plain),
  ],
  tone: ({ exit_code: code, counts }): Tone =>
    code === 1 || code === 2
      ? 'bad'
      : counts.pass === total(counts) && code === 0
        ? 'good'
        : 'mixed',
  sections: [
    errorsSection,
    openSection,
    figureSection('check'),
    rulesSection,
    ({ warnings }) => notesSection(warnings),
    (summary, { command }) => [methods(summary, command)],
  ],
};

/** Rules that did not pass of which the answer tells. */
const MOST_TOLD = 3;

/** Rules that did not pass, the most severe first. */
function open(summary: CheckSummary): CheckOutcome[] {
  return bySeverity(summary).filter(({ verdict }) => verdict !== 'pass');
}

const plain = (text: string) => cut(text, 120);

function total(counts: CheckSummary['counts']): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

function errorsSection({ errors }: CheckSummary): Section[] {
  if (errors.length === 0) return [];
  const items = errors.map(
    ({ name, task, message }) =>
      html`<li><b class="bad">ERROR</b> ${name}${task === null ? null : ` of ${task}`}: ${longText(message)}</li>\n`,
  );
  return [{ title: 'Errors', body: html`<ul class="notes">${items}</ul>` }];
}

/** Rules that did not pass, in sentences, and what to do next. */
function openSection(summary: CheckSummary): Section[] {
  const outcomes = open(summary);
  const steps = nextSteps(summary);
  if (outcomes.length + steps.length === 0) return [];
  const items = outcomes.map((outcome) => {
    const name = isPlainName(outcome) ? '' : `${outcome.name}: `;
    return html`<li>${mark(outcome)} ${name}${longText(outcomeSentence(outcome, plain))}.</li>\n`;
  });
  return [
    {
      title: 'Rules that did not pass',
      body: joined([
        html`<ul class="notes">${items}</ul>`,
        ...steps.map((step) => html`<p>Next: ${step}.</p>`),
      ]),
    },
  ];
}

function rulesSection(summary: CheckSummary): ReturnType<SectionOf<CheckSummary>> {
  const outcomes = bySeverity(summary);
  const tables = RULE_TABLES.flatMap(({ holds, titles: { change, held, limit } }) => {
    const own = outcomes.filter(holds);
    if (own.length === 0) return [];
    const rows = own.map((outcome) => {
      const cells = cellsOf(outcome);
      const numbers = [...(change === '' ? [] : [cells.change]), cells.held, cells.limit];
      return [outcome.name, mark(outcome), ...numbers];
    });
    return [
      table({
        caption: change === '' ? 'Rules on values' : 'Rules on changes against the baseline',
        head: ['rule', 'verdict', ...(change === '' ? [] : [change]), held, limit],
        rows,
        words: 2,
      }),
    ];
  });
  return tables.length === 0 ? [] : [{ title: 'All rules', body: joined(tables) }];
}

const TONES = { pass: 'good', inconclusive: 'mixed', fail: 'bad' } as const;

function mark(outcome: CheckOutcome): Markup {
  return html`<b class="${TONES[outcome.verdict]}">${markOf(outcome)}</b>`;
}

function methods(summary: CheckSummary, command: string | undefined): Section {
  const { version, rdkit, seed, tasks } = summary;
  const more = tasks.map(({ name, inputs, parameters, test_set: hash }) => {
    const of = name === null ? '' : ` of ${name}`;
    return joined([
      inputTable(inputs, `Input files${of}`),
      table({
        caption: `Parameters${of}`,
        head: ['parameter', 'value'],
        rows: [
          ...Object.entries(parameters).map(([key, value]) => [key, String(value)]),
          ['test set', hash],
        ],
        words: 2,
      }),
    ]);
  });
  return methodsSection({ version, rdkit, seed, more }, command);
}
