import type { FileMetaData, SchemaElement } from 'hyparquet';
import { TanimarkError } from '../../errors.js';
import { list, printable } from '../../text.js';
import type { FileFormat, RandomAccess, RawRecord, ReadContext } from './format.js';
import { pageProblem, sizeProblem } from './parquet-checks.js';
import { cellMaker, TIME_PARSERS } from './parquet-values.js';
import { parquetWriter } from './parquet-writer.js';

/** The index of a data frame, as pandas names the column; a column without a name, as in a CSV file. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/**
 * The rows of a Parquet file, a row group at a time.
 *
 * @throws TanimarkError (file, table) for a damaged file, and for columns of lists, structures or bytes
 */
async function* readParquet(
  file: RandomAccess,
  { name, columns: needed }: ReadContext,
): AsyncGenerator<RawRecord> {
  const damaged = (reason: string) =>
    new TanimarkError('file', `${name} cannot be read as Parquet: ${reason}`);
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof TanimarkError) throw error;
      throw damaged(`${(error as Error).message.replace(/^parquet /, '')}; is the file whole?`);
    }
  };
  if (!(await isParquet(file))) {
    throw damaged('it does not begin and end with PAR1; it is cut off, or another kind of file');
  }
  const { parquetMetadataAsync, parquetRead } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const metadata = await told(() => parquetMetadataAsync(file, { geoparquet: false }));
  const problem = sizeProblem(metadata, file.byteLength);
  if (problem !== null) throw damaged(problem);
  const all = columnsOf(metadata, name);
  const columns = needed ? all.filter((column) => needed.includes(column.name)) : all;
  if (columns.length === 0 || columns.some((column) => typeof column.name !== 'string')) {
    throw damaged('it has no columns, or one without a name; it is damaged');
  }
  yield { cells: columns.map(({ name: own }) => (PANDAS_INDEX.test(own) ? '' : own)), line: 0 };
  let row = 0;
  for (const group of metadata.row_groups) {
    const wrong = await told(() => pageProblem(file, group));
    if (wrong !== null) throw damaged(wrong);
    const rowEnd = row + Number(group.num_rows);
    if (rowEnd === row) continue;
    let rows: unknown[][] = [];
    const onComplete = (all: unknown[][]) => {
      rows = all;
    };
    const options = {
      file,
      metadata,
      compressors,
      parsers: TIME_PARSERS,
      rowFormat: 'array',
      ...(needed ? { columns: columns.map((column) => column.name) } : {}),
    } as const;
    await told(() =>
      parquetRead({ ...options, rowStart: row, rowEnd, onComplete } as unknown as Parameters<
        typeof parquetRead
      >[0]),
    );
    if (rows.length !== rowEnd - row)
      throw damaged('it has fewer rows than it says; it is damaged');
    const toCells = (values: unknown[]) =>
      columns.map(({ cell }, c) => {
        const value = values[c];
        return value === null || value === undefined ? '' : cell(value);
      });
    for (const cells of await told(async () => rows.map(toCells))) yield { cells, line: ++row };
  }
}

async function isParquet(file: RandomAccess): Promise<boolean> {
  if (file.byteLength < 12) return false;
  const [first, last] = [
    await file.slice(0, 4),
    await file.slice(file.byteLength - 4, file.byteLength),
  ];
  return [first, last].every((bytes) => Buffer.from(bytes).toString('latin1') === 'PAR1');
}

/** The columns, each with what makes cells of its values. @throws TanimarkError (table) */
function columnsOf({ schema }: FileMetaData, name: string) {
  const [root] = schema;
  const found: { name: string; cell: (value: unknown) => string }[] = [];
  const refused: string[] = [];
  let at = 1;
  for (let c = 0; c < (root?.num_children ?? 0); c++) {
    const element = schema[at];
    if (!element) break;
    const cell = cellMaker(element);
    if (cell) found.push({ name: element.name, cell });
    else refused.push(`"${printable(element.name, 40)}"`);
    at = after(schema, at);
  }
  if (refused.length === 0) return found;
  const [noun, verb, them] =
    refused.length === 1 ? ['column', 'holds', 'it'] : ['columns', 'hold', 'them'];
  throw new TanimarkError(
    'table',
    `${name}: ${noun} ${list(refused)} ${verb} lists, structures or bytes, which are not cells of a table; write the file without ${them} (pandas: df.drop(columns=[…]).to_parquet(…))`,
  );
}

/** The place of the element after the one at a place and those within it. */
function after(schema: readonly SchemaElement[], at: number): number {
  let end = at + 1;
  for (let left = schema[at].num_children ?? 0; left > 0 && end < schema.length; left--, end++) {
    left += schema[end].num_children ?? 0;
  }
  return end;
}

/** Columns of values, each compressed. */
export const parquet: FileFormat = {
  name: 'parquet',
  extensions: ['.parquet', '.pq'],
  content: 'file',
  read: readParquet,
  writer: parquetWriter,
};
