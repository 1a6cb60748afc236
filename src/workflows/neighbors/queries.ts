import type { ChemistryPool } from '../../chemistry/pool.js';
import { type DescribedMolecules, describeMolecules } from '../../dataset/molecule-table.js';
import {
  canonicalSmiles,
  type InvalidRecord,
  type LoadedTable,
  requireMolecules,
  structureOf,
} from '../../dataset/molecules.js';
import type { TablePart, TableStream } from '../../dataset/table-stream.js';
import { Job } from '../../job.js';
import type { Table } from '../../tables/table.js';

/** Rows of a file that were described together. */
export interface Described extends DescribedMolecules {
  /** The row of the file that is row 0 of these, and record 0 of `set`; its `invalid` names rows of the file. */
  readonly base: number;
  readonly rows: readonly string[][];
  /** Canonical SMILES of some of the molecules, or what else tells each from all others. */
  canonical(members: readonly number[]): Promise<string[]>;
}

/** Described rows of the query file of which `[first, end)` are to be searched. */
export interface QueryPart extends Described {
  readonly first: number;
  readonly end: number;
}

/** What is known of the query file before its molecules. */
interface QueryFile {
  /** Input as the user named it. */
  readonly path: string;
  /** Perhaps without rows; its notes are complete after the last part. */
  readonly table: Table;
  readonly smilesColumn: number;
  readonly idColumn: number | undefined;
  /** Rows of the file. */
  readonly records: number;
  /** The rows that take part, `[first, end)`. */
  readonly first: number;
  readonly end: number;
}

/** The rows of the query file that take part, in order. */
export interface Queries extends QueryFile {
  /** To be gone through once. */
  parts(): AsyncIterable<QueryPart>;
  /** Ends what the parts were described with. */
  close(): Promise<void>;
}

/** Queries that are all described. */
export function wholeQueries(
  file: Omit<QueryFile, 'records'>,
  { set, fingerprints, base, rows, canonical }: Described,
  pool: ChemistryPool,
): Queries {
  const { table, first, end } = file;
  const part = { set, fingerprints, base, rows, canonical, first, end };
  return {
    ...file,
    records: table.rows.length,
    parts: async function* () {
      yield part;
    },
    close: () => pool.close(),
  };
}

/** Queries that are read, described and dropped part by part. */
export class StreamedQueries implements Queries {
  readonly path: string;
  readonly table: Table;
  readonly smilesColumn: number;
  readonly idColumn: number | undefined;
  readonly records: number;
  readonly first: number;
  readonly end: number;
  /** A part that was described already. */
  private known: QueryPart | undefined;
  /** Work that is a part of another stage. */
  private readonly quiet: Job;

  constructor(
    private readonly stream: TableStream,
    { path, idColumn }: Pick<QueryFile, 'path' | 'idColumn'>,
    [first, end]: readonly [number, number],
    private readonly pool: ChemistryPool,
    job: Job,
  ) {
    const { table, smilesColumn, records } = stream;
    this.path = path;
    this.table = table;
    this.smilesColumn = smilesColumn;
    this.idColumn = idColumn;
    this.records = records;
    this.first = first;
    this.end = end;
    this.quiet = new Job({ signal: job.signal, threads: job.threads });
  }

  /** Throws unless at least one structure is valid. */
  async requireMolecules(): Promise<void> {
    let firstInvalid: InvalidRecord | undefined;
    for await (const part of this.described()) {
      if (part.set.count > 0) {
        this.known = part;
        return;
      }
      firstInvalid ??= part.set.invalid[0];
    }
    const invalid = firstInvalid === undefined ? [] : [firstInvalid];
    requireMolecules(this.stream, { count: 0, invalid }, this.records);
  }

  /** @throws TanimarkError (file) where the file changed since it was read first */
  parts(): AsyncGenerator<QueryPart> {
    return this.described();
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async *described(): AsyncGenerator<QueryPart> {
    const { stream, first, end, pool, quiet } = this;
    for await (const part of stream.parts([first, end], quiet)) {
      if (part.first < first || part.first >= end) continue;
      const known = this.known?.first === part.first ? this.known : undefined;
      if (known) this.known = undefined;
      yield known ?? queryPart(part, await described(part, part.first, pool, quiet));
    }
  }
}

function queryPart({ first }: TablePart, own: Described): QueryPart {
  return { ...own, first, end: first + own.rows.length };
}

/** Describes rows of a file, the first of which is row `base` of it. */
export async function described(
  loaded: LoadedTable,
  base: number,
  pool: ChemistryPool,
  job: Job,
  options: Parameters<typeof describeMolecules>[3] = {},
): Promise<Described> {
  const { set, fingerprints } = await describeMolecules(loaded, pool, job, options);
  const invalid = set.invalid.map((record) => ({ ...record, row: record.row + base }));
  const canonical = async (members: readonly number[]) => {
    const texts = members.map((m) => structureOf(loaded, set.records[set.recordOffsets[m]]));
    const found = await canonicalSmiles(texts, pool, new Job({ signal: job.signal }));
    // A structure without one is a molecule of its own.
    return found.map((text, i) => (text === '' ? `= ${texts[i]}` : text));
  };
  return { set: { ...set, invalid }, fingerprints, base, rows: loaded.table.rows, canonical };
}
