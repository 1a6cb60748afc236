import type { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionName } from '../../spelling.js';
import { columnNamed, columnsOfRole, shownColumns } from '../../tables/columns.js';
import type { Table } from '../../tables/table.js';
import { printable } from '../../text.js';
import { type LoadedTable, type StandardStructures, sourceTable } from '../molecules.js';
import { readEntityFile } from './entity-file.js';

/**
 * A table whose rows name their drugs by ids, with the structures of another table.
 *
 * @param file of drugs: ids and structures
 * @param given the column of ids, where the user named it
 * @throws TanimarkError (file, table, column)
 */
export async function withDrugs(
  table: Table,
  file: string,
  given: string | undefined,
  pool: ChemistryPool,
  job: Job,
): Promise<LoadedTable> {
  const drugs = await readEntityFile(file, 'drugs', pool, job);
  const smilesColumn = idColumnOf(table, drugs.idName, given, 'drugs');
  return {
    table,
    smilesColumn,
    texts: new Map(),
    namesDrugs: true,
    sources: [sourceTable(file, drugs.table)],
    structures: structuresOfIds(table, smilesColumn, drugs.texts, file),
  };
}

/** The structures that the ids in a column stand for. @param texts SMILES of each id @param file that says so */
export function structuresOfIds(
  table: Table,
  column: number,
  texts: ReadonlyMap<string, string>,
  file: string,
): StandardStructures {
  const ids = table.rows.map((row) => row[column].trim());
  return {
    level: 'none',
    smiles: ids.map((id) => texts.get(id) ?? ''),
    problems: ids.map((id) => (texts.has(id) ? null : unknownId(id, file))),
    changed: 0,
    merged: 0,
  };
}

/** Why a row cannot be used whose id is not in a table of drugs or targets. */
export function unknownId(cell: string, file: string): string {
  const id = cell.trim();
  return id === '' ? 'no id' : `id "${printable(id, 40)}" is not in ${printable(file, 60)}`;
}

/**
 * The column of a table that has the ids of drugs or targets: the one that was named; else the one with the name that
 * it has in their own table; else one such as `drug_id`.
 */
export function idColumnOf(
  table: Table,
  name: string,
  given: string | undefined,
  option: 'drugs' | 'targets',
): number {
  const role = option === 'drugs' ? 'smiles' : 'partner';
  if (given !== undefined) return columnNamed(table, given, role);
  const same = table.columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
  if (same >= 0) return same;
  const pattern =
    option === 'drugs'
      ? /^(drug|compound|ligand|molecule|mol)[\s_]?(id|name)?\d?$/i
      : /^(target|protein|prot)[\s_]?(id|name)?\d?$/i;
  const found = table.columns.flatMap((column, c) => (pattern.test(column) ? [c] : []));
  if (found.length === 1) return found[0];
  const [id] = option === 'drugs' ? columnsOfRole(table, 'id').flat() : [];
  if (found.length === 0 && id !== undefined) return id;
  throw new TanimarkError(
    'column',
    `${table.name}: no column of ${option === 'drugs' ? 'drug' : 'target'} ids found, for ${optionName(option)}; name it with ${optionName(role)} (the columns are ${shownColumns(table)})`,
    { option: role },
  );
}
