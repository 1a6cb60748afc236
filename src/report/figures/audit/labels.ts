import { adjective } from '../../../audit/verdict.js';
import { plural } from '../../../text.js';
import type { AuditComparison, AuditSummary } from '../../../workflows/audit/types.js';
import type { FigureParts } from '../figure.js';
import { makeFigure } from '../figure.js';
import { drawOutlines } from '../kinds/outlines.js';
import { labelAxis, labelPoints } from '../label-points.js';

/** Labels of both sides, for each comparison that has labels: their distribution where they are numbers. */
export function auditLabels({ comparisons, label }: AuditSummary) {
  return comparisons.flatMap((comparison) => {
    const { name, train, test, labels } = comparison;
    if (!labels) return [];
    const ks = labels.ks === null ? '' : ` (KS distance ${labels.ks.toFixed(2)})`;
    const { what, ...drawn } = drawnLabels(comparison, labels, label ?? 'label');
    return makeFigure({
      name: `labels-${name}`,
      title: `Labels of ${adjective(train)} and ${adjective(test)} molecules`,
      caption: `${what}${ks}.`,
      ...drawn,
    });
  });
}

function drawnLabels(
  { train, test }: AuditComparison,
  labels: NonNullable<AuditComparison['labels']>,
  label: string,
): Pick<FigureParts, 'drawing' | 'table'> & { readonly what: string } {
  const sides = [
    { name: adjective(train), ...labels.train },
    { name: adjective(test), ...labels.test },
  ];
  const { histogram } = labels;
  if (!histogram) {
    const points = labelPoints(sides, { task: labels.task, label, xTitle: '' });
    return { ...points, what: `${points.what}, by molecule` };
  }
  const [learnt, judged] = sides.map(({ name, n }) => plural(n, `${name} molecule`));
  return {
    ...drawOutlines({
      x: { title: labelAxis(label, undefined) },
      yTitle: 'share of the set',
      edges: histogram.edges,
      groups: [
        { name: sides[0].name, counts: histogram.counts.train },
        { name: sides[1].name, counts: histogram.counts.test },
      ],
    }),
    what: `Share of ${learnt} and of ${judged} in each bin of the label`,
  };
}
