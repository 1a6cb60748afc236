import { html, type Markup, type Piece } from './escape.js';

export interface TableOptions {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Piece[])[];
  /** Columns of words, at the left; the first of them names the row. Default 1. */
  readonly words?: number | undefined;
  /** Whether neighboring rows with the same text in the first column share that cell. */
  readonly merge?: boolean | undefined;
  /** Lines below it. */
  readonly notes?: readonly string[] | undefined;
}

/** The most rows of one table. */
const MOST_ROWS = 1000;

/** A table in a box of its own that scrolls where the page is narrow. */
export function table({
  caption,
  head,
  rows,
  words = 1,
  merge = false,
  notes = [],
}: TableOptions): Markup {
  const shown = rows.slice(0, MOST_ROWS);
  const left = rows.length - shown.length;
  const below = left > 0 ? [...notes, `${left} more rows are not shown.`] : notes;
  const align = (c: number) => (c < words ? html` class="words"` : null);
  return html`<div class="scroll" role="region" aria-label="Table: ${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((title, c) =>
    title === '' ? html`<td></td>` : html`<th scope="col"${align(c)}>${title}</th>`,
  )}</tr></thead>
<tbody>
${shown.map(
  (row, r) =>
    html`<tr>${row.map((cell, c) => {
      if (c > (merge ? 1 : 0)) return html`<td${align(c)}>${cell}</td>`;
      if (c === 1) return html`<th scope="row"${align(c)}>${cell}</th>`;
      if (!merge) return html`<th scope="row"${align(c)}>${cell}</th>`;
      const n = same(shown, r);
      return n === 0 ? null : html`<th scope="rowgroup" rowspan="${n}"${align(c)}>${cell}</th>`;
    })}</tr>\n`,
)}</tbody>
</table></div>
${below.map((text) => html`<p class="note">${text}</p>\n`)}`;
}

/** Rows from this one on that begin with the same text; 0 where the row above does, too. */
function same(rows: readonly (readonly Piece[])[], from: number): number {
  const [first] = rows[from];
  if (from > 0 && rows[from - 1][0] === first) return 0;
  let end = from + 1;
  while (end < rows.length && rows[end][0] === first) end++;
  return end - from;
}
