import type { ChemistryPool } from '../chemistry/pool.js';
import { InvariantError } from '../errors.js';
import { Job } from '../job.js';
import { findColumn } from '../tables/columns.js';
import type { Table } from '../tables/table.js';
import {
  type DescribedMolecules,
  describeMolecules,
  type MoleculeTableOptions,
} from './molecule-table.js';
import { type LoadedTable, loadTable } from './molecules.js';
import { standardizeTable } from './standardized.js';
import { loadTableStream, TableStream } from './table-stream.js';

/** Consecutive rows of a library with their molecules. */
export interface LibraryPart extends DescribedMolecules {
  /** As read, its rows those of the part. */
  readonly loaded: LoadedTable;
  /** The row of the file that is row 0 of the part. */
  readonly first: number;
}

type Reading = Pick<
  MoleculeTableOptions,
  'header' | 'delimiter' | 'inputFormat' | 'multiple' | 'smiles' | 'id' | 'standardize'
>;

/** A table of molecules to be gone through once: in parts where it has many rows, so that memory does not grow with them. */
export class LibraryParts {
  /** Number of rows of the file. */
  readonly records: number;
  readonly idColumn: number | undefined;
  /** Perhaps without rows; its notes are complete after the last part. */
  readonly table: Table;
  readonly smilesColumn: number;
  /** The whole library, where it was described already. */
  private known: LibraryPart | undefined;

  private constructor(
    /** As the user named it. */
    readonly path: string,
    private readonly loaded: LoadedTable | TableStream,
    private readonly reading: Reading,
    private readonly pool: ChemistryPool,
    private readonly job: Job,
  ) {
    const { table, smilesColumn } = loaded;
    this.table = table;
    this.smilesColumn = smilesColumn;
    this.records = loaded instanceof TableStream ? loaded.records : table.rows.length;
    this.idColumn = findColumn(table, 'id', reading.id);
  }

  /**
   * @param whole whether all rows are needed at once
   * @throws TanimarkError (file, table, column)
   */
  static async open(
    path: string,
    reading: Reading,
    whole: boolean,
    pool: ChemistryPool,
    job: Job,
  ): Promise<LibraryParts> {
    const load = whole ? loadTable : loadTableStream;
    const loaded = await load(path, reading, pool, job);
    return new LibraryParts(path, loaded, reading, pool, job);
  }

  /** @throws TanimarkError (file) where the file changed since it was opened */
  async *parts(): AsyncGenerator<LibraryPart> {
    const { loaded, job } = this;
    if (!(loaded instanceof TableStream)) {
      yield await this.all();
      return;
    }
    const quiet = new Job({ signal: job.signal, threads: job.threads });
    for await (const part of loaded.parts([], quiet)) {
      yield await this.described(part, part.first, quiet);
    }
  }

  /** All rows, of a library that was opened as a whole. */
  async all(): Promise<LibraryPart> {
    const { loaded, job } = this;
    if (loaded instanceof TableStream) throw new InvariantError('the library is read in parts');
    this.known ??= await this.described(
      loaded,
      0,
      new Job({ signal: job.signal, threads: job.threads }),
    );
    return this.known;
  }

  private async described(own: LoadedTable, first: number, job: Job): Promise<LibraryPart> {
    const { reading, pool, records } = this;
    const loaded = await standardizeTable(own, reading.standardize ?? 'none', pool, job);
    const part = { first, of: records };
    const molecules = await describeMolecules(loaded, pool, job, { id: reading.id, part });
    const { set, fingerprints } = molecules;
    const invalid = set.invalid.map((record) => ({ ...record, row: record.row + first }));
    return { loaded, first, fingerprints, set: { ...set, invalid } };
  }
}
