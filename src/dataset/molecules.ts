import { join } from 'node:path';
import { blockReader } from '../chemistry/blocks.js';
import { type CellTexts, type Multiple, readCells } from '../chemistry/cells.js';
import type { DescribeOptions } from '../chemistry/describe.js';
import { FingerprintTable } from '../chemistry/equal-fingerprints.js';
import type { ChemistryPool } from '../chemistry/pool.js';
import type { StandardizeLevel } from '../chemistry/standardize/levels.js';
import {
  columnThatParses,
  findStructures,
  noStructures,
  problemsOf,
  structuresNote,
} from '../chemistry/structure-column.js';
import { describeStructures, distinctTexts } from '../chemistry/structures.js';
import { TanimarkError } from '../errors.js';
import { grouped } from '../grouped.js';
import type { Job } from '../job.js';
import { optionName } from '../spelling.js';
import type { ReadOptions } from '../tables/read.js';
import { readTables } from '../tables/read-parts.js';
import type { KeptBytes } from '../tables/source.js';
import { fileOf, type Table } from '../tables/table.js';
import { plural, printable } from '../text.js';
import { resolveInput, statedColumns, withDataset } from './named/resolve.js';
import type { NamedDataset } from './named/types.js';
import { isSplitFolder } from './split-formats/folder.js';

/** A record whose structure cannot be used. */
export interface InvalidRecord {
  /** The record's number, from 1. */
  readonly row: number;
  readonly line: number;
  /** Where the table is several files. */
  readonly file?: string;
  /** The cell, cut and escaped for showing. */
  readonly smiles: string;
  /** Column of the cell, where it is not that of the structures, as of partners in pairs. */
  readonly column?: string;
  readonly reason: string;
}

/** The distinct structures of a table, numbered in the order of their first record. */
export interface MoleculeSet {
  /** How many there are. Their canonical SMILES are made when asked for: {@link canonicalSmiles}. */
  readonly count: number;
  /** Packed fingerprints, molecules × words, row-major. */
  readonly words: Uint32Array;
  /** Molecule of each record; -1 for an invalid one. */
  readonly moleculeOf: Int32Array;
  /** Records of molecule m: `records[recordOffsets[m]]` up to, not including, `recordOffsets[m + 1]`. */
  readonly recordOffsets: Int32Array;
  readonly records: Int32Array;
  readonly invalid: InvalidRecord[];
  /**
   * Bemis-Murcko scaffold of each molecule, if they were asked for: empty without rings, `null`
   * where RDKit failed to make it.
   */
  readonly scaffolds: (string | null)[] | undefined;
}

export interface LoadOptions {
  /** Header: yes, no, or find out. */
  readonly header?: boolean | undefined;
  readonly delimiter?: string | undefined;
  /** The name of a table format, where file endings do not tell it. */
  readonly inputFormat?: string | undefined;
  /** The column of structures, if the user named it. */
  readonly smiles?: string | undefined;
  /** Treatment of cells with several structures; by default their rows are invalid. */
  readonly multiple?: Multiple | undefined;
  /** For inputs that come only once and are to be read again. */
  readonly kept?: KeptBytes | undefined;
  /** Further files of the same table; its input is then a file, too. */
  readonly more?: readonly string[] | undefined;
}

/** The structures of a table's rows at a level, which stand for what its cells say. */
export interface StandardStructures {
  readonly level: StandardizeLevel;
  /** SMILES of each row; empty where there is a problem. */
  readonly smiles: readonly string[];
  readonly problems: readonly (string | null)[];
  /** Number of rows that have another structure now, and how many molecules became one with another. */
  readonly changed: number;
  readonly merged: number;
}

/** A table of molecules, read and understood. */
export interface LoadedTable {
  readonly table: Table;
  /** Where the table is a data set that has a name. */
  readonly dataset?: NamedDataset | undefined;
  readonly smilesColumn: number;
  /** SMILES of cells that are more than a SMILES. */
  readonly texts: CellTexts;
  /** Structures of the rows, if they differ from the cells. */
  readonly structures?: StandardStructures | undefined;
  /** Whether its structures are named by ids, which another table explains. */
  readonly namesDrugs?: boolean | undefined;
  /** Other tables that say what its cells stand for. */
  readonly sources?: readonly SourceTable[];
}

/** A table beside an input, which decides with it on what its rows are. */
export interface SourceTable {
  /** As it was given. */
  readonly path: string;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
  /** Number of its rows. */
  readonly rows: number;
  /** Null where the file holds arrays, and no cells. */
  readonly table: Table | null;
}

/** A table as the source of another. */
export function sourceTable(path: string, table: Table): SourceTable {
  return { path, sha256: table.sha256, rows: table.rows.length, table };
}

/** The structure of a row, as SMILES: what its cell says, or what that became. */
export function structureOf(loaded: LoadedTable, row: number): string {
  const { table, smilesColumn, texts, structures } = loaded;
  if (structures) return structures.smiles[row];
  const cell = table.rows[row][smilesColumn].trim();
  return texts.get(cell) ?? cell;
}

/** A table with its molecules. */
type TableOfMolecules = LoadedTable & { readonly set: MoleculeSet };

/**
 * Reads a table and finds its column of structures: the one named, else the one with a usual
 * name, else (without a header) the one whose cells parse.
 *
 * @param input a path, `-` or `dataset:<name>`
 * @throws TanimarkError (file, table, column)
 */
export async function loadTable(
  input: string,
  given: LoadOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<LoadedTable> {
  const { table, dataset, options } = await openTable(input, given, pool, job);
  return { ...(await understand(table, options, pool)), dataset };
}

/** Reads a table, whose columns are still to be found. @throws TanimarkError (file, table) */
export async function openTable(
  input: string,
  given: LoadOptions,
  pool: ChemistryPool,
  job: Job,
): Promise<{ table: Table; dataset: NamedDataset | undefined; options: LoadOptions }> {
  const { path, dataset } = await resolveInput(input);
  if (isSplitFolder(path)) throw splitInstead(path);
  const options = withDataset(given, dataset);
  const table = await readTables(path, readOptions(options, pool, job), options.more);
  return { table: named(table, dataset), dataset, options };
}

/** The table of a data set: its name is in messages, and its columns are known. */
export function named(table: Table, dataset: NamedDataset | undefined): Table {
  if (!dataset) return table;
  const name = `dataset:${dataset.name}`;
  const notes = table.notes.map((note) => note.replaceAll(table.path, name));
  return { ...table, name, notes, stated: statedColumns(dataset) };
}

/** How a table of molecules is read. */
export function readOptions(options: LoadOptions, pool: ChemistryPool, job: Job): ReadOptions {
  return {
    header: options.header,
    delimiter: options.delimiter,
    inputFormat: options.inputFormat,
    kept: options.kept,
    job,
    structures: async (cells) => (await problemsOf(cells, pool)).map((p) => p === null),
    blocks: blockReader(pool, job),
  };
}

/** Finds the column of structures of a table, and reads its cells. @throws TanimarkError (column, structure) */
export async function understand(
  table: Table,
  options: LoadOptions,
  pool: ChemistryPool,
): Promise<LoadedTable> {
  const smilesColumn = await structureColumn(table, options.smiles, pool);
  const texts = await readCells(table, smilesColumn, options.multiple, pool);
  return { table, smilesColumn, texts };
}

function splitInstead(folder: string): TanimarkError {
  return new TanimarkError(
    'file',
    `${folder} holds a split, with a training and a test table; name one of its files, or "${join(folder, '*.csv')}" in quotes to read all of them as one table`,
  );
}

/** The column of structures of a table, of which the first rows are enough where no two columns have one name. */
export async function structureColumn(
  table: Table,
  given: string | undefined,
  pool: ChemistryPool,
): Promise<number> {
  if (given === undefined && table.structureColumn !== undefined) return table.structureColumn;
  const found = await findStructures(table, given, pool);
  if (found === undefined && table.hasHeader) throw noStructures(table);
  const column = found ?? (await columnThatParses(table, pool));
  if (given === undefined) {
    table.notes.push(...structuresNote(table, column));
    if (!table.hasHeader) table.columns[column] = 'smiles';
  }
  return column;
}

/** Parses every structure of a table and groups records of one canonical SMILES into molecules. */
export async function readMolecules(
  loaded: LoadedTable,
  pool: ChemistryPool,
  job: Job,
  options: Pick<DescribeOptions, 'scaffolds'> = {},
): Promise<MoleculeSet> {
  const { table, smilesColumn, structures } = loaded;
  const { texts, of } = distinctTexts(table.rows.map((_, r) => structureOf(loaded, r)));
  const { canonical, words, problems, scaffolds } = await describeStructures(
    texts,
    pool,
    job,
    options,
  );
  const molecules = numberMolecules(canonical, problems);
  const invalid: InvalidRecord[] = [];
  const moleculeOf = of.map((text) => molecules.of[text]);
  for (let r = 0; r < table.rows.length; r++) {
    const own = smilesColumn === table.structureColumn ? table.problems?.[r] : undefined;
    const reason = own ?? structures?.problems[r] ?? problems[of[r]];
    if (reason === null) continue;
    const smiles = printable(table.rows[r][smilesColumn].trim());
    const file = fileOf(table, r);
    const at = { row: r + 1, line: table.lines[r], ...(file === undefined ? {} : { file }) };
    invalid.push({ ...at, smiles, reason });
  }
  const { first } = molecules;
  const records = grouped(moleculeOf, first.length);
  return {
    count: first.length,
    words: selectRows(words, pool.fingerprint.words, first),
    moleculeOf,
    recordOffsets: records.offsets,
    records: records.members,
    invalid,
    scaffolds: scaffolds && Array.from(first, (text) => scaffolds[text]),
  };
}

/** Molecules among distinct texts, in the order of their first: a text without a canonical SMILES is one of its own. */
function numberMolecules(
  canonical: readonly string[],
  problems: readonly (string | null)[],
): { of: Int32Array; first: Int32Array } {
  const of = new Int32Array(canonical.length).fill(-1);
  const first = new Int32Array(canonical.length);
  const numbers = new Map<string, number>();
  let count = 0;
  for (let t = 0; t < canonical.length; t++) {
    if (problems[t] !== null) continue;
    const known = canonical[t] === '' ? undefined : numbers.get(canonical[t]);
    of[t] = known ?? count;
    if (known !== undefined) continue;
    if (canonical[t] !== '') numbers.set(canonical[t], count);
    first[count++] = t;
  }
  return { of, first: first.subarray(0, count) };
}

/**
 * Moves rows of a matrix to its start, which is given back; the rest of `words` is used up. No
 * second matrix is made, because that of a million molecules has 256 MB, unless most of the first would
 * be held for nothing.
 *
 * @param rows ascending
 */
function selectRows(words: Uint32Array, width: number, rows: Int32Array): Uint32Array {
  rows.forEach((row, i) => {
    if (row !== i) words.copyWithin(i * width, row * width, (row + 1) * width);
  });
  const length = rows.length * width;
  return 2 * length < words.length ? words.slice(0, length) : words.subarray(0, length);
}

/** Canonical SMILES of cells, blanks around them apart; empty for one that is no molecule. */
export async function canonicalSmiles(
  cells: readonly string[],
  pool: ChemistryPool,
  job: Job,
): Promise<string[]> {
  const { texts, of } = distinctTexts(cells.map((cell) => cell.trim()));
  const { canonical } = await pool.describe(texts, job, { fingerprints: false });
  return Array.from(of, (text) => canonical[text]);
}

/** The structure of the first row of each of some molecules. */
function structuresOf(table: TableOfMolecules, members: readonly number[]): string[] {
  const { records, recordOffsets } = table.set;
  return members.map((m) => structureOf(table, records[recordOffsets[m]]));
}

/** Which molecules of one table are molecules of another, too: of each its number there, -1 for one that is not. */
export async function moleculesInCommon(
  one: TableOfMolecules,
  other: TableOfMolecules,
  pool: ChemistryPool,
  job: Job,
): Promise<Int32Array> {
  const width = pool.fingerprint.words;
  const table = new FingerprintTable(other.set.words, width, other.set.count);
  const groupOf = Int32Array.from({ length: other.set.count }, (_, m) => table.add(m));
  const inGroup = new Uint8Array(other.set.count);
  const candidates: number[] = [];
  for (let m = 0; m < one.set.count; m++) {
    const group = table.find(one.set.words, m);
    if (group < 0) continue;
    inGroup[group] = 1;
    candidates.push(m);
  }
  const others = [...groupOf.keys()].filter((m) => inGroup[groupOf[m]] === 1);
  const texts = await canonicalSmiles(structuresOf(other, others), pool, job);
  const known = new Map(texts.map((text, i) => [text, others[i]]));
  const canonical = await canonicalSmiles(structuresOf(one, candidates), pool, job);
  const common = new Int32Array(one.set.count).fill(-1);
  candidates.forEach((m, i) => {
    common[m] = known.get(canonical[i]) ?? -1;
  });
  return common;
}

/** Throws unless at least one structure of the table, or one of its pairs, is valid. */
export function requireMolecules(
  { table, smilesColumn, namesDrugs }: Pick<LoadedTable, 'table' | 'smilesColumn' | 'namesDrugs'>,
  set: Pick<MoleculeSet, 'count' | 'invalid'>,
  rows = table.rows.length,
): void {
  if (set.count > 0) return;
  const partner = set.invalid.find(({ column }) => column !== undefined);
  const first = partner ?? set.invalid[0];
  const what = partner ? 'partner' : namesDrugs ? 'drug' : 'SMILES';
  const column = partner?.column ?? table.columns[smilesColumn];
  throw new TanimarkError(
    'structure',
    `${table.name}: none of its ${plural(rows, 'row')} has a valid ${what} in column "${column}" (row ${first.row}, "${first.smiles}": ${first.reason}); name the right column with ${optionName(partner ? 'partner' : 'smiles')}`,
  );
}
