import { TanimarkError } from '../errors.js';
import { optionValue } from '../spelling.js';
import { place, type Table } from '../tables/table.js';
import { plural, printable } from '../text.js';
import type { ChemistryPool } from './pool.js';
import { type CellExtra, readStructureText, type StructureText } from './smiles-text.js';
import { distinctTexts } from './structures.js';

/** What may be done with cells that hold several structures: take the first of each, or stop. */
export const MULTIPLE = ['first', 'error'] as const;
export type Multiple = (typeof MULTIPLE)[number];

/** The SMILES of cells that are not the SMILES themselves, by cell, without blanks around it. */
export type CellTexts = ReadonlyMap<string, string>;

/**
 * Reads the cells of a table's column of structures as text, and notes in the table what is left out of them.
 *
 * @param multiple what is done with cells of several structures; by default they stay, and are invalid
 * @throws TanimarkError (structure) with `error`, where a cell holds several structures
 */
export async function readCells(
  table: Table,
  column: number,
  multiple: Multiple | undefined,
  pool: ChemistryPool,
): Promise<CellTexts> {
  const reader = new CellReader(column, multiple, pool);
  const texts = await reader.read(table);
  table.notes.push(...reader.notes(table.name));
  return texts;
}

/** Reads the cells of a table that comes part by part, as {@link readCells} does. */
export class CellReader {
  private readonly rowsWith = new Map<CellExtra, number>();
  /** Rows with several structures in one cell. */
  private rowsWithLists = 0;

  constructor(
    private readonly column: number,
    private readonly multiple: Multiple | undefined,
    private readonly pool: ChemistryPool,
  ) {}

  /** The SMILES of the cells of the next rows. @throws TanimarkError (structure) as {@link readCells} */
  async read(table: Table): Promise<CellTexts> {
    const { column, multiple, rowsWith } = this;
    const cells = table.rows.map((row) => row[column].trim());
    const read = new Map<string, StructureText>();
    for (const cell of cells) {
      if (read.has(cell)) continue;
      const text = readStructureText(cell);
      if (text.smiles !== cell || text.parts.length > 0) read.set(cell, text);
    }
    const { lists, unreadable } = await partsOf(read, this.pool);
    const texts = new Map<string, string>();
    for (const [cell, { smiles }] of read) if (!lists.has(cell)) texts.set(cell, smiles);
    for (const cell of cells) {
      if (!texts.has(cell) || unreadable.has(cell)) continue;
      for (const extra of read.get(cell)?.extras ?? []) {
        rowsWith.set(extra, (rowsWith.get(extra) ?? 0) + 1);
      }
    }
    const rows = cells.flatMap((cell, r) => (lists.has(cell) ? [r] : []));
    if (multiple === undefined || rows.length === 0) return texts;
    if (multiple === 'error') {
      throw new TanimarkError(
        'structure',
        `${table.name}: ${held(rows.length)} several structures in one cell; the first is ${place(table, rows[0])}, "${printable(cells[rows[0]], 60)}"; write each in a row of its own, or take the first with ${optionValue('multiple', 'first')}`,
      );
    }
    for (const [cell, first] of lists) texts.set(cell, first);
    this.rowsWithLists += rows.length;
    return texts;
  }

  /** What is left out of the cells that were read, of the table with this name. */
  notes(name: string): string[] {
    const notes = extrasNotes((extra) => this.rowsWith.get(extra) ?? 0);
    if (this.rowsWithLists > 0) {
      notes.push(
        `${held(this.rowsWithLists)} several structures in one cell; the first of each is used (${optionValue('multiple', 'first')})`,
      );
    }
    return notes.map((note) => `${name}: ${note}`);
  }
}

const held = (rows: number) => plural(rows, 'row holds', 'rows hold');

/** Cells all of whose parts are molecules, with the first part of each, and those whose first part is none. */
async function partsOf(
  read: ReadonlyMap<string, StructureText>,
  pool: ChemistryPool,
): Promise<{ lists: Map<string, string>; unreadable: Set<string> }> {
  const cells = [...read].filter(([, { parts }]) => parts.length > 0);
  const lists = new Map<string, string>();
  const unreadable = new Set<string>();
  if (cells.length === 0) return { lists, unreadable };
  const { texts, of } = distinctTexts(cells.flatMap(([, { parts }]) => parts));
  const { problems } = await pool.describe(texts, undefined, {
    canonical: false,
    fingerprints: false,
  });
  let at = 0;
  for (const [cell, { parts }] of cells) {
    const own = of.subarray(at, at + parts.length);
    at += parts.length;
    if (own.every((text) => problems[text] === null)) lists.set(cell, parts[0]);
    else if (problems[own[0]] !== null) unreadable.add(cell);
  }
  return { lists, unreadable };
}

function extrasNotes(rowsWith: (extra: CellExtra) => number): string[] {
  const stereo = rowsWith('enhanced stereo');
  const extended = stereo + rowsWith('CXSMILES');
  const [named, mapped] = [rowsWith('name'), rowsWith('atom maps')];
  const rows = (n: number) => plural(n, 'row');
  const groups = stereo === 0 ? '' : `; enhanced stereo groups (${rows(stereo)}) are ignored`;
  return [
    ...(extended > 0
      ? [`${rows(extended)} with CXSMILES: the SMILES before "|" is read${groups}`]
      : []),
    ...(named > 0
      ? [`${rows(named)} with a name after the SMILES in one cell: the name is ignored`]
      : []),
    ...(mapped > 0 ? [`${rows(mapped)} with atom-map numbers: they are ignored`] : []),
  ];
}
