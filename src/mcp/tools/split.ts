import { existsSync } from 'node:fs';
import { manifestPath } from '../../dataset/manifest/path.js';
import { TanimarkError } from '../../errors.js';
import { required } from '../../options/kinds.js';
import { SPLIT } from '../../options/split.js';
import { explainSplit } from '../../report/explain/index.js';
import type { SplitOptions } from '../../workflows/split/types.js';
import type { Tool } from '../tool.js';
import { path, pick, READING } from './options.js';

const NAMES = [
  ...['input', 'method', 'test', 'valid', 'folds', 'bins', 'fingerprint', 'standardize', 'seed'],
  ...['group', 'count', 'onInvalid', 'strict', 'timeLimit', 'methodOptions', ...READING],
];

export const split: Tool = {
  name: 'split',
  title: 'Split a data set',
  description:
    'Makes a train/test split with controlled test-to-train similarity and writes it as a table with a column "split". Use it before training; choose hyperparameters on a validation set ("valid"), never on the test set. A random split does not measure performance on new chemistry; the default method, sae, fills bins of similarity. The result does not say how good a model is: use score.',
  options: {
    ...pick(SPLIT, NAMES),
    output: required(path('table to write, such as split.csv; a manifest is written beside it')),
  },
  reads: ['input'],
  writes: ['output'],
  isReadOnly: false,
  async run({ output, ...options }: SplitOptions & { readonly output: string }, { job }) {
    const { checkSplitOutput, outputFormat, writeSplit } = await import(
      '../../workflows/split/output.js'
    );
    const { split: make } = await import('../../workflows/split/index.js');
    const format = outputFormat(output, undefined);
    checkSplitOutput(output, false);
    // An agent's slip must not cost data.
    if (existsSync(output) && !existsSync(manifestPath(output))) {
      throw new TanimarkError(
        'file',
        `${output} exists, and no split of tanimark (it has no manifest); choose another name`,
      );
    }
    const result = await make(options, job);
    await writeSplit(result, output, format, job);
    const { summary } = result;
    const { method, seed, sizes, similarity } = summary;
    return {
      summary: {
        ...{ output, method, seed, sizes },
        similarity: {
          bins: similarity.bins,
          requested: similarity.requested,
          achieved: similarity.achieved,
          status: similarity.status,
        },
      },
      reading: explainSplit(summary),
      warnings: summary.warnings,
      document: { name: 'split', value: summary },
    };
  },
};
