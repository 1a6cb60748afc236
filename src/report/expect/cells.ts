import { baselineShortTitle } from '../../evaluation/baselines/registry.js';
import { count } from '../../text.js';
import type {
  CoverageEstimate,
  DomainPoint,
  ExpectedStratum,
  ExpectSummary,
} from '../../workflows/expect/types.js';
import { shortNumber } from '../layout.js';
import type { TextTable } from '../text-table.js';
import { percent, titleOf } from './answer.js';

/** The cell of a stratum without an interval. */
export const TOO_FEW = 'too few';

/** Strata of similarity: library, test molecules, their error, intervals and how many true values these cover. */
export function strataCells({ strata, task, domain, intervals }: ExpectSummary): TextTable {
  const normalized = intervals.score === 'absolute_error_over_std';
  const limit = task === 'regression' ? (normalized ? 'std ×' : 'interval') : 'sets';
  return {
    head: [
      'similarity to train',
      'library',
      'share',
      'test',
      titleOf(domain.metric),
      limit,
      'covered',
      'pooled',
    ],
    rows: strata.map((one) => [
      one.bin,
      count(one.library),
      percent(one.share),
      count(one.calibration),
      one.measured_error === null ? '–' : shortNumber(one.measured_error),
      limitText(one, normalized),
      share(one.coverage),
      share(one.pooled_coverage),
    ]),
  };
}

function limitText(
  { limit, limits, by_class: byClass }: ExpectedStratum,
  normalized: boolean,
): string {
  if (limits) {
    if (limits.includes(null)) return TOO_FEW;
    return byClass ? 'by class' : 'both';
  }
  if (limit == null) return TOO_FEW;
  return `${normalized ? '' : '±'}${shortNumber(limit)}`;
}

function share(estimate: CoverageEstimate): string {
  return estimate === null ? '–' : percent(estimate.value);
}

/** Error and coverage of the molecules that a cut-off of similarity keeps; no rows where none has a value. */
export function domainCells({ domain }: ExpectSummary): TextTable {
  // Of cut-offs that keep the same rows, the last one.
  const even = domain.points.filter(({ value }, p) => p % 2 === 0 && value !== null);
  const shown = even.filter(({ n }, p) => even[p + 1]?.n !== n);
  return {
    head: [
      'at least',
      'library',
      'test rows',
      titleOf(domain.metric),
      '95% CI',
      'best baseline',
      'covered',
    ],
    rows: shown.map((point) => [
      point.cutoff.toFixed(1),
      percent(point.share_kept),
      count(point.n),
      shortNumber(point.value as number),
      point.ci95 ? point.ci95.map(shortNumber).join(', ') : '–',
      bestBaseline(point),
      share(point.coverage),
    ]),
  };
}

function bestBaseline({ baselines: values }: DomainPoint): string {
  const others = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value }],
  );
  const best = others.sort((a, b) => a.value - b.value)[0];
  if (!best) return '–';
  return `${shortNumber(best.value)} ${baselineShortTitle(best.name)}`;
}

/** The requested coverage as it was given: `90%`, `97.5%`. */
export function shownCoverage(coverage: number): string {
  return `${Number((100 * coverage).toPrecision(12))}%`;
}

/** What the columns and values are. */
export function footnotes({
  expected: means,
  coverage,
  intervals,
  strata,
  task,
  domain,
}: ExpectSummary): string[] {
  const least = intervals.least_calibration;
  const what = task === 'regression' ? 'prediction intervals' : 'prediction sets';
  const [expected] = Object.keys(means.metrics);
  return [
    `expected ${titleOf(expected)}: mean over the library of the error at each molecule's own similarity (isotonic regression of the test errors), so it is not the mean of the strata.`,
    `covered: share of test molecules inside the ${shownCoverage(coverage)} ${what} of their stratum; the limit of each is calibrated without the molecule itself. pooled: the same, with one limit for all strata.`,
    ...(intervals.score === 'absolute_error_over_std'
      ? ['std ×: the interval is the prediction ± this number of predicted standard deviations.']
      : []),
    ...(strata.some(({ more_for_interval: more }) => more > 0)
      ? [`too few: fewer than ${least} test molecules; no finite interval keeps the promise.`]
      : []),
    ...(task === 'classification'
      ? [
          `sets: by class, where each class has at least ${least} test molecules; else one limit for both.`,
        ]
      : []),
    ...(domain.points.some((one) => Object.keys(one.baselines).length > 0)
      ? [`best baseline: lowest ${titleOf(domain.metric)} of the baselines of tanimark score.`]
      : []),
  ];
}
