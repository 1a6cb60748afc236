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
  const cells = table.rows.map((row) => row[column].trim());
  const read = new Map<string, StructureText>();
  for (const cell of cells) {
    if (read.has(cell)) continue;
    const text = readStructureText(cell);
    if (text.smiles !== cell || text.parts.length > 0) read.set(cell, text);
  }
  const { lists, unreadable } = await partsOf(read, pool);
  const texts = new Map<string, string>();
  for (const [cell, { smiles }] of read) if (!lists.has(cell)) texts.set(cell, smiles);
  const extras = cells.flatMap((cell) =>
    texts.has(cell) && !unreadable.has(cell) ? (read.get(cell)?.extras ?? []) : [],
  );
  table.notes.push(...notesOf(table, extras));
  const rows = cells.flatMap((cell, r) => (lists.has(cell) ? [r] : []));
  if (multiple === undefined || rows.length === 0) return texts;
  const hold = plural(rows.length, 'row holds', 'rows hold');
  if (multiple === 'error') {
    throw new TanimarkError(
      'structure',
      `${table.name}: ${hold} several structures in one cell; the first is ${place(table, rows[0])}, "${printable(cells[rows[0]], 60)}"; write each in a row of its own, or take the first with ${optionValue('multiple', 'first')}`,
    );
  }
  for (const [cell, first] of lists) texts.set(cell, first);
  table.notes.push(
    `${table.name}: ${hold} several structures in one cell; the first of each is used (${optionValue('multiple', 'first')})`,
  );
  return texts;
}

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

function notesOf({ name }: Table, extras: readonly CellExtra[]): string[] {
  const rowsWith = (wanted: CellExtra) => extras.filter((extra) => extra === wanted).length;
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
  ].map((note) => `${name}: ${note}`);
}
