import { baselines } from '../../evaluation/baselines/registry.js';
import { shownInput } from '../../tables/table.js';
import { count, plural } from '../../text.js';
import type {
  CoverageEstimate,
  ExpectedStratum,
  ExpectSummary,
} from '../../workflows/expect/types.js';
import { barTable } from '../bar-table.js';
import { alignColumns, shortNumber, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { expectAnswer, percent, titleOf } from './answer.js';

/** Renders an expectation: strata, histogram, applicability domain, footnotes, then the answer. */
export const renderExpect = forScreen(expectLines);

function expectLines(summary: ExpectSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { library, calibration, train, outputs } = summary;
  const invalid = library.invalid === 0 ? '' : `, ${count(library.invalid)} invalid`;
  return [
    chalk.bold(
      wrap(
        `expected ${summary.task} error on ${shownInput(library.path)} (${plural(library.records, 'row')}${invalid})`,
        width,
      ),
    ),
    wrap(
      `model trained on ${plural(train.molecules, 'molecule')}, calibrated on ${plural(calibration.molecules, calibration.of === 'valid' ? 'validation molecule' : 'test molecule')}`,
      width,
    ),
    '',
    ...strataLines(summary, style),
    '',
    ...histogramLines(summary, style),
    '',
    ...domainLines(summary, style),
    '',
    ...footnotes(summary).map((note) => chalk.dim(wrap(note, width))),
    ...outputs.map(({ path, rows }) => `wrote ${path} ${chalk.dim(`(${plural(rows, 'row')})`)}`),
    '',
    ...expectAnswer(summary).map((text) => chalk.bold(wrap(text, width))),
  ];
}

function strataLines({ strata, task, domain, intervals }: ExpectSummary, style: Style): string[] {
  const { chalk } = style;
  const normalized = intervals.score === 'absolute_error_over_std';
  const limit = task === 'regression' ? (normalized ? 'std ×' : 'interval') : 'sets';
  const head = [
    'similarity to train',
    'library',
    'share',
    'test',
    titleOf(domain.metric),
    limit,
    'covered',
    'pooled',
  ];
  const rows = strata.map((one) => [
    one.bin,
    count(one.library),
    percent(one.share),
    count(one.calibration),
    one.measured_error === null ? '–' : shortNumber(one.measured_error),
    limitText(one, normalized, style),
    share(one.coverage),
    share(one.pooled_coverage),
  ]);
  return alignColumns([head.map((title) => chalk.bold(title)), ...rows]);
}

function limitText(
  { limit, limits, by_class: byClass }: ExpectedStratum,
  normalized: boolean,
  { chalk }: Style,
): string {
  if (limits) {
    if (limits.includes(null)) return chalk.yellow('too few');
    return byClass ? 'by class' : 'both';
  }
  if (limit == null) return chalk.yellow('too few');
  return `${normalized ? '' : '±'}${shortNumber(limit)}`;
}

function share(estimate: CoverageEstimate): string {
  return estimate === null ? '–' : percent(estimate.value);
}

function histogramLines({ histogram }: ExpectSummary, style: Style): string[] {
  // Two bins of 0.05 each.
  const merged = (counts: readonly number[]) =>
    Array.from({ length: 10 }, (_, i) => counts[2 * i] + counts[2 * i + 1]);
  const groups = [histogram.train, histogram.test, histogram.library].map(merged);
  const shares = groups.map((own) => {
    const total = own.reduce((sum, n) => sum + n, 0);
    return own.map((n) => (total === 0 ? 0 : n / total));
  });
  const rows = shares[0].map((_, i) => [
    `${(i / 10).toFixed(1)} to ${((i + 1) / 10).toFixed(1)}`,
    ...shares.map((own) => percent(own[i])),
  ]);
  return [
    style.chalk.bold('Max similarity to training'),
    ...barTable(
      ['similarity', 'training', 'test', 'library'],
      rows,
      shares[2],
      Math.max(...shares[2]),
      style,
    ),
  ];
}

function domainLines({ domain }: ExpectSummary, style: Style): string[] {
  const { chalk } = style;
  // Of cut-offs that keep the same rows, the last one.
  const even = domain.points.filter(({ value }, p) => p % 2 === 0 && value !== null);
  const shown = even.filter(({ n }, p) => even[p + 1]?.n !== n);
  if (shown.length === 0) return [];
  const names = Object.keys(shown[0].baselines);
  const head = [
    'at least',
    'library',
    'test rows',
    titleOf(domain.metric),
    '95% CI',
    'best baseline',
    'covered',
  ];
  const rows = shown.map((point) => {
    const others = names.flatMap((name) => {
      const value = point.baselines[name];
      return value === null ? [] : [{ name, value }];
    });
    const best = others.sort((a, b) => a.value - b.value)[0];
    return [
      point.cutoff.toFixed(1),
      percent(point.share_kept),
      count(point.n),
      shortNumber(point.value as number),
      point.ci95 ? point.ci95.map(shortNumber).join(', ') : '–',
      best ? `${shortNumber(best.value)} ${baselineTitle(best.name)}` : '–',
      share(point.coverage),
    ];
  });
  return [
    `${chalk.bold('Applicability domain')} ${chalk.dim('(molecules with at least this max similarity)')}`,
    ...alignColumns([head.map((title) => chalk.dim(title)), ...rows]),
  ];
}

function baselineTitle(name: string): string {
  return baselines.find((one) => one.name === name)?.shortTitle ?? name;
}

/** The requested coverage as it was given: `90%`, `97.5%`. */
function shownCoverage(coverage: number): string {
  return `${Number((100 * coverage).toPrecision(12))}%`;
}

function footnotes({
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
    'training: similarity to the nearest other training molecule. bars: library.',
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
