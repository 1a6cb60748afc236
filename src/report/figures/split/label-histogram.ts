import { adjective } from '../../../audit/verdict.js';
import type { SplitSummary } from '../../../workflows/split/types.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawOutlines } from '../kinds/outlines.js';
import { labelAxis } from '../label-points.js';

/** Distribution of the labels of each subset; null without labels that are numbers, and of folds, where subsets overlap. */
export function splitLabelHistogram({ labels, folds }: SplitSummary): Figure | null {
  if (!labels?.histogram || folds) return null;
  const { edges, counts } = labels.histogram;
  const { drawing, table } = drawOutlines({
    x: { title: labelAxis(labels.column, labels.unit) },
    yTitle: 'share of the subset',
    edges,
    groups: Object.entries(counts).map(([name, own]) => ({ name: adjective(name), counts: own })),
  });
  return makeFigure({
    name: 'labels-by-subset',
    title: 'Distribution of labels by subset',
    caption: 'Share of the labels of each subset in each bin.',
    drawing,
    table,
  });
}
