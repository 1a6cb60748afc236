import { plural } from '../../../text.js';
import type { AuditSummary } from '../../../workflows/audit/types.js';
import { limitLine } from '../../audit/terminal.js';
import type { ChapterOf } from '../context.js';
import { html, joined } from '../escape.js';
import { figureSection } from '../figures.js';
import { invalidTable, methodsSection, notesSection, outputTable } from '../methods.js';
import type { Section, Tone } from '../section.js';
import { capital } from '../words.js';
import { comparisonSections, verdictSection } from './findings.js';
import { leakingPairs } from './structures.js';

/** An audit: the verdict of each comparison, limits, findings, and pairs as structures. */
export const auditChapter: ChapterOf<AuditSummary> = {
  title: ({ inputs }) => `Audit of ${[...new Set(inputs.map(({ path }) => path))].join(', ')}`,
  subject: ({ sides }) =>
    Object.entries(sides)
      .map(([name, { records, molecules }]) => {
        const distinct = molecules === records ? '' : ` of ${plural(molecules, 'molecule')}`;
        return `${name}: ${plural(records, 'row')}${distinct}`;
      })
      .join(' · '),
  answer: ({ comparisons, limits }) => [
    ...comparisons.map(({ name, line }) =>
      comparisons.length === 1 ? capital(line) : `${name} ${line}`,
    ),
    ...limits.filter(({ exceeded }) => exceeded).map(limitLine),
  ],
  tone: toneOf,
  sections: [
    figureSection('audit'),
    limitsSection,
    comparisonSections,
    leakingPairs,
    ({ warnings }) => notesSection(warnings),
    verdictSection,
    (summary, { command }) => [methods(summary, command)],
  ],
};

const TONES = { leaky: 'bad', similar: 'mixed', distinct: 'good' } as const;

function toneOf({ passed, comparisons }: AuditSummary): Tone {
  return passed ? TONES[comparisons[0].verdict] : 'bad';
}

function limitsSection({ limits }: AuditSummary): Section[] {
  if (limits.length === 0) return [];
  const items = limits.map((limit) => html`<li>${limitLine(limit)}</li>\n`);
  return [{ title: 'Limits', body: html`<ul>${items}</ul>` }];
}

function methods(summary: AuditSummary, command: string | undefined): Section {
  const { invalid, outputs } = summary;
  const more = [
    ...invalidTable(
      ['side', 'row', 'SMILES', 'reason'],
      invalid.map(({ side, row, smiles, reason }) => [side, row, smiles, reason]),
    ),
    ...outputTable(outputs, 'pairs'),
  ];
  return methodsSection({ ...summary, more: [joined(more)] }, command);
}
