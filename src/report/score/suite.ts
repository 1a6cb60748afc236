import type { Metric } from '../../metrics/metric.js';
import { lossOf } from '../../metrics/metric.js';
import { metricNamed } from '../../metrics/registry.js';
import { count, plural, printable } from '../../text.js';
import type { SuiteSummary, SuiteTask } from '../../workflows/score/suite.js';
import type { Scored } from '../../workflows/score/types.js';
import { shortNumber, wrap } from '../layout.js';
import type { Style } from '../style.js';
import { standing } from './columns.js';
import { layOut } from './grid.js';

/** What one task shows: its first metric, or that of its reference score. */
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
    return scored && scored.value !== null ? [{ name: source, value: scored.value }] : [];
  });
  others.sort((a, b) => lossOf(metric, a.value) - lossOf(metric, b.value));
  return {
    metric,
    overall: task.overall.metrics[name],
    lowest: task.strata[0]?.metrics[name],
    best: others[0],
  };
}

/** One table for all tasks: each one's metric, overall and where similarity is lowest, beside its best baseline. */
export function renderSuite(summary: SuiteSummary, style: Style): string {
  const { chalk, width } = style;
  const tasks = summary.suite.map((task) => ({ task, ...shownOf(task) }));
  const withReference = summary.reference !== null;
  const head = ['rows', 'metric', 'model', '95% interval', 'low sim.', 'best baseline'];
  const rows = tasks.map(({ task, metric, overall, lowest, best }) => [
    count(task.n),
    metric.title,
    colored(overall, style),
    overall.value !== null && overall.ci95 ? overall.ci95.map(shortNumber).join(', ') : '–',
    lowest && lowest.value !== null ? shortNumber(lowest.value) : '–',
    best ? shortNumber(best.value) : '–',
    ...(withReference ? referenceCells(task, style) : []),
  ]);
  const titles = withReference ? [...head, 'reference', 'result'] : head;
  const line = (name: string, cells: readonly string[]) => ({
    name: chalk.dim(name),
    cells: cells.map((cell) => chalk.dim(cell)),
  });
  const lines = [
    chalk.bold(plural(summary.suite.length, 'task')),
    '',
    ...layOut(
      [
        [
          line('task', titles),
          ...rows.map((row, t) => ({ name: printable(tasks[t].task.name, 30), cells: row })),
        ],
      ],
      titles.length,
      width,
    ),
  ];
  if (summary.reference) {
    const { path, wins, losses, ties, clear_wins, clear_losses, without } = summary.reference;
    lines.push(
      wrap(
        `Against ${path}: ${plural(wins, 'win')} (${clear_wins} clear), ${plural(losses, 'loss', 'losses')} (${clear_losses} clear)${ties > 0 ? `, ${plural(ties, 'tie')}` : ''}${without.length > 0 ? `; no reference for ${without.map((name) => printable(name, 40)).join(', ')}` : ''}`,
        width,
      ),
      '',
    );
  }
  const notes = [
    `low sim.: the stratum ${summary.suite[0].strata[0]?.bin ?? ''} of similarity to train.`,
    '* a baseline does as well, or better; ~ better, but not clearly. Clear: the reference lies outside the interval.',
  ];
  return `${[...lines, ...notes.map((note) => chalk.dim(wrap(note, width)))].join('\n')}\n`;
}

function colored(scored: Scored, { chalk }: Style): string {
  if (scored.value === null) return '–';
  const text = shortNumber(scored.value);
  const how = standing(scored);
  if (how === 'no') return chalk.red(`${text}*`);
  if (how === 'unclear') return chalk.yellow(`${text}~`);
  return how === 'yes' ? chalk.green(text) : text;
}

function referenceCells({ reference }: SuiteTask, { chalk }: Style): string[] {
  if (!reference) return ['–', ''];
  const { result, clear } = reference;
  const text = clear ? `${result} (clear)` : result;
  const color = result === 'win' ? chalk.green : result === 'loss' ? chalk.red : chalk.dim;
  return [shortNumber(reference.score), color(text)];
}
