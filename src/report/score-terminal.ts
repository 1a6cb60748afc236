import { baselines } from '../metrics/baselines/registry.js';
import { type Metric, reasonTexts } from '../metrics/metric.js';
import { metrics as allMetrics } from '../metrics/registry.js';
import { count, plural } from '../text.js';
import type { Scored, ScoredGroup, ScoreSummary } from '../workflows/score/types.js';
import { padEnd, padStart, shortNumber, visibleWidth, wrap } from './layout.js';
import type { Style } from './style.js';

/** A column of the table: everything, or one stratum. */
interface Column {
  readonly title: string;
  readonly small: boolean;
  /** What each source scored there. */
  readonly groups: readonly { readonly source: string; readonly group: ScoredGroup }[];
  readonly n: number;
}

/** A line of the table: its name, and a cell per column. */
interface Line {
  readonly name: string;
  readonly cells: readonly string[];
}

/** Metrics by stratum, the model above the baselines, as a table that fits the screen. */
export function renderScore(summary: ScoreSummary, style: Style): string {
  const { chalk, width } = style;
  const columns = columnsOf(summary);
  const shown = allMetrics.filter((m) =>
    columns[0].groups.some(({ group }) => m.name in group.metrics),
  );
  const head: Line[] = [
    { name: 'similarity to train', cells: columns.map((c) => chalk.bold(c.title)) },
    {
      name: 'test rows',
      cells: columns.map((c) => (c.small ? chalk.yellow(`${count(c.n)} small`) : count(c.n))),
    },
  ];
  const blocks = shown.map((metric) => metricLines(metric, columns, style));
  const lines = [
    chalk.bold(
      `${summary.task} of ${summary.parameters.label ?? 'the true values'}, ${plural(summary.n, 'test row')}, ${plural(summary.train.molecules, 'training molecule')}`,
    ),
    chalk.dim(`similarity: Tanimoto of ${summary.parameters.fingerprint}`),
    '',
    ...layOut([head, ...blocks], columns.length, width),
    ...footnotes(summary, columns, blocks, style),
  ];
  return `${lines.join('\n')}\n`;
}

function columnsOf(summary: ScoreSummary): Column[] {
  const model =
    Object.keys(summary.overall.metrics).length > 0 ? [{ title: 'model', scores: summary }] : [];
  const sources = [
    ...model,
    ...baselines.map(({ name, title }) => ({ title, scores: summary.baselines[name] })),
  ];
  return [
    {
      title: 'overall',
      small: false,
      n: summary.overall.n,
      groups: sources.map(({ title, scores }) => ({ source: title, group: scores.overall })),
    },
    ...summary.strata.map((stratum, b) => ({
      title: stratum.bin,
      small: stratum.flag === 'small',
      n: stratum.n,
      groups: sources.map(({ title, scores }) => ({ source: title, group: scores.strata[b] })),
    })),
  ];
}

function metricLines(metric: Metric, columns: readonly Column[], { chalk }: Style): Line[] {
  const better = metric.direction === 'minimize' ? 'lower is better' : 'higher is better';
  const lines: Line[] = [
    {
      name: `${chalk.bold(metric.title)} ${chalk.dim(`(${better})`)}`,
      cells: columns.map(() => ''),
    },
  ];
  columns[0].groups.forEach(({ source }, s) => {
    const scored = columns.map((c) => c.groups[s].group.metrics[metric.name]);
    const isModel = source === 'model';
    lines.push({
      name: `  ${source}`,
      cells: scored.map((value, c) => {
        if (value.value === null) return chalk.dim('–');
        const text = shortNumber(value.value);
        if (!isModel) return text;
        return beaten(metric, value.value, columns[c]) ? chalk.red(`${text}*`) : chalk.green(text);
      }),
    });
    if (isModel && scored.some((v) => v.value !== null && v.ci95)) {
      lines.push({ name: '', cells: scored.map((v) => chalk.dim(interval(v))) });
    }
  });
  return lines;
}

/** Whether a baseline does as well as the model, or better. */
function beaten(metric: Metric, value: number, column: Column): boolean {
  return column.groups.some(({ source, group }) => {
    const other = group.metrics[metric.name];
    if (source === 'model' || other.value === null) return false;
    return metric.direction === 'minimize' ? value >= other.value : value <= other.value;
  });
}

function interval(scored: Scored): string {
  if (scored.value === null || !scored.ci95) return '';
  return scored.ci95.map((bound) => shortNumber(bound).replace(/(\.\d\d)\d$/, '$1')).join(', ');
}

/** Lays blocks of lines out in as many columns as the width holds, repeating the names for the rest. */
function layOut(blocks: readonly (readonly Line[])[], columns: number, width: number): string[] {
  const lines = blocks.flat();
  const nameWidth = Math.max(
    ...lines.filter((l) => l.cells.some((c) => c !== '')).map((l) => visibleWidth(l.name)),
  );
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(...lines.map((l) => visibleWidth(l.cells[c]))),
  );
  const out: string[] = [];
  for (let from = 0; from < columns; ) {
    let to = from + 1;
    let used = nameWidth + 2 + widths[from];
    while (to < columns && used + 2 + widths[to] <= width) used += 2 + widths[to++];
    for (const block of blocks) {
      for (const { name, cells } of block) {
        const row = cells.slice(from, to).map((cell, i) => padStart(cell, widths[from + i]));
        out.push(`${padEnd(name, nameWidth)}  ${row.join('  ')}`.trimEnd());
      }
      out.push('');
    }
    from = to;
  }
  return out;
}

function footnotes(
  summary: ScoreSummary,
  columns: readonly Column[],
  blocks: readonly (readonly Line[])[],
  { chalk, width }: Style,
): string[] {
  const notes: string[] = [];
  const draws = summary.parameters.bootstrap;
  if (draws !== 0 && Object.keys(summary.overall.metrics).length > 0) {
    notes.push(
      `Under the model's value: 95% bootstrap interval (${count(Number(draws))} draws of ${summary.parameters.resample}s).`,
    );
  }
  const marked = blocks.flat().some(({ cells }) => cells.some((cell) => cell.includes('*')));
  if (marked) notes.push('* a baseline does as well, or better.');
  if (summary.strata.some((s) => s.flag === 'small')) {
    notes.push(`small: fewer than ${summary.parameters['min-n']} rows, too few to conclude from.`);
  }
  const reasons = new Set(
    columns.flatMap(({ groups }) =>
      groups.flatMap(({ group }) =>
        Object.values(group.metrics).flatMap((m) =>
          m.value === null ? [reasonTexts[m.reason]] : [],
        ),
      ),
    ),
  );
  if (reasons.size > 0) notes.push(`– not defined: ${[...reasons].join('; ')}.`);
  return notes.map((note) => chalk.dim(wrap(note, width)));
}
