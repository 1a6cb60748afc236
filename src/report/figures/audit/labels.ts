import { adjective } from '../../../audit/verdict.js';
import type { AuditSummary } from '../../../workflows/audit/types.js';
import { makeFigure } from '../figure.js';
import { labelPoints } from '../label-points.js';

/** Labels of both sides, for each comparison that has labels. */
export function auditLabels({ comparisons, label }: AuditSummary) {
  return comparisons.flatMap(({ name, train, test, labels }) => {
    if (!labels) return [];
    const { drawing, table, what } = labelPoints(
      [
        { name: adjective(train), ...labels.train },
        { name: adjective(test), ...labels.test },
      ],
      { task: labels.task, label: label ?? 'label', xTitle: '' },
    );
    const ks = labels.ks === null ? '' : ` (KS distance ${labels.ks.toFixed(2)})`;
    return makeFigure({
      name: `labels-${name}`,
      title: `Labels of ${adjective(train)} and ${adjective(test)} molecules`,
      caption: `${what}, by molecule${ks}.`,
      drawing,
      table,
    });
  });
}
