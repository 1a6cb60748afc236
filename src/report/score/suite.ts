import { baselineShortTitle, baselines } from '../../evaluation/baselines/registry.js';
import { lossOfScored } from '../../evaluation/loss.js';
import type { FlaggedGroup, Scored } from '../../evaluation/types.js';
import type { Metric } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { summarize } from '../../statistics/summary.js';
import { count, list, plural, printable } from '../../text.js';
import type { SuiteSummary, SuiteTask } from '../../workflows/score/suite.js';
import { againstBaseline } from '../../workflows/score/tasks.js';
import { shortNumber, wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';
import { suiteAnswer } from './answer.js';
import { type Line, layOut, modelValue } from './grid.js';
import { answerLines } from './terminal.js';

/** Metric of a task in the table: its first one, or that of its reference score. */
interface Shown {
  readonly metric: Metric;
  readonly overall: Scored;
  /** In the stratum of the lowest similarity. */
  readonly lowest: Scored | undefined;
  readonly best: { readonly name: string; readonly value: number } | undefined;
}

function shownOf(task: SuiteTask): Shown {
  const name = task.reference?.metric ?? Object.keys(task.overall.metrics)[0];
  const metric = metricNamed(name) as Metric;
  const others = Object.entries(task.baselines).flatMap(([source, scores]) => {
    const scored = scores.overall.metrics[name];
    return scored && scored.value !== null ? [{ name: source, value: scored.value, scored }] : [];
  });
  others.sort((a, b) => lossOfScored(metric, a.scored) - lossOfScored(metric, b.scored));
  return {
    metric,
    overall: task.overall.metrics[name],
    lowest: task.strata[0]?.metrics[name],
    best: others[0],
  };
}

/** One table for all tasks: each one's metric, overall and where similarity is lowest, beside its best baseline. */
export const renderSuite = forScreen(suiteLines);

function suiteLines(summary: SuiteSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { title, head, rows } = suiteTable(summary, style);
  const line = ([name, ...cells]: readonly string[]): Line => ({ name, cells });
  const dimmed = head.map((text) => chalk.dim(text));
  return [
    chalk.bold(title),
    '',
    ...layOut([[dimmed, ...rows].map(line)], head.length - 1, width),
    ...meanText(summary).flatMap((text) => [chalk.bold(wrap(text, width)), '']),
    ...referenceText(summary).flatMap((text) => [wrap(text, width), '']),
    ...suiteNotes(summary).map((note) => chalk.dim(wrap(note, width))),
    ...answerLines(suiteAnswer(summary), style),
  ];
}

/** A row for each task or model: its metric, overall and where similarity is lowest, beside its best baseline. */
export function suiteTable(summary: SuiteSummary, style: Style) {
  const isModels = summary.kind === 'models';
  const tasks = summary.suite.map((task) => ({ task, ...shownOf(task) }));
  const names = new Set(tasks.map(({ metric }) => metric.title));
  const head = [
    isModels ? 'model' : 'task',
    'rows',
    ...(names.size > 1 ? ['metric'] : []),
    isModels ? 'overall' : 'model',
    '95% interval',
    'low sim.',
    'baseline',
    ...(summary.reference ? ['reference'] : []),
  ];
  const rows = tasks.map(({ task, metric, overall, lowest, best }) => [
    printable(task.name, 30),
    count(task.n),
    ...(names.size > 1 ? [metric.title] : []),
    overall.value === null ? '–' : modelValue(overall.value, overall, style.chalk),
    overall.value !== null && overall.ci95 ? overall.ci95.map(shortNumber).join(', ') : '–',
    lowest && lowest.value !== null ? modelValue(lowest.value, lowest, style.chalk) : '–',
    best ? `${shortNumber(best.value)} ${baselineShortTitle(best.name)}` : '–',
    ...(summary.reference ? [referenceCell(task, style)] : []),
  ]);
  const title = `${plural(summary.suite.length, isModels ? 'model' : 'task')}${names.size > 1 ? '' : `, ${[...names]}`}`;
  return { title, head, rows };
}

/** Wins and losses against the reference scores; none without any. */
export function referenceText({ reference }: SuiteSummary): string[] {
  if (!reference) return [];
  const { path, wins, losses, ties, clear_wins, clear_losses, without } = reference;
  return [
    `Against ${path}: ${plural(wins, 'win')} (${clear_wins} clear), ${plural(losses, 'loss', 'losses')} (${clear_losses} clear)${ties > 0 ? `, ${plural(ties, 'tie')}` : ''}${without.length > 0 ? `; no reference for ${without.map((name) => printable(name, 40)).join(', ')}` : ''}`,
  ];
}

/** What the columns and marks of the table are. */
export function suiteNotes({ kind, suite, reference }: SuiteSummary): string[] {
  return [
    `low sim.: ${kind === 'models' ? '' : 'the model '}in the least similar stratum, ${suite[0].strata[0]?.bin ?? ''}. baseline: the best baseline overall, with its value${baselineNames(suite)}.`,
    `† a baseline does as well or better; ~ better, not significantly.${reference ? ' Clear: the reference is outside the 95% CI.' : ''}`,
  ];
}

/** What the short names of baselines are that the table shows: ` (1-NN, 5-NN: nearest neighbors)`. */
function baselineNames(suite: SuiteSummary['suite']): string {
  const shown = new Set(suite.flatMap((task) => shownOf(task).best?.name ?? []));
  const known = baselines.filter(({ name }) => shown.has(name));
  const short = (own: typeof known) => list(own.map((one) => one.shortTitle));
  const near = known.filter(({ usesNeighbors }) => usesNeighbors === true);
  const parts = [
    ...(near.length > 0 ? [`${short(near)}: nearest neighbors`] : []),
    ...known
      .filter(
        ({ name, title, shortTitle }) => shortTitle !== title && !near.some((n) => n.name === name),
      )
      .map(({ title, shortTitle }) => `${shortTitle}: ${title}`),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/**
 * The mean over tasks that are scored by one metric; of one that has a unit only over the folds of one table, else how
 * the model compares with the baselines over the tasks.
 */
export function meanText({ kind, suite }: SuiteSummary): string[] {
  if (kind === 'models') return [];
  const tasks = suite.map(shownOf);
  const [{ metric }] = tasks;
  const values = tasks.flatMap(({ overall }) => (overall.value === null ? [] : [overall.value]));
  if (values.length < 2 || tasks.some((task) => task.metric !== metric)) return [];
  if (metric.unit !== undefined && !isOneTable(suite)) return acrossText(metric, suite);
  const { mean, sd } = summarize(values);
  return [
    `mean of ${values.length}: ${shortNumber(mean ?? Number.NaN)}, standard deviation ${shortNumber(sd ?? Number.NaN)}`,
  ];
}

/** Whether the tasks are folds: of the same label, and of as many molecules in training and test together. */
function isOneTable(suite: readonly SuiteTask[]): boolean {
  const labels = new Set(suite.map(({ parameters }) => parameters.label));
  const sizes = new Set(suite.map(({ molecules, train }) => molecules + train.labelled));
  return labels.size === 1 && sizes.size === 1;
}

function acrossText(metric: Metric, suite: readonly SuiteTask[]): string[] {
  const scored = (of: (task: SuiteTask) => FlaggedGroup | undefined) =>
    suite.map((task) => of(task)?.metrics[metric.name]);
  const parts = Object.keys(suite[0].baselines).flatMap((name) => {
    const { median_ratio, better, of } = againstBaseline(
      metric,
      scored(({ overall }) => overall),
      scored(({ baselines }) => baselines[name]?.overall),
    );
    if (of === 0) return [];
    const ratio = median_ratio === null ? '' : `${shortNumber(median_ratio)}, `;
    return [`${baselineShortTitle(name)} ${ratio}better in ${better} of ${of}`];
  });
  if (parts.length === 0) return [];
  return [
    `${metric.title} of the model ÷ baseline, median over tasks: ${parts.join('; ')}. The units of the tasks may differ, so there is no mean.`,
  ];
}

function referenceCell({ reference }: SuiteTask, { chalk }: Style): string {
  if (!reference) return '–';
  const { score, result, clear } = reference;
  const color = result === 'win' ? chalk.green : result === 'loss' ? chalk.red : chalk.dim;
  return `${shortNumber(score)} ${color(clear ? `clear ${result}` : result)}`;
}
