import { plural } from '../../text.js';
import { html, joined, longText, type Markup, type Piece } from './escape.js';
import type { Section } from './section.js';
import { table } from './table.js';

/** How a result was made. */
export interface Methods {
  readonly version: string;
  readonly rdkit?: string | null;
  readonly seed?: number | null;
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly inputs?: readonly Input[];
  /** Further tables of what was done. */
  readonly more?: readonly Markup[];
}

export interface Input {
  readonly role: string;
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
}

/** The section on methods, folded: command, versions, parameters, files with their checksums. */
export function methodsSection(
  { version, rdkit, seed, parameters = {}, inputs = [], more = [] }: Methods,
  command: string | undefined,
): Section {
  const settings = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  const versions = [
    `tanimark ${version}`,
    ...(rdkit == null ? [] : [`RDKit ${rdkit}`]),
    ...(seed == null ? [] : [`seed ${seed}`]),
  ];
  const parts = [
    command === undefined
      ? html`<p>To reproduce it, run tanimark ${version} on the same files with the parameters below.</p>`
      : html`<p>To reproduce it, run in the folder of these files:</p>
<p><code class="command" tabindex="0">${command}</code></p>`,
    html`<p>${versions.join(', ')}. The same inputs, parameters and seed give the same numbers, with any number of threads.</p>`,
    ...(settings.length > 0
      ? [table({ caption: 'Parameters', head: ['parameter', 'value'], rows: settings, words: 2 })]
      : []),
    ...(inputs.length > 0 ? [inputTable(inputs)] : []),
    ...more,
  ];
  return {
    title: 'Methods',
    body: html`<details><summary>Command, versions, parameters and checksums</summary>
${joined(parts)}
</details>`,
  };
}

/** Rows whose structures cannot be read, as a table; none without any. */
export function invalidTable(
  head: readonly string[],
  rows: readonly (readonly Piece[])[],
): Markup[] {
  if (rows.length === 0) return [];
  const caption = plural(
    rows.length,
    'row with an invalid structure',
    'rows with an invalid structure',
  );
  return [table({ caption, head, rows, words: head.length })];
}

/** Files that were written, with their checksums, as a table; none without any. */
export function outputTable(outputs: readonly Omit<Input, 'role'>[], role: string): Markup[] {
  if (outputs.length === 0) return [];
  const files = outputs.map((own) => ({ ...own, role }));
  return [inputTable(files, 'Output files')];
}

/** Files with their checksums. */
export function inputTable(inputs: readonly Input[], caption = 'Input files'): Markup {
  return table({
    caption,
    head: ['file', 'role', 'rows', 'SHA-256'],
    rows: inputs.map(({ role, path, sha256, rows }) => [
      path,
      role,
      rows,
      html`<code>${sha256}</code>`,
    ]),
    words: 2,
  });
}

/** Notes and warnings, all of them. */
export function notesSection(
  warnings: readonly string[],
  further: readonly string[] = [],
): Section[] {
  const all = [...warnings, ...further];
  if (all.length === 0) return [];
  return [
    {
      title: 'Notes',
      body: html`<p class="meta">${plural(all.length, 'note')} of this run.</p>
<ul class="notes">
${all.map((text) => html`<li>${longText(text)}</li>\n`)}</ul>`,
    },
  ];
}
