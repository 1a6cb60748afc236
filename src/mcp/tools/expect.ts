import { EXPECT } from '../../options/expect.js';
import { required } from '../../options/kinds.js';
import { explainExpected } from '../../report/explain/index.js';
import type { ExpectOptions } from '../../workflows/expect/types.js';
import type { Tool } from '../tool.js';
import { path, pick, READING } from './options.js';

const NAMES = [
  ...['library', 'predictions', 'libraryPredictions', 'split', 'data', 'part', 'train', 'truth'],
  ...['calibration', 'coverage', 'width', 'task', 'bins', 'fingerprint', 'prediction', 'std'],
  ...['join', 'missing', 'duplicates', 'splitColumn', 'librarySmiles', 'libraryId', ...READING],
];

export const expect: Tool = {
  name: 'expect',
  title: 'Expected error on a library',
  description:
    'Tells the error to expect of a model on molecules that are not measured yet, from its errors on the test set of a split: for the library as a whole, and for each molecule (in the table that is written) with a conformal prediction interval, and whether the test set can speak for it. Use it before a model\'s predictions of a library are trusted. Give "split" (or "train" and "truth"). The promise holds for molecules like those of the test set within a stratum of similarity, not for a region of chemistry that it lacks.',
  options: {
    ...pick(EXPECT, NAMES),
    output: required(path('table to write, a row for each library row, such as expected.csv')),
  },
  reads: ['library', 'predictions', 'libraryPredictions', 'split', 'data', 'train', 'truth'],
  writes: ['output'],
  isReadOnly: false,
  async run(options: ExpectOptions, { job }) {
    const { expectErrors } = await import('../../workflows/expect/index.js');
    const summary = await expectErrors(options, job);
    const { task, coverage, library, expected, strata, planning } = summary;
    return {
      summary: {
        ...{ output: options.output, task, coverage },
        library: {
          records: library.records,
          invalid: library.invalid,
          outside: library.outside,
          outside_share: library.outside_share,
        },
        expected: expected.metrics,
        test: expected.test,
        strata: strata.map(({ bin, library: n, share, calibration, limit, limits }) => ({
          ...{ bin, library: n, share, calibration, limit, limits },
        })),
        planning,
      },
      reading: explainExpected(summary),
      warnings: summary.warnings,
      document: { name: 'expect', value: summary },
    };
  },
};
