import { CellReader } from '../chemistry/cells.js';
import type { ChemistryPool } from '../chemistry/pool.js';
import type { Job } from '../job.js';
import { columnsOfRole } from '../tables/columns.js';
import { scanTable } from '../tables/read.js';
import { canReadAgain, rowsAgain } from '../tables/rows-again.js';
import { KeptBytes } from '../tables/source.js';
import type { Table } from '../tables/table.js';
import {
  type LoadedTable,
  type LoadOptions,
  loadTable,
  named,
  readOptions,
  structureColumn,
  understand,
} from './molecules.js';
import { resolveInput, withDataset } from './named/resolve.js';
import { isSplitFolder } from './split-formats/folder.js';

/** Rows that are held at once: a table of no more is read as a whole. */
export const ROWS_AT_ONCE = 16_384;

/** Consecutive rows of a file, as a table. */
export interface TablePart extends LoadedTable {
  /** The row of the file that is row 0 here. */
  readonly first: number;
}

/** A table of molecules of which few rows are held: the file is read twice, and what it says is checked the first time. */
export class TableStream {
  /**
   * @param table with the first rows only; its notes are complete once `parts` was exhausted
   * @param records how many rows the file has
   */
  constructor(
    readonly table: Table,
    readonly records: number,
    readonly smilesColumn: number,
    private readonly options: LoadOptions,
    private readonly pool: ChemistryPool,
    private readonly rowsAtOnce: number,
  ) {}

  /**
   * All rows in order, in parts that end where one of the `cuts` is.
   *
   * @throws TanimarkError (file) where the file changed since the first reading
   */
  async *parts(cuts: readonly number[], job: Job): AsyncGenerator<TablePart> {
    const { table, smilesColumn, options, pool } = this;
    const reader = new CellReader(smilesColumn, options.multiple, pool);
    const part = async (rows: string[][], lines: number[], first: number): Promise<TablePart> => {
      const own = { ...table, rows, lines };
      return { table: own, smilesColumn, texts: await reader.read(own), first };
    };
    let rows: string[][] = [];
    let lines: number[] = [];
    let first = 0;
    for await (const { cells, line } of rowsAgain(table, readOptions(options, pool, job))) {
      rows.push(cells);
      lines.push(line);
      const end = first + rows.length;
      if (rows.length < this.rowsAtOnce && !cuts.includes(end)) continue;
      yield await part(rows, lines, first);
      [rows, lines, first] = [[], [], end];
    }
    if (rows.length > 0) yield await part(rows, lines, first);
    table.notes.push(...reader.notes(table.name));
  }
}

/**
 * Reads a table as {@link loadTable} does, as a stream where it has many rows and this is possible: not for several files or files in
 * a form of their own, not where all rows decide which column is meant or whether the table is refused, and not where
 * fingerprints are read, whose rows are those of the whole table.
 *
 * @throws TanimarkError (file, table, column)
 */
export async function loadTableStream(
  input: string,
  asked: LoadOptions,
  pool: ChemistryPool,
  job: Job,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<LoadedTable | TableStream> {
  const { path, dataset } = await resolveInput(input);
  const given = withDataset(asked, dataset);
  const wholeOnly = pool.own || given.multiple === 'error' || isSplitFolder(path);
  if (wholeOnly || !canReadAgain(path, given.inputFormat)) {
    return loadTable(input, asked, pool, job);
  }
  const options = { ...given, kept: new KeptBytes() };
  const scanned = await scanTable(path, readOptions(options, pool, job), rowsAtOnce);
  const table = named(scanned.table, dataset);
  const { records } = scanned;
  if (table.rows.length === records) return understand(table, given, pool);
  const isClear =
    table.duplicated === undefined && (columnsOfRole(table, 'smiles')[0]?.length ?? 1) === 1;
  if (!isClear) return loadTable(input, { ...asked, kept: options.kept }, pool, job);
  const column = await structureColumn(table, options.smiles, pool);
  return new TableStream(table, records, column, options, pool, rowsAtOnce);
}
