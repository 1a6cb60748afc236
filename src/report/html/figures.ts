import type { Figure } from '../figures/figure.js';
import { type DrawnResults, figuresOf } from '../figures/index.js';
import type { SectionOf } from './context.js';
import { html, type Markup, trusted } from './escape.js';
import { table } from './table.js';

/** The section with the figures of a result; none where it has none. */
export function figureSection<Name extends keyof DrawnResults>(
  name: Name,
): SectionOf<DrawnResults[Name]> {
  return (result, { prefix }) => {
    const figures = figuresOf(name, result, `${prefix}-`);
    return figures.length === 0 ? [] : [{ title: 'Figures', body: figuresMarkup(figures) }];
  };
}

/** Figures side by side, each with its numbers as a table. */
export function figuresMarkup(figures: readonly Figure[]): Markup {
  return html`<div class="figures">
${figures.map(
  ({ title, caption, svg, table: { columns, rows } }) => html`<figure>
${trusted(svg)}
<figcaption><b>${title}.</b> ${caption}
<details><summary>Numbers of this figure</summary>
${table({ caption: `Numbers: ${title}`, head: columns, rows })}</details></figcaption>
</figure>
`,
)}</div>`;
}
