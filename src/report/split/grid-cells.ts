import { binLabels } from '../../similarity/bins.js';
import { count } from '../../text.js';
import type { GridCell, SplitPart, SplitSummary } from '../../workflows/split/types.js';
import { wrap } from '../layout.js';
import { layOut } from '../score/grid.js';
import type { Style } from '../style.js';

/** A table of cells: a row for each bin of molecules, a column for each bin of partners. */
export interface CellTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** What the cells of a grid have and were to have; null where the method aims at none. */
export function cellTable({ pairs, similarity, repeats }: SplitSummary): CellTable | null {
  const cells = pairs?.grid_target;
  if (!cells) return null;
  const bins = binLabels(similarity.bins);
  const empty = cells.some(({ bound }) => bound === 0);
  return {
    title: `Test pairs / requested, by max similarity of the molecule (rows) and of the partner (columns) to any in training${repeats ? ' (repeat 0)' : ''}`,
    head: ['', ...bins],
    rows: bins.map((bin, i) => [
      bin,
      ...cells.slice(i * bins.length, (i + 1) * bins.length).map(cellText),
    ]),
    notes: empty ? ['–: no split can have test pairs in this cell.'] : [],
  };
}

function cellText({ test, requested, bound }: GridCell): string {
  return bound === 0 ? '–' : `${count(test)} / ${count(requested)}`;
}

/** The cells for a terminal. */
export function cellLines(summary: SplitSummary, { chalk, width }: Style): string[] {
  const found = cellTable(summary);
  if (!found) return [];
  const { title, head, rows, notes } = found;
  const lines = [head, ...rows].map(([name, ...cells]) => ({ name: `  ${name}`, cells }));
  return [
    '',
    wrap(title, width),
    ...layOut([lines], head.length - 1, width).slice(0, -1),
    ...notes.map((text) => chalk.dim(wrap(text, width))),
  ];
}

/** How near two parts' test sets are to what was requested, in a word; empty where nothing was. */
export function statusText({ similarity, pairs }: Pick<SplitPart, 'similarity' | 'pairs'>): string {
  return (pairs?.grid_status ?? similarity.status ?? '').replace('_', ' ');
}
