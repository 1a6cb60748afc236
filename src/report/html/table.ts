import { html, type Markup, type Piece } from './escape.js';

export interface TableOptions {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Piece[])[];
  /** Columns of words, at the left; the first of them names the row. Default 1. */
  readonly words?: number | undefined;
  /** Lines below it. */
  readonly notes?: readonly string[] | undefined;
}

/** The most rows of one table. */
const MOST_ROWS = 1000;

/** A table in a box of its own that scrolls where the page is narrow. */
export function table({ caption, head, rows, words = 1, notes = [] }: TableOptions): Markup {
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
  (row) =>
    html`<tr>${row.map((cell, c) =>
      c === 0 ? html`<th scope="row"${align(c)}>${cell}</th>` : html`<td${align(c)}>${cell}</td>`,
    )}</tr>\n`,
)}</tbody>
</table></div>
${below.map((text) => html`<p class="note">${text}</p>\n`)}`;
}
