import { alignColumns, bar, padEnd, visibleWidth } from './layout.js';
import type { Style } from './style.js';

/**
 * Lines of a table whose rows end in bars, such as a histogram.
 *
 * @param values one for each row, drawn on a scale that ends at `full`
 */
export function barTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  values: readonly number[],
  full: number,
  { chalk, width }: Style,
): string[] {
  const table = alignColumns([head.map((title) => chalk.dim(title)), ...rows]);
  const taken = Math.max(...table.map(visibleWidth));
  const room = Math.max(8, Math.min(40, width - taken - 4));
  return table.map((line, i) =>
    i === 0
      ? `  ${line}`
      : `  ${padEnd(line, taken)}  ${chalk.cyan(bar(values[i - 1], full, room))}`.trimEnd(),
  );
}
