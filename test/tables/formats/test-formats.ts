import type { BinaryFormat, RawRecord, TextFormat } from '../../../src/tables/formats/format.js';

/** A text format of tests: a record is `column=value` lines, and a blank line ends it. */
export const blocks: TextFormat = {
  name: 'blocks',
  extensions: ['.blk', '.blocks'],
  content: 'text',
  async *read(text) {
    let all = '';
    for await (const chunk of text) all += chunk;
    let columns: string[] | undefined;
    let fields: string[] = [];
    for (const [i, line] of all.split('\n').entries()) {
      if (line !== '') {
        fields.push(line);
        continue;
      }
      if (fields.length === 0) continue;
      if (!columns) {
        columns = fields.map((field) => field.slice(0, field.indexOf('=')));
        yield { cells: columns, line: 0 };
      }
      yield { cells: fields.map((field) => field.slice(field.indexOf('=') + 1)), line: i };
      fields = [];
    }
  },
  writer: {
    kind: 'lines',
    header: () => '',
    line: (cells, columns) =>
      `${columns.map((column, c) => `${column}=${cells[c] ?? ''}`).join('\n')}\n\n`,
  },
};

const MAGIC = [0xff, 0x00, 0xfe];

/** A binary format of tests: a mark that is no UTF-8, the JSON of all rows with every bit flipped, and bytes that no reader looks at. */
export const flipped: BinaryFormat = {
  name: 'flipped',
  extensions: ['.flip'],
  content: 'bytes',
  async *read(bytes): AsyncGenerator<RawRecord> {
    const parts: number[] = [];
    for await (const chunk of bytes) {
      parts.push(...chunk);
      // What follows is not read.
      if (parts.includes(0x80)) break;
    }
    const json = parts.slice(MAGIC.length, parts.indexOf(0x80)).map((byte) => byte ^ 0x7f);
    const rows: string[][] = JSON.parse(Buffer.from(json).toString('latin1'));
    for (const [r, cells] of rows.entries()) yield { cells, line: r };
  },
  writer: {
    kind: 'file',
    async *write(columns, rows) {
      yield Uint8Array.from(MAGIC);
      const all: string[][] = [[...columns]];
      for await (const row of rows) all.push(row.map((cell) => String(cell ?? '')));
      yield Uint8Array.from(Buffer.from(JSON.stringify(all), 'latin1'), (byte) => byte ^ 0x7f);
      yield Uint8Array.from([0x80]);
      yield new Uint8Array(200_000);
    },
  },
};

/** Rows as one of these formats has them. */
export async function bytesOf(
  { writer }: TextFormat | BinaryFormat,
  [columns, ...rows]: readonly (readonly string[])[],
): Promise<Uint8Array> {
  if (writer?.kind === 'lines') {
    const text = rows.map((row) => writer.line(row, columns)).join('');
    return Buffer.from(writer.header(columns) + text);
  }
  const pieces: Uint8Array[] = [];
  const each = (async function* () {
    yield* rows;
  })();
  for await (const piece of writer?.write(columns, each) ?? []) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
