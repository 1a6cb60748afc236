import { adjective } from '../../../audit/verdict.js';
import { count, percent, plural } from '../../../text.js';
import type { AuditSummary } from '../../../workflows/audit/types.js';
import { plainNumber } from '../draw/scale.js';
import { makeFigure } from '../figure.js';
import { drawForest } from '../kinds/forest.js';

/** Share of the rows of each kind of overlap, for each comparison with any. */
export function auditFindings({ comparisons, sides }: AuditSummary) {
  return comparisons.flatMap(({ name, test, findings }) => {
    const found = findings.filter(({ test_records }) => test_records > 0);
    if (found.length === 0) return [];
    const rows = plural(sides[test].records, `${adjective(test)} row`);
    return makeFigure({
      name: `overlap-${name}`,
      title: `Overlap of ${name.replace('-', ' and ')} by kind`,
      caption: `Percent of ${rows} in an overlap of each kind; a row can be of several kinds.`,
      drawing: drawForest({
        xTitle: `percent of ${adjective(test)} rows`,
        zero: 0,
        stems: true,
        looks: [{ text: '' }],
        sections: [
          {
            heading: '',
            rows: found.map(({ title, test_records, share }) => ({
              name: title,
              note: `${count(test_records)} (${percent(share, 1)})`,
              estimate: { value: 100 * share, interval: null },
              look: 0,
            })),
          },
        ],
      }),
      table: {
        columns: ['overlap', 'rows', 'percent'],
        rows: found.map(({ title, test_records, share }) => [
          title,
          String(test_records),
          plainNumber(100 * share),
        ]),
      },
    });
  });
}
