import type { Scored } from '../../evaluation/types.js';
import { csv } from '../../tables/formats/delimited.js';
import { tableText } from '../../tables/write.js';
import type { ScoreSummary, TaskScores } from '../../workflows/score/types.js';
import { columnsOf } from './columns.js';

/** Columns of the long form: one row per task, source, group of rows and metric. */
export const SCORE_COLUMNS = [
  'file',
  'task',
  'source',
  'group_by',
  'group',
  'n',
  'positives',
  'flag',
  'metric',
  'value',
  'ci95_low',
  'ci95_high',
  'reason',
] as const;

/** Every number of some results, as CSV in long form. @param files what each result is called */
export function scoreCsv(results: readonly (readonly [file: string, ScoreSummary])[]): string {
  const rows = results.flatMap(([file, summary]) => [
    ...taskRows(file, summary.tasks ? 'mean' : (summary.parameters.label ?? ''), summary),
    ...(summary.tasks ?? []).flatMap((task) => taskRows(file, task.name, task)),
  ]);
  return tableText(SCORE_COLUMNS, rows, csv.writer);
}

function taskRows(file: string, task: string | number, scores: TaskScores): string[][] {
  const groups = columnsOf(scores)
    .flat()
    .flatMap(({ by, title, n, positives, flag, sources }) =>
      sources.flatMap(({ name, metrics }) =>
        Object.entries(metrics).map(([metric, scored]) => [
          file,
          String(task),
          name,
          by,
          title,
          String(n),
          String(positives ?? ''),
          flag ?? '',
          metric,
          ...cells(scored),
        ]),
      ),
    );
  const { deployment } = scores;
  const expected = Object.entries(deployment?.metrics ?? {}).flatMap(([source, metrics]) =>
    Object.entries(metrics).map(([metric, scored]) => [
      file,
      String(task),
      source,
      'deployment',
      deployment?.path ?? '',
      String(deployment?.molecules ?? ''),
      '',
      '',
      metric,
      ...cells(scored),
    ]),
  );
  return [...groups, ...expected];
}

function cells(scored: Scored): string[] {
  if (scored.value === null) return ['', '', '', scored.reason];
  const [low, high] = scored.ci95 ?? ['', ''];
  return [String(scored.value), String(low), String(high), scored.ci_reason ?? ''];
}
