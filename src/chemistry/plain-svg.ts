/** Width and height of a drawing, in pixels. */
export const DRAWING = { width: 220, height: 160 } as const;

/** The color of shaded atoms: for RDKit, as it writes it, and what takes its place, with a line around it. */
export const SHADE = {
  rdkit: [1, 0.8, 0.2],
  written: '#ffcc33',
  fill: '#ffe08a',
  // 3 : 1 on the tile of light and of dark pages, so that shades are seen without their color.
  line: '#96690a',
} as const;

/** Colors of RDKit that are hard to see on white: sulfur. */
const DARKER: Readonly<Record<string, string>> = { '#CCCC00': '#8f7d00' };

interface Shape {
  readonly name: string;
  /** Color and line, as attributes. */
  readonly look: string;
  place: string;
}

/**
 * RDKit's SVG without styles, classes, comments and declarations: shapes with presentation attributes, neighboring paths
 * of the same look joined to one, on a white tile that fits light and dark pages. Shades are drawn twice, so that a line
 * goes around all of them together.
 */
export function plainSvg(svg: string): string {
  const { width, height } = DRAWING;
  const shapes: Shape[] = [];
  // A drawing has few looks, and hundreds of shapes.
  const looks = new Map<string, string>();
  for (const [, name, inside] of svg.matchAll(/<(path|ellipse)\s([^>]*?)\/?>/g)) {
    const style = inside.replace(/\b(?:class|d|cx|cy|rx|ry)='[^']*'/g, '');
    const look = looks.get(style) ?? lookOf(attributesOf(style));
    looks.set(style, look);
    if (name === 'ellipse') {
      const attributes = attributesOf(inside);
      const place = ['cx', 'cy', 'rx', 'ry'].map((a) => `${a}="${number(attributes[a])}"`);
      shapes.push({ name, look, place: place.join(' ') });
      continue;
    }
    const place = pathOf(/\bd='([^']*)'/.exec(inside)?.[1] ?? '');
    const last = shapes.at(-1);
    // Filled shapes that overlap would make holes in each other.
    if (last?.name === 'path' && last.look === look && look.startsWith('stroke=')) {
      last.place += place;
    } else shapes.push({ name, look, place });
  }
  const markup = ({ name, look, place }: Shape) => {
    const head = look === '' ? name : `${name} ${look}`;
    return name === 'path' ? `<${head} d="${place}"/>` : `<${head} ${place}/>`;
  };
  const isShade = ({ look }: Shape) => look.startsWith(`fill="${SHADE.written}"`);
  const shades = shapes.filter(isShade).map((shape) => markup({ ...shape, look: '' }));
  const { fill, line } = SHADE;
  const under =
    shades.length === 0
      ? ''
      : `<g fill="none" stroke="${line}" stroke-width="2">${shades.join('')}</g><g fill="${fill}">${shades.join('')}</g>`;
  const body = shapes.filter((shape) => !isShade(shape)).map(markup);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><rect class="tile" width="${width}" height="${height}" fill="#fff"/><g fill="none" fill-rule="evenodd" stroke-linecap="round" stroke-linejoin="round">${under}${body.join('')}</g></svg>`;
}

/** Attributes of an element, and the declarations of its style. */
function attributesOf(inside: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of inside.matchAll(/([a-z-]+)='([^']*)'/g)) found[name] = value;
  for (const part of (found.style ?? '').split(';')) {
    const [name, value] = part.split(':');
    if (value !== undefined) found[name.trim()] = value.trim();
  }
  return found;
}

/** Color and line of a shape; only what is a color or a number is taken over. */
function lookOf(attributes: Readonly<Record<string, string>>): string {
  const color = (value: string | undefined) =>
    value !== undefined && /^#[0-9A-Fa-f]{6}$/.test(value)
      ? (DARKER[value] ?? value.toLowerCase())
      : null;
  const [fill, stroke] = [color(attributes.fill), color(attributes.stroke)];
  const width = attributes['stroke-width'] ?? '1';
  const thick = number(width) === '1' ? '' : ` stroke-width="${number(width)}"`;
  const dashes = attributes['stroke-dasharray'];
  const dashed =
    dashes !== undefined && /^[\d., ]+$/.test(dashes) ? ` stroke-dasharray="${dashes}"` : '';
  if (fill === null) return `stroke="${stroke ?? '#000000'}"${thick}${dashed}`;
  const line = stroke === null || number(width) === '0' ? '' : ` stroke="${stroke}"${thick}`;
  return `fill="${fill}"${line}`;
}

/** A path with its coordinates to a tenth of a pixel, as RDKit writes them; only commands and numbers are taken over. */
function pathOf(d: string): string {
  return d
    .replace(/[^MLQCZ\d.,\s-]+/g, '')
    .replace(/\.0(?!\d)/g, '')
    .replace(/-0(?![\d.])/g, '0')
    .replace(/\s*([MLQCZ])\s*/g, '$1')
    .replace(/\s*,\s*|\s+/g, ' ')
    .trim();
}

function number(text: string | undefined): string {
  return String(Number(Number.parseFloat(text ?? '0').toFixed(1)) + 0);
}
