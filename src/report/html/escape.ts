import { count, visible } from '../../text.js';

/** The most characters of one text of a result on a page. */
const MOST = 400;

/**
 * A piece of a page: text in which everything that comes from data is escaped already. Only {@link html} and
 * {@link trusted} make one.
 */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: texts are escaped, pieces are not, nothing stands for null. */
export type Piece = Markup | string | number | null | readonly Piece[];

/**
 * A piece of a page. Each text in the template's places is escaped for elements and for quoted attributes.
 *
 * @example html`<p title="${name}">${name}</p>`
 */
export function html(parts: TemplateStringsArray, ...places: readonly Piece[]): Markup {
  return new Markup(parts.map((part, i) => (i === 0 ? '' : textOf(places[i - 1])) + part).join(''));
}

/** A text that is markup of our own, such as a drawing. It must hold nothing that is not escaped. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Pieces, one after the other. */
export function joined(pieces: readonly Markup[], separator = '\n'): Markup {
  return new Markup(pieces.map(({ text }) => text).join(separator));
}

function textOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return escaped(piece);
  return piece.map(textOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // `##[…]` is a command to the runners of some CI services.
  '#': '&#35;',
};

/**
 * A text of a result, fit for an element and for a quoted attribute: markup is escaped, characters that are not seen
 * or that turn the direction of others become escapes, and what is longer than 400 characters is cut, with its length.
 */
function escaped(text: string): string {
  return cut(text).replace(/[&<>"'#]/g, (c) => ENTITIES[c]);
}

/** `visible` text of at most `limit` characters; a longer one ends in `… (10,000 characters)`. */
export function cut(text: string, limit = MOST): string {
  if (text.length <= limit) return visible(text);
  const head = text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  return `${visible(head)}… (${count(text.length)} characters)`;
}

/** A sentence of ours, which may be long because it lists what comes from data: cut at 4,000 characters only. */
export function longText(text: string): Markup {
  return new Markup(cut(text, 4000).replace(/[&<>"'#]/g, (c) => ENTITIES[c]));
}

/**
 * A value as JSON for a `<script>` of type `application/json`: no `<` and no separator of lines that is not escaped, so
 * that nothing in it ends the element or begins a comment.
 */
export function jsonForScript(value: unknown): Markup {
  const text = JSON.stringify(value).replace(
    /[<>&#\u2028\u2029]|\p{Bidi_Control}/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new Markup(text);
}
