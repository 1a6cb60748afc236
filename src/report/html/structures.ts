import type { Compared, Drawer } from '../../chemistry/drawings.js';
import { DEFAULT_STRUCTURES } from '../../options/table.js';
import { plural } from '../../text.js';
import { shortNumber } from '../layout.js';
import { cut, html, type Markup, type Piece, trusted } from './escape.js';
import { Room } from './room.js';

/** One molecule of a pair. */
export interface Side {
  /** Such as `test` or `nearest training molecule`. */
  readonly role: string;
  readonly row: number;
  /** Null without an id column. */
  readonly id: string | null;
  readonly smiles: string;
  /** Values of it, such as `label 2.31`. */
  readonly values: readonly string[];
}

/** A label as a value of a molecule; whole numbers, such as classes, have no decimals. */
export function labelText(label: number | null): string {
  if (label === null) return 'no label';
  return `label ${Number.isInteger(label) ? String(label).replace('-', '−') : shortNumber(label)}`;
}

/** Two molecules side by side. */
export interface StructurePair {
  /** What the two have in common or not. */
  readonly text: string;
  readonly sides: readonly [Side, Side];
}

/** What shades mean, above the first pair of a chapter that has any. */
const SHADES = html`<p class="note">Shaded atoms differ: an atom with the same element, charge, isotope, hydrogens, ring membership, bonds and neighbors does not occur in the other molecule. Where only the configuration differs, its atoms are shaded. A pair is not shaded where more than 60% of the atoms of one molecule differ.</p>`;

/** The most bytes of the structures of a page. */
const MOST_DRAWN = 1_200_000;

/** Pairs that were drawn. */
export interface Cards {
  readonly markup: Markup;
  readonly shown: number;
}

/** Draws structures for one page until it has its number of them. RDKit starts with the first. */
export class Structures {
  private drawer: Promise<Drawer> | undefined;

  /** How many of those left the chapter that is made may have. */
  private limit = Number.POSITIVE_INFINITY;

  private areShadesExplained = false;

  private readonly room = new Room(MOST_DRAWN);
  private readonly sets = new Set<string>();

  constructor(private left = DEFAULT_STRUCTURES) {}

  /** How many more pairs there is room for. */
  get pairsLeft(): number {
    return Math.floor(Math.min(this.limit, this.left) / 2);
  }

  /** Begins a chapter: leaves an equal share of the structures for each of those that are still to be made. */
  share(chapters: number): void {
    this.limit = Math.floor(this.left / chapters);
    this.areShadesExplained = false;
  }

  /** Whether a set of pairs is asked about for the first time on the page. @param key what tells it from others */
  isFirst(key: string): boolean {
    return !this.sets.has(key) && Boolean(this.sets.add(key));
  }

  /** Pairs as a list of cards, the first ones that there is room for, and how many these are; null where there is none. */
  async pairs(pairs: readonly StructurePair[]): Promise<Cards | null> {
    const wanted = pairs.slice(0, this.pairsLeft);
    if (wanted.length === 0) return null;
    this.drawer ??= import('../../chemistry/drawings.js').then((own) => own.startDrawer());
    const drawer = await this.drawer;
    const cards: Markup[] = [];
    let hasDifferences = false;
    for (const { text, sides } of wanted) {
      const compared = drawer.drawPair(sides[0].smiles, sides[1].smiles);
      const card = html`<li class="pair"><p>${text}</p><div class="sides">
${sides.map((side, s) => sideMarkup(side, compared[s]))}</div></li>\n`;
      if (!this.room.take(card)) break;
      cards.push(card);
      hasDifferences ||= compared.some(
        ({ difference }) => difference !== null && difference.by !== null,
      );
    }
    this.left -= 2 * cards.length;
    this.limit -= 2 * cards.length;
    if (cards.length === 0) return null;
    const isLegend = hasDifferences && !this.areShadesExplained;
    this.areShadesExplained ||= isLegend;
    const markup = html`${isLegend ? SHADES : null}<ul class="pairs">\n${cards}</ul>`;
    return { markup, shown: cards.length };
  }
}

function sideMarkup({ role, row, id, smiles, values }: Side, compared: Compared): Piece {
  const { drawing } = compared;
  const picture =
    drawing.svg === null
      ? html`<p class="none">${drawing.reason === 'too_large' ? 'Not drawn: too large.' : 'Not drawn.'}</p>`
      : trusted(drawing.svg);
  const name = id === null || id === '' ? '' : ` · ${cut(id, 60)}`;
  const lines = [...values, ...differenceText(compared)];
  return html`<figure class="side">${picture}<figcaption><b>${role}</b>, row ${row}${name}${lines.map(
    (value) => html`<br>${value}`,
  )}<code>${cut(smiles, 200)}</code></figcaption></figure>\n`;
}

/** How many atoms differ from the molecule beside; nothing where the two are the same. */
function differenceText({ difference, isShaded }: Compared): string[] {
  if (difference === null || difference.by === null) return [];
  const { atoms, differing, by } = difference;
  const what = by === 'stereo' ? ' in configuration' : '';
  if (differing.length === 0) return [`none of ${plural(atoms, 'atom')} differs${what}`];
  const verb = differing.length === 1 ? 'differs' : 'differ';
  const shaded = isShaded ? '' : ' (not shaded)';
  return [`${differing.length} of ${plural(atoms, 'atom')} ${verb}${what}${shaded}`];
}
