import type { Scored } from '../../evaluation/types.js';
import { count } from '../../text.js';
import { padEnd, padStart, shortNumber, visibleWidth } from '../layout.js';
import type { Style } from '../style.js';
import { standing } from './columns.js';

/** A line of a table: its name, and a cell per column. */
export interface Line {
  readonly name: string;
  readonly cells: readonly string[];
}

/** Lays blocks of lines out in as many columns as the width holds, repeating the names for the rest. */
export function layOut(
  blocks: readonly (readonly Line[])[],
  columns: number,
  width: number,
): string[] {
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

/** The line with the rows of class 1 in each column; none where labels are numbers. */
export function positivesLine(
  columns: readonly { readonly positives?: number | undefined }[],
): Line[] {
  if (columns.every(({ positives }) => positives === undefined)) return [];
  const cells = columns.map(({ positives }) => (positives === undefined ? '' : count(positives)));
  return [{ name: '  positive', cells }];
}

/** `n = 50`, or `n = 50, 12 positive`. */
export function rowsText(group: { readonly n: number; readonly positives?: number | undefined }) {
  const { n, positives } = group;
  return positives === undefined ? `n = ${n}` : `n = ${n}, ${positives} positive`;
}

/** A model's value: green where it clearly beats every baseline, `~` where that is not clear, `†` where it does not. */
export function modelValue(value: number, scored: Scored, chalk: Style['chalk']): string {
  const text = shortNumber(value);
  const how = standing(scored);
  if (how === 'no') return chalk.red(`${text}†`);
  if (how === 'unclear') return chalk.yellow(`${text}~`);
  return how === 'yes' ? chalk.green(text) : text;
}
