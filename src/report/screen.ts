import { printable, UNSEEN, visible } from '../text.js';
import type { Style } from './style.js';

/** The most characters of one text of a result. */
const MOST = 2000;

/** The escape sequences that our styles write: colors, bold and dim; none that hides text or moves the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it is about
const STYLES = /(\u001b\[(?:0|1|2|22|3[0-79]|9[0-7])m)/;

/** Commands that runners of CI services would obey: `::error::` at the start of a line, `##[error]` anywhere. */
const COMMANDS = /^([^\S\n]*)(?=::)|#(?=#[a-z]*\[)/gim;

/**
 * A text of several lines as terminals and logs may get it: line breaks, tabs and the colors of our styles stay; other
 * characters that are not seen become escapes, and no line is a command to the runner of a CI service.
 *
 * @param isStyled false for data, in which there are no styles of ours
 */
export function screenText(text: string, isStyled = true): string {
  const parts = isStyled ? text.split(STYLES) : [text];
  // Every second part is an escape sequence of a style.
  const seen = parts.map((part, i) => (i % 2 === 1 ? part : visible(part, '\n\t'))).join('');
  return seen.replace(COMMANDS, (command) => `${command}\\`);
}

/**
 * A copy of a result in which every text, also of keys, is fit for one line: names, cells and paths come from files that
 * anybody may have written. Different texts stay different.
 */
export function shown<T>(result: T): T {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  const text = (own: string): string => {
    const before = known.get(own);
    if (before !== undefined) return before;
    const first = printable(own, MOST);
    let name = first;
    for (let n = 2; taken.has(name); n++) name = `${first} (${n})`;
    known.set(own, name);
    taken.add(name);
    return name;
  };
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(copy);
    if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [text(key), copy(own)]));
  };
  return copy(result) as T;
}

/** Makes a reporter for terminals of a function that draws lines: the one gate through which results get there. */
export function forScreen<T>(
  draw: (result: T, style: Style) => readonly string[],
): (result: T, style: Style) => string {
  return (result, style) => screenText(`${draw(shown(result), style).join('\n')}\n`);
}

/**
 * A value as JSON, indented. Characters that are not seen, which JSON may leave as they are, and what a runner takes
 * for a command are written as escapes, so that it is the same value and may stand on a terminal.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(UNSEEN, (c) =>
    c === '\n' ? c : Array.from({ length: c.length }, (_, i) => escaped(c.charCodeAt(i))).join(''),
  );
  return `${text.replace(/##(?=[a-z]*\[)/gi, '#\\u0023')}\n`;
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
