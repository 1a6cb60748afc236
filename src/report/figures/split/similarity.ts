import { binLabels } from '../../../similarity/bins.js';
import { plural } from '../../../text.js';
import type { SplitSummary } from '../../../workflows/split/types.js';
import { countedNoun } from '../../split/counted.js';
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
  input,
}: SplitSummary): Figure {
  const inRecords = parameters.count === 'records';
  const noun = countedNoun({ input, parameters });
  const what = plural(inRecords ? records.test : sizes.test, `test ${noun}`);
  const of = folds ? ' of all folds' : repeats ? ' of the first repeat' : '';
  return histogram({
    name: 'max-similarity',
    title: 'Max similarity of the test set to training',
    caption: `${what}${of} by max similarity to the ${folds ? 'training sets of their folds' : 'training set'}${similarity.requested ? ': counts achieved beside those requested' : ''}.`,
    unit: `test ${noun}s`,
    bins: binLabels(similarity.bins),
    achieved: similarity.achieved,
    requested: similarity.requested,
  });
}

/** The same of validation molecules; null without any. */
export function validSimilarity({ similarity, sizes, records, parameters, input }: SplitSummary) {
  const { valid } = similarity;
  if (!valid) return null;
  const inRecords = parameters.count === 'records';
  const noun = countedNoun({ input, parameters });
  const what = plural(inRecords ? records.valid : sizes.valid, `validation ${noun}`);
  return histogram({
    name: 'max-similarity-valid',
    title: 'Max similarity of the validation set to training',
    caption: `${what} by max similarity to the training set${valid.requested ? ': counts achieved beside those requested' : ''}.`,
    unit: `validation ${noun}s`,
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
