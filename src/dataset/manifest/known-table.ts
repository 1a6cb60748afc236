import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { blockReader } from '../../chemistry/blocks.js';
import { DEFAULT_FINGERPRINT, parseFingerprint } from '../../chemistry/fingerprint.js';
import { ChemistryPool } from '../../chemistry/pool.js';
import { TanimarkError } from '../../errors.js';
import { checkRead } from '../../file-guard.js';
import { type CellChecksums, cellDifference } from '../../tables/cells.js';
import { partFiles } from '../../tables/part-files.js';
import type { ReadOptions } from '../../tables/read.js';
import { checksumOfParts, readTables } from '../../tables/read-parts.js';
import { type Table, withColumns } from '../../tables/table.js';

/** A table as its manifest knows it. */
export interface KnownTable {
  /** Of the bytes, hexadecimal. */
  readonly sha256: string;
  /** Absent in manifests of versions that knew only the bytes. */
  readonly cells?: CellChecksums | undefined;
}

/** How a table is read of which the cells alone are needed. */
export type CellOptions = Pick<ReadOptions, 'header' | 'delimiter' | 'inputFormat'>;

/** A table, its cells as they stand; with a header unless told otherwise. @throws TanimarkError (file, table) */
export async function readCells(
  path: string,
  { header = true, delimiter, inputFormat }: CellOptions = {},
): Promise<Table> {
  // RDKit starts only where the file holds structures as mol blocks.
  const pool = new ChemistryPool(parseFingerprint(DEFAULT_FINGERPRINT));
  try {
    const blocks = blockReader(pool);
    return await readTables(path, {
      ...{ header, delimiter, inputFormat, blocks },
      structures: async () => [],
    });
  } finally {
    await pool.close();
  }
}

/**
 * What is different in a file from the table that a manifest knows, in words; null where it is the same table. How it is
 * written (line ends, byte order mark, quotes, separator, compression) does not count, and neither do further columns.
 *
 * @param digits `rounded` where decimal numbers may differ beyond the 15th digit; `exact` unless given
 */
export async function tableDifference(
  path: string,
  known: KnownTable,
  digits: 'exact' | 'rounded' = 'exact',
): Promise<string | null> {
  const sha256 = await fileChecksum(path);
  if (sha256 === undefined) return 'cannot be read';
  if (sha256 === known.sha256) return null;
  if (!known.cells) return sameText(path, known.sha256) ? null : 'its bytes differ';
  try {
    const table = withKnownColumns(await readCells(path), known.cells);
    return cellDifference(known.cells, table, digits);
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    return error.message;
  }
}

/** A table with the columns that checksums are of, as far as they may be empty in it. */
export function withKnownColumns(table: Table, { columns }: CellChecksums): Table {
  return withColumns(
    table,
    columns.map(({ name }) => name),
  );
}

/** The checksum of an input: of a file, or of the files of a table; undefined where it cannot be read. */
export async function inputChecksum(path: string, named?: string): Promise<string | undefined> {
  try {
    const parts = partFiles(path, named);
    if (parts === null) return await fileChecksum(path);
    const checksums: string[] = [];
    for (const file of parts.files) checksums.push((await fileChecksum(file)) ?? '');
    return checksums.includes('') ? undefined : checksumOfParts(checksums);
  } catch (error) {
    if (!(error instanceof TanimarkError)) throw error;
    return undefined;
  }
}

/** SHA-256 of a file's bytes, hexadecimal; undefined where it cannot be read. */
export async function fileChecksum(path: string): Promise<string | undefined> {
  checkRead(path);
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

/** Whether a file has the given checksum of bytes with other line ends, with or without a byte order mark, or decompressed. */
function sameText(path: string, sha256: string): boolean {
  checkRead(path);
  let text: string;
  try {
    const bytes = readFileSync(path);
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    text = new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    return false;
  }
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n*$/, '');
  const endings = ['\n', ''].flatMap((last) => [`${lines}${last}`]);
  return endings
    .flatMap((unix) => [unix, unix.replaceAll('\n', '\r\n')])
    .flatMap((written) => [written, `\uFEFF${written}`])
    .some((written) => createHash('sha256').update(written).digest('hex') === sha256);
}
