import { AUDIT, LIMITS } from '../../options/audit.js';
import { explainAudit } from '../../report/explain/index.js';
import type { AuditOptions } from '../../workflows/audit/types.js';
import type { Tool } from '../tool.js';
import { pick, READING } from './options.js';

const NAMES = [
  ...['split', 'train', 'test', 'valid', 'data', 'part', 'splitColumn', 'bins', 'fingerprint'],
  ...['standardize', 'conflict', ...Object.keys(LIMITS), ...READING],
];

export const audit: Tool = {
  name: 'audit',
  title: 'Audit a split for leakage',
  description:
    'Finds what test and training molecules of an existing split have in common: duplicates, near-duplicates, shared scaffolds, conflicting labels, label shift. Use it on a split that you did not make, before you trust scores on it. Give "split", or "train" and "test". It does not look at a model, and cannot find leaks that are not in structures or labels, such as features that hold the answer.',
  options: pick(AUDIT, NAMES),
  reads: ['split', 'train', 'test', 'valid', 'data'],
  writes: [],
  isReadOnly: true,
  async run(options: AuditOptions, { job }) {
    const { auditSplit } = await import('../../workflows/audit/index.js');
    const { summary } = await auditSplit(options, job);
    return {
      summary: {
        passed: summary.passed,
        comparisons: summary.comparisons.map(({ name, verdict, similarity }) => ({
          name,
          verdict,
          similarity,
        })),
        limits: summary.limits,
      },
      reading: explainAudit(summary),
      warnings: summary.warnings,
      document: { name: 'kind' in summary ? 'pair-audit' : 'audit', value: summary },
    };
  },
};
