import type { FileMetaData, RowGroup } from 'hyparquet';
import { count } from '../../text.js';
import type { RandomAccess } from './format.js';

/** More rows than this are refused, as in any table. */
const MAX_ROWS = 20_000_000;
/** A page may be this large, in bytes; writers make pages of a megabyte. */
const MAX_PAGE = 512 * 1024 ** 2;

/** Why a file that says so cannot be read; null where nothing speaks against it. */
export function sizeProblem({ row_groups }: FileMetaData, size: number): string | null {
  let rows = 0;
  for (const group of row_groups) {
    rows += Number(group.num_rows);
    if (!(Number(group.num_rows) >= 0)) return 'a row group has fewer than no rows';
    for (const column of group.columns) {
      const { start, end } = rangeOf(column);
      if (!(start >= 4 && end > start && end <= size))
        return 'a column lies outside of the file; it is cut off or damaged';
    }
  }
  return rows > MAX_ROWS
    ? `it has ${count(rows)} rows; at most 20 million can be read, split it into parts`
    : null;
}

/**
 * Looks at the pages of a row group before anything is decompressed: what a page says of itself must fit its row group,
 * so that a small file cannot claim memory for a large one.
 */
export async function pageProblem(file: RandomAccess, group: RowGroup): Promise<string | null> {
  const { parquetHeader } = await import('hyparquet/src/column.js');
  for (const column of group.columns) {
    const { start, end } = rangeOf(column);
    const reader = { view: new DataView(await file.slice(start, end)), offset: 0 };
    let values = 0;
    while (reader.offset < reader.view.byteLength - 1) {
      const page = parquetHeader(reader);
      const own = (page.data_page_header ?? page.data_page_header_v2)?.num_values ?? 0;
      const words = page.dictionary_page_header?.num_values ?? 0;
      values += own;
      const { compressed_page_size: packed, uncompressed_page_size: unpacked } = page;
      const fits =
        own >= 0 &&
        values <= Number(group.num_rows) &&
        packed >= 0 &&
        packed <= reader.view.byteLength - reader.offset &&
        unpacked >= 0 &&
        unpacked <= MAX_PAGE &&
        words >= 0 &&
        words <= unpacked;
      if (!fits) return 'a page claims more than its row group has; the file is damaged';
      reader.offset += packed;
    }
    // Columns without lists have one value a row.
    if (values !== Number(group.num_rows))
      return 'a column has fewer values than its row group has rows; the file is damaged';
  }
  return null;
}

function rangeOf({ meta_data }: RowGroup['columns'][number]): { start: number; end: number } {
  const data = Number(meta_data?.data_page_offset);
  const dictionary = Number(meta_data?.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return { start, end: start + Number(meta_data?.total_compressed_size) };
}
