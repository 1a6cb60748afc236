import { plural } from '../../../text.js';
import type { AuditSummary } from '../../../workflows/audit/types.js';
import type { ChapterOf } from '../context.js';
import { joined } from '../escape.js';
import { figureSection } from '../figures.js';
import { invalidTable, methodsSection, notesSection, outputTable } from '../methods.js';
import type { Section } from '../section.js';
import { comparisonSections, verdictSection } from './findings.js';
import { auditAnswer, auditTitle, auditTone, limitsSection } from './parts.js';
import { leakingPairs } from './structures.js';

/** An audit: the verdict of each comparison, limits, findings, and pairs as structures. */
export const auditChapter: ChapterOf<AuditSummary> = {
  title: auditTitle,
  subject: ({ sides }) =>
    Object.entries(sides)
      .map(([name, { records, molecules }]) => {
        const distinct = molecules === records ? '' : ` of ${plural(molecules, 'molecule')}`;
        return `${name}: ${plural(records, 'row')}${distinct}`;
      })
      .join(' · '),
  answer: auditAnswer,
  tone: auditTone,
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
