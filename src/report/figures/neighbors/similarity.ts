import { binLabels } from '../../../similarity/bins.js';
import { count, plural } from '../../../text.js';
import type { NeighborsSummary } from '../../../workflows/neighbors/types.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawBars } from '../kinds/bars.js';

/** Histogram of the similarity of the nearest neighbor; null where no query has one. */
export function nearestSimilarity({ similarity, counts }: NeighborsSummary): Figure | null {
  if (counts.found === 0) return null;
  const bins = binLabels(similarity.bins);
  const without = counts.none > 0 ? ` ${count(counts.none)} have no neighbor.` : '';
  return makeFigure({
    name: 'nearest-similarity',
    title: 'Similarity of the nearest neighbor',
    caption: `${plural(counts.found, 'query row')} by Tanimoto similarity of the nearest reference molecule.${without}`,
    drawing: drawBars({
      xTitle: 'similarity of the nearest neighbor',
      yTitle: 'query rows',
      categories: bins.map((name) => ({ name })),
      series: [{ name: 'query rows', values: similarity.nearest }],
    }),
    table: {
      columns: ['similarity', 'query rows'],
      rows: bins.map((bin, b) => [bin, String(similarity.nearest[b])]),
    },
  });
}
