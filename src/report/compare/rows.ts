import { csv } from '../../tables/formats/delimited.js';
import { tableText } from '../../tables/write.js';
import type { ModelComparison } from '../../workflows/compare/types.js';

/** Columns of the long form: one row per task, group of rows, metric and pair. */
export const COMPARISON_COLUMNS = [
  'task',
  'group_by',
  'group',
  'n',
  'positives',
  'flag',
  'metric',
  'role',
  'a',
  'b',
  'value_a',
  'value_b',
  'difference',
  'ci95_low',
  'ci95_high',
  'test',
  'opposed',
  'p',
  'p_holm',
  'significant',
  'margin',
  'standing',
  'reason',
] as const;

/** Every difference as CSV. */
export function comparisonCsv({ tasks }: ModelComparison): string {
  const rows = tasks.flatMap((task) =>
    task.groups.flatMap(({ by, value, n, positives, flag, metrics }) =>
      Object.entries(metrics).flatMap(([metric, { role, values, differences }]) =>
        differences.map((d) => {
          const known = d.difference !== null;
          const [low, high] = (known && d.ci95) || ['', ''];
          return [
            task.name,
            by,
            value,
            n,
            positives,
            flag,
            metric,
            role,
            d.a,
            d.b,
            values[d.a].value,
            values[d.b].value,
            d.difference,
            low,
            high,
            ...(known
              ? [
                  ...[d.test, d.opposed ? 'yes' : '', d.p, d.p_holm],
                  ...[d.significant ? 'yes' : 'no', d.margin, d.standing],
                ]
              : ['', '', '', '', '', '', '']),
            known ? (d.ci_reason ?? d.p_reason) : d.reason,
          ].map((cell) => (cell === null || cell === undefined ? '' : String(cell)));
        }),
      ),
    ),
  );
  return tableText(COMPARISON_COLUMNS, rows, csv.writer);
}
