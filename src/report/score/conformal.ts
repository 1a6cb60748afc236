import { count } from '../../text.js';
import type { ConformalCoverage, ShareEstimate } from '../../workflows/score/types.js';
import { alignColumns, shortNumber, wrap } from '../layout.js';
import type { Style } from '../style.js';

/** Coverage of conformal intervals by stratum, beside that of one interval for all strata. */
export function conformalLines(
  { level, score, strata, least_calibration: least }: ConformalCoverage,
  { chalk, width }: Style,
): string[] {
  const isSet = score === 'one_minus_probability';
  const of = (estimate: ShareEstimate | null) =>
    estimate === null ? '–' : `${(100 * estimate.value).toFixed(1)}%`;
  const interval = (estimate: ShareEstimate | null) =>
    estimate?.ci95 ? estimate.ci95.map((end) => `${(100 * end).toFixed(0)}%`).join(', ') : '–';
  const size = (value: number | null) =>
    value === null ? '–' : `${isSet ? '' : '±'}${shortNumber(value)}`;
  const head = ['stratum', 'molecules', 'covered', '95% CI', isSet ? 'set size' : 'mean', 'pooled'];
  const rows = strata.map((one) => [
    one.bin,
    count(one.molecules),
    of(one.coverage),
    interval(one.coverage),
    size(one.size),
    of(one.pooled_coverage),
  ]);
  const tooFew = strata.some(({ judged, molecules }) => judged < molecules);
  return [
    `${chalk.bold(`Conformal ${isSet ? 'sets' : 'intervals'}, ${(100 * level).toFixed(1)}%`)} ${chalk.dim('(made without the molecules that they are judged by)')}`,
    ...alignColumns([head.map((title) => chalk.dim(title)), ...rows]).map((line) => `  ${line}`),
    chalk.dim(
      wrap(
        `pooled: share covered with one limit for all strata.${tooFew ? ` –: fewer than ${least} other molecules, so no finite interval.` : ''}`,
        width,
      ),
    ),
    '',
  ];
}
