import { binLabels } from '../../../similarity/bins.js';
import { plural } from '../../../text.js';
import type { SplitSummary } from '../../../workflows/split/types.js';
import { type Figure, makeFigure } from '../figure.js';
import { labelPoints, type SubsetLabels } from '../label-points.js';

/** Labels of the subsets and of the bins of the test set; null without a label column. */
export function splitLabels({ labels, similarity, folds }: SplitSummary): Figure | null {
  if (!labels) return null;
  const bins = binLabels(similarity.bins);
  const subsets: SubsetLabels[] = [
    { name: 'all', ...labels.whole },
    ...(folds ? [] : [{ name: 'train', ...labels.train }]),
    { name: 'test', ...labels.test },
  ];
  const parts = [...subsets, ...labels.bins.map((own, b) => ({ name: bins[b], ...own }))];
  const { drawing, table, what } = labelPoints(parts, {
    task: labels.task,
    label: labels.column,
    unit: labels.unit,
    positive: labels.positive,
    apart: subsets.length,
    xTitle: 'subset, and bin of max similarity within the test set',
  });
  return makeFigure({
    name: 'labels-by-bin',
    title: 'Labels by subset and similarity bin',
    caption: `${what} of ${plural(labels.whole.n, 'labeled molecule')}, by subset and by similarity bin of the test set.`,
    drawing,
    table,
  });
}
