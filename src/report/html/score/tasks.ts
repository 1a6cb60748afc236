import { count } from '../../../text.js';
import type { NamedTask, ScoreSummary } from '../../../workflows/score/types.js';
import { columnsOf, metricsIn } from '../../score/columns.js';
import type { SectionOf } from '../context.js';
import { html, joined, type Markup } from '../escape.js';
import { table } from '../table.js';
import { columnsTable, valueCell } from './tables.js';

/** Tasks whose tables are on the page. */
const MOST_TASKS = 50;

/** The first metric of each task, then all metrics of each, folded. */
export const taskTables: SectionOf<ScoreSummary> = (summary) => {
  const { tasks } = summary;
  if (!tasks || tasks.length === 0) return [];
  const [main] = columnsOf(summary);
  const [metric] = metricsIn(main);
  const [{ sources }] = main;
  const isModel = sources[0]?.name === 'model';
  const overview = table({
    caption: `${metric.title} by task (${sources[0]?.title ?? ''})`,
    head: ['task', 'true values', ...main.map(({ title }) => title)],
    rows: tasks.map((task) => [
      task.name,
      count(task.n),
      ...columnsOf(task)[0].map((c) => valueCell(c.sources[0]?.metrics[metric.name], isModel)),
    ]),
  });
  return [{ title: 'By task', body: joined([overview, foldedTables(tasks)]) }];
};

/** All metrics of each task, folded. */
export function foldedTables(tasks: readonly NamedTask[]): Markup {
  const each = tasks.slice(0, MOST_TASKS).map((task) => {
    const [columns] = columnsOf(task);
    return html`<details><summary>${task.name}: all metrics</summary>
${columnsTable(`Metrics of ${task.name} by max similarity to the training set`, columns, metricsIn(columns))}
</details>`;
  });
  const more =
    tasks.length > MOST_TASKS
      ? [html`<p class="note">All metrics are shown of the first ${MOST_TASKS}.</p>`]
      : [];
  return joined([...each, ...more]);
}
