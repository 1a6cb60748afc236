import { padEnd, padStart, visibleWidth } from '../layout.js';

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
