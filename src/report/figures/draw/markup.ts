import { printable, visible } from '../../../text.js';

type Attributes = Readonly<Record<string, string | number | undefined>>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for XML or HTML, as content or in a quoted attribute; what is not seen becomes a visible escape. */
export function escapeXml(text: string): string {
  return visible(text, '\n').replace(/[&<>"']/g, (c) => ENTITIES[c]);
}

/** An element; attributes that are undefined are left out, numbers are rounded as {@link coordinate} does. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeXml(value as string)}"`,
    )
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** The most characters of a text that the pointer shows. */
const MOST = 200;

/** What the pointer shows of a shape or a text that it rests on; nothing for none. */
export function tooltip(text: string | undefined): string {
  return text === undefined ? '' : element('title', {}, escapeXml(printable(text, MOST)));
}

/** A length in a drawing: two decimals, no trailing zeros, never `-0`. */
export function coordinate(value: number): string {
  const text = value.toFixed(2).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** The data of a path through points, `M1,2L3,4`; a null begins a new piece. */
export function pathThrough(points: readonly (readonly [number, number] | null)[]): string {
  let pen = 'M';
  let data = '';
  for (const point of points) {
    if (point) data += `${pen}${coordinate(point[0])},${coordinate(point[1])}`;
    pen = point ? 'L' : 'M';
  }
  return data;
}
