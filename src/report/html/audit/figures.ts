import type { AuditSummary } from '../../../workflows/audit/types.js';
import type { SectionOf } from '../context.js';

/** Histogram of max similarity of each comparison. */
export const auditFigures: SectionOf<AuditSummary> = () => [];
