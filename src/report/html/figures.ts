import { type Figure, renamed } from '../figures/figure.js';
import { html, trusted } from './escape.js';
import type { Section } from './section.js';
import { table } from './table.js';

/** The section of some figures, each with its numbers as a table; none where there are no figures. */
export function figuresSection(
  figures: readonly Figure[],
  prefix: string,
  title = 'Figures',
): Section[] {
  if (figures.length === 0) return [];
  const shown = figures.map((figure) => renamed(figure, `${prefix}-${figure.name}`));
  return [
    {
      title,
      body: html`<div class="figures">
${shown.map(
  ({ title: name, caption, svg, table: { columns, rows } }) => html`<figure>
${trusted(svg)}
<figcaption><b>${name}.</b> ${caption}
<details><summary>Numbers of this figure</summary>
${table({ caption: `Numbers: ${name}`, head: columns, rows })}</details></figcaption>
</figure>
`,
)}</div>`,
    },
  ];
}
