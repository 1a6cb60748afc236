import { TanimarkError } from '../errors.js';
import { findColumn, shownColumns } from '../tables/columns.js';
import { readTable } from '../tables/read.js';
import type { Table } from '../tables/table.js';
import type { Task } from '../task.js';
import { list, plural, printable } from '../text.js';
import type { DescribeOptions } from './describe.js';
import type { ChemistryPool } from './pool.js';

/** A record whose structure cannot be used. */
export interface InvalidRecord {
  /** The record's number, from 1. */
  readonly row: number;
  readonly line: number;
  /** The cell, cut and escaped for showing. */
  readonly smiles: string;
  readonly reason: string;
}

/** The distinct structures of a table, numbered in the order of their first record. */
export interface MoleculeSet {
  /** Canonical SMILES of each molecule. */
  readonly smiles: string[];
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
  /** The column of structures, if the user named it. */
  readonly smiles?: string | undefined;
}

/** A table of molecules, read and understood. */
export interface LoadedTable {
  readonly table: Table;
  readonly smilesColumn: number;
}

/**
 * Reads a table and finds its column of structures: the one named, else the one with a usual
 * name, else (without a header) the one whose cells parse.
 *
 * @throws TanimarkError (file, table, column)
 */
export async function loadTable(
  path: string,
  options: LoadOptions,
  pool: ChemistryPool,
  task: Task,
): Promise<LoadedTable> {
  const table = await readTable(path, {
    header: options.header,
    delimiter: options.delimiter,
    task,
    structures: async (cells) => (await pool.describe(cells)).problems.map((p) => p === null),
  });
  const named = findColumn(table, 'smiles', options.smiles);
  if (named !== undefined) return { table, smilesColumn: named };
  if (table.hasHeader) {
    throw new TanimarkError(
      'column',
      `${table.name}: no smiles column found; name it with --smiles (the columns are ${shownColumns(table)})`,
    );
  }
  const smilesColumn = await columnThatParses(table, pool);
  table.columns[smilesColumn] = 'smiles';
  return { table, smilesColumn };
}

/** In a file without a header: the column in which most of the first rows hold a structure. */
async function columnThatParses(table: Table, pool: ChemistryPool): Promise<number> {
  const sample = table.rows.slice(0, 50);
  const width = table.columns.length;
  const { problems } = await pool.describe(
    sample.flatMap((row) => table.columns.map((_, c) => row[c].trim())),
  );
  const parsed = table.columns.map(
    (_, c) => sample.filter((_row, r) => problems[r * width + c] === null).length,
  );
  const most = Math.max(...parsed);
  const best = parsed.flatMap((n, c) => (n === most ? [c] : []));
  if (most === 0) {
    throw new TanimarkError(
      'structure',
      `${table.name}: no cell of the first ${plural(sample.length, 'row')} is a valid SMILES; name the column with --smiles if it lies further down`,
    );
  }
  if (best.length > 1) {
    throw new TanimarkError(
      'column',
      `${table.name}: columns ${list(best.map((c) => String(c + 1)))} could each be the smiles column; choose one with --smiles`,
    );
  }
  return best[0];
}

/** Parses every structure of a table and groups records of one canonical SMILES into molecules. */
export async function readMolecules(
  { table, smilesColumn }: LoadedTable,
  pool: ChemistryPool,
  task: Task,
  options: DescribeOptions = {},
): Promise<MoleculeSet> {
  const cells = table.rows.map((row) => row[smilesColumn].trim());
  const { canonical, words, problems, scaffolds } = await pool.describe(cells, task, options);
  const width = pool.fingerprint.words;
  const invalid: InvalidRecord[] = [];
  const moleculeOf = new Int32Array(cells.length).fill(-1);
  const first: number[] = [];
  const numbers = new Map<string, number>();
  for (let r = 0; r < cells.length; r++) {
    const reason = problems[r];
    if (reason !== null) {
      invalid.push({ row: r + 1, line: table.lines[r], smiles: printable(cells[r]), reason });
      continue;
    }
    let molecule = numbers.get(canonical[r]);
    if (molecule === undefined) {
      molecule = first.length;
      numbers.set(canonical[r], molecule);
      first.push(r);
    }
    moleculeOf[r] = molecule;
  }
  const kept = new Uint32Array(first.length * width);
  first.forEach((r, m) => {
    kept.set(words.subarray(r * width, (r + 1) * width), m * width);
  });
  return {
    smiles: first.map((r) => canonical[r]),
    words: kept,
    moleculeOf,
    ...groupRecords(moleculeOf, first.length),
    invalid,
    scaffolds: scaffolds && first.map((r) => scaffolds[r]),
  };
}

function groupRecords(
  moleculeOf: Int32Array,
  molecules: number,
): Pick<MoleculeSet, 'recordOffsets' | 'records'> {
  const recordOffsets = new Int32Array(molecules + 1);
  for (const m of moleculeOf) if (m >= 0) recordOffsets[m + 1]++;
  for (let m = 0; m < molecules; m++) recordOffsets[m + 1] += recordOffsets[m];
  const next = recordOffsets.slice(0, molecules);
  const records = new Int32Array(recordOffsets[molecules]);
  moleculeOf.forEach((m, r) => {
    if (m >= 0) records[next[m]++] = r;
  });
  return { recordOffsets, records };
}

/** Throws unless at least one structure of the table is valid. */
export function requireMolecules({ table, smilesColumn }: LoadedTable, set: MoleculeSet): void {
  if (set.smiles.length > 0) return;
  const [first] = set.invalid;
  throw new TanimarkError(
    'structure',
    `${table.name}: none of its ${plural(table.rows.length, 'row')} has a valid SMILES in column "${table.columns[smilesColumn]}" (row ${first.row}, "${first.smiles}": ${first.reason}); name the right column with --smiles`,
  );
}
