import { shownSpec } from '../../chemistry/own-fingerprints/spec.js';
import { type Metric, reasonTexts } from '../../metrics/metric.js';
import { metrics as allMetrics } from '../../metrics/registry.js';
import { ALPHA } from '../../statistics/standing.js';
import { count, plural, printable } from '../../text.js';
import type {
  ComparedGroup,
  ComparedTask,
  Composition,
  ModelComparison,
  PairDifference,
} from '../../workflows/compare/types.js';
import { shortNumber, wrap } from '../layout.js';
import { marks } from '../row-marks.js';
import { type Line, layOut, positivesLine } from '../score/grid.js';
import { forScreen } from '../screen.js';
import { standingColor } from '../standing-words.js';
import type { Style } from '../style.js';
import { verdictNotes, verdictsOf } from './notes.js';
import { acrossTasks, metricsIn, sentences } from './summary.js';
import {
  isKnown,
  modelName,
  pText,
  shortDifference,
  signed,
  subject,
  tablesOf,
  wordOf,
} from './words.js';

/** Marks of groups, as in a score. */

/** Renders a comparison of models by stratum: tables and footnotes, then the answer of the primary metric, where the eye is at the end. */
export const renderComparison = forScreen(comparisonLines);

function comparisonLines(summary: ModelComparison, style: Style): string[] {
  const { tasks } = summary;
  const { chalk } = style;
  const one = tasks.length === 1;
  const lines = one
    ? taskLines(tasks[0], summary, style)
    : [similarityLine(summary, style), '', ...tasksTable(tasks, style)];
  const answer = one ? sentences(tasks[0], verdictsOf(summary)) : acrossTasks(summary);
  return [
    ...lines,
    ...footnotes(summary, style),
    '',
    ...answer.map((text, i) => {
      const wrapped = wrap(text, style.width);
      return i === 0 || !one ? chalk.bold(wrapped) : wrapped;
    }),
  ];
}

function taskLines(task: ComparedTask, summary: ModelComparison, style: Style): string[] {
  const { chalk, width } = style;
  const { models } = summary;
  const [main, ...others] = tablesOf(task);
  const metrics = metricsIn(task);
  const names = models.map(({ name }) => name);
  const two = names.length === 2;
  const block = (title: string, groups: readonly ComparedGroup[], shown: readonly Metric[]) =>
    tableOf(title, groups, shown, names, style);
  return [
    chalk.dim(wrap(subject(task, summary), width)),
    similarityLine(summary, style),
    '',
    ...block('similarity', main, metrics),
    ...others.flatMap((groups) => block(printable(groups[0].by, 14), groups, metrics.slice(0, 2))),
    ...(two ? compositionLines(task.composition, style) : pairLines(main, metrics[0], style)),
  ];
}

function similarityLine({ parameters }: ModelComparison, { chalk }: Style): string {
  return chalk.dim(
    `max similarity to the training set: Tanimoto of ${shownSpec(parameters.fingerprint)}`,
  );
}

function tableOf(
  title: string,
  groups: readonly ComparedGroup[],
  metrics: readonly Metric[],
  names: readonly string[],
  style: Style,
): string[] {
  const { chalk, width } = style;
  const head: Line[] = [
    { name: title, cells: groups.map(({ value }) => chalk.bold(printable(value, 24))) },
    { name: 'test rows', cells: groups.map((group) => rowsCell(group, style)) },
    ...positivesLine(groups),
  ];
  const [primary, ...others] = metrics.map((metric, m) =>
    names.length === 2
      ? pairBlock(metric, groups, m === 0, style)
      : rankBlock(metric, groups, names, style),
  );
  const secondary: Line = { name: chalk.dim('Secondary metrics:'), cells: groups.map(() => '') };
  const blocks = others.length > 0 ? [primary, [secondary], ...others] : [primary];
  return layOut([head, ...blocks], groups.length, width);
}

function rowsCell({ n, flag }: ComparedGroup, { chalk }: Style): string {
  return flag ? chalk.yellow(`${count(n)}${marks[flag]}`) : count(n);
}

/** Rows of one metric for two models: both values, the difference, its interval and verdict. */
function pairBlock(
  metric: Metric,
  groups: readonly ComparedGroup[],
  isPrimary: boolean,
  style: Style,
): Line[] {
  const of = groups.map(({ metrics }) => metrics[metric.name]);
  // By name: an object's keys may be in another order than the models.
  const values = of.map((own) => {
    if (!own) return '–';
    const [{ a, b }] = own.differences;
    const both = [own.values[a], own.values[b]];
    return both.map(({ value }) => (value === null ? '–' : shortNumber(value))).join(' → ');
  });
  return [
    { name: style.chalk.bold(metric.title), cells: values },
    ...differenceLines(
      of.map((own) => own?.differences[0]),
      style,
      { p: isPrimary },
    ),
  ];
}

/** Rows with the difference in each group, its interval and p-value, and its verdict. */
function differenceLines(
  differences: readonly (PairDifference | undefined)[],
  { chalk }: Style,
  { name = 'difference', intervals = true, p = true } = {},
): Line[] {
  const numbers = differences.map((d) => (isKnown(d) ? signed(d.difference) : chalk.dim('–')));
  const words = differences.map((d) =>
    isKnown(d) ? chalk[standingColor[d.standing]](wordOf(d)) : '',
  );
  const drawn = differences.some((d) => isKnown(d) && d.ci95);
  return [
    { name: `  ${name}`, cells: numbers },
    ...(drawn
      ? [
          ...(intervals
            ? [
                { name: '    95% CI', cells: differences.map((d) => chalk.dim(interval(d))) },
                ...(p
                  ? [{ name: '    p (Holm)', cells: differences.map((d) => chalk.dim(pCell(d))) }]
                  : []),
              ]
            : []),
          { name: '    verdict', cells: words },
        ]
      : []),
  ];
}

function interval(difference: PairDifference | undefined): string {
  if (!isKnown(difference) || !difference.ci95) return '';
  return difference.ci95.map(shortDifference).join(', ');
}

function pCell(difference: PairDifference | undefined): string {
  if (!isKnown(difference)) return '';
  return difference.p_holm === null ? '–' : pText(difference.p_holm);
}

/** Rows of one metric for three or more models: each value with its rank. */
function rankBlock(
  metric: Metric,
  groups: readonly ComparedGroup[],
  names: readonly string[],
  style: Style,
): Line[] {
  const { chalk } = style;
  const of = groups.map(({ metrics }) => metrics[metric.name]);
  return [
    { name: chalk.bold(metric.title), cells: groups.map(() => '') },
    ...names.map((name) => ({
      name: `  ${modelName(name)}`,
      cells: of.map((own) => {
        const value = own?.values[name].value;
        if (value === null || value === undefined) return chalk.dim('–');
        return `${shortNumber(value)} (${own.ranks[name]})`;
      }),
    })),
  ];
}

/** Every pair in one metric. */
function pairLines(groups: readonly ComparedGroup[], metric: Metric, style: Style): string[] {
  const { chalk, width } = style;
  const of = groups.map(({ metrics }) => metrics[metric.name].differences);
  const head: Line[] = [
    { name: chalk.bold(`${metric.title}, difference`), cells: groups.map(() => '') },
    { name: '', cells: groups.map(({ value }) => chalk.bold(value)) },
  ];
  const blocks = of[0].map(({ a, b }, p) =>
    differenceLines(
      of.map((differences) => differences[p]),
      style,
      { name: `${modelName(b)} − ${modelName(a)}` },
    ),
  );
  return layOut([[...head, ...blocks.flat()]], groups.length, width);
}

/** Differences with and without the sizes of the strata, of metrics in which the two are significantly opposite. */
function compositionLines(composition: readonly Composition[], style: Style): string[] {
  const disagreeing = composition.filter(({ paradox }) => paradox.length > 0);
  if (disagreeing.length === 0) return [];
  const { chalk, width } = style;
  const cell = (value: number | null | undefined) => (value == null ? '–' : signed(value));
  const lines = disagreeing.map(
    ({ metric, pooled, within, standardized }): Line => ({
      name: `  ${allMetrics.find(({ name }) => name === metric)?.title ?? metric}`,
      cells: [pooled.difference, within.difference, standardized?.difference].map(cell),
    }),
  );
  const head: Line = {
    name: chalk.bold('difference'),
    cells: ['all rows', 'within strata', 'equal strata'].map((text) => chalk.dim(text)),
  };
  return layOut([[head, ...lines]], 3, width);
}

/** One line per task and pair: the difference of the first metric. */
function tasksTable(tasks: readonly ComparedTask[], style: Style): string[] {
  const { chalk, width } = style;
  const [first] = tasks.map((task) => tablesOf(task)[0]);
  const lines = tasks.flatMap((task): Line[] => {
    const [groups] = tablesOf(task);
    const [metric] = metricsIn(task);
    const of = groups.map(({ metrics }) => metrics[metric.name]?.differences ?? []);
    return [
      {
        name: `${chalk.bold(printable(task.name, 30))} (${metric.title}, ${plural(task.n, 'row')})`,
        cells: groups.map(() => ''),
      },
      ...of[0].flatMap(({ a, b }, p): Line[] => {
        const own = of.map((differences) => differences[p]);
        return differenceLines(own, style, {
          name: `${modelName(b)} − ${modelName(a)}`,
          intervals: false,
        });
      }),
    ];
  });
  const head: Line = { name: 'similarity', cells: first.map(({ value }) => chalk.bold(value)) };
  return layOut([[head, ...lines]], first.length, width);
}

function footnotes(summary: ModelComparison, { chalk, width }: Style): string[] {
  const { tasks, parameters } = summary;
  const groups = tasks.flatMap((task) => task.groups);
  const differences = groups.flatMap(({ metrics }) =>
    Object.values(metrics).flatMap((metric) => metric.differences),
  );
  const known = differences.filter(isKnown);
  // Secondary metrics have no row of p on the screen of two models.
  const hidden =
    tasks.length === 1 && summary.models.length === 2 && metricsIn(tasks[0]).length > 1;
  const notes = verdictNotes(summary).map((note) =>
    hidden && note.startsWith('Primary metric')
      ? `${note} p of the secondary metrics: --json.`
      : note,
  );
  if (known.some(({ opposed, p_holm }) => opposed && p_holm !== null && p_holm <= ALPHA)) {
    notes.push(
      'Where * is missing, the Wilcoxon test can contradict the mean error: many small gains, few large losses.',
    );
  }
  if (tasks.length === 1 && tasks[0].composition.some(({ paradox }) => paradox.length > 0)) {
    notes.push(
      'within strata: mean over strata, weighted by rows; equal strata: every stratum has the same weight.',
    );
  }
  const flags = groups.map(({ flag }) => flag);
  if (flags.includes('small')) {
    notes.push(
      `! fewer than ${parameters['min-n']} ${Number(parameters['min-n']) === 1 ? 'row' : 'rows'}: too few to compare (--min-n).`,
    );
  }
  if (flags.includes('few_of_class'))
    notes.push('! fewer than 10 rows of a class: too few to compare.');
  if (flags.includes('below_100')) notes.push('? fewer than 100 rows: interpret with care.');
  const reasons = new Set(
    differences.flatMap((d) => (d.difference === null ? [reasonTexts[d.reason]] : [])),
  );
  if (reasons.size > 0) notes.push(`– undefined: ${[...reasons].join('; ')}.`);
  if (tasks.length > 1) notes.push('All metrics of all tasks: --format markdown, csv or json.');
  return notes.map((note) => chalk.dim(wrap(note, width)));
}
