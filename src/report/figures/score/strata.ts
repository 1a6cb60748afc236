import { type Metric, reasonTexts } from '../../../metrics/metric.js';
import { plural, printable } from '../../../text.js';
import { bestText, withTargetOf } from '../../best-value.js';
import { type Column, columnsOf, metricsIn } from '../../score/columns.js';
import { plainNumber } from '../draw/scale.js';
import { type Figure, type FigureTable, makeFigure } from '../figure.js';
import { drawIntervals, type Estimate } from '../kinds/intervals.js';
import { sizeNote, slug } from '../of-results.js';
import { labelName, type ScoredTask, sourceLook } from './task.js';

/** The most metrics that are drawn. */
const METRICS = 3;
/** The most groups of rows in a figure. */
const GROUPS = 12;

/** Metrics overall and by stratum, the model beside baselines: the metric of the curve first, then those of the table. */
export function metricsByStratum(task: ScoredTask): Figure[] {
  const { scores } = task;
  const [main, ...others] = columnsOf(scores);
  const shown = drawnMetrics(main, scores.curve?.metric);
  const strata = shown.flatMap((metric) =>
    metricFigure(metric, main, task, {
      by: 'similarity',
      title: `${metric.title} by similarity to training`,
      xTitle: 'max similarity to training',
      apart: 1,
    }),
  );
  // Of further groupings only the first metric.
  const groupings = others.flatMap((columns) => {
    if (shown.length === 0 || columns.length > GROUPS || columns.length === 0) return [];
    const [{ by }] = columns;
    return metricFigure(shown[0], columns, task, {
      by,
      title: `${shown[0].title} by ${printable(by, 40)}`,
      xTitle: by,
      apart: 0,
    });
  });
  return [...strata, ...groupings];
}

function drawnMetrics(columns: readonly Column[], first: string | undefined): Metric[] {
  const all = metricsIn(columns);
  return [
    ...all.filter(({ name }) => name === first),
    ...all.filter(({ name }) => name !== first),
  ].slice(0, METRICS);
}

interface Grouping {
  readonly by: string;
  readonly title: string;
  readonly xTitle: string;
  readonly apart: number;
}

function metricFigure(
  metric: Metric,
  columns: readonly Column[],
  task: ScoredTask,
  { by, title, xTitle, apart }: Grouping,
): Figure[] {
  const sources = columns[0].sources.map(({ name: source, title: name }, s) => ({
    name,
    look: sourceLook(source),
    values: columns.map((column) => estimateOf(column, s, metric.name)),
  }));
  const drawn = sources.filter(({ values }) => values.some((estimate) => estimate !== null));
  if (drawn.length === 0) return [];
  const n = task.scores.n;
  const told = withTargetOf(
    metric,
    columns.map((column) => column.sources[0].metrics[metric.name]),
  );
  const intervals = drawn.some(({ values }) => values.some((e) => e?.interval));
  return [
    makeFigure({
      name: `${slug(metric.name)}-by-${slug(by)}`,
      title,
      caption: `${metric.title} of ${plural(n, 'test row')}${intervals ? ' with 95% CI' : ''}; ${bestText(told)}.${metric.unit ? ` Unit: that of ${labelName(task)}${metric.unit === 'square' ? ', squared' : ''}.` : ''}`,
      drawing: drawIntervals({
        xTitle,
        yTitle: `${metric.title} (${bestText(told)})`,
        categories: columns.map((column) => ({ name: column.title, note: sizeNote(column.n) })),
        series: drawn,
        apart,
        fromZero: metric.direction === 'minimize' && metric.target === undefined,
        reference: referenceOf(told) ?? (metric.name === 'roc_auc' ? 0.5 : undefined),
      }),
      table: tableOf(metric.name, columns),
    }),
  ];
}

/** Where a line is drawn. */
function referenceOf({ target }: Pick<Metric, 'target'>): number | undefined {
  return target === 'level' ? undefined : target;
}

function estimateOf({ sources }: Column, source: number, metric: string): Estimate | null {
  const scored = sources[source].metrics[metric];
  return scored && scored.value !== null ? { value: scored.value, interval: scored.ci95 } : null;
}

function tableOf(metric: string, columns: readonly Column[]): FigureTable {
  return {
    columns: ['stratum', 'n', 'source', metric, 'ci95 low', 'ci95 high', 'reason'],
    rows: columns.flatMap(({ title, n, sources }) =>
      sources.flatMap((source) => {
        const scored = source.metrics[metric];
        if (!scored) return [];
        const head = [title, String(n), source.title];
        if (scored.value === null) return [[...head, '', '', '', reasonTexts[scored.reason]]];
        const [low, high] = scored.ci95 ?? [null, null];
        return [[...head, plainNumber(scored.value), plainNumber(low), plainNumber(high), '']];
      }),
    ),
  };
}
