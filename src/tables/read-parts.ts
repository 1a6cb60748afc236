import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { TanimarkError } from '../errors.js';
import { list, plural, printable } from '../text.js';
import { type PartFiles, partFiles } from './part-files.js';
import { type ReadOptions, readTable } from './read.js';
import { RowMemory } from './row-memory.js';
import type { Table } from './table.js';

/** Names in a message. */
const SHOWN = 3;

/**
 * Reads a table as {@link readTable} does, also from several files: those of a folder, or those that a pattern such as
 * `part-*.csv` stands for, one after the other in natural order of their names.
 *
 * @param more further files of the same table, whose rows come after those of `path`
 * @throws TanimarkError (usage, file, table), also where the columns of the files differ, or some have no header
 */
export async function readTables(
  path: string,
  options: ReadOptions,
  more: readonly string[] = [],
): Promise<Table> {
  if (more.length > 0) {
    const files = [path, ...more];
    return readAll(list(files), { files, others: [] }, options);
  }
  const parts = partFiles(path, options.inputFormat);
  return parts === null ? readTable(path, options) : readAll(path, parts, options);
}

async function readAll(path: string, parts: PartFiles, options: ReadOptions): Promise<Table> {
  const memory = new RowMemory();
  const tables: Table[] = [];
  for (const file of parts.files) {
    const table = await readTable(file, options, memory);
    if (tables.length > 0) checkLike(path, table, tables[0]);
    tables.push(table);
  }
  return joinTables(path, tables, parts);
}

/** The checksum of several files, of theirs in their order. */
export function checksumOfParts(checksums: readonly string[]): string {
  return createHash('sha256').update(checksums.join('')).digest('hex');
}

function joinTables(path: string, tables: readonly Table[], { others }: PartFiles): Table {
  const [first] = tables;
  const columns = [...new Set(tables.flatMap((table) => table.columns))];
  const rows: string[][] = [];
  const lines: number[] = [];
  const files: { path: string; first: number }[] = [];
  const problems: string[] = [];
  for (const table of tables) {
    const start = rows.length;
    files.push({ path: table.name, first: start });
    table.problems?.forEach((problem, r) => {
      if (problem !== undefined) problems[start + r] = problem;
    });
    for (const row of inColumns(table, columns)) rows.push(row);
    for (const line of table.lines) lines.push(line);
  }
  const duplicated = new Set(tables.flatMap((table) => [...(table.duplicated ?? [])]));
  return {
    ...first,
    ...{ path, name: path, columns, rows, lines, files },
    ...(duplicated.size > 0 ? { duplicated } : {}),
    ...(first.structureColumn === undefined ? {} : { problems }),
    sha256: checksumOfParts(tables.map(({ sha256 }) => sha256)),
    notes: [...joinNotes(path, tables, others), ...commonNotes(path, tables)],
  };
}

/** Rows of a table in the columns of all. */
function inColumns(table: Table, columns: readonly string[]): readonly string[][] {
  const same = columns.length === table.columns.length;
  if (same && columns.every((name, c) => table.columns[c] === name)) return table.rows;
  const from = columns.map((name) => table.columns.indexOf(name));
  return table.rows.map((row) => from.map((c) => (c < 0 ? '' : row[c])));
}

/** @throws TanimarkError (table) where a file does not go on with the table of the first one */
function checkLike(path: string, table: Table, first: Table): void {
  const wrong = (what: string) =>
    new TanimarkError(
      'table',
      `${table.name} ${what}; give the files the same columns in the same order, or name one file of ${path}`,
    );
  if (table.hasHeader !== first.hasHeader) {
    const [has, lacks] = table.hasHeader ? [table, first] : [first, table];
    throw new TanimarkError(
      'table',
      `${has.name} has a header and ${lacks.name} has none; give one to each file or to none, or name one file of ${path}`,
    );
  }
  // Records that name their cells may lack some of them.
  if (table.hasGrowingColumns) {
    if (ownNames(table) === ownNames(first)) return;
    throw wrong(
      `has ${ownNames(table)} as columns of structures and titles, and ${first.name} has ${ownNames(first)}`,
    );
  }
  const length = Math.max(table.columns.length, first.columns.length);
  for (let c = 0; c < length; c++) {
    const [one, other] = [table.columns[c], first.columns[c]];
    if (one === other) continue;
    if (one === undefined)
      throw wrong(`lacks column ${c + 1}, "${printable(other, 40)}" in ${first.name}`);
    if (other === undefined) {
      throw wrong(`has a column ${c + 1}, "${printable(one, 40)}", that ${first.name} lacks`);
    }
    throw wrong(
      `has "${printable(one, 40)}" as column ${c + 1}, and ${first.name} has "${printable(other, 40)}"`,
    );
  }
}

/** What an SDF file calls structures and titles, where that depends on its data fields; empty for other files. */
function ownNames({ structureColumn, columns }: Table): string {
  if (structureColumn === undefined) return '';
  const lower = columns.map((name) => name.toLowerCase());
  const titles = lower.includes('id') && lower.includes('title') ? 'title' : 'id';
  return `"${columns[structureColumn]}" and "${titles}"`;
}

function joinNotes(path: string, tables: readonly Table[], others: readonly string[]): string[] {
  const names = tables.map(({ path: own }) => basename(own));
  const order =
    names.length > SHOWN ? `${names[0]}, ${names[1]}, … ${names[names.length - 1]}` : list(names);
  const left =
    others.length === 0
      ? []
      : [`${path}: not read, as their names are not those of tables: ${shown(others)}`];
  if (tables.length === 1) return [`${path}: one file, ${names[0]}`, ...left];
  return [
    `${path}: ${plural(tables.length, 'file')} read as one table, in this order: ${order}`,
    ...left,
  ];
}

function shown(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return list(more > 0 ? [...names.slice(0, SHOWN), `${more} more`] : [...names]);
}

/** Notes of the files; one that several have is said once of all. */
function commonNotes(path: string, tables: readonly Table[]): string[] {
  const count = new Map<string, number>();
  const each = tables.flatMap(({ name, notes }) =>
    notes.map((note) => {
      const text = note.startsWith(name) ? note.slice(name.length) : note;
      count.set(text, (count.get(text) ?? 0) + 1);
      return { note, text };
    }),
  );
  const said = each.map(({ note, text }) => ((count.get(text) ?? 0) > 1 ? `${path}${text}` : note));
  return [...new Set(said)];
}
