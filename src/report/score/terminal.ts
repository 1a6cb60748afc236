import { baselines, baselineTitle, curveBaselines } from '../../evaluation/baselines/registry.js';
import type { Scored } from '../../evaluation/types.js';
import { type Metric, reasonTexts } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { LEAST_CLUSTERS } from '../../statistics/resampling.js';
import { count, list, plural, printable } from '../../text.js';
import type { Curve, Deployment, NamedTask, ScoreSummary } from '../../workflows/score/types.js';
import { barTable } from '../bar-table.js';
import { betterText, withTargetOf } from '../best-value.js';
import { intervalMethod } from '../interval-text.js';
import { shortNumber, wrap } from '../layout.js';
import { marks } from '../row-marks.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { testRowsText, trainingText } from '../training-text.js';
import { acrossNote, acrossRows } from './across.js';
import { scoreAnswer } from './answer.js';
import { type Column, columnsOf, metricsIn, standing } from './columns.js';
import { conformalLines } from './conformal.js';
import { type Line, layOut, modelValue, positivesLine } from './grid.js';
import { partnerLines, similarityText } from './pairs.js';

/** Points of a curve that are drawn. */
const POINTS = 10;

/** Renders a score: metrics by stratum, the model above the baselines, then footnotes and the answer. */
export const renderScore = forScreen(scoreLines);

function scoreLines(summary: ScoreSummary, style: Style): string[] {
  const { chalk } = style;
  const [main, ...others] = columnsOf(summary);
  const metrics = metricsIn(main);
  const { tasks } = summary;
  const label = printable(String(summary.parameters.label ?? 'the true values'), 40);
  const classes = summary.parameters.task === 'multiclass';
  const what = tasks
    ? `${acrossNote(main) === null ? 'mean of ' : ''}${classes ? plural(tasks.length, 'class', 'classes') : plural(tasks.length, 'task')} (${label})`
    : `${summary.task} of ${label}`;
  // A row counts once for each task that it has a true value of.
  const rows = tasks && !classes ? 'true value' : 'test row';
  const measured = rows === 'test row' ? testRowsText(summary) : plural(summary.n, rows);
  return [
    chalk.bold(
      wrap(`${what}, ${measured}, ${trainingText(summary.train, summary.folds)}`, style.width),
    ),
    ...similarityText(summary).map((text) => chalk.dim(wrap(text, style.width))),
    '',
    ...tableOf('similarity to train', `${rows}s`, main, metrics, style),
    ...others.flatMap((columns) =>
      tableOf(
        `by ${printable(columns[0].by, 30)}`,
        `${rows}s`,
        columns,
        metrics.slice(0, 2),
        style,
      ),
    ),
    ...(tasks ? taskTable(tasks, metrics[0], style) : []),
    ...partnerLines(summary, metrics, style),
    ...(summary.curve ? curveLines(summary.curve, style) : []),
    ...(summary.deployment ? deploymentLines(summary.deployment, metrics, style) : []),
    ...(summary.conformal ? conformalLines(summary.conformal, style) : []),
    ...footnotes(summary, [main, ...others].flat(), style),
    ...answerLines(scoreAnswer(summary), style),
  ];
}

/** The answer of a score, as the last lines of its screen. */
export function answerLines(sentences: readonly string[], { chalk, width }: Style): string[] {
  return ['', ...sentences.map((text) => chalk.bold(wrap(text, width)))];
}

function tableOf(
  title: string,
  rows: string,
  columns: readonly Column[],
  metrics: readonly Metric[],
  style: Style,
): string[] {
  const { chalk, width } = style;
  const head: Line[] = [
    { name: title, cells: columns.map((c) => chalk.bold(c.title)) },
    { name: rows, cells: columns.map((c) => rowsCell(c, style)) },
    ...positivesLine(columns),
  ];
  const blocks = metrics
    .map((metric) => metricLines(metric, columns, style))
    .filter((lines) => lines.length > 0);
  return layOut([head, ...blocks], columns.length, width);
}

function rowsCell({ n, flag }: Column, { chalk }: Style): string {
  return flag ? chalk.yellow(`${count(n)}${marks[flag]}`) : count(n);
}

function metricLines(metric: Metric, columns: readonly Column[], { chalk }: Style): Line[] {
  const across = acrossRows(metric, columns);
  if (across?.length === 0) return [];
  const own = columns.map(({ sources }) => sources[0]?.metrics[metric.name]);
  const better = betterText(withTargetOf(metric, own));
  const lines: Line[] = [
    {
      name: `${chalk.bold(metric.title)} ${chalk.dim(`(${better})`)}`,
      cells: columns.map(() => ''),
    },
  ];
  if (across) {
    return [...lines, ...across.map(({ title, cells }) => ({ name: `  ${title}`, cells }))];
  }
  columns[0].sources.forEach(({ name, title }, s) => {
    const scored = columns.map((c) => c.sources[s].metrics[metric.name]);
    // What a baseline cannot have, such as an uncertainty, is no line.
    if (name !== 'model' && scored.every((v) => isWithout(v))) return;
    lines.push({
      name: `  ${title}`,
      cells: scored.map((value) => valueCell(value, name === 'model', chalk)),
    });
    if (name === 'model' && scored.some((v) => v?.value != null && v.ci95)) {
      lines.push({ name: '', cells: scored.map((v) => chalk.dim(interval(v))) });
    }
  });
  return lines;
}

function isWithout(scored: Scored | undefined): boolean {
  if (!scored) return true;
  return scored.value === null && ['no_std', 'no_interval'].includes(scored.reason);
}

function valueCell(scored: Scored | undefined, isModel: boolean, chalk: Style['chalk']): string {
  if (!scored || scored.value === null) return chalk.dim('–');
  return isModel ? modelValue(scored.value, scored, chalk) : shortNumber(scored.value);
}

function interval(scored: Scored | undefined): string {
  if (!scored || scored.value === null || !scored.ci95) return '';
  return scored.ci95.map(shortNumber).join(', ');
}

/** One line per task: the first metric, overall and by stratum. */
function taskTable(tasks: readonly NamedTask[], metric: Metric, style: Style): string[] {
  const { chalk, width } = style;
  const [first] = columnsOf(tasks[0]);
  const source = first[0].sources[0];
  const lines = tasks.map((task): Line => {
    const columns = columnsOf(task)[0];
    return {
      name: `  ${printable(task.name, 30)}`,
      cells: [
        count(task.n),
        ...columns.map((c) =>
          valueCell(c.sources[0]?.metrics[metric.name], source.name === 'model', chalk),
        ),
      ],
    };
  });
  const head: Line[] = [
    {
      name: `${chalk.bold(`${metric.title} by task`)} ${chalk.dim(`(${source.title})`)}`,
      cells: ['true values', ...first.map((c) => c.title)].map((text) => chalk.dim(text)),
    },
  ];
  return layOut([[...head, ...lines]], first.length + 1, width);
}

function curveLines(curve: Curve, style: Style): string[] {
  const metric = metricNamed(curve.metric) as Metric;
  const given = (name: string) => curve.points.some(({ values }) => values[name] != null);
  const [beside, ...others] = curveBaselines();
  const source = ['model', beside, ...others].find(given);
  if (source === undefined || curve.points.length < 2) return [];
  const other = source === 'model' && given(beside) ? beside : undefined;
  const step = Math.max(1, (curve.points.length - 1) / (POINTS - 1));
  const shown = Array.from(
    { length: Math.min(POINTS, curve.points.length) },
    (_, k) => curve.points[Math.round(k * step)],
  );
  const cell = (value: number | null | undefined) => (value == null ? '–' : shortNumber(value));
  const rows = shown.map(({ similarity, n, values }) => [
    similarity.toFixed(2),
    count(n),
    ...(other ? [cell(values[other])] : []),
    cell(values[source]),
  ]);
  const bars = shown.map(({ values }) => Math.max(0, values[source] ?? 0));
  const least = Math.min(...curve.points.map(({ n }) => n));
  // The bars are those of the last column.
  const head = [
    'mean sim.',
    'rows',
    ...(other ? [baselineTitle(other)] : []),
    baselineTitle(source),
  ];
  return [
    `${style.chalk.bold(`${metric.title} along similarity`)} ${style.chalk.dim(`(windows of ≥ ${least} rows, overlapping; bars: ${baselineTitle(source)})`)}`,
    ...barTable(head, rows, bars, Math.max(...bars), style),
    '',
  ];
}

/** That nothing is known of a part of the library. */
export function outsideText(outside: number): string {
  return `${percent(outside)} of the library is in strata with too few test rows: the model's error there is unknown.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function deploymentLines(
  { path, molecules, strata, outside, metrics }: Deployment,
  shown: readonly Metric[],
  style: Style,
): string[] {
  const { chalk } = style;
  const table = strata.map(({ bin, share, measured }) => [
    bin,
    percent(share),
    measured ? 'yes' : chalk.yellow('no'),
  ]);
  const source = metrics.model ? 'model' : Object.keys(metrics)[0];
  const lines = shown.flatMap((metric): Line[] => {
    const scored = source === undefined ? undefined : metrics[source][metric.name];
    if (!scored || scored.value === null) return [];
    return [
      {
        name: `  ${metric.title}`,
        cells: [valueCell(scored, source === 'model', chalk), chalk.dim(interval(scored))],
      },
    ];
  });
  const covered = `${percent(1 - outside)} of the library`;
  return [
    chalk.bold(`Expected on ${printable(path, 44)} (${plural(molecules, 'molecule')})`),
    ...barTable(
      ['similarity', 'share', 'enough test rows'],
      table,
      strata.map((s) => s.share),
      1,
      style,
    ),
    ...(lines.length > 0
      ? [
          chalk.dim(
            `  ${baselineTitle(source)}, on the ${covered} in strata with enough test rows:`,
          ),
        ]
      : []),
    ...(lines.length > 0 ? layOut([lines], 2, style.width) : ['']),
    ...(outside > 0 ? [chalk.yellow(wrap(outsideText(outside), style.width)), ''] : []),
  ];
}

function hasFewClusters(scored: Scored): boolean {
  return scored.value !== null && scored.ci_reason === 'few_clusters';
}

/** What marks and signs of a score's tables are, why values are missing, and what metrics and baselines are. */
export function footnotes(
  summary: ScoreSummary,
  columns: readonly Column[],
  { chalk, width }: Style,
): string[] {
  const notes: string[] = [];
  const { 'min-n': minN } = summary.parameters;
  const all = columns.flatMap(({ sources }) =>
    sources.flatMap(({ name, metrics }) =>
      Object.values(metrics).map((s) => ({ name, scored: s })),
    ),
  );
  const model = all.filter(({ name }) => name === 'model').map(({ scored }) => scored);
  const names = columns.flatMap(({ sources }) => sources.flatMap((s) => Object.keys(s.metrics)));
  const hasInterval = ({ scored }: (typeof all)[number]) => scored.value !== null && scored.ci95;
  const method = intervalMethod(names, summary.parameters, summary.resampled);
  if (model.some((scored) => hasInterval({ name: 'model', scored }))) {
    notes.push(`Below each value of the model: 95% CI (${method}).`);
  } else if (summary.resampled?.unit === 'cluster' && all.some(hasInterval)) {
    notes.push(`95% CI: ${method}.`);
  }
  const few = columns.filter(({ sources }) =>
    sources.some(({ metrics }) => Object.values(metrics).some(hasFewClusters)),
  );
  if (few.length > 0) {
    notes.push(
      `No 95% CI in ${list(few.map(({ title }) => title))}: fewer than ${LEAST_CLUSTERS} clusters of test molecules.`,
    );
  }
  const standings = model.map(standing);
  if (standings.includes('yes')) notes.push('no mark: significantly better than every baseline.');
  if (standings.includes('no')) notes.push('† a baseline does as well or better.');
  if (standings.includes('unclear')) {
    // Few rows, or no draws: there is no interval that could hold anything.
    const drawn = model.some((s) => standing(s) === 'unclear' && s.value !== null && s.ci95);
    notes.push(
      drawn
        ? '~ better than every baseline, not significantly (95% CI of the difference includes 0).'
        : '~ better than every baseline; significance is unknown without intervals.',
    );
  }
  const flags = columns.map(({ flag }) => flag);
  if (flags.includes('small')) {
    notes.push(
      `! fewer than ${minN} ${Number(minN) === 1 ? 'row' : 'rows'}: too few for conclusions (--min-n).`,
    );
  }
  if (flags.includes('few_of_class'))
    notes.push('! fewer than 10 rows of a class: too few for conclusions.');
  if (flags.includes('below_100')) notes.push('? fewer than 100 rows: interpret with care.');
  const means = all.flatMap(({ scored }) =>
    scored.value !== null && scored.tasks !== undefined && scored.tasks < (scored.of ?? 0)
      ? [scored.tasks]
      : [],
  );
  if (means.length > 0) {
    notes.push(
      `Each mean is over the tasks in which the metric is defined (at least ${Math.min(...means)} of ${summary.tasks?.length}).`,
    );
  }
  const across = acrossNote(columns);
  if (across !== null) notes.push(across.trim());
  notes.push(...undefinedNotes(columns), ...metricNotes(columns), ...baselineNotes(columns));
  return notes.map((note) => chalk.dim(wrap(note, width)));
}

/** Why values are missing: for each reason the metrics and their sources, or the strata. */
function undefinedNotes(columns: readonly Column[]): string[] {
  const missing = columns.flatMap(({ title: stratum, sources }) =>
    sources.flatMap(({ name, title: source, metrics }) =>
      Object.entries(metrics).flatMap(([metric, scored]) => {
        if (scored.value !== null || scored.reason === 'different_units') return [];
        if (name !== 'model' && isWithout(scored)) return [];
        return [{ reason: scored.reason, stratum, source, metric: titleOfMetric(metric) }];
      }),
    ),
  );
  return [...new Set(missing.map(({ reason }) => reason))].map((reason) => {
    const own = missing.filter((one) => one.reason === reason);
    const names = (of: 'stratum' | 'source' | 'metric') =>
      some([...new Set(own.map((o) => o[of]))]);
    const where =
      reason === 'small_stratum'
        ? `in ${names('stratum')}`
        : `for ${names('metric')} of ${names('source')}`;
    return `–: undefined ${where} (${reasonTexts[reason]}).`;
  });
}

/** Names that a footnote lists. */
const MOST_NAMES = 4;

function some(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return list(names);
  return `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} more`;
}

function titleOfMetric(name: string): string {
  return metricNamed(name)?.title ?? name;
}

/** What a metric is whose title does not say it. */
function metricNotes(columns: readonly Column[]): string[] {
  return metricsIn(columns).flatMap(({ title, legend }) =>
    legend === undefined ? [] : [`${title}: ${legend}.`],
  );
}

/** What a baseline is whose title does not say it. */
function baselineNotes([{ sources }]: readonly Column[]): string[] {
  return baselines
    .filter(({ name }) => sources.some((source) => source.name === name))
    .flatMap(({ title, legend }) => (legend === undefined ? [] : [`${title}: ${legend}.`]));
}
