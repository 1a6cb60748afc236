import { printable } from '../../text.js';

/**
 * A text of the user's as code in GitHub's Markdown: no table, link, HTML, mention (@name) or reference (#1)
 * can come of it.
 */
export function markdownCode(text: string, limit = 120): string {
  const line = printable(text, limit).trim();
  if (line !== '' && !/[`|\\]/.test(line)) return `\`${line}\``;
  return `<code>${line.replace(/[^\p{L}\p{N} .,=()/-]/gu, entity)}</code>`;
}

/** A sentence with texts of the user's in it, as text in GitHub's Markdown; zero-width spaces break mentions. */
export function markdownText(text: string, limit = 2000): string {
  return printable(text, limit).replace(/[&<>|\\`*_~[\]$@#]/g, (c) => {
    if (c === '@' || c === '#') return `${c}&#8203;`;
    return '&<>|`'.includes(c) ? entity(c) : `\\${c}`;
  });
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** A text of the user's for a place that holds `limit` characters, counted after control characters became visible. */
export function fitted(text: string, limit: number): string {
  return printable(printable(text, 4 * limit), limit);
}
