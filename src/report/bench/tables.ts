import type { BenchReport, Gap, Mean, MetricReport, TableEntry } from '../../bench/report/types.js';
import { baselineTitle } from '../../evaluation/baselines/registry.js';
import { metricNamed } from '../../metrics/registry.js';
import { count, plural, printable } from '../../text.js';
import { shortNumber } from '../layout.js';
import { starred } from '../standing-words.js';

/** With fewer repeats Student's t alone makes an interval wide. */
const MANY = 5;

/** One table of a report, as texts. */
export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReportSection {
  readonly title: string;
  readonly tables: readonly ReportTable[];
  /** What its numbers are, a sentence each. */
  readonly notes: readonly string[];
}

/** What tables call a model: a baseline that nobody renamed has the title that it has everywhere. */
export function modelTitle(name: string, { models }: Pick<BenchReport, 'models'>): string {
  const own = models.find((model) => model.name === name);
  if (own?.builtin !== name) return name;
  return baselineTitle(name);
}

export function metricTitle({ metric, direction, target }: MetricReport): string {
  const title = metricNamed(metric)?.title ?? metric;
  if (target !== null) return `${title} (closest to ${target} is best)`;
  return `${title} (${direction === 'minimize' ? 'lower' : 'higher'} is better)`;
}

/** The metrics that are enough to show every data set once: of each the first that it has. */
export function firstMetrics({ metrics, data }: BenchReport): MetricReport[] {
  const shown = data.map((name) => metrics.find(({ table }) => table.some((e) => e.data === name)));
  return metrics.filter((metric) => shown.includes(metric));
}

/** Every section of a report. @param metrics those that are shown */
export function sectionsOf(report: BenchReport, metrics: readonly MetricReport[]): ReportSection[] {
  const sections = metrics.flatMap((metric) => [
    scores(report, metric),
    strata(report, metric),
    gaps(report, metric),
    tests(report, metric),
    overall(report, metric),
    published(report, metric),
  ]);
  return sections.filter(({ tables }) => tables.length > 0);
}

function dataSets({ data }: BenchReport, some: readonly { readonly data: string }[]): string[] {
  return data.filter((name) => some.some((one) => one.data === name));
}

/** A table of models × splits of each data set. */
function bySplit<Entry extends { data: string; split: string; model: string }>(
  report: BenchReport,
  entries: readonly Entry[],
  cell: (entry: Entry) => string,
): ReportTable[] {
  return dataSets(report, entries).map((data) => {
    const own = entries.filter((entry) => entry.data === data);
    const splits = report.splits.filter(({ name }) => own.some(({ split }) => split === name));
    const models = report.models.filter(({ name }) => own.some(({ model }) => model === name));
    return {
      title: data,
      head: ['model', ...splits.map(({ name }) => name)],
      rows: models.map(({ name }) => [
        modelTitle(name, report),
        ...splits.map((split) => {
          const entry = own.find((one) => one.model === name && one.split === split.name);
          return entry ? cell(entry) : '–';
        }),
      ]),
    };
  });
}

function scores(report: BenchReport, metric: MetricReport): ReportSection {
  const kinds = new Set(metric.table.map(({ interval }) => interval));
  return {
    title: metricTitle(metric),
    tables: bySplit(report, metric.table, scoreCell),
    notes: [
      ...(kinds.has('repeats')
        ? [
            '±: half of the 95% CI of the mean over repeats, corrected for overlapping training sets (Nadeau and Bengio).',
          ]
        : []),
      ...(metric.table.some(({ interval, repeats }) => interval === 'repeats' && repeats < MANY)
        ? [`Intervals over fewer than ${MANY} repeats are wide; more repeats make them narrower.`]
        : []),
      ...(kinds.has('rows')
        ? ['± of a split with one repeat: half of the 95% CI over its test molecules.']
        : []),
    ],
  };
}

function scoreCell(entry: TableEntry): string {
  const { failed, missing, repeats } = entry;
  const of = (n: number) => (n === repeats ? '' : ` ${n}/${repeats}`);
  if (failed > 0) return `failed${of(failed)}`;
  if (missing > 0) return `not run${of(missing)}`;
  return meanText(entry);
}

export function meanText({ value, ci95 }: Pick<Mean, 'value' | 'ci95'>): string {
  if (value === null) return '–';
  return `${shortNumber(value)}${ci95 === null ? '' : ` ±${shortNumber((ci95[1] - ci95[0]) / 2)}`}`;
}

function strata(report: BenchReport, metric: MetricReport): ReportSection {
  const tables = dataSets(report, metric.table).flatMap((data) =>
    report.splits.flatMap(({ name: split }) => {
      const own = metric.table.filter((entry) => entry.data === data && entry.split === split);
      const first = own.find((entry) => entry.strata.length > 0);
      if (!first) return [];
      const bins = first.strata.map(({ bin }) => bin);
      return [
        {
          title: `${data}, ${split}`,
          head: ['model', ...bins],
          rows: [
            ['test rows', ...first.strata.map(({ n }) => count(Math.round(n)))],
            ...own.map((entry) => [
              modelTitle(entry.model, report),
              ...bins.map((bin) => {
                const stratum = entry.strata.find((one) => one.bin === bin);
                if (stratum) return meanText(stratum);
                return entry.failed > 0 ? 'failed' : 'not run';
              }),
            ]),
          ],
        },
      ];
    }),
  );
  return {
    title: `${metricTitle(metric)}, by max similarity to training`,
    tables,
    notes: tables.some(({ rows }) => rows.some((row) => row.includes('–')))
      ? ['–: too few test rows in a repeat, or undefined.']
      : [],
  };
}

function gaps(report: BenchReport, metric: MetricReport): ReportSection {
  const { gaps: found } = metric;
  const [first] = found;
  return {
    title: `Generalization gap: worse than on ${first?.from ?? ''}, ${metricNamed(metric.metric)?.title}`,
    tables: bySplit(report, found, gapCell),
    notes: found.some(({ ci95 }) => ci95 === null)
      ? [
          'A gap to a split with one repeat has no interval; give it more repeats if it uses a seed.',
        ]
      : [],
  };
}

function gapCell({ worse_by, ci95, share }: Gap): string {
  const sign = worse_by > 0 ? '+' : '';
  const percent = share === null ? '' : ` (${sign}${(100 * share).toFixed(0).replace('-', '−')}%)`;
  return `${sign}${meanText({ value: worse_by, ci95 })}${percent}`;
}

function tests(report: BenchReport, metric: MetricReport): ReportSection {
  const { tests: all, tested } = metric;
  const found = all.filter(({ p }) => p !== null);
  const reference = modelTitle(report.reference, report);
  return {
    title: `Against ${reference}: difference in ${metricNamed(metric.metric)?.title}`,
    tables: bySplit(
      report,
      found,
      ({ difference, ci95, verdict, significant }) =>
        `${signed(difference, ci95)} ${starred(verdict, significant)}`,
    ),
    notes: [
      `difference = model − ${reference}, with half of its 95% CI. better, worse: the CI excludes 0; inconclusive: it includes 0. *: and p ≤ 0.05 in the corrected resampled t test after Holm's correction for ${count(tested)} tests.`,
    ],
  };
}

function signed(value: number, ci95: Mean['ci95']): string {
  return `${value > 0 ? '+' : ''}${meanText({ value, ci95 })}`;
}

function overall(report: BenchReport, metric: MetricReport): ReportSection {
  const { models } = metric;
  const ranked = models[0]?.ranked ?? 0;
  const reference = modelTitle(report.reference, report);
  const rows = models
    .filter(({ mean_rank }) => mean_rank !== null)
    .toSorted((a, b) => (a.mean_rank as number) - (b.mean_rank as number))
    .map((one) => {
      const gain = one.median_gain;
      return [
        modelTitle(one.model, report),
        (one.mean_rank as number).toFixed(2),
        ...(one.compared === 0
          ? ['–', '–', '–']
          : [
              `${one.better} (${one.significantly_better}*)`,
              `${one.worse} (${one.significantly_worse}*)`,
              gainText(gain),
            ]),
      ];
    });
  return {
    title: `All data sets and splits (${ranked}), ${metricNamed(metric.metric)?.title}`,
    tables:
      ranked === 0
        ? []
        : [{ title: '', head: ['model', 'mean rank', 'better', 'worse', 'median gain'], rows }],
    notes: [
      `better, worse, median gain: means compared with those of ${reference}; in brackets the significant ones (–: nothing to compare). A model without a value has the last rank.`,
    ],
  };
}

function published(report: BenchReport, { metric, published: found }: MetricReport): ReportSection {
  const title = `Against published scores: gain in ${metricNamed(metric)?.title}`;
  if (found === null) return { title, tables: [], notes: [] };
  const { scores: all, models } = found;
  const place = ({ data, split }: (typeof all)[number]) => `${data}, ${split}`;
  const sources = all.flatMap((one) =>
    one.source === null ? [] : [`${place(one)}: ${printable(one.source, 200)}.`],
  );
  return {
    title,
    tables: [
      {
        title: '',
        head: ['model', ...all.map(place), 'median'],
        rows: [
          ['published', ...all.map(({ value }) => shortNumber(value)), ''],
          ...models.map(({ model, gains, median_gain }) => [
            modelTitle(model, report),
            ...gains.map(gainText),
            gainText(median_gain),
          ]),
        ],
      },
    ],
    notes: [
      'gain: the share by which the mean is better than the published score; below 0 it is worse. Published scores have no interval here, so nothing is tested, and their test sets may be others.',
      ...sources,
    ],
  };
}

function gainText(gain: number | null): string {
  if (gain === null) return '–';
  return `${gain > 0 ? '+' : ''}${(100 * gain).toFixed(1).replace('-', '−')}%`;
}

/** What failed and why, a line for each model and reason, with the log of its first cell. */
export function failureLines(report: BenchReport): string[] {
  return report.failures.map(({ model, kind, message, cells }) => {
    const [{ id, data, split, repeat }] = cells;
    const more = cells.length > 1 ? ` and ${plural(cells.length - 1, 'more cell')}` : '';
    const log = kind === 'split' ? '' : `; log: cells/${id}/log.txt`;
    return `${modelTitle(model, report)}: ${message} (${data}/${split}/${repeat}${more}${log})`;
  });
}

/** `24 cells have scores, 2 failed, 1 was not run`. */
export function countsText({ counts: { done, failed, missing } }: BenchReport): string {
  return [
    `${count(done)} of ${count(done + failed + missing)} cells have scores`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(missing > 0 ? [`${count(missing)} not run`] : []),
  ].join(', ');
}
