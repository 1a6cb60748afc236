import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** An element of a page, with what is in it. */
export interface Found {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text in it. */
  readonly text: string;
}

/** Every attribute that a page may have, by element; those of `*` may be on all. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  '*': ['id', 'class'],
  html: ['lang'],
  head: [],
  meta: ['charset', 'name', 'content', 'http-equiv'],
  title: [],
  style: [],
  body: [],
  a: ['href'],
  main: [],
  footer: [],
  nav: ['aria-label'],
  section: ['aria-labelledby'],
  div: ['role', 'aria-label', 'tabindex'],
  h1: [],
  h2: [],
  h3: [],
  p: [],
  b: [],
  br: [],
  span: [],
  code: ['tabindex'],
  ul: [],
  ol: [],
  li: [],
  details: [],
  summary: [],
  figure: [],
  figcaption: [],
  table: [],
  caption: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ['scope', 'rowspan'],
  td: [],
  script: ['type'],
  svg: [
    'xmlns',
    'width',
    'height',
    'viewBox',
    'role',
    'aria-hidden',
    'aria-labelledby',
    'fill',
    'font-family',
    'font-size',
  ],
  desc: [],
  g: SHAPE(),
  path: [...SHAPE(), 'd'],
  line: [...SHAPE(), 'x1', 'x2', 'y1', 'y2'],
  rect: [...SHAPE(), 'x', 'y', 'width', 'height'],
  circle: [...SHAPE(), 'cx', 'cy', 'r'],
  ellipse: [...SHAPE(), 'cx', 'cy', 'rx', 'ry'],
  text: [...SHAPE(), 'x', 'y', 'text-anchor', 'font-size', 'font-weight', 'dominant-baseline'],
};

function SHAPE(): string[] {
  const stroke = ['', '-width', '-linecap', '-linejoin', '-dasharray', '-opacity'];
  return [
    'fill',
    'fill-rule',
    'fill-opacity',
    'opacity',
    'transform',
    ...stroke.map((name) => `stroke${name}`),
  ];
}

/** All elements of a page, in its order. */
export function elementsOf(page: string): Found[] {
  const found: Found[] = [];
  const visit = (node: Node): string => {
    if (node.nodeName === '#text') return (node as DefaultTreeAdapterMap['textNode']).value;
    const children = 'childNodes' in node ? node.childNodes : [];
    const place = found.length;
    if ('tagName' in node) found.push({ name: '', attributes: {}, text: '' });
    const text = children.map(visit).join('');
    if ('tagName' in node) {
      const { tagName, attrs } = node as Element;
      found[place] = {
        name: tagName,
        attributes: Object.fromEntries(attrs.map(({ name, value }) => [name, value])),
        text,
      };
    }
    return text;
  };
  visit(parse(page));
  return found;
}

/** What of a page could do something: elements and attributes that are not allowed, links that leave it, scripts. */
export function faultsOf(page: string): string[] {
  const elements = elementsOf(page);
  const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
  const faults = elements.flatMap(({ name, attributes }) => {
    const allowed = ALLOWED[name];
    if (!allowed) return [`<${name}>`];
    const own = [...(ALLOWED['*'] as string[]), ...allowed];
    return Object.entries(attributes).flatMap(([key, value]) => {
      if (!own.includes(key)) return [`${key} of <${name}>`];
      const leaves = key === 'href' && !(value.startsWith('#') && ids.includes(value.slice(1)));
      const loads = /url\(|^\s*(?:javascript|data|https?):/i.test(value) && key !== 'xmlns';
      return leaves || loads ? [`${key}="${value}" of <${name}>`] : [];
    });
  });
  const twice = ids.filter((id, i) => ids.indexOf(id) < i);
  const scripts = elements.filter(({ name, attributes }) => {
    return name === 'script' && attributes.type !== 'application/json';
  });
  return [...faults, ...twice.map((id) => `id ${id} twice`), ...scripts.map(() => 'a script')];
}
