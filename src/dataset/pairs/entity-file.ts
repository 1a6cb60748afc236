import { blockReader } from '../../chemistry/blocks.js';
import { readCells } from '../../chemistry/cells.js';
import type { ChemistryPool } from '../../chemistry/pool.js';
import { findStructures, problemsOf } from '../../chemistry/structure-column.js';
import { TanimarkError } from '../../errors.js';
import type { Job } from '../../job.js';
import { optionValue } from '../../spelling.js';
import { columnsOfRole, shownColumns } from '../../tables/columns.js';
import { FASTA_COLUMNS } from '../../tables/formats/fasta.js';
import { readTables } from '../../tables/read-parts.js';
import { place, type Table } from '../../tables/table.js';
import { printable } from '../../text.js';
import { resolveInput } from '../named/resolve.js';
import { looksLikeSequence } from './sequences.js';

/** Rows that show what a column holds. */
const SAMPLE = 50;

/** A table that says what the ids of drugs, or of targets, stand for. */
export interface EntityFile {
  readonly table: Table;
  /** Name of the column of ids. */
  readonly idName: string;
  /** Whether structures are read from it, or sequences. */
  readonly holds: 'molecule' | 'sequence';
  /** Structure (SMILES) or sequence of each id. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads a table of ids with structures or sequences, such as a FASTA file.
 *
 * @param option that names it
 * @throws TanimarkError (file, table, column) where an id stands for two structures or sequences
 */
export async function readEntityFile(
  input: string,
  option: 'drugs' | 'targets',
  pool: ChemistryPool,
  job: Job,
): Promise<EntityFile> {
  const { path } = await resolveInput(input);
  const table = await readTables(path, {
    job,
    structures: async (cells) => (await problemsOf(cells, pool)).map((p) => p === null),
    blocks: blockReader(pool, job),
  });
  const { column, holds } = await contentColumn(table, option, pool);
  const id = idColumn(table, column);
  if (id === undefined) {
    throw new TanimarkError(
      'column',
      `${optionValue(option, input)}: no column of ids beside "${table.columns[column]}"; give a table of two columns, ids and ${holds === 'molecule' ? 'SMILES' : 'sequences'}`,
      { option },
    );
  }
  const cells = holds === 'molecule' ? await readCells(table, column, undefined, pool) : new Map();
  const texts = new Map<string, string>();
  const first = new Map<string, number>();
  table.rows.forEach((row, r) => {
    const own = row[id].trim();
    // A row without an id explains none, and no row without an id is explained by it.
    if (own === '') return;
    const cell = row[column].trim();
    const text = cells.get(cell) ?? cell;
    const known = texts.get(own);
    if (known !== undefined && known !== text) {
      throw new TanimarkError(
        'table',
        `${optionValue(option, input)}: the id "${printable(own, 40)}" stands for two ${holds === 'molecule' ? 'structures' : 'sequences'}, in ${place(table, first.get(own) as number)} and ${place(table, r)}; give each its own id`,
        { option },
      );
    }
    if (known === undefined) first.set(own, r);
    texts.set(own, text);
  });
  return { table, idName: table.columns[id], holds, texts };
}

/** The column of sequences or structures of such a table. */
async function contentColumn(
  table: Table,
  option: 'drugs' | 'targets',
  pool: ChemistryPool,
): Promise<{ column: number; holds: EntityFile['holds'] }> {
  if (option === 'targets') {
    // A FASTA file holds sequences, however short, and whatever is wrong with them.
    if (table.columns.join() === FASTA_COLUMNS.join()) {
      return { column: FASTA_COLUMNS.indexOf('sequence'), holds: 'sequence' };
    }
    const named = columnsOfRole(table, 'partner').flat();
    const others = table.columns.map((_, c) => c);
    const column = [...named, ...others].find((c) => holdsSequences(table, c));
    if (column !== undefined) return { column, holds: 'sequence' };
  }
  const column = await findStructures(table, undefined, pool);
  if (column !== undefined) return { column, holds: 'molecule' };
  const what = option === 'drugs' ? 'SMILES' : 'sequences or SMILES';
  throw new TanimarkError(
    'column',
    `${optionValue(option, table.name)}: no column of ${what} found (the columns are ${shownColumns(table)})`,
    { option },
  );
}

/** Whether the first cells of a column that are not empty look like sequences, nearly all of them. */
export function holdsSequences(table: Table, column: number): boolean {
  const cells: string[] = [];
  for (let r = 0; r < table.rows.length && cells.length < SAMPLE; r++) {
    const cell = table.rows[r][column].replace(/\s+/g, '');
    if (cell !== '') cells.push(cell);
  }
  const alike = cells.filter(looksLikeSequence).length;
  return cells.length > 0 && alike >= 0.9 * cells.length;
}

function idColumn(table: Table, content: number): number | undefined {
  const others = table.columns.flatMap((_, c) => (c === content ? [] : [c]));
  const named = others.filter((c) =>
    /(^|[\s_])(id|name|accession|uniprot)$/i.test(table.columns[c]),
  );
  const [known] = columnsOfRole(table, 'id')
    .flat()
    .filter((c) => c !== content);
  return known ?? named[0] ?? others[0];
}
