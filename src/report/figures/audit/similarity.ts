import { adjective } from '../../../audit/verdict.js';
import { binLabels } from '../../../similarity/bins.js';
import { plural } from '../../../text.js';
import type { AuditSummary } from '../../../workflows/audit/types.js';
import { makeFigure } from '../figure.js';
import { drawBars } from '../kinds/bars.js';

/** Histogram of the max similarity of one side to the other, for each comparison. */
export function auditSimilarity({ comparisons }: AuditSummary) {
  return comparisons.map(({ name, train, test, similarity }) => {
    const { median_test: own, median_train: within } = similarity;
    const bins = binLabels(similarity.bins);
    const n = similarity.test.reduce((sum, k) => sum + k, 0);
    const [ours, theirs] = [adjective(test), adjective(train)];
    const medians =
      within === null
        ? `median ${own.toFixed(2)}`
        : `median ${own.toFixed(2)}; ${within.toFixed(2)} within ${theirs}`;
    return makeFigure({
      name: `similarity-${name}`,
      title: `Max similarity of ${ours} molecules to ${theirs} molecules`,
      caption: `${plural(n, `${ours} molecule`)} by max similarity to ${theirs} molecules (${medians}).`,
      drawing: drawBars({
        xTitle: `max similarity to ${theirs} molecules`,
        yTitle: `${ours} molecules`,
        categories: bins.map((bin) => ({ name: bin })),
        series: [{ name: `${ours} molecules`, values: similarity.test }],
      }),
      table: {
        columns: ['similarity', `${ours} molecules`],
        rows: bins.map((bin, b) => [bin, String(similarity.test[b])]),
      },
    });
  });
}
