import { printable } from '../text.js';

/**
 * A text of the user's as code in GitHub's Markdown: no table, link, HTML, mention (`@name`), issue (`#1`, `GH-1`) or
 * commit can come of it.
 */
export function markdownCode(text: string, limit = 120): string {
  const line = printable(text, limit).trim();
  if (line !== '' && !/[`|\\]/.test(line)) return `\`${line}\``;
  return `<code>${line.replace(/[^\p{L}\p{N} .,=()/-]/gu, entity)}</code>`;
}

/** Texts that GitHub links by itself, except commits; each match is broken behind it. */
const LINKED = /[@#]|\bGH-(?=\d)|\b[a-z]+:(?=\/\/)|\bwww(?=\.)/gi;
/** Possible start of a commit's name, which has seven digits or more. */
const COMMIT = /\b[0-9a-f]{7,}\b/gi;

/** A zero-width space. */
const BREAK = '&#8203;';
/** Where a backslash would not do in every renderer. */
const ENTITIES: Readonly<Record<string, string>> = {
  '\n': BREAK,
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '`': '&#96;',
};

/**
 * A sentence with texts of the user's in it, as text in GitHub's Markdown, in one line: nothing in it is a table's
 * border, emphasis, HTML or a link; zero-width spaces break mentions, issues, commits and bare addresses.
 */
export function markdownText(text: string, limit = 2000): string {
  const parts = printable(text, limit)
    .replace(LINKED, '$&\n')
    .replace(COMMIT, (digits) => digits.replace(/.{6}(?=.)/g, '$&\n'));
  return parts.replace(/[&<>|\\`*_~[\]$\n]/g, (c) => ENTITIES[c] ?? `\\${c}`);
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
