import { adjective } from '../../../audit/verdict.js';
import { binLabels } from '../../../similarity/bins.js';
import { plural } from '../../../text.js';
import type { PairAuditSummary } from '../../../workflows/audit/pair-split/types.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawBars } from '../kinds/bars.js';

/** Histogram of the max similarity of the rows of one side to the pairs of the other, for each comparison. */
export function pairSimilarity({ comparisons }: PairAuditSummary): Figure[] {
  return comparisons.map(({ name, train, test, similarity }) => {
    const bins = binLabels(similarity.bins);
    const [ours, theirs] = [adjective(test), adjective(train)];
    const n = similarity.test.reduce((sum, k) => sum + k, 0);
    return makeFigure({
      name: `similarity-${name}`,
      title: `Max similarity of ${ours} pairs to ${theirs} pairs`,
      caption: `${plural(n, `${ours} row`)} by the similarity of the nearest ${theirs} pair, which is the smaller of the similarities of drug and partner (median ${similarity.median.toFixed(2)}).`,
      drawing: drawBars({
        xTitle: `max similarity to ${theirs} pairs`,
        yTitle: `${ours} rows`,
        categories: bins.map((bin) => ({ name: bin })),
        series: [{ name: `${ours} rows`, values: similarity.test }],
      }),
      table: {
        columns: ['similarity', `${ours} rows`],
        rows: bins.map((bin, b) => [bin, String(similarity.test[b])]),
      },
    });
  });
}
