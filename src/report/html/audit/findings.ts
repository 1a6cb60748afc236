import { adjective } from '../../../audit/verdict.js';
import { shownSpec } from '../../../chemistry/own-fingerprints/spec.js';
import { binLabels } from '../../../similarity/bins.js';
import { count, percent } from '../../../text.js';
import type { AuditComparison, AuditSummary } from '../../../workflows/audit/types.js';
import { isOnePerRow, legend, notes } from '../../audit/terminal.js';
import type { SectionOf } from '../context.js';
import { html, joined, longText, type Markup } from '../escape.js';
import { table } from '../table.js';

/** Of each comparison: notes, all findings, and the histogram of similarities. */
export const comparisonSections: SectionOf<AuditSummary> = ({ comparisons, sides, parameters }) =>
  comparisons.map((comparison) => ({
    title:
      comparisons.length === 1
        ? 'What the two sets have in common'
        : `Comparison ${comparison.name}`,
    body: joined([
      ...notes(comparison, sides, parameters.standardize).map(
        (text) => html`<p>${longText(text)}</p>`,
      ),
      findingTable(comparison),
      histogram(comparison, parameters.fingerprint),
    ]),
  }));

/** What the verdicts are. */
export const verdictSection: SectionOf<AuditSummary> = (summary) => [
  {
    title: 'Definitions',
    body: html`<details><summary>Verdicts and findings</summary>
<ul>${legend(summary, Number.POSITIVE_INFINITY).map((text) => html`<li>${text.trim()}</li>\n`)}</ul>
${table({
  caption: 'Findings',
  head: ['finding', 'definition'],
  rows: summary.comparisons[0].findings.map(({ title, definition }) => [title, definition]),
  words: 2,
})}</details>`,
  },
];

function findingTable({ findings, test, name }: AuditComparison): Markup {
  return table({
    caption: `Findings, ${name}`,
    head: ['overlap', `${adjective(test)} rows`, 'share', 'pairs'],
    rows: findings.map(({ name: kind, title, applies, reason, test_records, share, pairs }) =>
      applies
        ? [title, count(test_records), percent(share, 1), isOnePerRow(kind) ? '–' : count(pairs)]
        : [title, `not checked: ${reason ?? ''}`, '–', '–'],
    ),
  });
}

function histogram({ similarity, train, test }: AuditComparison, fingerprint: string): Markup {
  const all = similarity.test.reduce((a, b) => a + b, 0);
  return table({
    caption: `Max similarity of the ${adjective(test)} molecules to ${adjective(train)} (${shownSpec(fingerprint)})`,
    head: ['similarity', 'molecules', 'share'],
    rows: binLabels(similarity.bins).map((bin, b) => [
      bin,
      count(similarity.test[b]),
      percent(similarity.test[b], all),
    ]),
  });
}
