import { binLabels } from '../../../similarity/bins.js';
import { plural } from '../../../text.js';
import type { SplitSummary } from '../../../workflows/split/types.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawBars } from '../kinds/bars.js';

/** Scaffolds of the test molecules of each bin; null for a method that does not look at scaffolds. */
export function splitScaffolds({ scaffolds, similarity, sizes }: SplitSummary): Figure | null {
  if (!scaffolds) return null;
  const bins = binLabels(similarity.bins);
  return makeFigure({
    name: 'scaffolds-by-bin',
    title: 'Scaffolds by similarity bin',
    caption: `Number of different Bemis-Murcko scaffolds of ${plural(sizes.test, 'test molecule')}, by max similarity to training.`,
    drawing: drawBars({
      xTitle: 'max similarity to training',
      yTitle: 'different scaffolds',
      categories: bins.map((name) => ({ name })),
      series: [{ name: 'scaffolds', values: scaffolds.bins }],
    }),
    table: {
      columns: ['similarity', 'scaffolds'],
      rows: bins.map((bin, b) => [bin, String(scaffolds.bins[b])]),
    },
  });
}
