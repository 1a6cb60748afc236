import { binLabels } from '../../../similarity/bins.js';
import { plural } from '../../../text.js';
import type { SplitSummary } from '../../../workflows/split/types.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawBars } from '../kinds/bars.js';

/** Histogram of the max similarity of test molecules: achieved beside requested. */
export function splitSimilarity({
  similarity,
  sizes,
  records,
  folds,
  repeats,
  parameters,
}: SplitSummary): Figure {
  const inRecords = parameters.count === 'records';
  const what = inRecords ? plural(records.test, 'test row') : plural(sizes.test, 'test molecule');
  const of = folds ? ' of all folds' : repeats ? ' of the first repeat' : '';
  return histogram({
    name: 'max-similarity',
    title: 'Max similarity of the test set to training',
    caption: `${what}${of} by max similarity to the ${folds ? 'training molecules of their fold' : 'training set'}${similarity.requested ? ': counts achieved beside those requested' : ''}.`,
    unit: inRecords ? 'test rows' : 'test molecules',
    bins: binLabels(similarity.bins),
    achieved: similarity.achieved,
    requested: similarity.requested,
  });
}

/** The same of validation molecules; null without any. */
export function validSimilarity({ similarity, sizes, records, parameters }: SplitSummary) {
  const { valid } = similarity;
  if (!valid) return null;
  const inRecords = parameters.count === 'records';
  const what = inRecords
    ? plural(records.valid, 'validation row')
    : plural(sizes.valid, 'validation molecule');
  return histogram({
    name: 'max-similarity-valid',
    title: 'Max similarity of the validation set to training',
    caption: `${what} by max similarity to the training set${valid.requested ? ': counts achieved beside those requested' : ''}.`,
    unit: inRecords ? 'validation rows' : 'validation molecules',
    bins: binLabels(similarity.bins),
    achieved: valid.achieved,
    requested: valid.requested,
  });
}

interface Histogram {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  /** What is counted. */
  readonly unit: string;
  readonly bins: readonly string[];
  readonly achieved: readonly number[];
  readonly requested: readonly number[] | null;
}

function histogram(histogram: Histogram): Figure {
  const { name, title, caption, unit, bins, achieved, requested } = histogram;
  return makeFigure({
    name,
    title,
    caption,
    drawing: drawBars({
      xTitle: 'max similarity to training',
      yTitle: unit,
      categories: bins.map((bin) => ({ name: bin })),
      series: [
        { name: 'achieved', values: achieved },
        ...(requested ? [{ name: 'requested', values: requested, hollow: true }] : []),
      ],
    }),
    table: {
      columns: ['similarity', 'achieved', ...(requested ? ['requested'] : [])],
      rows: bins.map((bin, b) => [
        bin,
        String(achieved[b]),
        ...(requested ? [String(requested[b])] : []),
      ]),
    },
  });
}
