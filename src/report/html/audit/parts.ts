import { capital } from '../../../text.js';
import type { PairAuditSummary } from '../../../workflows/audit/pair-split/types.js';
import type { AuditSummary } from '../../../workflows/audit/types.js';
import { limitLine } from '../../audit/terminal.js';
import { html } from '../escape.js';
import type { Section, Tone } from '../section.js';

/** What the audits of molecules and of pairs have in common. */
type Audited = AuditSummary | PairAuditSummary;

/** Tables that say what the ids of pairs are, and are no part of the split. */
const OF_PAIRS: readonly string[] = ['drugs', 'targets', 'target_similarity'];

export function auditTitle({ inputs }: Audited): string {
  const own = inputs.filter(({ role }) => !OF_PAIRS.includes(role));
  return `Audit of ${[...new Set(own.map(({ path }) => path))].join(', ')}`;
}

/** The verdict of each comparison, then the limits that are exceeded. */
export function auditAnswer({ comparisons, limits }: Audited): string[] {
  return [
    ...comparisons.map(({ name, line }) =>
      comparisons.length === 1 ? capital(line) : `${name} ${line}`,
    ),
    ...limits.filter(({ exceeded }) => exceeded).map(limitLine),
  ];
}

const TONES = { leaky: 'bad', similar: 'mixed', distinct: 'good' } as const;

export function auditTone({ passed, comparisons }: Audited): Tone {
  return passed ? TONES[comparisons[0].verdict] : 'bad';
}

export function limitsSection({ limits }: Audited): Section[] {
  if (limits.length === 0) return [];
  const items = limits.map((limit) => html`<li>${limitLine(limit)}</li>\n`);
  return [{ title: 'Limits', body: html`<ul>${items}</ul>` }];
}
