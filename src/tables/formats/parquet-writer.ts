import type { SchemaElement } from 'hyparquet';
import type { Cell, ColumnKind, FileWriter } from './format.js';

/** Rows of a row group. */
const GROUP = 100_000;

const TYPES: Record<ColumnKind, Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
};

const VALUES: Record<ColumnKind, (cell: string | number) => unknown> = {
  text: String,
  integer: BigInt,
  number: Number,
};

/** Writes columns of texts and numbers; empty cells are null. The bytes depend on the cells alone. */
export const parquetWriter: FileWriter = {
  kind: 'file',
  async *write(columns, rows, { kinds, metadata } = {}) {
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
    const kindOf = (c: number): ColumnKind => kinds?.[c] ?? 'text';
    const schema: SchemaElement[] = [
      { name: 'schema', num_children: columns.length, repetition_type: 'REQUIRED' },
      ...columns.map((name, c): SchemaElement => {
        return { name, repetition_type: 'OPTIONAL', ...TYPES[kindOf(c)] };
      }),
    ];
    const bytes = new ByteWriter();
    const writer = new ParquetWriter({
      writer: bytes,
      schema,
      createdBy: 'tanimark',
      ...(metadata === undefined ? {} : { kvMetadata: [{ key: 'tanimark', value: metadata }] }),
    });
    const take = () => {
      const piece = Uint8Array.from(bytes.getBytes());
      bytes.index = 0;
      return piece;
    };
    const toValue = (cell: Cell, c: number) =>
      cell === null || cell === '' ? null : VALUES[kindOf(c)](cell);
    let group: unknown[][] = columns.map(() => []);
    const flush = async () => {
      await writer.write({
        columnData: columns.map((name, c) => ({ name, data: group[c] })),
        rowGroupSize: GROUP,
      });
      group = columns.map(() => []);
    };
    for await (const row of rows) {
      for (let c = 0; c < columns.length; c++) group[c].push(toValue(row[c], c));
      if (group[0].length < GROUP) continue;
      await flush();
      yield take();
    }
    if (group[0].length > 0) await flush();
    await writer.finish();
    yield take();
  },
};
