import { plural } from '../../text.js';
import type { Figure } from '../figures/figure.js';
import { type DrawnResults, figuresOf } from '../figures/index.js';
import type { SectionOf } from './context.js';
import { html, type Markup, trusted } from './escape.js';
import { type Room, TOO_LARGE } from './room.js';
import { table } from './table.js';

/** The section with the figures of a result; none where it has none. */
export function figureSection<Name extends keyof DrawnResults>(
  name: Name,
): SectionOf<DrawnResults[Name]> {
  return (result, { prefix, figures: room }) => {
    const figures = figuresOf(name, result, `${prefix}-`);
    return figures.length === 0 ? [] : [{ title: 'Figures', body: figuresMarkup(figures, room) }];
  };
}

/** The most bytes of the figures of a page. */
export const MOST_FIGURES = 1_300_000;

/** Figures side by side, each with its numbers as a table; the first ones that there is room for. */
export function figuresMarkup(figures: readonly Figure[], room: Room): Markup {
  const shown: Markup[] = [];
  for (const { title, caption, svg, table: numbers } of figures) {
    const figure = html`<figure>
${trusted(svg)}
<figcaption><b>${title}.</b> ${caption}
<details><summary>Numbers of this figure</summary>
${table({ caption: `Numbers: ${title}`, head: numbers.columns, rows: numbers.rows })}</details></figcaption>
</figure>
`;
    if (!room.take(figure)) break;
    shown.push(figure);
  }
  const left = figures.length - shown.length;
  return html`<div class="figures">
${shown}</div>${left === 0 ? null : html`<p class="note">${plural(left, 'more figure')} left out, ${TOO_LARGE}.</p>`}`;
}
