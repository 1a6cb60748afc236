import type { CoverageEstimate, ExpectSummary } from '../../../workflows/expect/types.js';
import { shownCoverage } from '../../expect/cells.js';
import { plainNumber } from '../draw/scale.js';
import { type Figure, makeFigure } from '../figure.js';
import { drawIntervals } from '../kinds/intervals.js';
import { sizeNote } from '../of-results.js';

/** Share of true values inside of their prediction intervals or sets, by stratum; null where no stratum has enough. */
export function stratumCoverage({ strata, coverage, task }: ExpectSummary): Figure | null {
  const shown = (estimate: CoverageEstimate) =>
    estimate === null ? null : { value: estimate.value, interval: estimate.ci95 };
  if (strata.every((own) => own.coverage === null && own.pooled_coverage === null)) return null;
  const what = task === 'regression' ? 'intervals' : 'sets';
  return makeFigure({
    name: 'coverage-by-stratum',
    title: `Coverage of prediction ${what} by similarity to training`,
    caption: `Share of true values inside of ${shownCoverage(coverage)} prediction ${what} that were calibrated without them, with 95% confidence intervals: each stratum with a limit of its own, and all strata with one limit. Dashed line: ${shownCoverage(coverage)}.`,
    drawing: drawIntervals({
      xTitle: 'max similarity to training',
      yTitle: 'share covered',
      categories: strata.map(({ bin, calibration }) => ({
        name: bin,
        note: sizeNote(calibration),
      })),
      series: [
        { name: 'limit of each stratum', values: strata.map((own) => shown(own.coverage)) },
        { name: 'one limit for all', values: strata.map((own) => shown(own.pooled_coverage)) },
      ],
      reference: coverage,
    }),
    table: {
      columns: ['stratum', 'n', ...columnsOf('by stratum'), ...columnsOf('one limit')],
      rows: strata.map((own) => [
        own.bin,
        String(own.calibration),
        ...[own.coverage, own.pooled_coverage].flatMap((one) => [
          plainNumber(one?.value),
          plainNumber(one?.ci95?.[0]),
          plainNumber(one?.ci95?.[1]),
        ]),
      ]),
    },
  });
}

const columnsOf = (name: string) => [name, `${name}, CI low`, `${name}, CI high`];
