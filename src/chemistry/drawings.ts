import type { MainModule, Mol } from '@rdkit/rdkit';
import { compileRDKitOnce, startRDKit } from './rdkit.js';

/** Width and height of a drawing, in pixels. */
export const DRAWING = { width: 220, height: 160 } as const;

/** A molecule with more heavy atoms is not drawn: at this size nobody could read it. */
export const MOST_ATOMS = 150;
/** Longer texts are not even read: no molecule of {@link MOST_ATOMS} atoms needs them. */
const MOST_CHARACTERS = 1000;

/** A drawing, or why there is none. */
export type Drawing =
  | { readonly svg: string }
  | { readonly svg: null; readonly reason: 'too_large' | 'not_readable' };

/** Draws molecules, one after the other, the same bytes for the same SMILES. */
export interface Drawer {
  /** @param smiles as in a file */
  draw(smiles: string): Drawing;
}

/** Starts RDKit in this thread and makes a drawer of it, which takes about 0.15 s. Equal SMILES are drawn once. */
export async function startDrawer(): Promise<Drawer> {
  let rdkit: MainModule | null = await startRDKit(compileRDKitOnce());
  const known = new Map<string, Drawing>();
  const drawNew = (smiles: string): Drawing => {
    if (!rdkit) return { svg: null, reason: 'not_readable' };
    try {
      return drawn(rdkit, smiles);
    } catch {
      // After an exception an RDKit may hold anything: nothing more is drawn with it.
      rdkit = null;
      return { svg: null, reason: 'not_readable' };
    }
  };
  return {
    draw(smiles) {
      if (smiles.length > MOST_CHARACTERS) return { svg: null, reason: 'too_large' };
      const drawing = known.get(smiles) ?? drawNew(smiles);
      known.set(smiles, drawing);
      return drawing;
    },
  };
}

/** Options of RDKit's drawings, of which all are of one size and bonds of one length. */
const OPTIONS = JSON.stringify({
  ...DRAWING,
  bondLineWidth: 1,
  fixedBondLength: 26,
  padding: 0.06,
});

function drawn(rdkit: MainModule, smiles: string): Drawing {
  const molecule: Mol | null = rdkit.get_mol(smiles);
  if (!molecule) return { svg: null, reason: 'not_readable' };
  try {
    const atoms = molecule.get_num_atoms(true);
    if (atoms > MOST_ATOMS) return { svg: null, reason: 'too_large' };
    if (atoms === 0) return { svg: null, reason: 'not_readable' };
    return { svg: plainSvg(molecule.get_svg_with_highlights(OPTIONS)) };
  } finally {
    molecule.delete();
  }
}

/** Colors of RDKit that are hard to see on white: sulfur. */
const DARKER: Readonly<Record<string, string>> = { '#CCCC00': '#8f7d00' };

/**
 * RDKit's SVG without styles, classes, comments and declarations: shapes with presentation attributes, neighboring paths
 * of the same look joined to one, on a white tile that fits light and dark pages.
 */
function plainSvg(svg: string): string {
  const { width, height } = DRAWING;
  const shapes: { name: string; look: string; place: string }[] = [];
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
  const body = shapes.map(({ name, look, place }) =>
    name === 'path' ? `<path ${look} d="${place}"/>` : `<ellipse ${look} ${place}/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><rect class="tile" width="${width}" height="${height}" fill="#fff"/><g fill="none" fill-rule="evenodd" stroke-linecap="round" stroke-linejoin="round">${body.join('')}</g></svg>`;
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
